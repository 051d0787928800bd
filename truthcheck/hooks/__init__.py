"""One adapter for every coding agent's harness: its payload in, its own reply out.

Imports `model` and `claims/languages` (which files there are); what verifies is handed in.
"""
