"""From an HTTP call to its verdict: which operations it may mean, what is false in every reading, how it is told.

Imports `checks/core`, `checks/http`, `checks/rules`, `surfaces` and `model`.
"""
