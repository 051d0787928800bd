"""`self.create = to_raw_response_wrapper(completions.create)`: the same signature, another return."""

from __future__ import annotations

import ast
from typing import Any

from truthcheck.sdks.index.terms import Term
from truthcheck.sdks.source import parse
from truthcheck.sdks.source.classes import ClassInfo
from truthcheck.sdks.source.infer import Infer
from truthcheck.sdks.source.modules import Func, Module


def wrapped(infer: Infer, info: ClassInfo, name: str) -> list[Any] | None:
    """["via", "module:Class", "method", return]: a method of another class, wrapped."""
    if len(info.assigned[name]) != 1:
        return None
    value, within = info.assigned[name][0]
    if isinstance(value, ast.Call) and getattr(value.func, "id", getattr(value.func, "attr", "")) == "cast":
        return None
    match _unwrapped(value):
        case ast.Call(func=func, args=[ast.Attribute(value=holder, attr=method), *_]):
            made = infer.library.expression(info.module, func, 0, info)
            owners = infer.classes(infer.expression(info.module, holder, info, within))
            if isinstance(made, Func) and len(owners) == 1 and infer.library.method(owners[0], method):
                returned = _returned(infer, made.module, made.nodes[-1].returns)
                return ["via", owners[0].key, method, returned] if returned is not None else None
    return None


def _unwrapped(value: ast.expr) -> ast.expr:
    """`( # comment \n f(x) )` parses as the call itself; kept for `await f(x)`."""
    return value.value if isinstance(value, ast.Await) else value


def _returned(infer: Infer, module: Module, annotation: ast.expr | None) -> Term | None:
    """X of `Callable[P, X]`."""
    match annotation:
        case ast.Subscript(
            value=ast.Name(id="Callable") | ast.Attribute(attr="Callable"), slice=ast.Tuple(elts=[_, last])
        ):
            return infer.terms.of(module, last)
        case ast.Constant(value=str() as text):
            return _returned(infer, module, parse.expression(text))
    return None
