"""`self.create = to_raw_response_wrapper(completions.create)`: the same signature, another return."""

from __future__ import annotations

import ast

from truthcheck.sdks.index.terms import Term, through
from truthcheck.sdks.source.modules import parse
from truthcheck.sdks.source.modules.nouns import ClassInfo, Func, SourceModule
from truthcheck.sdks.source.modules.syntax import last_word
from truthcheck.sdks.source.types.inference import Inference, Scope


def wrapped(infer: Inference, info: ClassInfo, name: str) -> Term | None:
    """A method of another class, wrapped, as a term; None for anything else that is assigned."""
    if len(info.assigned[name]) != 1:
        return None
    value, within = info.assigned[name][0]
    match value.value if isinstance(value, ast.Await) else value:
        case ast.Call(func=func, args=[ast.Attribute(value=holder, attr=method), *_]) if not _is_cast(value):
            made = infer.codebase.expression(info.module, func, 0, info)
            owners = infer.classes(infer.expression(holder, Scope(info.module, info, within)))
            if isinstance(made, Func) and len(owners) == 1 and infer.codebase.method(owners[0], method):
                returned = _returned(infer, made.module, made.nodes[-1].returns)
                return through(owners[0].key, method, returned) if returned is not None else None
    return None


def _is_cast(value: ast.expr) -> bool:
    return isinstance(value, ast.Call) and last_word(value.func) == "cast"


def _returned(infer: Inference, module: SourceModule, annotation: ast.expr | None) -> Term | None:
    """X of `Callable[P, X]`."""
    match annotation:
        case ast.Subscript(
            value=ast.Name(id="Callable") | ast.Attribute(attr="Callable"), slice=ast.Tuple(elts=[_, last])
        ):
            return infer.terms.of(module, last)
        case ast.Constant(value=str() as text):
            return _returned(infer, module, parse.expression(text))
    return None
