"""Python: its files and modules, its grammar (`parse`) and its meaning (`meaning`).

libcst is known in `parse` only. Imports `claims/language`, `claims/ir`, `claims/engine`, and of `claims/reach` what an
outline is and the reader of functions that are parsed.
"""
