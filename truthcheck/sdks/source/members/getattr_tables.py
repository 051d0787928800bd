"""Names that `__getattr__` serves from a literal table: the difference between closed and open."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from truthcheck.sdks.source.modules.codebase import Codebase
from truthcheck.sdks.source.modules.nouns import ClassInfo, Definition, Func, ModuleName, Resolved, SourceModule, Value
from truthcheck.sdks.source.modules.syntax import name_of, only_raises, text_of

# names with their entries in a table; None for an entry that says nothing
ServedNames: TypeAlias = "dict[str, ast.expr | None]"


def module_nodes(
    codebase: Codebase, module: SourceModule, function: Definition, info: ClassInfo | None = None
) -> ServedNames | None:
    """Each name with the entry of the table that serves it; None when the names are not all literal."""
    asked = function.args.args[-1].arg if function.args.args else ""
    found: ServedNames = {}
    tables = [*_tables(function, asked), *_handed(codebase, module, function, asked)]
    for table in tables:
        names = _read(codebase, module, _own(codebase, info, table))
        if names is None:
            return None
        found.update(names)
    return found if tables or only_raises(function) else None


def class_nodes(codebase: Codebase, info: ClassInfo) -> ServedNames | None:
    """What the class's own `__getattr__` serves; empty when it has none, None when it serves anything."""
    definitions = info.methods.get("__getattr__") or info.methods.get("__getattribute__")
    return {} if not definitions else module_nodes(codebase, info.module, definitions[-1], info)


def _tables(function: Definition, asked: str) -> Iterator[ast.expr]:
    """The containers that the requested name is looked up in; a literal the name is compared with counts as one."""
    for node in _served(function):
        match node:
            case ast.Subscript(value=ast.Name() | ast.Attribute() as table, slice=ast.Name(id=name)) if name == asked:
                yield table
            case ast.Subscript(value=ast.Name(id="self") as table, ctx=ast.Load()):
                yield table  # what it holds, whatever the name is turned into
            case ast.Compare(left=ast.Name(id=name), ops=[operator], comparators=[other]) if name == asked:
                yield from _compared(operator, other)
            case ast.Call(func=ast.Attribute(value=table, attr="get"), args=[ast.Name(id=name), *_]) if name == asked:
                yield table


def _compared(operator: ast.cmpop, other: ast.expr) -> Iterator[ast.expr]:
    if isinstance(operator, ast.In):
        yield other
    elif isinstance(operator, ast.Eq):
        yield ast.List(elts=[other], ctx=ast.Load())


def _served(function: Definition) -> Iterator[ast.AST]:
    """The nodes of a function without the branches that only raise: those tell names that are gone."""
    refused = [n for n in ast.walk(function) if isinstance(n, ast.If) and isinstance(n.body[0], ast.Raise)]
    left = {id(part) for branch in refused for part in ast.walk(branch.test)}
    yield from (node for node in ast.walk(function) if id(node) not in left)


def _handed(codebase: Codebase, module: SourceModule, function: Definition, asked: str) -> Iterator[ast.expr]:
    """The tables that a helper gets beside the name, as `return lazily(name, table=TABLE)`; it must end by raising."""
    last = function.body[-1]
    if not asked or not (isinstance(last, ast.Return) and isinstance(last.value, ast.Call)):
        return
    call = last.value
    given = [*call.args, *(keyword.value for keyword in call.keywords)]
    if _ends_by_raising(codebase.expression(module, call.func)) and any(name_of(node) == asked for node in given):
        yield from (node for node in given if _is_table(codebase, module, node))


def _ends_by_raising(helper: Resolved | None) -> bool:
    return isinstance(helper, Func) and isinstance(helper.nodes[-1].body[-1], ast.Raise)


def _is_table(codebase: Codebase, module: SourceModule, node: ast.expr) -> bool:
    value = codebase.expression(module, node) if isinstance(node, ast.Name) else None
    return isinstance(value, Value) and isinstance(value.value, ast.Dict | ast.List | ast.Tuple)


def _own(codebase: Codebase, info: ClassInfo | None, table: ast.expr) -> ast.expr:
    """A table that the class itself holds as a constant."""
    if info is None or not isinstance(table, ast.Attribute) or name_of(table.value) not in ("self", "cls"):
        return table
    return next((c.values[table.attr] for c in codebase.mro(info) if table.attr in c.values), table)


def _read(codebase: Codebase, module: SourceModule, table: ast.expr) -> ServedNames | None:
    resolved = codebase.expression(module, table) if isinstance(table, ast.Name | ast.Attribute) else None
    literal = resolved.value if isinstance(resolved, Value) else table
    if isinstance(literal, ast.Call) and len(literal.args) == 1:  # frozenset({...})
        literal = literal.args[0]
    match literal:
        case ast.Dict(keys=keys, values=values):
            names = [text_of(key) for key in keys]
            found: ServedNames = dict(zip(names, values, strict=True))
        case ast.List(elts=items) | ast.Tuple(elts=items) | ast.Set(elts=items):
            found = {text_of(item): None for item in items}
        case _:
            return None
    return None if "" in found else found


def target(codebase: Codebase, name: str, value: ast.expr | None) -> Resolved | None:
    """`["package.module", "Class"]`, `("package.module", False)` or `"package.module"` as an import would read it."""
    parts = value.elts if isinstance(value, ast.List | ast.Tuple) else [value]
    match [part.value for part in parts if isinstance(part, ast.Constant)]:
        case [str() as module, *rest] if module in codebase.paths:
            return _imported(codebase, module, name, rest)
    return None


def _imported(codebase: Codebase, module: str, name: str, rest: Sequence[object]) -> Resolved | None:
    match rest:
        case [str() as other, *_]:
            return codebase.lookup(module, other)
        case [True, *_]:
            return ModuleName(module)
    return codebase.lookup(module, name)
