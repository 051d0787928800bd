"""One folder for each language: how its files are found and read, and what its words mean.

Imports `claims/language` (the protocol), `claims/engine` and `claims/ir`.
"""
