"""The parts of a rule file, each of the kind that is wanted; else one line with file, key and what was expected."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from truthcheck.errors import ConfigError

T = TypeVar("T")


def want(file: Path, table: Mapping[str, Any], key: str, kind: type[T], default: T | None = None) -> T:
    """`table[key]`, which is of that kind; without a default it must be there."""
    value = table.get(key, default)
    if not isinstance(value, kind):
        found = "nothing" if value is None else type(value).__name__
        raise ConfigError(f"{file}: {key}: expected {kind.__name__}, found {found}")
    return value


def texts(file: Path, table: Mapping[str, Any], key: str, place: str = "") -> tuple[str, ...]:
    """A list of texts that may be left out; `place` is where the table stands in the file."""
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ConfigError(f"{file}: {place}{key}: expected a list of texts")
    return tuple(value)


def known_keys(file: Path, table: object, key: str, allowed: frozenset[str]) -> dict[str, Any]:
    """The table, which has no other keys than these; `key` is where it stands, "" for the whole file."""
    if not isinstance(table, dict):
        raise ConfigError(f"{file}: {key}: expected a table, found {type(table).__name__}")
    for name in table:
        if name not in allowed:
            where = f"{key}.{name}" if key else name
            raise ConfigError(f"{file}: {where}: no such key", f"keys are: {', '.join(sorted(allowed))}")
    return table


def entries(
    file: Path, table: Mapping[str, Any], kind: str, allowed: frozenset[str]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """The tables of an array `[[kind]]`, each with its place."""
    for number, entry in enumerate(want(file, table, kind, list, [])):
        place = f"{kind}[{number}]"
        yield place, known_keys(file, entry, place, allowed)


def text_table(file: Path, table: Mapping[str, Any], key: str) -> dict[str, str]:
    """A table of texts that may be left out."""
    return {str(name): str(value) for name, value in want(file, table, key, dict, {}).items()}
