"""What the extensions of generators mean (`rules/generators/*.toml`). Read when a document is compiled, not later."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from truthcheck.rulebook.toml import read_toml
from truthcheck.shipped import folder


@cache
def advisory() -> Mapping[str, str]:
    """Extensions that say that an enum is not the whole truth.

    By name: the key that has to be true in it, or "" where any value but false counts.
    """
    files = sorted((folder("rules") / "generators").glob("*.toml"))
    return {name: key for file in files for name, key in read_toml(file).get("advisory", {}).items()}
