"""Typed packages as surfaces: read with the standard `ast`, never imported, never run.

Its commands in `build` reach up to surfaces; else it imports `model` and `rulebook`.
"""
