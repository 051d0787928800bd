"""What `truthcheck.lock` says of packages: those that a project was told to keep."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from truthcheck.sdks.index.dist_names import normal
from truthcheck.sdks.project.pin import Pin

MAX_BYTES = 20 << 20
LOCK = "truthcheck.lock"


def kept(wanted: str, place: Path) -> Pin | None:
    """The package that truthcheck.lock was told to keep: `specs add NAME --package X==Y`."""
    path = place / LOCK
    try:
        facts = path.stat()
    except OSError:
        return None
    version = _versions(path, facts.st_mtime_ns).get(wanted) if facts.st_size <= MAX_BYTES else None
    return Pin(wanted, version, "", LOCK) if version else None


@lru_cache(maxsize=128)
def _versions(path: Path, changed: int) -> Mapping[str, str]:
    try:
        pins = json.loads(path.read_bytes())["pins"]
        rows = [row["source"].partition("==") for row in pins if row["kind"] == "package"]
        return {normal(name): version for name, _, version in reversed(rows)}
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return {}  # who reads it as a lock says what is wrong with it
