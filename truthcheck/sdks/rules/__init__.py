"""What is not generic about an SDK, as data: `rules/sdks/*.toml`, and the header that an index takes from it.

Imports `sdks/index` (names of distributions).
"""
