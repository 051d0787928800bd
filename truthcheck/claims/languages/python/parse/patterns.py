"""The patterns of `match`: the literals they stand for and the names they bind."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import libcst as cst

from truthcheck.claims import ir
from truthcheck.claims.languages.python.parse.positions import Cursor
from truthcheck.claims.languages.python.parse.table import expression

# Literals (none: matches something else too), names bound.
Pattern = tuple[tuple[ir.Expr, ...], tuple[str, ...]]


def pattern(at: Cursor, node: cst.MatchPattern) -> Pattern:
    """One pattern; afterwards the cursor stands behind it."""
    if isinstance(node, cst.MatchTuple):
        outer = max(len(node.lpar) - 1, 0)
    else:
        outer = len(node.lpar) if not isinstance(node, (cst.MatchValue, cst.MatchSingleton)) else 0
    for _ in range(outer):
        at.step(1)
    found = _PATTERNS[type(node)](at, node)
    for _ in range(outer):
        at.step(1)
    return found


def _value(at: Cursor, node: cst.MatchValue | cst.MatchSingleton) -> Pattern:
    return (expression(at, node.value),), ()


def _or(at: Cursor, node: cst.MatchOr) -> Pattern:
    values: list[ir.Expr] = []
    names: list[str] = []
    literal = True
    for element in node.patterns:
        one, bound = pattern(at, element.pattern)
        literal = literal and bool(one)
        values += one
        names += bound
        if isinstance(element.separator, cst.BitOr):
            at.step(1)
    return (tuple(values) if literal else ()), tuple(dict.fromkeys(names))


def _as(at: Cursor, node: cst.MatchAs) -> Pattern:
    values: tuple[ir.Expr, ...] = ()
    names: tuple[str, ...] = ()
    if node.pattern is not None:
        values, names = pattern(at, node.pattern)
        at.step(len("as"))
    if node.name is None:
        at.step(len("_"))
        return values, names
    at.word(node.name.value)
    return values, (*names, node.name.value)


def _sequence(at: Cursor, node: cst.MatchList | cst.MatchTuple) -> Pattern:
    names: list[str] = []
    open_bracket = node.lbracket if isinstance(node, cst.MatchList) else node.lpar
    if open_bracket:
        at.step(1)
    for element in node.patterns:
        at.item()
        names += _starred(at, element) if isinstance(element, cst.MatchStar) else pattern(at, element.value)[1]
    if open_bracket:
        at.close()
    return (), tuple(names)


def _starred(at: Cursor, node: cst.MatchStar) -> tuple[str, ...]:
    at.step(1)
    if node.name is None:
        at.step(len("_"))
        return ()
    at.word(node.name.value)
    return (node.name.value,)


def _mapping(at: Cursor, node: cst.MatchMapping) -> Pattern:
    names: list[str] = []
    at.step(1)
    for element in node.elements:
        at.item()
        expression(at, element.key)
        at.step(1)
        names += pattern(at, element.pattern)[1]
    if node.rest is not None:
        at.item()
        at.step(2)
        at.word(node.rest.value)
        names.append(node.rest.value)
    at.close()
    return (), tuple(names)


def _class(at: Cursor, node: cst.MatchClass) -> Pattern:
    expression(at, node.cls)
    at.step(1)
    names: list[str] = []
    for element in node.patterns:
        at.item()
        names += pattern(at, element.value)[1]
    names += _keywords(at, node.kwds)
    at.close()
    return (), tuple(names)


def _keywords(at: Cursor, elements: Iterable[cst.MatchKeywordElement]) -> list[str]:
    names: list[str] = []
    for element in elements:
        at.item()
        at.word(element.key.value)
        at.step(1)
        names += pattern(at, element.pattern)[1]
    return names


_PATTERNS: dict[type[cst.CSTNode], Callable[[Cursor, Any], Pattern]] = {
    cst.MatchValue: _value,
    cst.MatchSingleton: _value,
    cst.MatchOr: _or,
    cst.MatchAs: _as,
    cst.MatchList: _sequence,
    cst.MatchTuple: _sequence,
    cst.MatchMapping: _mapping,
    cst.MatchClass: _class,
}
