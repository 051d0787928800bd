"""Loops and comprehensions: known sequences item by item, others once with any item."""

from __future__ import annotations

from collections.abc import Callable

from truthcheck.claims import ir
from truthcheck.claims.engine.alternatives import one_of, plain
from truthcheck.claims.engine.assign import assign
from truthcheck.claims.engine.containers import element
from truthcheck.claims.engine.dispatch import evaluate, execute
from truthcheck.claims.engine.frame import Frame
from truthcheck.claims.engine.memory import Loop, merge
from truthcheck.claims.engine.templates import known
from truthcheck.claims.engine.values import DictCell, Item, ListCell, Ref, Stream, Val
from truthcheck.model.reason import Reason, Why
from truthcheck.model.value import Literal, Unknown

MAX_ITEMS = 16  # items of a known sequence that a loop is unrolled for
MAX_NESTED = 2  # loops inside each other whose body is evaluated twice


def items_of(iterable: Val | None, frame: Frame) -> tuple[Val, ...] | None:
    """The items in order when all are known and few; None otherwise."""
    cell = frame.cell(iterable) if isinstance(iterable, Ref) else None
    match cell:
        case ListCell(items, None) if len(items) <= MAX_ITEMS:
            return items
        case DictCell(items, None) if len(items) <= MAX_ITEMS and all(i.always for i in items.values()):
            return tuple(Literal(key, item.at) for key, item in items.items())
        case _:
            return None


Enter = Callable[[Val], None]


def loop(frame: Frame, iterable: Val | None, enter: Enter, statement: ir.For | ir.While) -> bool:
    """Evaluate a loop. `enter` binds the target; a while loop passes None as iterable."""
    start = frame.state
    this = Loop(start.heap)
    frame.loops.append(this)
    frame.state = start.fork()
    items = items_of(plain(iterable), frame) if iterable is not None else None
    if items is not None:
        alive = all(_round(frame, this, lambda i=item: enter(i), statement.body) for item in items)  # type: ignore[misc]
    else:
        _any_times(frame, this, iterable, enter, statement.body)
        alive = True
    frame.loops.pop()
    if alive and statement.orelse:
        alive = execute(statement.orelse, frame)
    ends = [*this.breaks, frame.state] if alive else this.breaks
    frame.state = start
    if ends:
        merge(start, ends, start.heap)
    return bool(ends)


def _round(frame: Frame, this: Loop, enter: Callable[[], None], body: ir.Block) -> bool:
    """One round of the body; the state afterwards joins what `continue` left."""
    before = frame.state
    frame.state = before.fork()
    this.round, this.continues = before.heap, []
    frame.choice = None
    enter()
    ends = [frame.state] if execute(body, frame) else []
    ends.extend(this.continues)
    frame.state = before
    if ends:
        merge(before, ends, before.heap)
    return bool(ends)


def _any_times(frame: Frame, this: Loop, iterable: Val | None, enter: Enter, body: ir.Block) -> None:
    """An unknown number of rounds: none, one, or one after another."""
    item = element(iterable, frame) if iterable is not None else Unknown(Reason(Why.LOOP))
    # Twice: what the end of the body changes is there at the start of the next round.
    for _ in range(2 if len(frame.loops) <= MAX_NESTED else 1):
        before = frame.state
        frame.state = before.fork()
        ends = [before.fork()]
        if _round(frame, this, lambda: enter(item), body):
            ends.append(frame.state)
        frame.state = before
        merge(before, ends, before.heap)


def comprehension(expr: ir.Comp, frame: Frame) -> Val:
    """A comprehension's value; its variables do not leak."""
    saved = dict(frame.state.names)
    results: list[tuple[Val | None, Val]] = []

    def fill(depth: int) -> bool:
        """Evaluate from the loop at `depth` inwards; whether the number of results is known."""
        if depth == len(expr.loops):
            key = evaluate(expr.key, frame) if expr.key is not None else None
            results.append((key, evaluate(expr.element, frame)))
            return True
        return _rounds(expr.loops[depth], frame, lambda: fill(depth + 1))

    choice, frame.choice = frame.choice, None
    complete = fill(0)
    frame.choice = choice
    frame.state.names.clear()
    frame.state.names.update(saved)
    return _collected(expr, results, complete, frame)


def _rounds(part: ir.CompFor, frame: Frame, inner: Callable[[], bool]) -> bool:
    iterable = evaluate(part.iter, frame)
    items = items_of(plain(iterable), frame)
    complete = items is not None
    for item in items if items is not None else (element(iterable, frame),):
        assign(part.target, item, frame)
        answers = [frame.meaning.truth(evaluate(condition, frame), frame) for condition in part.conditions]
        if any(answer is False for answer in answers):
            continue
        complete = inner() and complete and all(answer is True for answer in answers)
    return complete


def _collected(expr: ir.Comp, results: list[tuple[Val | None, Val]], complete: bool, frame: Frame) -> Val:
    at = frame.span(expr.at)
    why = (
        None
        if complete
        else Unknown(Reason(Why.BUILT_IN_LOOP, frame.meaning.label(expr.loops[0].iter) or "a value"), at)
    )
    if expr.kind == "dict":
        items: dict[str, Item] = {}
        for key, value in results:
            name = known(key) if key is not None else None
            if name is None:
                why = why or Unknown(Reason(Why.KEY_UNKNOWN), at)
            else:
                items[name] = Item(value, at, complete)
        return frame.new(DictCell(items, why, at))
    values = tuple(value for _, value in results)
    if expr.kind == "generator" and not complete:
        return Stream(one_of(list(values))) if values else Stream(Unknown(Reason(Why.NOTHING_YIELDED)))
    return frame.new(ListCell(values, why, at))
