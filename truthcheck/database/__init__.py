"""The project's own database as truth: SQL and what is generated from it, read and never run.

`load.Databases(config).of(folder) -> Database | None` is the face: made once a run, it finds every source below the
folder of the configuration and reads the databases that are asked for. The nouns are in `model/database`. Imported only
by rooms that have a call on a table before them.

What is there: migrations and other SQL that is replayed (`fold`, `sources`, `choosing`), generated types of Python and
TypeScript, a service's configuration. `Database.openings` say why a name that is not listed may be there all the same;
`Relation.open` the same of its columns; `Database.gone` and `Relation.changes` what was renamed or dropped, and where.

Imports `model`, `rulebook` and `config`.
"""
