"""The keywords that a function picks out of its `**kwargs`, when it uses them for nothing else.

example: after `kwargs.get("auth")` and `pick(kwargs, "filter", "sorts")` any other keyword is silently dropped
"""

from __future__ import annotations

import ast

from truthcheck.sdks.source.modules.codebase import Codebase
from truthcheck.sdks.source.modules.nouns import Definition, Func, Resolved, SourceModule
from truthcheck.sdks.source.modules.syntax import all_texts, name_of


def picked(codebase: Codebase, module: SourceModule, function: Definition) -> tuple[str, ...] | None:
    """In source order; None when any keyword may matter, or when nothing is picked.

    A constructor is left open: `__new__` and the classes above get the same keywords.
    """
    given = function.args.kwarg
    if given is None or function.name.startswith("__") or isinstance(given.annotation, ast.Subscript):
        return None
    nodes = list(ast.walk(function))
    uses = sum(name_of(node) in (given.arg, "locals") for node in nodes)
    picks = [keys for keys in (_picks(codebase, module, node, given.arg) for node in nodes) if keys is not None]
    if not picks or len(picks) < uses:
        return None
    return tuple(dict.fromkeys(key for keys in picks for key in keys))


def _picks(codebase: Codebase, module: SourceModule, node: ast.AST, name: str) -> list[str] | None:
    """The keys of one use of the dictionary `name` that takes known ones; None for anything else."""
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name(id=used), attr="get" | "pop"), args=[key, *_]) if used == name:
            return all_texts([key])
        case ast.Subscript(value=ast.Name(id=used), slice=key) if used == name:
            return all_texts([key])
        case ast.Compare(left=key, ops=[ast.In() | ast.NotIn()], comparators=[ast.Name(id=used)]) if used == name:
            return all_texts([key])
        case ast.Call(func=func, args=[ast.Name(id=used), *keys], keywords=[]) if used == name and keys:
            return all_texts(keys) if _only_picks(codebase.expression(module, func)) else None
    return None


def _only_picks(called: Resolved | None) -> bool:
    """Whether a function `pick(base, *keys)` looks at nothing of `base` but single entries."""
    if not isinstance(called, Func):
        return False
    given = called.nodes[-1].args
    if len(given.args) != 1 or given.vararg is None:
        return False
    name = given.args[0].arg
    body = [node for statement in called.nodes[-1].body for node in ast.walk(statement)]
    uses = sum(name_of(node) == name for node in body)
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
