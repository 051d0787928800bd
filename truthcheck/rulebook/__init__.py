"""Reads `rules/` and joins it with the user's own rules: `Rulebook` is made once and handed to all who judge.

Imports `model` and `shipped`.
"""
