"""Small things about templates: joining alternatives, filling holes, naming them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Mapping
from itertools import count

from truthcheck.sdks.source.modules.nouns import Definition

MAX_ALTERNATIVES = 6


def defaults(function: Definition) -> Iterable[tuple[str, ast.expr | None]]:
    given = function.args
    names = [arg.arg for arg in (*given.posonlyargs, *given.args)]
    if given.defaults:
        yield from zip(names[-len(given.defaults) :], given.defaults, strict=True)
    yield from zip([arg.arg for arg in given.kwonlyargs], given.kw_defaults, strict=True)


def fill(template: str, places: list[str], named: Mapping[str, str]) -> str:
    order = count()

    def value(found: re.Match[str]) -> str:
        name = re.split(r"[:!]", found.group(1))[0] or str(next(order))
        if name.isdigit():
            return places[int(name)] if int(name) < len(places) else "{x}"
        return named.get(name, hole_of(name))

    return re.sub(r"\{([^{}]*)\}", value, template)


def hole_of(name: str) -> str:
    return f"{{{name}}}"


def hole(node: ast.expr) -> str:
    """What stands for an expression that is not constant, by its last word. example: "{user_id}" for `user_id`"""
    return hole_of(word(node))


def word(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(attr=name):
            return name
        case ast.Call(args=[*_, last]):
            return word(last)
        case ast.Call(func=func):
            return word(func)
        case ast.Subscript(slice=ast.Constant(value=str() as name)):
            return name
        case ast.Subscript(value=value) | ast.Await(value=value):
            return word(value)
        case ast.Constant(value=str() as name) if name.isidentifier():
            return name
    return "x"


def builds(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant | ast.JoinedStr | ast.Call | ast.BinOp)


def join(parts: list[list[str]]) -> list[str]:
    found = [""]
    for part in parts:
        found = [text + more for text in found for more in part][:MAX_ALTERNATIVES]
    return found


def unique(found: list[str]) -> list[str]:
    return list(dict.fromkeys(found))[:MAX_ALTERNATIVES]
