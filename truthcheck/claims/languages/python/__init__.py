"""Python: its files and modules, its grammar (`parse`) and its meaning (`meaning`).

Imports `claims/ir`, `claims/engine` and libcst (in `parse` only).
"""
