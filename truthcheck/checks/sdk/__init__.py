"""Calls through SDKs: the package says what exists, the document of its API what it takes.

Imports `checks/core`, `checks/http`, `checks/rules`, `checks/calls`, `checks/database`, `sdks`, `surfaces` and `model`.
"""
