"""Packages that a project wants judged although no rule page describes them. Light, since every run asks."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from truthcheck.sdks.index.dist_names import normal


def packages(configured: Iterable[str], lock: Path | None) -> dict[str, str]:
    """Each distribution with its provider: what truthcheck.lock keeps it as, else its own name."""
    return {normal(name): normal(name) for name in configured} | dict(_kept(lock) if lock else ())


def _kept(lock: Path) -> Iterable[tuple[str, str]]:
    try:
        text = lock.read_bytes()
        rows = json.loads(text)["pins"] if b'"package"' in text else []
        return [(normal(row["source"].partition("==")[0]), row["name"]) for row in rows if row["kind"] == "package"]
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return []  # who reads it as a lock says what is wrong with it
