"""Member indexes: what a package has, as records behind typed views.

The letters in which records are stored are known here only. Imports `model` and `suggest` only.
"""
