"""Constructors that take `**kwargs`, in classes that list their properties in a table of their own.

Generated clients do so: `openapi_types` returns `{"name": (str,), ...}`, and `__init__` sets whatever it is given.
"""

from __future__ import annotations

import ast

from truthcheck.sdks.index.records import KEYWORD, NAMED_REST, PARAMETERS, FunctionRecord, Record, parameter
from truthcheck.sdks.source.modules.nouns import ClassInfo, Definition
from truthcheck.sdks.source.modules.syntax import own_nodes, returns, texts_of


def constructor(record: Record, info: ClassInfo, definition: Definition, table: str) -> Record:
    """The record with the table's names for `**kwargs`; as it was where the class has no such table.

    A class composed of others takes their properties too: it stays open.
    """
    names = _listed(info, table)
    kwarg = definition.args.kwarg
    if not names or kwarg is None or _is_composed(info):
        return record
    rows = [list(row) for row in FunctionRecord(record).parameters if row[1] != NAMED_REST]
    taken = {row[0] for row in rows}
    more = [name for name in dict.fromkeys((*names, *_popped(definition, kwarg.arg))) if name not in taken]
    return record | {PARAMETERS: [*rows, *(parameter(name, KEYWORD, 0) for name in more)]}


def _listed(info: ClassInfo, table: str) -> list[str]:
    for method in info.methods.get(table, ()):
        for node in returns(method):
            if isinstance(node.value, ast.Dict):
                return texts_of(node.value.keys)
    return []


def _is_composed(info: ClassInfo) -> bool:
    """What it is composed of is another table, or a function that returns one."""
    return any("composed" in name and not _is_empty(value) for name, value in info.values.items()) or any(
        "composed" in name for name in info.methods
    )


def _is_empty(node: ast.expr) -> bool:
    return isinstance(node, ast.Dict) and not node.keys


def _popped(definition: Definition, kwarg: str) -> list[str]:
    """`kwargs.pop("name", None)`: what steers the constructor itself."""
    found: list[ast.expr | None] = []
    for node in own_nodes(definition):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="pop"), args=[key, *_]) if name == kwarg:
                found.append(key)
    return texts_of(found)
