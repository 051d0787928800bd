"""What is not generic about an SDK, as data: `rules/sdks/*.toml`.

Imports `sdks/index` (names of distributions), `rulebook` and `model`.
"""
