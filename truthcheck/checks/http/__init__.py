"""What is false of an HTTP call beside one operation: address, path, parameters, bodies, replies.

Imports `checks/core`, `surfaces`, `model`, `suggest` and `day` (how old a document is).
"""
