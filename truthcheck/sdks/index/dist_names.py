"""How names of distributions compare, and which modules are left out."""

from __future__ import annotations

# modules that no index describes, although users could import them
SKIPPED = ("tests", "test", "testing", "cli", "examples", "_vendor")


def normal(name: str) -> str:
    """A distribution's name as packaging compares it: lower case, one hyphen."""
    return "-".join(part for part in name.lower().replace("_", "-").replace(".", "-").split("-") if part)
