"""Judgements only: each check yields what is false for one candidate operation.

Imports `model`, `surfaces` and `sdks`; no parser, no network, no client rules.
"""
