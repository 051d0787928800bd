"""The ground of every judgement: one reading of a call beside one operation, values beside shapes, what a rule is.

Imports `model`, `surfaces` (shapes) and `suggest` only.
"""
