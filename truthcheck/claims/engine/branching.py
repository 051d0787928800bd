"""Expressions that decide what is evaluated: logic, comparisons, conditionals."""

from __future__ import annotations

from truthcheck.claims import ir
from truthcheck.claims.engine.alternatives import members, one_of
from truthcheck.claims.engine.dispatch import evaluate
from truthcheck.claims.engine.frame import Frame
from truthcheck.claims.engine.memory import State, merge, merge_heaps
from truthcheck.claims.engine.refine import asked, assume
from truthcheck.claims.engine.templates import is_nothing
from truthcheck.claims.engine.values import Assumed, Val
from truthcheck.model.value import Literal, Typed


def logic(expr: ir.Logic, frame: Frame) -> Val:
    choice, frame.choice = frame.choice, None  # an operand may depend on those before it
    value = _logic(expr, frame)
    frame.choice = choice
    return value


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
    if expr.op == "??":
        return _coalesced(expr, frame)
    stop = expr.op == "or"
    options: list[Val] = []
    for operand in expr.values[:-1]:
        value = evaluate(operand, frame)
        answer = frame.meaning.truth(value, frame)
        if answer is stop:
            return one_of([*options, value])
        if answer is None:
            options.extend(_may_be(value, stop, frame))
    last = _operand(expr.values[-1], frame, not options)
    # `setting or "https://..."`: when the left is only a default, the right is one too.
    return one_of([*options, last]) if options else last


def _coalesced(expr: ir.Logic, frame: Frame) -> Val:
    """`left ?? right`: the first that is something."""
    options: list[Val] = []
    for operand in expr.values[:-1]:
        value = _operand(operand, frame, not options)
        options.extend(member for member in members(value) if not is_nothing(member))
        if not any(_may_be_nothing(member, frame) for member in members(value)):
            return one_of(options)
    last = _operand(expr.values[-1], frame, not options)
    return one_of([*options, last]) if options else last


def _may_be_nothing(value: Val, frame: Frame) -> bool:
    return is_nothing(value) or frame.meaning.compare("is", value, Literal(None), frame) is not False


def _operand(expr: ir.Expr, frame: Frame, certain: bool) -> Val:
    """An operand that is reached for certain, or perhaps: then what it assigns is perhaps not assigned."""
    if certain or not isinstance(expr, ir.AssignExpr):
        return evaluate(expr, frame)
    start = frame.state
    frame.state = start.fork()
    value = evaluate(expr, frame)
    reached, frame.state = frame.state, start
    merge(start, [start.fork(), reached], start.heap)
    return value


def _may_be(value: Val, wanted: bool, frame: Frame) -> list[Val]:
    """The alternatives of an operand that can be the result of the whole."""
    if isinstance(value, Assumed) and frame.meaning.truth(value.value, frame) is not wanted:
        return []
    return [m for m in members(value) if frame.meaning.truth(m, frame) is not (not wanted)]


def compare(expr: ir.Compare, frame: Frame) -> Val:
    left = evaluate(expr.left, frame)
    answers: list[bool | None] = []
    for op, operand in expr.rest:
        right = evaluate(operand, frame)
        answers.append(frame.meaning.compare(op, left, right, frame))
        left = right
    if all(answer is True for answer in answers):
        return Literal(True)
    return Literal(False) if any(answer is False for answer in answers) else Typed("boolean")


def cond(expr: ir.Cond, frame: Frame) -> Val:
    answer = frame.meaning.truth(evaluate(expr.test, frame), frame)
    if answer is not None:
        return evaluate(expr.body if answer else expr.orelse, frame)
    choice, frame.choice = frame.choice, None
    value = _either(expr, frame)
    frame.choice = choice
    return value


def _either(expr: ir.Cond, frame: Frame) -> Val:
    """What is not decided may be one or the other."""
    start = frame.state
    values: list[Val] = []
    ends: list[State] = []
    for outcome, branch in ((True, expr.body), (False, expr.orelse)):
        frame.state = start.fork()
        assume(expr.test, outcome, frame)
        value = evaluate(branch, frame)
        if not _is_unset(branch, start):
            values.append(value)
        ends.append(frame.state)
    frame.state = start
    # What the branches narrow does not outlast them; what they write does.
    start.heap.cells.update(merge_heaps([end.heap for end in ends], start.heap))
    return one_of(values or [value])


def _is_unset(branch: ir.Expr, before: State) -> bool:
    """`given if given is not None else made()`, as for `given or made()`: what nobody gives is not what it is."""
    held = before.names.get(branch.id) if isinstance(branch, ir.Name) else None
    return isinstance(held, Assumed) and is_nothing(held.value)
