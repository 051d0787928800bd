"""Python: its files and modules, its grammar (`parse`) and its meaning (`meaning`).

Imports `claims/ir`, `claims/engine`, `claims/reach/outline` (what an outline is) and libcst (in `parse` only).
"""
