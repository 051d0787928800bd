"""A table, view or function of a project's own database as plain data, and as a screen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from truthcheck.model.database import Column, Database, ForeignKey, Relation, Routine


def described(database: Database, name: str) -> dict[str, Any] | None:
    """The relation or function that is called so, in the first schema that is shown; None when there is none."""
    schema, _, last = name.rpartition(".")
    for place in (schema,) if schema else database.exposed:
        relation, routines = database.relation(place, last), database.overloads(place, last)
        if relation is not None:
            return _relation(database, relation)
        if routines:
            return {"function": f"{place}.{last}", "overloads": [_routine(one) for one in routines]}
    return None


def _relation(database: Database, relation: Relation) -> dict[str, Any]:
    keys = database.keys_of(relation.schema, relation.name)
    return {
        "table": f"{relation.schema}.{relation.name}",
        "kind": relation.kind,
        "source": str(relation.written),
        "open": relation.open.why if relation.open is not None else "",
        "key": list(relation.key),
        "columns": [_column(column) for column in relation.columns],
        "references": [_reference(key) for key in keys],
    }


def _column(column: Column) -> dict[str, Any]:
    return {
        "name": column.name,
        "type": column.type,
        "required": column.required,
        "nullable": column.nullable,
        "default": column.default,
        "written_by_database": column.generated or column.identity == "always",
        "values": list(column.enum),
        "source": str(column.written),
    }


def _reference(key: ForeignKey) -> dict[str, Any]:
    return {"name": key.name, "columns": list(key.columns), "target": f"{key.target_schema}.{key.target}"}


def _routine(routine: Routine) -> dict[str, Any]:
    arguments = [{"name": one.name, "type": one.type, "required": one.required} for one in routine.inputs]
    rows = [column.name for column in routine.columns or ()]
    return {"arguments": arguments, "returns": routine.returns, "rows": rows, "source": str(routine.written)}


def screen(shown: dict[str, Any]) -> str:
    """What `described` gives, for a person."""
    return "\n".join(_table(shown) if "table" in shown else _function(shown))


def _table(shown: dict[str, Any]) -> Iterator[str]:
    yield f"{shown['kind']} {shown['table']}  ({shown['source']})"
    width = max((len(column["name"]) for column in shown["columns"]), default=0)
    for column in shown["columns"]:
        yield f"  {column['name']:<{width}}  {' '.join(_facts(column, shown['key']))}"
    for key in shown["references"]:
        yield f"  {', '.join(key['columns'])} refers to {key['target']}, by {key['name']}"
    if shown["open"]:
        yield f"  there may be more columns: {shown['open']}"


def _facts(column: dict[str, Any], key: list[str]) -> Iterator[str]:
    yield column["type"] or "of a type that is not known"
    if column["name"] in key:
        yield "(key)"
    if column["written_by_database"]:
        yield "(the database writes it)"
    elif column["default"] is not None:
        yield f"default {column['default']}" if column["default"] else "with a default"
    elif column["required"]:
        yield "(required)"
    if column["values"]:
        yield f"one of {', '.join(column['values'])}"


def _function(shown: dict[str, Any]) -> Iterator[str]:
    for one in shown["overloads"]:
        given = (f"{a['name']} {a['type']}{'' if a['required'] else ' (may be left out)'}" for a in one["arguments"])
        yield f"function {shown['function']}({', '.join(given)})  ({one['source']})"
        yield f"  gives {one['returns']}" + (f" with {', '.join(one['rows'])}" if one["rows"] else "")
