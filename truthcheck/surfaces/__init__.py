"""Documents to surfaces: what an API really offers, compiled once and read lazily.

Imports `model`, `rulebook` and `errors`; the network in `fetch` alone.
"""
