"""Expressions: what an expression is known to be, in a frame. Never runs anything of the user's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from truthcheck.claims import ir
from truthcheck.claims.engine import branching
from truthcheck.claims.engine.alternatives import members, one_of
from truthcheck.claims.engine.arguments import Arguments
from truthcheck.claims.engine.assign import assign
from truthcheck.claims.engine.attributes import attribute
from truthcheck.claims.engine.call import call
from truthcheck.claims.engine.containers import element, index
from truthcheck.claims.engine.dispatch import evaluate
from truthcheck.claims.engine.frame import Frame
from truthcheck.claims.engine.functions import around, defined
from truthcheck.claims.engine.loops import comprehension
from truthcheck.claims.engine.names import lookup
from truthcheck.claims.engine.spread import spread_entries, spread_items, spread_keys
from truthcheck.claims.engine.templates import concat, is_nothing, known
from truthcheck.claims.engine.values import Absent, DictCell, FuncVal, Item, ListCell, Ref, Val
from truthcheck.model.reason import Reason, Why
from truthcheck.model.value import Literal, Unknown

MAX_ENTRIES = 2_000  # entries of one display that are looked at


def _const(expr: ir.Const, frame: Frame) -> Val:
    if expr.value is None or isinstance(expr.value, str | int | float | bytes):
        return Literal(expr.value, frame.span(expr.at))
    if expr.value is ir.UNDEFINED:
        return Absent(frame.span(expr.at))
    return Unknown(Reason(Why.CONSTANT_NOT_FOLLOWED), frame.span(expr.at))


def _name(expr: ir.Name, frame: Frame) -> Val:
    return lookup(expr.id, frame, expr.at)


def _attr(expr: ir.Attr, frame: Frame) -> Val:
    value = evaluate(expr.value, frame)
    if expr.optional:
        return _of_something(value, lambda some: attribute(some, expr.name, frame.span(expr.name_at), frame))
    return attribute(value, expr.name, frame.span(expr.name_at), frame)


def _of_something(value: Val, use: Callable[[Val], Val]) -> Val:
    """`value?.` and what follows: absent where there is no value."""
    some = [member for member in members(value) if not is_nothing(member)]
    if len(some) == len(members(value)):
        return use(value)
    return one_of([use(one_of(some)), Absent()]) if some else Absent()


def _call(expr: ir.CallExpr, frame: Frame) -> Val:
    func = evaluate(expr.func, frame)
    args = arguments(expr.args, frame)
    if expr.optional:
        return _of_something(func, lambda some: call(some, args, frame, frame.span(expr.at), expr))
    return call(func, args, frame, frame.span(expr.at), expr)


def arguments(args: tuple[ir.Arg, ...], frame: Frame) -> Arguments:
    """The evaluated arguments of a call, spreads opened as far as they are known."""
    found = Arguments([], {}, None)
    for arg in args:
        value = evaluate(arg.value, frame)
        if arg.star == "*":
            found = spread_items(found, value, frame.meaning.label(arg.value), frame)
        elif arg.star == "**":
            found = spread_keys(found, value, frame.meaning.label(arg.value), frame)
        elif arg.keyword:
            at = frame.span(arg.keyword_at or arg.at)
            found.keywords[arg.keyword] = Item(value, at)
        else:
            found.positional.append(value)
    return found


def _subscript(expr: ir.Subscript, frame: Frame) -> Val:
    value = evaluate(expr.value, frame)
    key = evaluate(expr.index, frame)
    if expr.optional:
        return _of_something(value, lambda some: index(some, key, frame, frame.span(expr.at)))
    return index(value, key, frame, frame.span(expr.at))


def _slice(expr: ir.Slice, frame: Frame) -> Val:
    for part in (expr.lower, expr.upper, expr.step):
        if part is not None:
            evaluate(part, frame)
    return Unknown(Reason(Why.SLICE), frame.span(expr.at))


def _bin(expr: ir.Bin, frame: Frame) -> Val:
    # A long `a + b + c ...` leans left: walk it in a loop, so that its length is not our depth.
    chain = [expr]
    while isinstance(chain[-1].left, ir.Bin):
        chain.append(chain[-1].left)
    value = evaluate(chain[-1].left, frame)
    name = frame.meaning.label(chain[-1].left)
    for node in reversed(chain):
        right = evaluate(node.right, frame)
        value = frame.meaning.binary(
            node.op, value, right, (name, frame.meaning.label(node.right)), frame.span(node.at), frame
        )
        name = ""
    return value


def _unary(expr: ir.Unary, frame: Frame) -> Val:
    return frame.meaning.unary(expr.op, evaluate(expr.operand, frame), frame.span(expr.at), frame)


def _joined(expr: ir.Joined, frame: Frame) -> Val:
    pieces: list[tuple[Val, str]] = []
    for part in expr.parts:
        if isinstance(part, ir.Const):
            pieces.append((Literal(str(part.value), frame.span(part.at)), ""))
            continue
        value = evaluate(part.value, frame)
        for inner in part.spec:
            evaluate(inner, frame)
        name = frame.meaning.label(part.value)
        pieces.append((value if part.plain else Unknown(Reason(Why.FORMATTED, name), frame.span(part.at)), name))
    return concat(pieces, frame.span(expr.at))


def _formatted(expr: ir.Formatted, frame: Frame) -> Val:
    return evaluate(expr.value, frame)


def _dict(expr: ir.Dict, frame: Frame) -> Val:
    items: dict[str, Item] = {}
    rest: Unknown | None = None
    for key, value in expr.items[:MAX_ENTRIES]:
        found = evaluate(value, frame)
        if key is None:
            rest = spread_entries(items, found, frame.meaning.label(value), frame) or rest
            continue
        name = known(evaluate(key, frame))
        if name is None:
            number = key.value if isinstance(key, ir.Const) else None
            if isinstance(number, int | float):
                items[str(number)] = Item(found, frame.span(key.at))
            else:
                rest = Unknown(Reason(Why.KEY_UNKNOWN), frame.span(key.at))
            continue
        items[name] = Item(found, frame.span(key.at))
    if len(expr.items) > MAX_ENTRIES:
        rest = Unknown(Reason(Why.ENTRIES_CUT, str(MAX_ENTRIES)), frame.span(expr.at))
    return frame.new(DictCell(items, rest, frame.span(expr.at)))


def _seq(expr: ir.Seq, frame: Frame) -> Val:
    items: list[Val] = []
    rest: Unknown | None = None
    for item in expr.items[:MAX_ENTRIES]:
        if not isinstance(item, ir.Star):
            items.append(evaluate(item, frame))
            continue
        value = evaluate(item.value, frame)
        cell = frame.cell(value) if isinstance(value, Ref) else None
        if isinstance(cell, ListCell):
            items.extend(cell.items)
            rest = rest or cell.rest
        else:
            rest = Unknown(Reason(Why.SPREAD_UNKNOWN, frame.meaning.label(item.value)))
    if len(expr.items) > MAX_ENTRIES:
        rest = Unknown(Reason(Why.ITEMS_CUT, str(MAX_ENTRIES)), frame.span(expr.at))
    return frame.new(ListCell(tuple(items), rest, frame.span(expr.at)))


def _star(expr: ir.Star, frame: Frame) -> Val:
    return evaluate(expr.value, frame)


def _lambda(expr: ir.Lambda, frame: Frame) -> Val:
    return defined(FuncVal(expr, frame.module, around(frame) or frame.state.names, frame.owner), frame)


def _func_expr(expr: ir.FuncExpr, frame: Frame) -> Val:
    assert isinstance(expr.function, ir.FuncDef)
    return defined(FuncVal(expr.function, frame.module, around(frame), frame.owner), frame)


def _comp(expr: ir.Comp, frame: Frame) -> Val:
    return comprehension(expr, frame)


def _await(expr: ir.Await, frame: Frame) -> Val:
    return frame.run.sinks.awaited(evaluate(expr.value, frame))


def _yield(expr: ir.Yield, frame: Frame) -> Val:
    value = evaluate(expr.value, frame) if expr.value is not None else Literal(None)
    frame.yields.append(element(value, frame) if expr.from_ else value)
    return Unknown(Reason(Why.SENT_TO_GENERATOR))


def _walrus(expr: ir.Walrus, frame: Frame) -> Val:
    value = evaluate(expr.value, frame)
    frame.state.names[expr.target.id] = value
    return value


def _assign_expr(expr: ir.AssignExpr, frame: Frame) -> Val:
    value = evaluate(expr.value, frame)
    assign(expr.target, value, frame)
    return value


def _other(expr: ir.Other, frame: Frame) -> Val:
    for child in expr.children:
        evaluate(child, frame)
    return Unknown(Reason(Why.EXPRESSION_NOT_FOLLOWED), frame.span(expr.at))


BY_TYPE: dict[type, Callable[[Any, Frame], Val]] = {
    ir.Const: _const,
    ir.Name: _name,
    ir.Attr: _attr,
    ir.CallExpr: _call,
    ir.Subscript: _subscript,
    ir.Slice: _slice,
    ir.Bin: _bin,
    ir.Unary: _unary,
    ir.Logic: branching.logic,
    ir.Compare: branching.compare,
    ir.Cond: branching.cond,
    ir.Joined: _joined,
    ir.Formatted: _formatted,
    ir.Dict: _dict,
    ir.Seq: _seq,
    ir.Star: _star,
    ir.Lambda: _lambda,
    ir.FuncExpr: _func_expr,
    ir.Comp: _comp,
    ir.Await: _await,
    ir.Yield: _yield,
    ir.Walrus: _walrus,
    ir.AssignExpr: _assign_expr,
    ir.Other: _other,
}
