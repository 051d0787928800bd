"""What is not generic about an SDK, as data: `rules/sdks/*.toml`.

Imports `sdks/index` (names of distributions), `rulebook`, `shipped` (words that all share) and `model`.
"""
