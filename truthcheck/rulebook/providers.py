"""How an API is judged: `[judgement]` of `rules/providers/<id>.toml`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from truthcheck.errors import ConfigError
from truthcheck.model.noun import field_names
from truthcheck.model.provider import PACES, ApiVersions, Judgement, Provider

_KEYS = {name: getattr(Judgement(), name) for name in field_names(Judgement)}


def load(folders: Iterable[Path], id: str) -> Provider:
    """The provider `id` from the last of `folders` that has its file; without any, one that nothing is known of.

    Raises ConfigError: one line with file, key and what was expected.
    """
    files = [file for folder in folders if (file := folder / f"{id}.toml").is_file()]
    if not files:
        return Provider(id, id)
    from truthcheck.rulebook.toml import read_toml

    table = read_toml(files[-1])
    name = table.get("name", id)
    if not isinstance(name, str):
        raise ConfigError(f"{files[-1]}: name: expected text")
    judgement, pace = _judgement(files[-1], table.get("judgement", {})), _pace(files[-1], table)
    versions = _versions(files[-1], table["versions"]) if "versions" in table else None
    if not ("retired" in table or "exclusion" in table):
        return Provider(id, name, judgement, pace, versions=versions)
    from truthcheck.rulebook import notices

    gone, excluded = notices.retired(files[-1], table), notices.exclusions(files[-1], table)
    return Provider(id, name, judgement, pace, gone, excluded, versions)


def _versions(file: Path, table: Any) -> ApiVersions:
    if not isinstance(table, Mapping):
        raise ConfigError(f"{file}: versions: expected a table")
    if unknown := table.keys() - set(field_names(ApiVersions)):
        raise ConfigError(f"{file}: versions.{min(unknown)}: no such key")
    if not isinstance(table.get("line", ""), str):
        raise ConfigError(f"{file}: versions.line: expected text")
    for key, value in table.items():
        if key != "line" and not (isinstance(value, list) and all(isinstance(item, str) for item in value)):
            raise ConfigError(f"{file}: versions.{key}: expected a list of texts")
    lists: dict[str, Any] = {key: tuple(value) for key, value in table.items() if key != "line"}
    return ApiVersions(**lists, line=table.get("line", ""))


def _pace(file: Path, table: Mapping[str, Any]) -> str:
    pace = table.get("pace", Provider("", "").pace)
    if pace not in PACES:
        raise ConfigError(f"{file}: pace: expected one of {', '.join(PACES)}")
    return str(pace)


def _judgement(file: Path, table: Any) -> Judgement:
    if not isinstance(table, Mapping):
        raise ConfigError(f"{file}: judgement: expected a table")
    values: dict[str, Any] = {key: _value(file, key, value) for key, value in table.items()}
    return Judgement(**values)


def _value(file: Path, key: str, value: Any) -> bool | tuple[str, ...]:
    if key not in _KEYS:
        raise ConfigError(f"{file}: judgement.{key}: no such key", f"keys are: {', '.join(_KEYS)}")
    if isinstance(_KEYS[key], bool):
        if not isinstance(value, bool):
            raise ConfigError(f"{file}: judgement.{key}: expected true or false")
        return value
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ConfigError(f"{file}: judgement.{key}: expected a list of texts")
    return tuple(value)
