"""The dispatch of the evaluation: by node class, filled once by the files that know the classes.

Expressions hold functions, functions hold statements, statements hold expressions: here the circle is cut.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from truthcheck.claims import ir
from truthcheck.claims.engine.frame import Frame
from truthcheck.claims.engine.values import Val

_EXPRESSIONS: dict[type, Callable[[Any, Frame], Val]] = {}
_STATEMENTS: dict[type, Callable[[Any, Frame], bool]] = {}


def fill(
    expressions: Mapping[type, Callable[[Any, Frame], Val]], statements: Mapping[type, Callable[[Any, Frame], bool]]
) -> None:
    """Say who evaluates which node."""
    _EXPRESSIONS.update(expressions)
    _STATEMENTS.update(statements)


def evaluate(expr: ir.Expr, frame: Frame) -> Val:
    """The value of an expression. Assignments inside it (walrus, method calls) change the frame's state."""
    return _EXPRESSIONS[type(expr)](expr, frame)


def execute(block: ir.Block, frame: Frame) -> bool:
    """Evaluate statements in order; False when the end cannot be reached."""
    for statement in block:
        frame.run.steps += 1
        if not _STATEMENTS[type(statement)](statement, frame):
            return False
    return True
