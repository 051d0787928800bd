"""Source text to the program shape of `claims/ir`, through libcst, with exact positions.

The only folder of `claims` that imports libcst.
"""
