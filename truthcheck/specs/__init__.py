"""How a project keeps surfaces of its own, and keeps them true: add, update, check, remove, compare.

Imports `surfaces`, `sdks`, `lookup`, `pipeline` (which calls break) and `model`.
"""
