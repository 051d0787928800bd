"""From which functions a request can leave, told from words alone, before anything is evaluated.

Imports the outline of a module and `claims/ir`.
"""
