"""Expressions: what has a value."""

from __future__ import annotations

from typing import Protocol, TypeAlias

from truthcheck.model.noun import Node

Pos: TypeAlias = "tuple[int, int, int, int]"


class Undefined:
    """What a variable or a key holds that was never set, in languages where that is a value of its own."""

    def __repr__(self) -> str:
        return "UNDEFINED"


UNDEFINED = Undefined()


class Const(Node):
    """A string (adjacent strings joined), bytes, number, True, False, None, `UNDEFINED`, or what is not followed."""

    value: object
    at: Pos


class Name(Node):
    id: str
    at: Pos


class Attr(Node):
    """`value.name`; `at` covers the whole, `name_at` the name alone.

    `optional`, here as for calls and items: `value?.name` is undefined when there is no value. A front end marks the
    later links of the chain, too, which are left out together.
    """

    value: Expr
    name: str
    at: Pos
    name_at: Pos
    optional: bool = False


class Arg(Node):
    """An argument: `star` is "", "*" or "**"; `keyword_at` is set with `keyword`."""

    value: Expr
    keyword: str
    star: str
    at: Pos
    keyword_at: Pos | None


class CallExpr(Node):
    """`func(args)`; `new Class(args)` is the same, a class is called to make an instance."""

    func: Expr
    args: tuple[Arg, ...]
    at: Pos
    optional: bool = False


class Subscript(Node):
    """`value[index]`; a tuple index is a `Seq`, a slice is a `Slice`."""

    value: Expr
    index: Expr
    at: Pos
    optional: bool = False


class Slice(Node):
    lower: Expr | None
    upper: Expr | None
    step: Expr | None
    at: Pos


class Bin(Node):
    """A binary operation; `op` is the operator as written ("+", "%", "|", ...)."""

    op: str
    left: Expr
    right: Expr
    at: Pos


class Unary(Node):
    """`op` is "not", "-", "+" or "~"."""

    op: str
    operand: Expr
    at: Pos


class Logic(Node):
    """`and` / `or` / `??`, left to right; `left ?? right` is `right` when `left` is nothing."""

    op: str
    values: tuple[Expr, ...]
    at: Pos


class Compare(Node):
    """`left op right op right ...`; ops as written ("==", "not in", "is")."""

    left: Expr
    rest: tuple[tuple[str, Expr], ...]
    at: Pos


class Cond(Node):
    """`body if test else orelse`."""

    test: Expr
    body: Expr
    orelse: Expr
    at: Pos


class Joined(Node):
    """An f-string: `Const` texts and `Formatted` expressions in order."""

    parts: tuple[Const | Formatted, ...]
    at: Pos


class Formatted(Node):
    """`{value!conversion:spec}`; `plain` when there is neither (or only `!s`); `spec` are the fields inside it."""

    value: Expr
    plain: bool
    at: Pos
    spec: tuple[Formatted, ...] = ()


class Dict(Node):
    """Items in order; the key is None for `**spread`."""

    items: tuple[tuple[Expr | None, Expr], ...]
    at: Pos


class Seq(Node):
    """A list, tuple or set display; `kind` is "list", "tuple" or "set". Items may be `Star`."""

    kind: str
    items: tuple[Expr, ...]
    at: Pos


class Star(Node):
    value: Expr
    at: Pos


class Param(Node):
    """`kind` is "posonly", "normal", "kwonly", "*" or "**"."""

    name: str
    kind: str
    default: Expr | None
    annotation: Expr | None
    at: Pos


class Lambda(Node):
    params: tuple[Param, ...]
    body: Expr
    at: Pos


class Definition(Protocol):
    """A function as a statement defines it: a `FuncDef`."""

    @property
    def name(self) -> str: ...


class FuncExpr(Node):
    """A function with a body where a value stands: an arrow, a method in an object. It binds no name."""

    function: Definition
    at: Pos


class CompFor(Node):
    target: Expr
    iter: Expr
    conditions: tuple[Expr, ...]
    is_async: bool


class Comp(Node):
    """A comprehension; `kind` is "list", "set", "dict" or "generator"; `key` only for "dict"."""

    kind: str
    key: Expr | None
    element: Expr
    loops: tuple[CompFor, ...]
    at: Pos


class Await(Node):
    value: Expr
    at: Pos


class Yield(Node):
    """`yield value` or, with `from_`, `yield from value`."""

    value: Expr | None
    from_: bool
    at: Pos


class Walrus(Node):
    target: Name
    value: Expr
    at: Pos


class AssignExpr(Node):
    """`target = value` where a value stands; the target is any that an `Assign` may have."""

    target: Expr
    value: Expr
    at: Pos


class Other(Node):
    """Anything else (template strings, ...)."""

    children: tuple[Expr, ...]
    at: Pos


Expr: TypeAlias = (
    "Const | Name | Attr | CallExpr | Subscript | Slice | Bin | Unary | Logic | Compare | Cond | Joined | Formatted"
    " | Dict | Seq | Star | Lambda | FuncExpr | Comp | Await | Yield | Walrus | AssignExpr"
    " | Other"
)
