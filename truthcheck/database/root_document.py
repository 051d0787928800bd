"""The description that an HTTP interface over PostgreSQL gives of itself at its root (Swagger 2.0)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from truthcheck.database import types
from truthcheck.database.tokens import Broken, Words, tokenize
from truthcheck.model.database import Column, Database, ForeignKey, Opening, Relation, Routine, RoutineArgument, Written

_FOREIGN = re.compile(r"<fk table='([^']*)' column='([^']*)'/>")
_RPC = "/rpc/"


def read(document: Any, path: str, schema: str) -> Database | None:
    """What the document tells of `schema`; None when it is no such description."""
    if not isinstance(document, dict) or document.get("swagger") != "2.0":
        return None
    definitions, paths = document.get("definitions"), document.get("paths")
    if not isinstance(definitions, dict) or not isinstance(paths, dict):
        return None
    return _told(definitions, paths, Written(path, 0), schema)


def _told(definitions: Mapping[str, Any], paths: Mapping[str, Any], at: Written, schema: str) -> Database:
    tables = [(name, one) for name, one in definitions.items() if isinstance(one, dict) and f"/{name}" in paths]
    relations = tuple(_relation(schema, name, one, paths[f"/{name}"], at) for name, one in tables)
    keys = tuple(key for name, one in tables for key in _keys(schema, name, one, at))
    routines = tuple(_routine(schema, name, one, at) for name, one in paths.items() if name.startswith(_RPC))
    why = "the description of the interface does not tell it"
    return Database("", relations, routines, keys, exposed=(schema,), openings=(Opening(why, ("keys", "buckets"), at),))


def _fields(one: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    found = one.get("properties")
    if isinstance(found, dict):
        yield from ((name, field) for name, field in found.items() if isinstance(field, dict))


def _names(one: Mapping[str, Any], key: str) -> tuple[str, ...]:
    found = one.get(key)
    return tuple(name for name in found if isinstance(name, str)) if isinstance(found, list) else ()


def _relation(schema: str, name: str, one: Mapping[str, Any], path: Any, at: Written) -> Relation:
    needed = _names(one, "required")
    columns = tuple(_column(column, field, column in needed, at) for column, field in _fields(one))
    key = tuple(column for column, field in _fields(one) if "<pk/>" in str(field.get("description", "")))
    kind = "table" if isinstance(path, dict) and "post" in path and key else "view"
    return Relation(schema, name, "table" if kind == "table" else "view", columns, at, key, (key,) if key else ())


def _column(name: str, field: Mapping[str, Any], needed: bool, at: Written) -> Column:
    """A key without a default may count by itself (identity), which is not told: then it counts as having one."""
    said = str(field.get("description", ""))
    default = str(field["default"]) if "default" in field else "" if "<pk/>" in said else None
    type = _type(field)
    enum = _names(field, "enum")
    return Column(name, type, not needed, at, default, enum=enum, comment=_comment(said), base=type)


def _comment(said: str) -> str:
    """The first line of what people wrote; a note of the interface's own is none."""
    line = said.partition("\n")[0][:200]
    return "" if line.startswith("Note:") else line


def _type(field: Mapping[str, Any]) -> str:
    """`format` is the type as PostgreSQL writes it."""
    text = str(field.get("format", ""))[:200]
    try:
        return types.read(Words(tokenize(text), text)).text
    except Broken:
        return ""


def _keys(schema: str, name: str, one: Mapping[str, Any], at: Written) -> Iterator[ForeignKey]:
    for column, field in _fields(one):
        for target, other in _FOREIGN.findall(str(field.get("description", ""))):
            yield ForeignKey(f"{name}_{column}_fkey", schema, name, (column,), schema, target, (other,), at)


def _routine(schema: str, path: str, one: Any, at: Written) -> Routine:
    body = next((found for found in _bodies(one)), {})
    needed = _names(body, "required")
    arguments = tuple(
        RoutineArgument(name, _type(field), default=None if name in needed else "") for name, field in _fields(body)
    )
    return Routine(schema, path[len(_RPC) :], arguments, "", at)


def _bodies(one: Any) -> Iterator[Mapping[str, Any]]:
    post = one.get("post") if isinstance(one, dict) else None
    parameters = post.get("parameters") if isinstance(post, dict) else None
    for parameter in parameters if isinstance(parameters, list) else ():
        if isinstance(parameter, dict) and isinstance(parameter.get("schema"), dict):
            yield parameter["schema"]
