"""Source text to the program shape of `claims/ir`, through libcst, with exact positions.

The only folder of `claims` that knows libcst. Imports `claims/ir` and `claims/engine/scan`.
"""
