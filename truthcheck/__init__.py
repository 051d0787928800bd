"""Checks the API calls in Python code against what the APIs really offer."""

__version__ = "0.1.0"
