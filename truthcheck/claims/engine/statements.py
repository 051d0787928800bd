"""Statements: how a block changes the state. Branches fork and join; nothing is run."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from truthcheck.claims import ir
from truthcheck.claims.engine.alternatives import plain
from truthcheck.claims.engine.assign import assign, entered, import_, import_from
from truthcheck.claims.engine.containers import drop_index
from truthcheck.claims.engine.dispatch import evaluate, execute
from truthcheck.claims.engine.frame import Frame
from truthcheck.claims.engine.functions import around, defined
from truthcheck.claims.engine.loops import loop
from truthcheck.claims.engine.memory import State, merge
from truthcheck.claims.engine.refine import asked, assume
from truthcheck.claims.engine.values import ClassVal, FuncVal
from truthcheck.model.call import Junction
from truthcheck.model.reason import Reason, Why
from truthcheck.model.value import Literal, Unknown


def _assign(statement: ir.Assign, frame: Frame) -> bool:
    value = evaluate(statement.value, frame)
    for target in statement.targets:
        assign(target, value, frame)
    return True


def _aug_assign(statement: ir.AugAssign, frame: Frame) -> bool:
    left = evaluate(statement.target, frame)
    right = evaluate(statement.value, frame)
    names = (frame.meaning.label(statement.target), frame.meaning.label(statement.value))
    at = frame.span(statement.at)
    assign(statement.target, frame.meaning.binary(statement.op, left, right, names, at, frame), frame)
    return True


def _ann_assign(statement: ir.AnnAssign, frame: Frame) -> bool:
    if statement.value is None:
        return True
    value = evaluate(statement.value, frame)
    if isinstance(plain(value), Unknown) and frame.func is not None:
        value = frame.meaning.annotated(statement.annotation, frame, frame.meaning.label(statement.target)) or value
    assign(statement.target, value, frame)
    return True


def _expression(statement: ir.ExprStmt, frame: Frame) -> bool:
    evaluate(statement.value, frame)
    return True


def _return(statement: ir.Return, frame: Frame) -> bool:
    value = evaluate(statement.value, frame) if statement.value is not None else Literal(None)
    frame.returns.append((value, frame.state.snapshot(frame.base)))
    return False


def _apart(run: Callable[[Any, Frame], bool]) -> Callable[[Any, Frame], bool]:
    """A statement with conditions of its own: nothing before or in it is told apart behind it."""

    def take(statement: Any, frame: Frame) -> bool:
        frame.choice = None
        reached = run(statement, frame)
        frame.choice = None
        return reached

    return take


def _if(statement: ir.If, frame: Frame) -> bool:
    answer = frame.meaning.truth(evaluate(statement.test, frame), frame)
    if answer is not None:
        return execute(statement.body if answer else statement.orelse, frame)
    fails = frame.run.sinks.failing(statement.test, frame)
    alive: list[bool] = []
    before = {name: frame.state.names.get(name) for name in asked(statement.test, frame)}
    kept = set(before)

    def way(outcome: bool, block: ir.Block) -> Callable[[], bool]:
        def take() -> bool:
            frame.choice = None
            assume(statement.test, outcome, frame)
            inside = {name: frame.state.names.get(name) for name in before}
            frame.run.failing += fails is outcome
            alive.append(execute(block, frame))
            frame.run.failing -= fails is outcome
            kept.difference_update(name for name in before if frame.state.names.get(name) is not inside[name])
            return alive[-1]

        return take

    reached = branches(frame, way(True, statement.body), way(False, statement.orelse))
    if all(alive):  # whichever class it was, behind the branches it is what it was
        frame.state.names.update((name, value) for name in kept if (value := before[name]) is not None)
    if fails is not None and not alive[1 if fails else 0]:
        # `if reply.ok: return ...`: from here on, the exchange has failed.
        frame.failed += 1
        frame.run.failing += 1
    frame.choice = _junction(statement, fails, alive, frame)
    return reached


def _junction(statement: ir.If, fails: bool | None, alive: list[bool], frame: Frame) -> Junction | None:
    """What the ways of a condition assign is all met behind it, where none of them ends or handles a failure."""
    return frame.junction(statement.at) if fails is None and len(alive) == 2 and all(alive) else None


def branches(frame: Frame, *ways: Callable[[], bool]) -> bool:
    """Evaluate each way from the present state and join those that reach their end."""
    start = frame.state
    ends: list[State] = []
    for way in ways:
        frame.state = start.fork()
        if way():
            ends.append(frame.state)
    frame.state = start
    if ends:
        merge(start, ends, start.heap)
    return bool(ends)


def _for(statement: ir.For, frame: Frame) -> bool:
    iterable = evaluate(statement.iter, frame)
    return loop(frame, iterable, lambda item: assign(statement.target, item, frame), statement)


def _while(statement: ir.While, frame: Frame) -> bool:
    answer = frame.meaning.truth(evaluate(statement.test, frame), frame)
    if answer is False:
        return execute(statement.orelse, frame)
    return loop(frame, None, lambda _: assume(statement.test, True, frame), statement)


def _try(statement: ir.Try, frame: Frame) -> bool:
    start = frame.state
    frame.state = body = start.fork()
    guarded, frame.run.guarded = frame.run.guarded, frame.run.guarded + frame.run.sinks.guards(statement, frame)
    careful = frame.run.sinks.catches(statement, frame)
    frame.run.careful += careful
    done = execute(statement.body, frame)
    frame.run.careful -= careful
    # The exception may come at any point of the body: handlers see what held before it or after it.
    anywhere = start.fork()
    merge(anywhere, [anywhere.fork(), body], start.heap)
    ends = [body] if done and execute(statement.orelse, frame) else []
    for handler in statement.handlers:
        frame.state = anywhere.fork()
        if handler.name:
            frame.state.names[handler.name] = Unknown(Reason(Why.EXCEPTION))
        if execute(handler.body, frame):
            ends.append(frame.state)
    frame.run.guarded = guarded
    frame.state = start
    if ends:
        merge(start, ends, start.heap)
    return execute(statement.final, frame) and bool(ends)


def _with(statement: ir.With, frame: Frame) -> bool:
    for context, target in statement.items:
        value = entered(evaluate(context, frame), frame)
        if target is not None:
            assign(target, value, frame)
    expects = frame.run.sinks.expects_failure(statement, frame)
    frame.run.guarded += expects
    alive = execute(statement.body, frame)
    frame.run.guarded -= expects
    return alive


def _function(statement: ir.FuncDef, frame: Frame) -> bool:
    for decorator in statement.decorators:
        evaluate(decorator, frame)
    owner = frame.owner if frame.in_class else None
    frame.state.names[statement.name] = defined(FuncVal(statement, frame.module, around(frame), owner), frame)
    return True


def _class(statement: ir.ClassDef, frame: Frame) -> bool:
    bases = tuple(evaluate(base, frame) for base in statement.bases)
    cls = ClassVal(statement, frame.module, bases, {})
    inner = Frame(frame.run, frame.module, State(cls.names, frame.state.heap), chain=frame.chain)
    inner.base = frame.base
    inner.closure = around(frame)
    inner.owner, inner.in_class, inner.active = cls, True, frame.active
    execute(statement.body, inner)
    frame.state.names[statement.name] = defined(cls, frame)
    return True


def _match(statement: ir.Match, frame: Frame) -> bool:
    subject = evaluate(statement.subject, frame)
    ways: list[Callable[[], bool]] = []
    certain = False
    for case in statement.cases:
        answers = [frame.meaning.compare("==", subject, evaluate(value, frame), frame) for value in case.values]
        if answers and all(answer is False for answer in answers):
            continue
        ways.append(_case(case, frame))
        certain = case.guard is None and (not case.values or any(answer is True for answer in answers))
        if certain:
            break
    if not certain:
        ways.append(lambda: True)
    return branches(frame, *ways)


def _case(case: ir.Case, frame: Frame) -> Callable[[], bool]:
    def way() -> bool:
        for name in case.names:
            frame.state.names[name] = Unknown(Reason(Why.BOUND_BY_PATTERN, name))
        if case.guard is not None:
            evaluate(case.guard, frame)
        return execute(case.body, frame)

    return way


def _raise(statement: ir.Raise, frame: Frame) -> bool:
    if statement.value is not None:
        frame.run.failing += 1  # what goes into an exception is read of a failed reply
        evaluate(statement.value, frame)
        if statement.cause is not None:
            evaluate(statement.cause, frame)
        frame.run.failing -= 1
    return False


def _delete(statement: ir.Delete, frame: Frame) -> bool:
    for target in statement.targets:
        match target:
            case ir.Subscript(container, key):
                drop_index(evaluate(container, frame), evaluate(key, frame), frame)
            case ir.Name(name):
                frame.state.names.pop(name, None)
            case _:
                continue
    return True


def _assert(statement: ir.Assert, frame: Frame) -> bool:
    evaluate(statement.test, frame)
    if statement.message is not None:
        evaluate(statement.message, frame)
    assume(statement.test, True, frame)
    return True


def _scope(statement: ir.OuterNames, frame: Frame) -> bool:
    if statement.kind == "global":
        frame.globals.update(statement.names)
    return True


def _jump(statement: ir.Jump, frame: Frame) -> bool:
    if statement.kind == "pass" or not frame.loops:
        return True
    loop = frame.loops[-1]
    if statement.kind == "break":
        loop.breaks.append(frame.state.snapshot(loop.start))
    else:
        loop.continues.append(frame.state.snapshot(loop.round))
    return False


BY_TYPE: dict[type, Callable[[Any, Frame], bool]] = {
    ir.Assign: _assign,
    ir.AugAssign: _aug_assign,
    ir.AnnAssign: _ann_assign,
    ir.ExprStmt: _expression,
    ir.Return: _return,
    ir.If: _if,
    ir.For: _apart(_for),
    ir.While: _apart(_while),
    ir.Try: _apart(_try),
    ir.With: _with,
    ir.FuncDef: _function,
    ir.ClassDef: _class,
    ir.Import: import_,
    ir.ImportFrom: import_from,
    ir.Match: _apart(_match),
    ir.Raise: _raise,
    ir.Delete: _delete,
    ir.Assert: _apart(_assert),
    ir.OuterNames: _scope,
    ir.Jump: _jump,
}
