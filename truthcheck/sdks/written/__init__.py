"""What a project writes of the packages that it uses, by kind of file: read within bounds, never run.

A reader takes the text of one file and yields what it states, one `Mention` for each mention; which of them holds is
decided in `sdks/project`. Imports `sdks/index` (how names compare), `sdks/rules` (how files are called), `sdks/source`
(its safe parser), `rulebook` (its reader of TOML) and `model`.
"""
