"""Maintainers' commands: packages compiled to the member indexes and surfaces that are shipped, and compared.

Imports `sdks`, `surfaces`, `rulebook`, `shipped` (where the results go) and `model`.
"""
