"""Expressions: libcst nodes to `ir`, in source order, so that the cursor always stands where the node does."""

from __future__ import annotations

from collections.abc import Callable

import libcst as cst

from truthcheck.claims import ir
from truthcheck.claims.languages.python.parse.positions import Cursor
from truthcheck.claims.languages.python.parse.table import EXPRESSIONS, expression, optional

_SINGLETONS = {"True": True, "False": False, "None": None}

_OPERATORS: dict[type[cst.CSTNode], str] = {
    cst.Add: "+", cst.Subtract: "-", cst.Multiply: "*", cst.Divide: "/", cst.FloorDivide: "//", cst.Modulo: "%",
    cst.Power: "**", cst.LeftShift: "<<", cst.RightShift: ">>", cst.BitOr: "|", cst.BitAnd: "&", cst.BitXor: "^",
    cst.MatrixMultiply: "@", cst.Plus: "+", cst.Minus: "-", cst.BitInvert: "~", cst.Not: "not",
    cst.And: "and", cst.Or: "or", cst.LessThan: "<", cst.GreaterThan: ">", cst.Equal: "==", cst.NotEqual: "!=",
    cst.LessThanEqual: "<=", cst.GreaterThanEqual: ">=", cst.In: "in", cst.NotIn: "not in", cst.Is: "is",
    cst.IsNot: "is not",
}  # fmt: skip


# Leaves ----------------------------------------------------------------------


def _name(at: Cursor, node: cst.Name) -> ir.Expr:
    word = node.value
    place = at.word(word)
    return ir.Const(_SINGLETONS[word], place) if word in _SINGLETONS else ir.Name(word, place)


def _ellipsis(at: Cursor, node: cst.Ellipsis) -> ir.Expr:
    return ir.Const(..., at.word("..."))


def _number(at: Cursor, node: cst.BaseNumber) -> ir.Expr:
    written: str = node.value  # type: ignore[attr-defined]
    place = at.word(written)
    try:
        return ir.Const(_NUMBERS[type(node)](written), place)
    except (ValueError, OverflowError):  # an integer of more digits than Python converts
        return ir.Other((), place)


_NUMBERS: dict[type[cst.CSTNode], Callable[[str], object]] = {
    cst.Integer: lambda written: int(written, 0),
    cst.Float: float,
    cst.Imaginary: complex,
}


# What follows a value --------------------------------------------------------


def _attribute(at: Cursor, node: cst.Attribute) -> ir.Expr:
    start = at.begin()
    value = expression(at, node.value)
    at.step(1)
    name = node.attr.value
    name_at = at.word(name)
    return ir.Attr(value, name, at.span(start, at.pos), name_at)


def _call(at: Cursor, node: cst.Call) -> ir.Expr:
    start = at.begin()
    func = expression(at, node.func)
    at.step(1)
    args = tuple([argument(at, arg) for arg in node.args])
    return ir.CallExpr(func, args, at.span(start, at.close()))


def argument(at: Cursor, node: cst.Arg) -> ir.Arg:
    """One argument of a call or a class; `at` covers star or keyword, and value."""
    start = at.item()
    keyword, keyword_at = "", None
    if node.star:
        at.pos += len(node.star)
    elif node.keyword is not None:
        keyword = node.keyword.value
        keyword_at = at.word(keyword)
        at.step(1)
    value = expression(at, node.value)
    return ir.Arg(value, keyword, node.star, at.span(start, at.pos), keyword_at)


def _subscript(at: Cursor, node: cst.Subscript) -> ir.Expr:
    start = at.begin()
    value = expression(at, node.value)
    at.step(1)
    first = at.begin()
    items = [_index(at, element.slice) for element in node.slice]
    index = items[0]
    if len(items) > 1 or isinstance(node.slice[0].comma, cst.Comma):
        index = ir.Seq("tuple", tuple(items), at.span(first, at.pos))
    return ir.Subscript(value, index, at.span(start, at.close()))


def _index(at: Cursor, node: cst.BaseSlice) -> ir.Expr:
    start = at.item()
    if isinstance(node, cst.Slice):
        return _slice(at, node, start)
    assert isinstance(node, cst.Index)
    if not node.star:
        return expression(at, node.value)
    at.pos += 1
    value = expression(at, node.value)
    return ir.Star(value, at.span(start, at.pos))


def _slice(at: Cursor, node: cst.Slice, start: int) -> ir.Slice:
    lower = optional(at, node.lower)
    at.step(1)
    upper = optional(at, node.upper)
    if isinstance(node.second_colon, cst.Colon):
        at.step(1)
    step = optional(at, node.step)
    return ir.Slice(lower, upper, step, at.span(start, at.pos))


# Operators -------------------------------------------------------------------


def _binary(at: Cursor, node: cst.BinaryOperation) -> ir.Expr:
    """A chain such as a long `a + b + c` nests to the left: follow it without recursion."""
    spine = [(node, at.begin())]
    while isinstance(inner := node.left, cst.BinaryOperation):
        node = inner
        for _ in node.lpar:
            at.step(1)
        spine.append((node, at.begin()))
    value = expression(at, node.left)
    while spine:
        node, start = spine.pop()
        op = _OPERATORS[type(node.operator)]
        at.step(len(op))
        value = ir.Bin(op, value, expression(at, node.right), at.span(start, at.pos))
        if spine:  # the outermost one's are its caller's
            for _ in node.rpar:
                at.step(1)
    return value


def _logic(at: Cursor, node: cst.BooleanOperation) -> ir.Expr:
    """`a and b and c` nests to the left too; a group in parentheses stays a group."""
    start = at.begin()
    kind = type(node.operator)
    rights = [node.right]
    while isinstance(inner := node.left, cst.BooleanOperation) and type(inner.operator) is kind and not inner.lpar:
        node = inner
        rights.append(node.right)
    values = [expression(at, node.left)]
    op = _OPERATORS[kind]
    for right in reversed(rights):
        at.step(len(op))
        values.append(expression(at, right))
    return ir.Logic(op, tuple(values), at.span(start, at.pos))


def _compare(at: Cursor, node: cst.Comparison) -> ir.Expr:
    start = at.begin()
    left = expression(at, node.left)
    rest = []
    for target in node.comparisons:
        op = _OPERATORS[type(target.operator)]
        for word in op.split():
            at.step(len(word))
        rest.append((op, expression(at, target.comparator)))
    return ir.Compare(left, tuple(rest), at.span(start, at.pos))


def _unary(at: Cursor, node: cst.UnaryOperation) -> ir.Expr:
    start = at.begin()
    op = _OPERATORS[type(node.operator)]
    at.step(len(op))
    operand = expression(at, node.expression)
    return ir.Unary(op, operand, at.span(start, at.pos))


def _conditional(at: Cursor, node: cst.IfExp) -> ir.Expr:
    start = at.begin()
    body = expression(at, node.body)
    at.step(len("if"))
    test = expression(at, node.test)
    at.step(len("else"))
    orelse = expression(at, node.orelse)
    return ir.Cond(test, body, orelse, at.span(start, at.pos))


def _await(at: Cursor, node: cst.Await) -> ir.Expr:
    start = at.begin()
    at.step(len("await"))
    value = expression(at, node.expression)
    return ir.Await(value, at.span(start, at.pos))


def _yield(at: Cursor, node: cst.Yield) -> ir.Expr:
    start = at.begin()
    at.step(len("yield"))
    if isinstance(node.value, cst.From):
        at.step(len("from"))
        value: ir.Expr | None = expression(at, node.value.item)
        return ir.Yield(value, True, at.span(start, at.pos))
    value = optional(at, node.value)
    return ir.Yield(value, False, at.span(start, at.pos))


def _walrus(at: Cursor, node: cst.NamedExpr) -> ir.Expr:
    start = at.begin()
    target = expression(at, node.target)
    at.step(len(":="))
    value = expression(at, node.value)
    place = at.span(start, at.pos)
    return ir.Walrus(target, value, place) if isinstance(target, ir.Name) else ir.Other((target, value), place)


EXPRESSIONS.update(
    {
        cst.Name: _name,
        cst.Ellipsis: _ellipsis,
        cst.Integer: _number,
        cst.Float: _number,
        cst.Imaginary: _number,
        cst.Attribute: _attribute,
        cst.Call: _call,
        cst.Subscript: _subscript,
        cst.BinaryOperation: _binary,
        cst.BooleanOperation: _logic,
        cst.Comparison: _compare,
        cst.UnaryOperation: _unary,
        cst.IfExp: _conditional,
        cst.Await: _await,
        cst.Yield: _yield,
        cst.NamedExpr: _walrus,
    }
)
