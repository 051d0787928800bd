"""What the source calls things."""

from __future__ import annotations

from truthcheck.claims import ir

_CONVERSIONS = frozenset(("str", "quote", "quote_plus", "int"))

# Methods whose result is still called what it was made from.
_SAME_TEXT = frozenset(
    ("strip", "lstrip", "rstrip", "lower", "upper", "removeprefix", "removesuffix", "replace", "encode")
)


def label(expr: ir.Expr) -> str:
    """What the source calls an expression, for the name of a hole: `owner`, `repo.name` -> `name`."""
    match expr:
        case ir.Name(id):
            return id
        case ir.Attr(_, name):
            return name
        case ir.Subscript(_, ir.Const(str(key))):
            return key
        case ir.Subscript(value) | ir.Await(value) | ir.Formatted(value):
            return label(value)
        case ir.CallExpr(func, args):
            return _of_call(func, args)
        case _:
            return ""


def _of_call(func: ir.Expr, args: tuple[ir.Arg, ...]) -> str:
    if args and isinstance(func, ir.Name | ir.Attr) and label(func) in _CONVERSIONS:
        return label(args[0].value)
    if isinstance(func, ir.Attr) and func.name in _SAME_TEXT:
        return label(func.value)
    return label(func)


def decorators(node: ir.FuncDef) -> frozenset[str]:
    """The last names of a function's decorators: `functools.cached_property` is "cached_property"."""
    return frozenset(label(d.func if isinstance(d, ir.CallExpr) else d) for d in node.decorators)


def class_test(test: ir.Expr) -> tuple[str, ir.Expr] | None:
    """The variable and the class of `isinstance(variable, class)`."""
    match test:
        case ir.CallExpr(ir.Name("isinstance"), (ir.Arg(value=ir.Name(name)), ir.Arg(value=kind))):
            return name, kind
        case _:
            return None
