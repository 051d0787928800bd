"""What vendors have announced: `[[retired]]` and `[[exclusion]]` of `rules/providers/<id>.toml`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from truthcheck.errors import ConfigError
from truthcheck.model.noun import field_names
from truthcheck.model.provider import Exclusion, Notice, Retired

_OF_NOTICE = field_names(Notice)


def retired(file: Path, table: Mapping[str, Any]) -> tuple[Retired, ...]:
    """What is gone. Raises ConfigError: one line with file, key and what was expected."""
    return tuple(Retired(notice, **rest) for notice, rest in _tables(file, table, "retired", Retired))


def exclusions(file: Path, table: Mapping[str, Any]) -> tuple[Exclusion, ...]:
    """Values that exclude other parameters. Raises as `retired` does."""
    found = tuple(_tables(file, table, "exclusion", Exclusion))
    for _, rest in found:
        if not {"parameter", "values", "excludes"} <= rest.keys():
            raise ConfigError(f"{file}: exclusion: expected `parameter`, `values` and `excludes`")
    return tuple(Exclusion(notice, **rest) for notice, rest in found)


def _tables(file: Path, table: Mapping[str, Any], kind: str, noun: type) -> Iterator[tuple[Notice, dict[str, Any]]]:
    tables = table.get(kind, [])
    if not isinstance(tables, list) or not all(isinstance(one, Mapping) for one in tables):
        raise ConfigError(f"{file}: {kind}: expected tables, [[{kind}]]")
    for one in tables:
        values = {key: _value(file, f"{kind}.{key}", key, value, noun) for key, value in one.items()}
        notice = Notice(**{key: value for key, value in values.items() if key in _OF_NOTICE})
        yield notice, {key: value for key, value in values.items() if key not in _OF_NOTICE}


def _value(file: Path, where: str, key: str, value: Any, noun: type) -> Any:
    if key not in (*_OF_NOTICE, *field_names(noun)) or key == "notice":
        raise ConfigError(f"{file}: {where}: no such key")
    if key == "warns" or key in (*_OF_NOTICE, "parameter"):
        expected: type = bool if key == "warns" else str
        if not isinstance(value, expected):
            raise ConfigError(f"{file}: {where}: expected {'true or false' if expected is bool else 'text'}")
        return value
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ConfigError(f"{file}: {where}: expected a list of texts")
    return tuple(value)
