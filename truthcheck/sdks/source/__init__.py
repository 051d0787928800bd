"""Reads Python packages with the standard `ast`: never imported, never run.

`archive` opens a wheel or a folder, `modules` parses it, `types` says what values are, `requests` what methods send;
`members` makes the records of a member index of it, `description` a surface. `data` does the same for packages that
make their classes of data files. Imports `model`, `sdks/index` and `sdks/rules`.
"""
