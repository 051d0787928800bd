"""Calls: who is called decides what happens. Functions of the project are followed, libraries are known by rule."""

from __future__ import annotations

from truthcheck.claims import ir
from truthcheck.claims.engine.alternatives import one_of
from truthcheck.claims.engine.arguments import Arguments
from truthcheck.claims.engine.frame import Frame
from truthcheck.claims.engine.functions import instantiate, invoke
from truthcheck.claims.engine.values import (
    Assumed,
    Bound,
    ClassVal,
    DictCell,
    Encoded,
    External,
    FuncVal,
    Item,
    ListCell,
    Method,
    ObjectCell,
    Partial,
    Ref,
    Sdk,
    Several,
    Val,
)
from truthcheck.claims.languages.python.meaning.library import FUNCTIONS
from truthcheck.claims.languages.python.meaning.methods import call_method
from truthcheck.claims.languages.python.meaning.operators import label
from truthcheck.claims.sinks import replies, sdk_chains, sdk_subclasses
from truthcheck.claims.sinks.send import open_session, send
from truthcheck.model.location import Span
from truthcheck.model.reason import Reason, Why
from truthcheck.model.value import Unknown


def call(func: Val, args: Arguments, frame: Frame, at: Span, expr: ir.CallExpr) -> Val:
    """What calling `func` gives. Exchanges met on the way are recorded in the run."""
    match func:
        case Several(found):
            mixed = sdk_chains.is_mixed(found)  # names of one receiver are no names of another
            frame.run.guarded += mixed
            value = one_of([call(member, args, frame, at, expr) for member in found])
            frame.run.guarded -= mixed
            return value
        case FuncVal():
            return invoke(func, args, None, frame, at)
        case Bound(method, receiver):
            return invoke(method, args, receiver, frame, at)
        case ClassVal():
            if frame.run.packages:
                sdk_subclasses.made(func, args, frame, at, expr)
            return instantiate(func, args, frame, at)
        case Partial(inner, positional, keywords):
            known = {key: Item(value, None) for key, value in keywords}
            merged = Arguments([*positional, *args.positional], {**known, **args.keywords}, args.rest)
            return call(inner, merged, frame, at, expr)
        case External(name):
            return _external(name, args, frame, at, expr)
        case Sdk():
            return sdk_chains.call(func, args, frame, at, expr)
        case Method():
            return call_method(func, args, frame, at, expr)
        case Encoded():  # `await response.text()`: the text was already taken at `.text`
            return func
        case Assumed(value):
            return call(value, args, frame, at, expr)
        case Ref():
            return _call_object(func, args, frame, at, expr)
        case _:
            escape(args, frame, label(expr.func))
            return Unknown(Reason(Why.CALL_NOT_FOLLOWED, label(expr.func) or "a call"), at)


def _external(name: str, args: Arguments, frame: Frame, at: Span, expr: ir.CallExpr) -> Val:
    name = frame.run.clients.canonical(name)
    if name in ("hasattr", "getattr"):
        sdk_chains.asked(name, args, frame)
    if name in ("isinstance", "type"):
        replies.narrowed(args, frame)
    known = FUNCTIONS.get(name)
    if known is not None:
        return known(args, frame, at)
    rule = frame.run.clients.sends.get(name)
    if rule is not None:
        return send(rule, None, args, frame, at, expr)
    session = frame.run.clients.sessions.get(name)
    if session is not None:
        return open_session(session, None, args, frame)
    if name not in _HARMLESS:
        escape(args, frame, name)
    return External(name + "()")


def _call_object(ref: Ref, args: Arguments, frame: Frame, at: Span, expr: ir.CallExpr) -> Val:
    from truthcheck.claims.engine.objects import attribute

    if isinstance(frame.cell(ref), ObjectCell):
        target = attribute(ref, "__call__", at, frame)
        if isinstance(target, Bound):
            return call(target, args, frame, at, expr)
    escape(args, frame, label(expr.func))
    return Unknown(Reason(Why.CALL_NOT_FOLLOWED, label(expr.func) or "a call"), at)


# Builtins and library functions that only read their arguments.
_HARMLESS = frozenset(
    (
        "print",
        "repr",
        "hash",
        "id",
        "type",
        "isinstance",
        "issubclass",
        "callable",
        "format",
        "hasattr",
        "min",
        "max",
        "sum",
        "any",
        "all",
    )
)


def escape(args: Arguments, frame: Frame, name: str) -> None:
    """Code we do not read gets these objects and may add to them."""
    for value in args.values():
        opened(value, frame, Unknown(Reason(Why.HANDED_TO, name or "a function")))


def opened(value: Val, frame: Frame, why: Unknown) -> None:
    """Mark a mutable object: it may hold more than was seen."""
    if not isinstance(value, Ref):
        return
    match frame.cell(value):
        case DictCell(rest=None) as cell:
            frame.store(value, cell._replace(rest=why))
        case ListCell(rest=None) as cell:
            frame.store(value, cell._replace(rest=why))
        case ObjectCell(open=False) as cell:
            frame.store(value, cell._replace(open=True))
        case _:
            return
