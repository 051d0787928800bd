"""Typed packages as surfaces: read with the standard `ast`, never imported, never run.

Imports `model`, `rulebook` and `errors`; `build` also `surfaces`.
"""
