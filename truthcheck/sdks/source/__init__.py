"""Reads the source of Python packages with the standard `ast`: never imported, never run.

Imports `sdks/index`, `sdks/rules` and `model`.
"""
