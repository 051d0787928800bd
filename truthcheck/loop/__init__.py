"""Generate, verify, feed the counterexamples back: rounds of somebody else's coding agent.

Imports `model`, `report`, `checks` (names of rules), `claims/languages` (which files there are), `rulebook` (its
reader of TOML) and `suggest`; what verifies is handed in.
"""
