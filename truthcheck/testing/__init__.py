"""The pytest plugin: what a test run sends and gets, mocked or not, held against the surfaces.

Imports `config`, `library`, `model`, `report`, `rulebook` and `traffic`; only `watch` imports a client, one
that is installed.
"""
