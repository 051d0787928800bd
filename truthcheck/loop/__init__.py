"""Generate, verify, feed the counterexamples back: rounds of somebody else's coding agent.

Imports `model`, `report`, `checks` (names of rules), `claims/languages` (which files there are) and `suggest`; what
verifies is handed in.
"""
