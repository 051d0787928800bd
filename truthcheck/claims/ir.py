"""The small tree that the rest of `claims` works on: Python without its spelling.

Named tuples because thousands are made per file. `at` is (line, column, end_line, end_column),
lines and columns from 1, the end exclusive. What the analysis has no use for becomes `Other`,
whose children are still walked, so that no call inside is lost.
"""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

Pos: TypeAlias = "tuple[int, int, int, int]"


# Expressions -----------------------------------------------------------------


class Const(NamedTuple):
    """A string (adjacent strings joined), bytes, number, True, False, None or Ellipsis."""

    value: object
    at: Pos


class Name(NamedTuple):
    id: str
    at: Pos


class Attr(NamedTuple):
    """`value.name`; `at` covers the whole, `name_at` the name alone."""

    value: Expr
    name: str
    at: Pos
    name_at: Pos


class Arg(NamedTuple):
    """An argument: `star` is "", "*" or "**"; `keyword_at` is set with `keyword`."""

    value: Expr
    keyword: str
    star: str
    at: Pos
    keyword_at: Pos | None


class CallExpr(NamedTuple):
    func: Expr
    args: tuple[Arg, ...]
    at: Pos


class Subscript(NamedTuple):
    """`value[index]`; a tuple index is a `Seq`, a slice is a `Slice`."""

    value: Expr
    index: Expr
    at: Pos


class Slice(NamedTuple):
    lower: Expr | None
    upper: Expr | None
    step: Expr | None
    at: Pos


class Bin(NamedTuple):
    """A binary operation; `op` is the operator as written ("+", "%", "|", ...)."""

    op: str
    left: Expr
    right: Expr
    at: Pos


class Unary(NamedTuple):
    """`op` is "not", "-", "+" or "~"."""

    op: str
    operand: Expr
    at: Pos


class Logic(NamedTuple):
    """`and` / `or`, left to right."""

    op: str
    values: tuple[Expr, ...]
    at: Pos


class Compare(NamedTuple):
    """`left op right op right ...`; ops as written ("==", "not in", "is")."""

    left: Expr
    rest: tuple[tuple[str, Expr], ...]
    at: Pos


class Cond(NamedTuple):
    """`body if test else orelse`."""

    test: Expr
    body: Expr
    orelse: Expr
    at: Pos


class Joined(NamedTuple):
    """An f-string: `Const` texts and `Formatted` expressions in order."""

    parts: tuple[Const | Formatted, ...]
    at: Pos


class Formatted(NamedTuple):
    """`{value!conversion:spec}`; `plain` when there is neither (or only `!s`); `spec` are the fields inside the spec."""

    value: Expr
    plain: bool
    at: Pos
    spec: tuple[Formatted, ...] = ()


class Dict(NamedTuple):
    """Items in order; the key is None for `**spread`."""

    items: tuple[tuple[Expr | None, Expr], ...]
    at: Pos


class Seq(NamedTuple):
    """A list, tuple or set display; `kind` is "list", "tuple" or "set". Items may be `Star`."""

    kind: str
    items: tuple[Expr, ...]
    at: Pos


class Star(NamedTuple):
    value: Expr
    at: Pos


class Lambda(NamedTuple):
    params: tuple[Param, ...]
    body: Expr
    at: Pos


class CompFor(NamedTuple):
    target: Expr
    iter: Expr
    conditions: tuple[Expr, ...]
    is_async: bool


class Comp(NamedTuple):
    """A comprehension; `kind` is "list", "set", "dict" or "generator"; `key` only for "dict"."""

    kind: str
    key: Expr | None
    element: Expr
    loops: tuple[CompFor, ...]
    at: Pos


class Await(NamedTuple):
    value: Expr
    at: Pos


class Yield(NamedTuple):
    """`yield value` or, with `from_`, `yield from value`."""

    value: Expr | None
    from_: bool
    at: Pos


class Walrus(NamedTuple):
    target: Name
    value: Expr
    at: Pos


class Other(NamedTuple):
    """Anything else (template strings, ...)."""

    children: tuple[Expr, ...]
    at: Pos


Expr: TypeAlias = (
    "Const | Name | Attr | CallExpr | Subscript | Slice | Bin | Unary | Logic | Compare | Cond | Joined | Formatted"
    " | Dict | Seq | Star | Lambda | Comp | Await | Yield | Walrus | Other"
)


# Statements ------------------------------------------------------------------


class Param(NamedTuple):
    """`kind` is "posonly", "normal", "kwonly", "*" or "**"."""

    name: str
    kind: str
    default: Expr | None
    annotation: Expr | None
    at: Pos


class Assign(NamedTuple):
    """`a = b = value`: several targets; a target is Name, Attr, Subscript, Seq or Star."""

    targets: tuple[Expr, ...]
    value: Expr
    at: Pos


class AugAssign(NamedTuple):
    """`target op= value`; `op` without the equals sign."""

    target: Expr
    op: str
    value: Expr
    at: Pos


class AnnAssign(NamedTuple):
    target: Expr
    annotation: Expr
    value: Expr | None
    at: Pos


class ExprStmt(NamedTuple):
    value: Expr
    at: Pos


class Return(NamedTuple):
    value: Expr | None
    at: Pos


class If(NamedTuple):
    test: Expr
    body: Block
    orelse: Block
    at: Pos


class For(NamedTuple):
    target: Expr
    iter: Expr
    body: Block
    orelse: Block
    is_async: bool
    at: Pos


class While(NamedTuple):
    test: Expr
    body: Block
    orelse: Block
    at: Pos


class Handler(NamedTuple):
    """`except type as name:`."""

    type: Expr | None
    name: str
    body: Block


class Try(NamedTuple):
    body: Block
    handlers: tuple[Handler, ...]
    orelse: Block
    final: Block
    at: Pos


class With(NamedTuple):
    """Items are (context expression, target or None)."""

    items: tuple[tuple[Expr, Expr | None], ...]
    body: Block
    is_async: bool
    at: Pos


class FuncDef(NamedTuple):
    """`at` covers the header (`def` to the colon); `name_at` the name."""

    name: str
    params: tuple[Param, ...]
    body: Block
    decorators: tuple[Expr, ...]
    returns: Expr | None
    is_async: bool
    at: Pos
    name_at: Pos


class ClassDef(NamedTuple):
    """`bases` are the positional bases, `keywords` the others (`metaclass=...`)."""

    name: str
    bases: tuple[Expr, ...]
    keywords: tuple[tuple[str, Expr], ...]
    body: Block
    decorators: tuple[Expr, ...]
    at: Pos


class Import(NamedTuple):
    """`import a.b as c`: (dotted, alias or "")."""

    names: tuple[tuple[str, str], ...]
    at: Pos


class ImportFrom(NamedTuple):
    """`from ..module import name as alias`: `level` dots, `names` (name, alias or ""); a star import has names (("*", ""),)."""

    module: str
    level: int
    names: tuple[tuple[str, str], ...]
    at: Pos


class Case(NamedTuple):
    """One case of a match: literal patterns as expressions in `values` (empty: not literal), names bound, guard."""

    values: tuple[Expr, ...]
    names: tuple[str, ...]
    guard: Expr | None
    body: Block


class Match(NamedTuple):
    subject: Expr
    cases: tuple[Case, ...]
    at: Pos


class Raise(NamedTuple):
    """`raise value from cause`."""

    value: Expr | None
    at: Pos
    cause: Expr | None = None


class Delete(NamedTuple):
    targets: tuple[Expr, ...]
    at: Pos


class Assert(NamedTuple):
    test: Expr
    at: Pos
    message: Expr | None = None


class Scope(NamedTuple):
    """`global` or `nonlocal` names."""

    kind: str
    names: tuple[str, ...]
    at: Pos


class Jump(NamedTuple):
    """`break`, `continue` or `pass`."""

    kind: str
    at: Pos


Stmt: TypeAlias = (
    "Assign | AugAssign | AnnAssign | ExprStmt | Return | If | For | While | Try | With | FuncDef | ClassDef"
    " | Import | ImportFrom | Match | Raise | Delete | Assert | Scope | Jump"
)
Block: TypeAlias = "tuple[Stmt, ...]"


class Module(NamedTuple):
    """One file. `path` is as the user sees it."""

    path: str
    body: Block
