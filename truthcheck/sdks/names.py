"""How names of distributions compare."""

from __future__ import annotations


def normal(name: str) -> str:
    """A distribution's name as packaging compares it: lower case, one hyphen."""
    return "-".join(part for part in name.lower().replace("_", "-").replace(".", "-").split("-") if part)
