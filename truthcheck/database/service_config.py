"""What a service's own configuration says: which schemas are shown over HTTP, which buckets are made."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from truthcheck.errors import ConfigError
from truthcheck.model.database import Bucket, Written
from truthcheck.model.noun import NamedTuple
from truthcheck.rulebook.toml import parse_toml

_LARGEST = 1 << 20


class ServiceConfig(NamedTuple):
    """No `exposed` schemas: nothing is said."""

    exposed: tuple[str, ...] = ()
    buckets: tuple[Bucket, ...] = ()


def read(file: Path, shown: str) -> ServiceConfig:
    """An unreadable file says nothing."""
    try:
        with file.open(encoding="utf-8", errors="replace") as stream:
            text = stream.read(_LARGEST)
        table = parse_toml(file, text)
    except (OSError, ConfigError):
        return ServiceConfig()
    named = _table(table, "api").get("schemas")
    exposed = tuple(one for one in named if isinstance(one, str)) if isinstance(named, list) else ()
    return ServiceConfig(exposed, tuple(_bucket(name, one, text, shown) for name, one in _buckets(table).items()))


def _table(table: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = table.get(key)
    return found if isinstance(found, dict) else {}


def _buckets(table: Mapping[str, Any]) -> Mapping[str, Any]:
    return _table(_table(table, "storage"), "buckets")


def _bucket(name: str, said: Any, text: str, shown: str) -> Bucket:
    place = re.search(rf"""^[ \t]*\[\s*storage\.buckets\.["']?{re.escape(name)}["']?\s*\]""", text, re.MULTILINE)
    line = text.count("\n", 0, place.start()) + 1 if place else 0
    public = said.get("public") if isinstance(said, dict) else None
    return Bucket(name, Written(shown, line), public if isinstance(public, bool) else None)
