"""Fixes as edits of source text: spelled as the file spells, applied only where the result still parses.

Imports `model` and libcst.
"""
