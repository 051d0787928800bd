"""How names and versions of distributions compare, and which modules are left out."""

from __future__ import annotations

import re

# modules that no index describes, although users could import them
SKIPPED = ("tests", "test", "testing", "cli", "examples", "_vendor")


def normal(name: str) -> str:
    """A distribution's name as packaging compares it: lower case, one hyphen."""
    return "-".join(part for part in name.lower().replace("_", "-").replace(".", "-").split("-") if part)


def ordered(version: str) -> tuple[int, ...]:
    """A key that sorts versions by their leading numbers: 1.10 after 1.9; a pre-release as its release."""
    found = re.match(r"v?(\d+(?:\.\d+)*)", version)
    return tuple(int(part) for part in found.group(1).split(".")) if found else (0,)


def same(one: str, other: str) -> bool:
    """Whether two versions are one: 11.4 is 11.4.0; of pre-releases only what is written alike."""
    plain = re.fullmatch(r"[\d.]+", one) and re.fullmatch(r"[\d.]+", other)
    return one == other or (bool(plain) and _bare(one) == _bare(other))


def _bare(version: str) -> str:
    return re.sub(r"(\.0+)+$", "", version)
