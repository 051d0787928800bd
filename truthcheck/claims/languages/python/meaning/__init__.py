"""What Python's operators, methods, library functions, classes and annotations mean for abstract values, as tables.

Imports `claims/engine`, `claims/ir` and `model`.
"""
