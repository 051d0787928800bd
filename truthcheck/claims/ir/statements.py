"""Statements: what changes the state, and the definitions that hold blocks of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeAlias

from truthcheck.claims.ir.expressions import Expr, Param, Pos
from truthcheck.model.noun import Node


class Assign(Node):
    """`a = b = value`: several targets; a target is Name, Attr, Subscript, Seq or Star."""

    targets: tuple[Expr, ...]
    value: Expr
    at: Pos


class AugAssign(Node):
    """`target op= value`; `op` without the equals sign."""

    target: Expr
    op: str
    value: Expr
    at: Pos


class AnnAssign(Node):
    target: Expr
    annotation: Expr
    value: Expr | None
    at: Pos


class ExprStmt(Node):
    value: Expr
    at: Pos


class Return(Node):
    value: Expr | None
    at: Pos


class If(Node):
    test: Expr
    body: Block
    orelse: Block
    at: Pos


class For(Node):
    target: Expr
    iter: Expr
    body: Block
    orelse: Block
    is_async: bool
    at: Pos


class While(Node):
    test: Expr
    body: Block
    orelse: Block
    at: Pos


class Handler(Node):
    """`except type as name:`."""

    type: Expr | None
    name: str
    body: Block


class Try(Node):
    body: Block
    handlers: tuple[Handler, ...]
    orelse: Block
    final: Block
    at: Pos


class With(Node):
    """Items are (context expression, target or None)."""

    items: tuple[tuple[Expr, Expr | None], ...]
    body: Block
    is_async: bool
    at: Pos


Inside: TypeAlias = "tuple[tuple[Param, ...], Block, Expr | None]"


class Unreadable(Exception):
    """A file that cannot be analysed: one line for the user; line and column from 1, 0 when it is the whole file."""

    def __init__(self, message: str, line: int = 0, column: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        self.column = column


class Late(Protocol):
    """A definition that is lowered when somebody looks inside. `line` and `end` are its first and last line, from 1."""

    @property
    def line(self) -> int: ...

    @property
    def end(self) -> int: ...

    @property
    def text(self) -> str: ...

    def __len__(self) -> int: ...

    def words(self) -> frozenset[str]:
        """Every name in it."""
        ...

    def attributes(self) -> frozenset[str]:
        """Every name of an attribute in it."""
        ...

    def sets(self, name: str) -> bool:
        """Whether something may be assigned to an attribute of that name."""
        ...

    def definition(self) -> FuncDef:
        """The definition itself."""
        ...


class FuncDef:
    """`at` covers the header (`def` to the colon) as far as it was read; `name_at` the name.

    With `late`, parameters, result and body are parsed when they are first asked for.
    """

    __match_args__ = ("name", "params", "body", "decorators", "returns", "at", "name_at")
    __slots__ = ("_inside", "at", "decorators", "late", "name", "name_at")

    def __init__(
        self,
        name: str,
        inside: Inside | None,
        decorators: tuple[Expr, ...],
        at: Pos,
        name_at: Pos,
        late: Late | None = None,
    ) -> None:
        self.name = name
        self._inside = inside
        self.decorators = decorators
        self.at = at
        self.name_at = name_at
        self.late = late

    @property
    def params(self) -> tuple[Param, ...]:
        return self.inside()[0]

    @property
    def body(self) -> Block:
        return self.inside()[1]

    @property
    def returns(self) -> Expr | None:
        return self.inside()[2]

    def is_late(self) -> bool:
        """Whether looking inside would parse it."""
        return self._inside is None

    def inside(self) -> Inside:
        """Parameters, body and result."""
        if self._inside is None:
            assert self.late is not None
            self._inside = self.late.definition().inside()
        return self._inside

    def set_inside(self, inside: Inside) -> None:
        """Give it what was parsed elsewhere."""
        self._inside = inside


class ClassDef(Node):
    """`bases` are the positional bases, `keywords` the others (`metaclass=...`)."""

    name: str
    bases: tuple[Expr, ...]
    keywords: tuple[tuple[str, Expr], ...]
    body: Block
    decorators: tuple[Expr, ...]
    at: Pos


class Import(Node):
    """`import a.b as c`: (dotted, alias or "")."""

    names: tuple[tuple[str, str], ...]
    at: Pos


class ImportFrom(Node):
    """`from ..module import name as alias`: `level` dots, `names` (name, alias or ""); a star is the name "*"."""

    module: str
    level: int
    names: tuple[tuple[str, str], ...]
    at: Pos


class Case(Node):
    """One case of a match: literal patterns as expressions in `values` (empty: not literal), names bound, guard."""

    values: tuple[Expr, ...]
    names: tuple[str, ...]
    guard: Expr | None
    body: Block


class Match(Node):
    subject: Expr
    cases: tuple[Case, ...]
    at: Pos


class Raise(Node):
    """`raise value from cause`."""

    value: Expr | None
    at: Pos
    cause: Expr | None = None


class Delete(Node):
    targets: tuple[Expr, ...]
    at: Pos


class Assert(Node):
    test: Expr
    at: Pos
    message: Expr | None = None


class OuterNames(Node):
    """`global` or `nonlocal` names."""

    kind: str
    names: tuple[str, ...]
    at: Pos


class Jump(Node):
    """`break`, `continue` or `pass`."""

    kind: str
    at: Pos


Stmt: TypeAlias = (
    "Assign | AugAssign | AnnAssign | ExprStmt | Return | If | For | While | Try | With | FuncDef | ClassDef"
    " | Import | ImportFrom | Match | Raise | Delete | Assert | OuterNames | Jump"
)
Block: TypeAlias = "tuple[Stmt, ...]"


class Module(Node):
    """One file. `path` is as the user sees it; `faults` is what was found wrong when more of it was parsed."""

    path: str
    body: Block
    faults: Sequence[Unreadable]
