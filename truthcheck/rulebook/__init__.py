"""Reads `rules/` and joins it with the user's own rules.

Imports `model`, `errors` and `shipped`.
"""
