"""The keywords that a function picks out of its `**kwargs`, when it uses them for nothing else.

Such as `kwargs.get("auth")` and `pick(kwargs, "filter", "sorts")`: any other keyword is silently dropped.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from truthcheck.sdks.source.classes import Definition
from truthcheck.sdks.source.library import Library
from truthcheck.sdks.source.modules import Func, Module


def picked(library: Library, module: Module, function: Definition) -> tuple[str, ...] | None:
    """In source order; None when any keyword may matter, or when nothing is picked.

    A constructor is left open: `__new__` and the classes above get the same keywords.
    """
    given = function.args.kwarg
    if given is None or function.name.startswith("__") or isinstance(given.annotation, ast.Subscript):
        return None
    name = given.arg
    uses = sum(isinstance(node, ast.Name) and node.id in (name, "locals") for node in ast.walk(function))
    found = [keys for node in ast.walk(function) for keys in _picks(library, module, node, name)]
    if not found or len(found) < uses:
        return None
    return tuple(dict.fromkeys(key for keys in found for key in keys))


def _picks(library: Library, module: Module, node: ast.AST, name: str) -> Iterator[list[str]]:
    """The keys of one use of the dictionary `name` that takes known ones."""
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name(id=used), attr="get" | "pop"), args=[key, *_]) if used == name:
            yield from _texts([key])
        case ast.Subscript(value=ast.Name(id=used), slice=key) if used == name:
            yield from _texts([key])
        case ast.Compare(left=key, ops=[ast.In() | ast.NotIn()], comparators=[ast.Name(id=used)]) if used == name:
            yield from _texts([key])
        case ast.Call(func=func, args=[ast.Name(id=used), *keys], keywords=[]) if used == name and keys:
            if _only_picks(library.expression(module, func)):
                yield from _texts(keys)


def _texts(nodes: list[ast.expr]) -> Iterator[list[str]]:
    """One list when all are constant strings, else none."""
    texts = [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    if len(texts) == len(nodes):
        yield texts


def _only_picks(found: object) -> bool:
    """Whether a function `pick(base, *keys)` looks at nothing of `base` but single entries."""
    if not isinstance(found, Func):
        return False
    given = found.nodes[-1].args
    if len(given.args) != 1 or given.vararg is None:
        return False
    name = given.args[0].arg
    body = [node for statement in found.nodes[-1].body for node in ast.walk(statement)]
    uses = sum(isinstance(node, ast.Name) and node.id == name for node in body)
    return uses > 0 and uses == sum(_looks_up(node, name) for node in body)


def _looks_up(node: ast.AST, name: str) -> bool:
    match node:
        case ast.Subscript(value=ast.Name(id=used), ctx=ast.Load()):
            return used == name
        case ast.Compare(ops=[ast.In() | ast.NotIn()], comparators=[ast.Name(id=used)]):
            return used == name
        case ast.Attribute(value=ast.Name(id=used), attr="get"):
            return used == name
    return False
