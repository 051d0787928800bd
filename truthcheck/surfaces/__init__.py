"""Documents to surfaces: what an API really offers, compiled once and read lazily.

The network is in `fetch` alone. Imports `model`, `rulebook`, `suggest`, `sdks/index` and `shipped` (what the
builders build).
"""
