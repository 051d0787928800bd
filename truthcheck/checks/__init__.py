"""Judgements only: each check yields what is false for one candidate operation."""
