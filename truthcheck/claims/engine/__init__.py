"""Abstract evaluation of a program: values, memory, expressions, statements, calls.

It knows no language and no library. Imports `claims/ir` and `model` only.
"""
