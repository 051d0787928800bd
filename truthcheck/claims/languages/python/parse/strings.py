"""String literals and f-strings, adjacent ones joined."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import libcst as cst

from truthcheck.claims import ir
from truthcheck.claims.languages.python.parse.positions import Cursor
from truthcheck.claims.languages.python.parse.table import EXPRESSIONS, expression
from truthcheck.claims.languages.python.parse.text import decoded, string


def _string(at: Cursor, node: cst.SimpleString) -> ir.Expr:
    return ir.Const(string(node.value), at.word(node.value))


def _formatted(at: Cursor, node: cst.FormattedString | cst.TemplatedString) -> ir.Expr:
    start = at.begin()
    parts = _string_parts(at, node)
    place = at.span(start, at.pos)
    if isinstance(node, cst.TemplatedString):
        return ir.Other(tuple(part for part in parts if isinstance(part, ir.Formatted)), place)
    return ir.Joined(tuple(parts), place)


def _string_parts(at: Cursor, node: cst.FormattedString | cst.TemplatedString) -> list[ir.Const | ir.Formatted]:
    at.step(len(node.start))
    parts = _contents(at, node.parts, "r" in node.start.lower())
    at.pos += len(node.end)
    return parts


def _contents(at: Cursor, contents: Sequence[Any], raw: bool) -> list[ir.Const | ir.Formatted]:
    """Texts and fields; inside a string white space counts, so the cursor moves by exact lengths."""
    parts: list[ir.Const | ir.Formatted] = []
    for part in contents:
        start = at.pos
        if isinstance(part, (cst.FormattedStringText, cst.TemplatedStringText)):
            at.pos += len(part.value)
            text = decoded(part.value.replace("{{", "{").replace("}}", "}"), raw)
            parts.append(ir.Const(text, at.span(start, at.pos)))
        else:
            _field(at, part, raw, parts)
    return parts


def _field(at: Cursor, node: cst.FormattedStringExpression, raw: bool, parts: list[ir.Const | ir.Formatted]) -> None:
    start = at.pos
    at.pos += 1
    value = expression(at, node.expression)
    if node.equal is not None:  # `{x=}` writes itself out first
        at.step(1)
        at.begin()
        parts.append(ir.Const(at.text[start + 1 : at.pos], at.span(start + 1, at.pos)))
    if node.conversion is not None:
        at.step(1 + len(node.conversion))
    inner: list[ir.Const | ir.Formatted] = []
    if node.format_spec is not None:
        at.step(1)
        inner = _contents(at, node.format_spec, raw)
    at.step(1)
    plain = node.equal is None and node.conversion in (None, "s") and not node.format_spec
    spec = tuple(part for part in inner if isinstance(part, ir.Formatted))
    parts.append(ir.Formatted(value, plain, at.span(start, at.pos), spec))


def _concatenated(at: Cursor, node: cst.ConcatenatedString) -> ir.Expr:
    start = at.begin()
    parts: list[ir.Const | ir.Formatted] = []
    rest: cst.BaseExpression = node
    while isinstance(rest, cst.ConcatenatedString):
        parts += _piece(at, rest.left)
        rest = rest.right
    parts += _piece(at, rest)
    place = at.span(start, at.pos)
    texts = [part.value for part in parts if isinstance(part, ir.Const)]
    if len(texts) < len(parts):
        return ir.Joined(tuple(parts), place)
    if texts and isinstance(texts[0], bytes):
        return ir.Const(b"".join(text for text in texts if isinstance(text, bytes)), place)
    return ir.Const("".join(text for text in texts if isinstance(text, str)), place)


def _piece(at: Cursor, node: cst.BaseExpression) -> Sequence[ir.Const | ir.Formatted]:
    if isinstance(node, cst.SimpleString):
        return (ir.Const(string(node.value), at.word(node.value)),)
    assert isinstance(node, (cst.FormattedString, cst.TemplatedString))
    return _string_parts(at, node)


EXPRESSIONS.update(
    {
        cst.SimpleString: _string,
        cst.ConcatenatedString: _concatenated,
        cst.FormattedString: _formatted,
        cst.TemplatedString: _formatted,
    }
)
