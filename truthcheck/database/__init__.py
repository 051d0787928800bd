"""The project's own database as truth: SQL and what is generated from it, read and never run.

`load.load(folder, config) -> Database | None` is the face; the nouns are in `model/database`. Imported only by
rooms that have a call on a table before them. Imports `model`, `rulebook` and `config`.
"""
