"""What rule data says of services and tools around PostgreSQL (`rules/databases/*.toml`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from truthcheck.model.noun import NamedTuple
from truthcheck.rulebook.rulebook import Rulebook
from truthcheck.rulebook.toml import read_toml


class Brings(NamedTuple):
    """What an extension puts into its schema: patterns of names. `schema` is the one that it makes for itself."""

    relations: tuple[str, ...] = ()
    routines: tuple[str, ...] = ()
    schema: str = ""


class DatabaseRules(NamedTuple):
    """Folders and files are relative to the folder of a database."""

    folders: tuple[str, ...] = ()
    migrations: tuple[str, ...] = ()
    schemas: tuple[str, ...] = ()
    seeds: tuple[str, ...] = ()
    configs: tuple[str, ...] = ()
    managed: frozenset[str] = frozenset()
    buckets: frozenset[str] = frozenset()
    extensions: Mapping[str, Brings] = {}


@cache
def load(own: tuple[Path, ...] = ()) -> DatabaseRules:
    """Every rule file together; `own` are the user's rule folders."""
    tables = [read_toml(file) for file in Rulebook(own).files("databases")]
    extensions = {name: _brings(said) for table in tables for name, said in table.get("extension", {}).items()}
    return DatabaseRules(
        _joined(tables, "folders"),
        _joined(tables, "migrations"),
        _joined(tables, "schemas"),
        _joined(tables, "seeds"),
        tuple(table["config"] for table in tables if "config" in table),
        frozenset(_joined(tables, "managed")),
        frozenset(table["buckets"] for table in tables if "buckets" in table),
        extensions,
    )


def _joined(tables: Iterable[Mapping[str, Any]], key: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for table in tables for name in table.get(key, ())))


def _brings(said: Mapping[str, Any]) -> Brings:
    return Brings(tuple(said.get("relations", ())), tuple(said.get("routines", ())), said.get("schema", ""))
