"""What an API really offers, found by a few words: for a person or an agent before it writes.

Imports `model`, `surfaces`, `sdks/index` (the members that send a request), `suggest` and `errors`.
"""
