"""Names that `__getattr__` serves from a literal table: the difference between closed and open."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TypeAlias

from truthcheck.sdks.source.classes import ClassInfo, Definition
from truthcheck.sdks.source.library import Library
from truthcheck.sdks.source.modules import Func, Module, ModuleName, Resolved, Value

# names with their entries in a table; None for an entry that says nothing
Nodes: TypeAlias = "dict[str, ast.expr | None]"


def module_nodes(library: Library, module: Module, function: Definition, info: ClassInfo | None = None) -> Nodes | None:
    """Each name with the entry of the table that serves it; None when the names are not all literal."""
    asked = function.args.args[-1].arg if function.args.args else ""
    found: Nodes = {}
    tables = [*_tables(function, asked), *_handed(library, module, function, asked)]
    for table in tables:
        names = _read(library, module, _own(library, info, table))
        if names is None:
            return None
        found.update(names)
    return found if tables or _only_raises(function) else None


def class_nodes(library: Library, info: ClassInfo) -> Nodes | None:
    """What the class's own `__getattr__` serves; empty when it has none, None when it serves anything."""
    definitions = info.methods.get("__getattr__") or info.methods.get("__getattribute__")
    return {} if not definitions else module_nodes(library, info.module, definitions[-1], info)


def _tables(function: Definition, asked: str) -> Iterator[ast.expr]:
    """The containers that the requested name is looked up in; a literal the name is compared with counts as one."""
    for node in _served(function):
        match node:
            case ast.Subscript(value=ast.Name() | ast.Attribute() as table, slice=ast.Name(id=name)) if name == asked:
                yield table
            case ast.Subscript(value=ast.Name(id="self") as table, ctx=ast.Load()):
                yield table  # what it holds, whatever the name is turned into
            case ast.Compare(left=ast.Name(id=name), ops=[ast.In()], comparators=[table]) if name == asked:
                yield table
            case ast.Compare(left=ast.Name(id=name), ops=[ast.Eq()], comparators=[value]) if name == asked:
                yield ast.List(elts=[value], ctx=ast.Load())
            case ast.Call(func=ast.Attribute(value=table, attr="get"), args=[ast.Name(id=name), *_]) if name == asked:
                yield table


def _served(function: Definition) -> Iterator[ast.AST]:
    """The nodes of a function without the branches that only raise: those tell names that are gone."""
    refused = [n for n in ast.walk(function) if isinstance(n, ast.If) and isinstance(n.body[0], ast.Raise)]
    left = {id(part) for branch in refused for part in ast.walk(branch.test)}
    yield from (node for node in ast.walk(function) if id(node) not in left)


def _handed(library: Library, module: Module, function: Definition, asked: str) -> Iterator[ast.expr]:
    """The tables that a helper gets beside the name, as `return lazily(name, table=TABLE)`; it must end by raising."""
    last = function.body[-1]
    if not (isinstance(last, ast.Return) and isinstance(last.value, ast.Call)):
        return
    call = last.value
    helper = library.expression(module, call.func)
    if not isinstance(helper, Func) or not isinstance(helper.nodes[-1].body[-1], ast.Raise):
        return
    given = [*call.args, *(keyword.value for keyword in call.keywords)]
    if any(isinstance(node, ast.Name) and node.id == asked for node in given):
        found = [(node, library.expression(module, node)) for node in given if isinstance(node, ast.Name)]
        yield from (
            n for n, f in found if isinstance(f, Value) and isinstance(f.value, ast.Dict | ast.List | ast.Tuple)
        )


def _own(library: Library, info: ClassInfo | None, table: ast.expr) -> ast.expr:
    """A table that the class itself holds as a constant."""
    if info is None or not isinstance(table, ast.Attribute) or getattr(table.value, "id", "") not in ("self", "cls"):
        return table
    return next((c.values[table.attr] for c in library.mro(info) if table.attr in c.values), table)


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
