"""Expressions: what an expression is known to be, in a frame. Never runs anything of the user's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from truthcheck.claims import ir
from truthcheck.claims.engine.alternatives import members, one_of
from truthcheck.claims.engine.arguments import Arguments
from truthcheck.claims.engine.attributes import attribute
from truthcheck.claims.engine.call import call
from truthcheck.claims.engine.containers import element, index
from truthcheck.claims.engine.dispatch import evaluate
from truthcheck.claims.engine.frame import Frame
from truthcheck.claims.engine.loops import comprehension
from truthcheck.claims.engine.memory import State, merge, merge_heaps
from truthcheck.claims.engine.names import lookup
from truthcheck.claims.engine.refine import asked, assume
from truthcheck.claims.engine.spread import spread_entries, spread_items, spread_keys
from truthcheck.claims.engine.templates import concat, known
from truthcheck.claims.engine.values import Assumed, DictCell, FuncVal, Item, ListCell, Ref, Val
from truthcheck.model.reason import Reason, Why
from truthcheck.model.value import Literal, Typed, Unknown

MAX_ENTRIES = 2_000  # entries of one display that are looked at


def _const(expr: ir.Const, frame: Frame) -> Val:
    if expr.value is None or isinstance(expr.value, str | int | float | bytes):
        return Literal(expr.value, frame.span(expr.at))
    return Unknown(Reason(Why.CONSTANT_NOT_FOLLOWED), frame.span(expr.at))


def _name(expr: ir.Name, frame: Frame) -> Val:
    return lookup(expr.id, frame, expr.at)


def _attr(expr: ir.Attr, frame: Frame) -> Val:
    return attribute(evaluate(expr.value, frame), expr.name, frame.span(expr.name_at), frame)


def _call(expr: ir.CallExpr, frame: Frame) -> Val:
    func = evaluate(expr.func, frame)
    return call(func, arguments(expr.args, frame), frame, frame.span(expr.at), expr)


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


def _logic(expr: ir.Logic, frame: Frame) -> Val:
    before = {name: frame.state.names.get(name) for name in asked(expr, frame)}
    if not before:
        return _logic_of(expr, frame)
    start = frame.state
    frame.state = start.fork()
    assume(expr, expr.op == "and", frame)  # what the last operand sees; none before it minds
    value = _logic_of(expr, frame)
    inside, frame.state = frame.state, start
    merge(start, [inside], start.heap)
    start.names.update((name, held) for name, held in before.items() if held is not None)
    return value


def _logic_of(expr: ir.Logic, frame: Frame) -> Val:
    stop = expr.op == "or"
    options: list[Val] = []
    for operand in expr.values[:-1]:
        value = evaluate(operand, frame)
        answer = frame.meaning.truth(value, frame)
        if answer is stop:
            return one_of([*options, value])
        if answer is None:
            options.extend(_may_be(value, stop, frame))
    last = evaluate(expr.values[-1], frame)
    # `setting or "https://..."`: when the left is only a default, the right is one too.
    return one_of([*options, last]) if options else last


def _may_be(value: Val, wanted: bool, frame: Frame) -> list[Val]:
    """The alternatives of an operand that can be the result of the whole."""
    if isinstance(value, Assumed) and frame.meaning.truth(value.value, frame) is not wanted:
        return []
    return [m for m in members(value) if frame.meaning.truth(m, frame) is not (not wanted)]


def _compare(expr: ir.Compare, frame: Frame) -> Val:
    left = evaluate(expr.left, frame)
    answers: list[bool | None] = []
    for op, operand in expr.rest:
        right = evaluate(operand, frame)
        answers.append(frame.meaning.compare(op, left, right, frame))
        left = right
    if all(answer is True for answer in answers):
        return Literal(True)
    return Literal(False) if any(answer is False for answer in answers) else Typed("boolean")


def _cond(expr: ir.Cond, frame: Frame) -> Val:
    answer = frame.meaning.truth(evaluate(expr.test, frame), frame)
    if answer is not None:
        return evaluate(expr.body if answer else expr.orelse, frame)
    start = frame.state
    values: list[Val] = []
    ends: list[State] = []
    for outcome, branch in ((True, expr.body), (False, expr.orelse)):
        frame.state = start.fork()
        assume(expr.test, outcome, frame)
        values.append(evaluate(branch, frame))
        ends.append(frame.state)
    frame.state = start
    # What the branches narrow does not outlast them; what they write does.
    start.heap.cells.update(merge_heaps([end.heap for end in ends], start.heap))
    return one_of(values)


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
    return FuncVal(expr, frame.module, frame.state.names, frame.owner)


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
    ir.Logic: _logic,
    ir.Compare: _compare,
    ir.Cond: _cond,
    ir.Joined: _joined,
    ir.Formatted: _formatted,
    ir.Dict: _dict,
    ir.Seq: _seq,
    ir.Star: _star,
    ir.Lambda: _lambda,
    ir.Comp: _comp,
    ir.Await: _await,
    ir.Yield: _yield,
    ir.Walrus: _walrus,
    ir.Other: _other,
}
