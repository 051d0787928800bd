"""The ground of every judgement: one reading of a call beside one operation, values beside shapes.

Imports `model` and `surfaces` (shapes) only.
"""
