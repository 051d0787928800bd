"""Simple statements and imports: libcst nodes to `ir`, in source order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import libcst as cst

from truthcheck.claims import ir
from truthcheck.claims.languages.python.parse.display import type_parameters
from truthcheck.claims.languages.python.parse.positions import Cursor
from truthcheck.claims.languages.python.parse.table import STATEMENTS, expression, optional

_AUGMENTED: dict[type[cst.CSTNode], str] = {
    cst.AddAssign: "+", cst.SubtractAssign: "-", cst.MultiplyAssign: "*", cst.MatrixMultiplyAssign: "@",
    cst.DivideAssign: "/", cst.ModuloAssign: "%", cst.BitAndAssign: "&", cst.BitOrAssign: "|", cst.BitXorAssign: "^",
    cst.LeftShiftAssign: "<<", cst.RightShiftAssign: ">>", cst.PowerAssign: "**", cst.FloorDivideAssign: "//",
}  # fmt: skip


def _expr(at: Cursor, node: cst.Expr, start: int) -> ir.Stmt:
    value = expression(at, node.value)
    return ir.ExprStmt(value, at.span(start, at.pos))


def _assign(at: Cursor, node: cst.Assign, start: int) -> ir.Stmt:
    targets = []
    for target in node.targets:
        targets.append(expression(at, target.target))
        at.step(1)
    value = expression(at, node.value)
    return ir.Assign(tuple(targets), value, at.span(start, at.pos))


def _augmented(at: Cursor, node: cst.AugAssign, start: int) -> ir.Stmt:
    target = expression(at, node.target)
    op = _AUGMENTED[type(node.operator)]
    at.step(len(op) + 1)
    value = expression(at, node.value)
    return ir.AugAssign(target, op, value, at.span(start, at.pos))


def _annotated(at: Cursor, node: cst.AnnAssign, start: int) -> ir.Stmt:
    target = expression(at, node.target)
    at.step(1)
    annotation = expression(at, node.annotation.annotation)
    value = None
    if node.value is not None:
        at.step(1)
        value = expression(at, node.value)
    return ir.AnnAssign(target, annotation, value, at.span(start, at.pos))


def _return(at: Cursor, node: cst.Return, start: int) -> ir.Stmt:
    at.step(len("return"))
    value = optional(at, node.value)
    return ir.Return(value, at.span(start, at.pos))


def _raise(at: Cursor, node: cst.Raise, start: int) -> ir.Stmt:
    at.step(len("raise"))
    value, cause = optional(at, node.exc), None
    if node.cause is not None:
        at.step(len("from"))
        cause = expression(at, node.cause.item)
    return ir.Raise(value, at.span(start, at.pos), cause)


def _assert(at: Cursor, node: cst.Assert, start: int) -> ir.Stmt:
    at.step(len("assert"))
    test, message = expression(at, node.test), None
    if node.msg is not None:
        at.step(1)
        message = expression(at, node.msg)
    return ir.Assert(test, at.span(start, at.pos), message)


def _delete(at: Cursor, node: cst.Del, start: int) -> ir.Stmt:
    at.step(len("del"))
    target = expression(at, node.target)
    several = isinstance(node.target, cst.Tuple) and isinstance(target, ir.Seq)
    targets = target.items if several and isinstance(target, ir.Seq) else (target,)
    return ir.Delete(targets, at.span(start, at.pos))


def _jump(kind: str) -> Callable[[Cursor, Any, int], ir.Stmt]:
    return lambda at, node, start: ir.Jump(kind, at.span(start, at.step(len(kind))))


def _scope(kind: str) -> Callable[[Cursor, cst.Global | cst.Nonlocal, int], ir.Stmt]:
    def lower(at: Cursor, node: cst.Global | cst.Nonlocal, start: int) -> ir.Stmt:
        at.step(len(kind))
        for item in node.names:
            at.item()
            at.word(item.name.value)
        return ir.OuterNames(kind, tuple(item.name.value for item in node.names), at.span(start, at.pos))

    return lower


def _type_alias(at: Cursor, node: cst.TypeAlias, start: int) -> ir.Stmt:
    at.step(len("type"))
    target = expression(at, node.name)
    type_parameters(at, node.type_parameters)
    at.step(1)
    value = expression(at, node.value)
    return ir.Assign((target,), value, at.span(start, at.pos))


# Imports ---------------------------------------------------------------------


def _import(at: Cursor, node: cst.Import | cst.LazyImport, start: int) -> ir.Stmt:
    if isinstance(node, cst.LazyImport):
        at.step(len("lazy"))
    at.step(len("import"))
    names = _aliases(at, node.names)
    return ir.Import(names, at.span(start, at.pos))


def _import_from(at: Cursor, node: cst.ImportFrom | cst.LazyImportFrom, start: int) -> ir.Stmt:
    if isinstance(node, cst.LazyImportFrom):
        at.step(len("lazy"))
    at.step(len("from"))
    for _ in node.relative:
        at.step(1)
    module = "" if node.module is None else _dotted(at, node.module)
    at.step(len("import"))
    names: tuple[tuple[str, str], ...] = (("*", ""),)
    if isinstance(node.names, cst.ImportStar):
        at.step(1)
    else:
        at.step(1 if node.lpar is not None else 0)
        names = _aliases(at, node.names)
        if node.rpar is not None:
            at.close()
    return ir.ImportFrom(module, len(node.relative), names, at.span(start, at.pos))


def _aliases(at: Cursor, aliases: Sequence[cst.ImportAlias]) -> tuple[tuple[str, str], ...]:
    names = []
    for alias in aliases:
        at.item()
        name, new = _dotted(at, alias.name), ""
        if alias.asname is not None:
            at.step(len("as"))
            target = expression(at, alias.asname.name)
            new = target.id if isinstance(target, ir.Name) else ""
        names.append((name, new))
    return tuple(names)


def _dotted(at: Cursor, node: cst.Attribute | cst.Name) -> str:
    """`a.b.c` as one text, without the blanks that may stand in it."""
    parts = []
    value: cst.BaseExpression = node
    while isinstance(value, cst.Attribute):
        parts.append(value.attr.value)
        value = value.value
    assert isinstance(value, cst.Name)
    parts.append(value.value)
    parts.reverse()
    at.word(parts[0])
    for part in parts[1:]:
        at.step(1)
        at.word(part)
    return ".".join(parts)


STATEMENTS.update(
    {
        cst.Expr: _expr,
        cst.Assign: _assign,
        cst.AugAssign: _augmented,
        cst.AnnAssign: _annotated,
        cst.Return: _return,
        cst.Raise: _raise,
        cst.Assert: _assert,
        cst.Del: _delete,
        cst.Pass: _jump("pass"),
        cst.Break: _jump("break"),
        cst.Continue: _jump("continue"),
        cst.Global: _scope("global"),
        cst.Nonlocal: _scope("nonlocal"),
        cst.TypeAlias: _type_alias,
        cst.Import: _import,
        cst.LazyImport: _import,
        cst.ImportFrom: _import_from,
        cst.LazyImportFrom: _import_from,
    }
)
