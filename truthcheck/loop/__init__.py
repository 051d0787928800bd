"""Generate, verify, feed the counterexamples back: rounds of somebody else's coding agent.

Imports `model`, `report`, `checks` (names of rules) and `suggest`; what verifies is handed in.
"""
