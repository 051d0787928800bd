"""HTTP calls: from the URL to the operations it may mean, and what is false for all of them.

Imports `checks/core`, `surfaces` and `model`.
"""
