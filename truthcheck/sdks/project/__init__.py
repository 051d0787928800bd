"""Which release of a package a project uses, and the records of that very release.

Imports `sdks/index`, `sdks/rules`, `sdks/source`, `sdks/written` (what projects write) and `model`.
"""
