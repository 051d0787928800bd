"""What is false of an HTTP call beside one operation: address, path, parameters, bodies, replies.

Imports `checks/core`, `surfaces` and `model`.
"""
