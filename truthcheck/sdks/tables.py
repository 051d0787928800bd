"""Names that `__getattr__` serves from a literal table: the difference between closed and open."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TypeAlias

from truthcheck.sdks.classes import ClassInfo, Definition
from truthcheck.sdks.library import Library
from truthcheck.sdks.modules import Module, ModuleName, Resolved, Value

# names with their entries in a table; None for an entry that says nothing
Nodes: TypeAlias = "dict[str, ast.expr | None]"


def module_nodes(library: Library, module: Module, function: Definition) -> Nodes | None:
    """Each name with the entry of the table that serves it; None when the names are not all literal."""
    asked = function.args.args[-1].arg if function.args.args else ""
    found: Nodes = {}
    tables = list(_tables(function, asked))
    for table in tables:
        names = _read(library, module, table)
        if names is None:
            return None
        found.update(names)
    return found if tables or _only_raises(function) else None


def class_nodes(library: Library, info: ClassInfo) -> Nodes | None:
    """What the class's own `__getattr__` serves; empty when it has none, None when it serves anything."""
    definitions = info.methods.get("__getattr__") or info.methods.get("__getattribute__")
    return {} if not definitions else module_nodes(library, info.module, definitions[-1])


def _tables(function: Definition, asked: str) -> Iterator[ast.expr]:
    """The containers that the requested name is looked up in; a literal the name is compared with counts as one."""
    for node in ast.walk(function):
        match node:
            case ast.Subscript(value=ast.Name() | ast.Attribute() as table, slice=ast.Name(id=name)) if name == asked:
                yield table
            case ast.Compare(left=ast.Name(id=name), ops=[ast.In()], comparators=[table]) if name == asked:
                yield table
            case ast.Compare(left=ast.Name(id=name), ops=[ast.Eq()], comparators=[value]) if name == asked:
                yield ast.List(elts=[value], ctx=ast.Load())
            case ast.Call(func=ast.Attribute(value=table, attr="get"), args=[ast.Name(id=name), *_]) if name == asked:
                yield table


def _read(library: Library, module: Module, table: ast.expr) -> Nodes | None:
    resolved = library.expression(module, table) if isinstance(table, ast.Name | ast.Attribute) else None
    literal = resolved.value if isinstance(resolved, Value) else table
    if isinstance(literal, ast.Call) and len(literal.args) == 1:  # frozenset({...})
        literal = literal.args[0]
    match literal:
        case ast.Dict(keys=keys, values=values):
            names = [_string(key) for key in keys]
            found: Nodes = dict(zip(names, values, strict=True))
        case ast.List(elts=items) | ast.Tuple(elts=items) | ast.Set(elts=items):
            found = {_string(item): None for item in items}
        case _:
            return None
    return None if "" in found else found


def target(library: Library, name: str, value: ast.expr | None) -> Resolved | None:
    """`["package.module", "Class"]`, `("package.module", False)` or `"package.module"` as an import would read it."""
    parts = value.elts if isinstance(value, ast.List | ast.Tuple) else [value]
    words = [part.value for part in parts if isinstance(part, ast.Constant)]
    if not words or not isinstance(words[0], str) or words[0] not in library.paths:
        return None
    if len(words) > 1 and isinstance(words[1], str):
        return library.lookup(words[0], words[1])
    if len(words) > 1 and words[1] is True:
        return ModuleName(words[0])
    return library.lookup(words[0], name)


def _only_raises(function: Definition) -> bool:
    body = [node for node in function.body if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))]
    return bool(body) and all(isinstance(node, ast.Raise) for node in body)


def _string(node: ast.expr | None) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
