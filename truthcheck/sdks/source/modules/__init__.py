"""Files of a package parsed: its modules, their classes, and what every name in them stands for.

Imports `model` (how a noun is made) only.
"""
