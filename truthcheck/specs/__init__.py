"""How a project keeps surfaces of its own, and keeps them true: add, update, check, remove, compare.

Imports `surfaces`, `database`, `sdks`, `lookup`, `config`, `library` and `pipeline` (which calls break), `suggest` and
`model`.
"""
