"""Loops and comprehensions: known sequences item by item, others once with any item."""

from __future__ import annotations

from collections.abc import Callable

from truthcheck.claims import ir
from truthcheck.claims.domain import DictCell, Item, ListCell, Ref, Stream, Val, one_of, plain
from truthcheck.claims.operators import label
from truthcheck.claims.state import Frame, State, join
from truthcheck.claims.text import known
from truthcheck.model.value import Unknown

MAX_ITEMS = 16  # items of a known sequence that a loop is unrolled for
MAX_NESTED = 2  # loops inside each other whose body is evaluated twice


def items_of(iterable: Val | None, frame: Frame) -> tuple[Val, ...] | None:
    """The items in order when all are known and few; None otherwise."""
    cell = frame.cell(iterable) if isinstance(iterable, Ref) else None
    match cell:
        case ListCell(items, None) if len(items) <= MAX_ITEMS:
            return items
        case DictCell(items, None) if len(items) <= MAX_ITEMS and all(i.always for i in items.values()):
            from truthcheck.model.value import Literal

            return tuple(Literal(key, item.at) for key, item in items.items())
        case _:
            return None


def loop(
    frame: Frame,
    iterable: Val | None,
    enter: Callable[[Val], None],
    body: ir.Block,
    orelse: ir.Block,
    execute: Callable[[ir.Block, Frame], bool],
) -> bool:
    """Evaluate a loop. `enter` binds the target; a while loop passes None as iterable."""
    breaks: list[State] = []
    known_items = items_of(plain(iterable) if iterable is not None else None, frame)
    if known_items is not None:
        alive = _unrolled(frame, known_items, enter, body, breaks, execute)
    else:
        alive = _any_times(frame, iterable, enter, body, breaks, execute)
    if alive and orelse:
        alive = execute(orelse, frame)
    ends = [*breaks, frame.state.fork()] if alive else breaks
    if not ends:
        return False
    joined = ends[0]
    for end in ends[1:]:
        joined = join(joined, end, frame.run.heap)
    frame.state.become(joined)
    return True


def _pass(frame: Frame, body: ir.Block, breaks: list[State], execute: Callable[[ir.Block, Frame], bool]) -> bool:
    """One round of the body; the state afterwards joins what `continue` left."""
    continues: list[State] = []
    frame.loops.append((breaks, continues))
    alive = execute(body, frame)
    frame.loops.pop()
    ends = [*continues, frame.state.fork()] if alive else continues
    if not ends:
        return False
    joined = ends[0]
    for end in ends[1:]:
        joined = join(joined, end, frame.run.heap)
    frame.state.become(joined)
    return True


def _unrolled(
    frame: Frame,
    items: tuple[Val, ...],
    enter: Callable[[Val], None],
    body: ir.Block,
    breaks: list[State],
    execute: Callable[[ir.Block, Frame], bool],
) -> bool:
    for item in items:
        enter(item)
        if not _pass(frame, body, breaks, execute):
            return False
    return True


def _any_times(
    frame: Frame,
    iterable: Val | None,
    enter: Callable[[Val], None],
    body: ir.Block,
    breaks: list[State],
    execute: Callable[[ir.Block, Frame], bool],
) -> bool:
    from truthcheck.claims.containers import element

    item = element(iterable, frame) if iterable is not None else Unknown("a loop")
    # Twice: what the end of the body changes is there at the start of the next round.
    rounds = 2 if len(frame.loops) < MAX_NESTED else 1
    for _ in range(rounds):
        before = frame.state.fork()
        enter(item)
        if not _pass(frame, body, breaks, execute):
            frame.state.become(before)
            return True
        frame.state.become(join(before, frame.state, frame.run.heap))
    return True


def comprehension(expr: ir.Comp, frame: Frame) -> Val:
    """A comprehension's value; its variables do not leak."""
    from truthcheck.claims.evaluate import evaluate

    saved = dict(frame.state.names)
    results: list[tuple[Val | None, Val]] = []

    def fill(depth: int) -> bool:
        """Evaluate from the loop at `depth` inwards; whether the number of results is known."""
        if depth == len(expr.loops):
            key = evaluate(expr.key, frame) if expr.key is not None else None
            results.append((key, evaluate(expr.element, frame)))
            return True
        return _rounds(expr.loops[depth], frame, lambda: fill(depth + 1))

    complete = fill(0)
    frame.state.names.clear()
    frame.state.names.update(saved)
    return _collected(expr, results, complete, frame)


def _rounds(part: ir.CompFor, frame: Frame, inner: Callable[[], bool]) -> bool:
    from truthcheck.claims.containers import element
    from truthcheck.claims.evaluate import evaluate
    from truthcheck.claims.execute import assign
    from truthcheck.claims.operators import truth

    iterable = evaluate(part.iter, frame)
    items = items_of(plain(iterable), frame)
    complete = items is not None
    for item in items if items is not None else (element(iterable, frame),):
        assign(part.target, item, frame)
        answers = [truth(evaluate(condition, frame), frame) for condition in part.conditions]
        if any(answer is False for answer in answers):
            continue
        complete = inner() and complete and all(answer is True for answer in answers)
    return complete


def _collected(expr: ir.Comp, results: list[tuple[Val | None, Val]], complete: bool, frame: Frame) -> Val:
    at = frame.span(expr.at)
    why = None if complete else Unknown(f"it is built in a loop over `{label(expr.loops[0].iter) or 'a value'}`", at)
    if expr.kind == "dict":
        items: dict[str, Item] = {}
        for key, value in results:
            name = known(key) if key is not None else None
            if name is None:
                why = why or Unknown("a key is not a known text", at)
            else:
                items[name] = Item(value, at, complete)
        return frame.new(DictCell(items, why, at))
    values = tuple(value for _, value in results)
    if expr.kind == "generator" and not complete:
        return Stream(one_of(list(values))) if values else Stream(Unknown("nothing is yielded"))
    return frame.new(ListCell(values, why, at))
