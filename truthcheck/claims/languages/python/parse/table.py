"""The dispatch of the traversal: by node class, filled by the modules that know the classes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import libcst as cst

from truthcheck.claims import ir
from truthcheck.claims.languages.python.parse.positions import Cursor

EXPRESSIONS: dict[type[cst.CSTNode], Callable[[Cursor, Any], ir.Expr]] = {}
STATEMENTS: dict[type[cst.CSTNode], Callable[[Cursor, Any, int], ir.Stmt]] = {}
_OWN_PARENTHESES = (cst.Tuple, cst.GeneratorExp)  # the innermost pair is part of these


def expression(at: Cursor, node: cst.BaseExpression) -> ir.Expr:
    """One expression; afterwards the cursor stands behind it, its parentheses included."""
    if node.lpar:
        return _parenthesised(at, node)
    return EXPRESSIONS[type(node)](at, node)


def optional(at: Cursor, node: cst.BaseExpression | None) -> ir.Expr | None:
    return None if node is None else expression(at, node)


def _parenthesised(at: Cursor, node: cst.BaseExpression) -> ir.Expr:
    outer = len(node.lpar) - isinstance(node, _OWN_PARENTHESES)
    for _ in range(outer):
        at.step(1)
    lowered = EXPRESSIONS[type(node)](at, node)
    for _ in range(outer):
        at.step(1)
    return lowered


def block(at: Cursor, body: Sequence[cst.CSTNode]) -> ir.Block:
    """Statements in order; `a; b` on one line are two."""
    statements: list[ir.Stmt] = []
    for node in body:
        if isinstance(node, cst.SimpleStatementLine):
            statements += [_statement(at, small) for small in node.body]
        else:
            statements.append(_statement(at, node))
    return tuple(statements)


def _statement(at: Cursor, node: cst.CSTNode) -> ir.Stmt:
    return STATEMENTS[type(node)](at, node, at.statement())
