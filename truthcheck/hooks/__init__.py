"""One adapter for every coding agent's harness: its payload in, its own reply out.

Imports `model`; what verifies is handed in.
"""
