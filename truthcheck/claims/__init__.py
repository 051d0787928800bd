"""The user's source to calls: which files, which functions, what is called with what.

Its own files put the rooms together: `ir`, `engine`, `sinks`, `reach`, `languages`. Imports `model` and `rulebook`.
"""
