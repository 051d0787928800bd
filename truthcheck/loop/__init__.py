"""Generate, verify, feed the counterexamples back: rounds of somebody else's coding agent."""
