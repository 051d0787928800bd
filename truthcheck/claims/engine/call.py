"""Calls: who is called decides what happens. Functions of the project are followed, libraries are known by rule."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from truthcheck.claims import ir
from truthcheck.claims.engine.alternatives import one_of
from truthcheck.claims.engine.arguments import Arguments
from truthcheck.claims.engine.escape import escape
from truthcheck.claims.engine.frame import Frame
from truthcheck.claims.engine.functions import invoke
from truthcheck.claims.engine.methods import call_method
from truthcheck.claims.engine.values import (
    Assumed,
    Bound,
    ClassVal,
    Data,
    Encoded,
    External,
    Fake,
    FuncVal,
    Item,
    Method,
    ObjectCell,
    Partial,
    Ref,
    SdkValue,
    Several,
    Val,
)
from truthcheck.model.location import Span
from truthcheck.model.reason import Reason, Why
from truthcheck.model.value import Unknown


def call(func: Val, args: Arguments, frame: Frame, at: Span, expr: ir.CallExpr) -> Val:
    """What calling `func` gives. Exchanges met on the way are recorded in the run."""
    return _BY_TYPE.get(type(func), _unknown)(func, args, frame, at, expr)


def _several(func: Several, args: Arguments, frame: Frame, at: Span, expr: ir.CallExpr) -> Val:
    mixed = frame.run.sinks.is_mixed(func.members)  # names of one receiver are no names of another
    frame.run.guarded += mixed
    value = one_of([call(member, args, frame, at, expr) for member in func.members])
    frame.run.guarded -= mixed
    return value


def _function(func: FuncVal, args: Arguments, frame: Frame, at: Span, expr: ir.CallExpr) -> Val:
    return invoke(func, args, None, frame, at)


def _bound(func: Bound, args: Arguments, frame: Frame, at: Span, expr: ir.CallExpr) -> Val:
    return invoke(func.func, args, func.receiver, frame, at)


def _class(func: ClassVal, args: Arguments, frame: Frame, at: Span, expr: ir.CallExpr) -> Val:
    if frame.run.packages:
        frame.run.sinks.made(func, args, frame, at, expr)
    return frame.meaning.instantiate(func, args, frame, at)


def _partial(func: Partial, args: Arguments, frame: Frame, at: Span, expr: ir.CallExpr) -> Val:
    known = {key: Item(value, None) for key, value in func.keywords}
    merged = Arguments([*func.args, *args.positional], {**known, **args.keywords}, args.rest)
    return call(func.func, merged, frame, at, expr)


def _external(func: External, args: Arguments, frame: Frame, at: Span, expr: ir.CallExpr) -> Val:
    name = frame.run.sinks.canonical(func.name, frame)
    known = frame.meaning.functions.get(name)
    if known is not None:
        return known(args, frame, at)
    sent = frame.run.sinks.call_client(name, args, frame, at, expr)
    if sent is not None:
        return sent
    if name not in frame.meaning.harmless:
        escape(args, frame, name)
    return External(name + "()")


def _sdk(func: SdkValue, args: Arguments, frame: Frame, at: Span, expr: ir.CallExpr) -> Val:
    return frame.run.sinks.call(func, args, frame, at, expr)


def _encoded(func: Encoded, args: Arguments, frame: Frame, at: Span, expr: ir.CallExpr) -> Val:
    return func  # `await response.text()`: the text was already taken at `.text`


def _data(func: Data, args: Arguments, frame: Frame, at: Span, expr: ir.CallExpr) -> Val:
    """A whole reply that its client gives by an attribute and by a method alike; else something in a reply."""
    return _unknown(func, args, frame, at, expr) if func.path else func


def _assumed(func: Assumed, args: Arguments, frame: Frame, at: Span, expr: ir.CallExpr) -> Val:
    return call(func.value, args, frame, at, expr)


def _object(ref: Ref, args: Arguments, frame: Frame, at: Span, expr: ir.CallExpr) -> Val:
    cell = frame.cell(ref)
    value = frame.meaning.call_object(ref, cell, args, frame, at) if isinstance(cell, ObjectCell) else None
    return value if value is not None else _unknown(ref, args, frame, at, expr)


def _fake(func: Fake, args: Arguments, frame: Frame, at: Span, expr: ir.CallExpr) -> Val:
    return frame.run.sinks.call_fake(func, args, frame, at, expr)


def _unknown(func: Val, args: Arguments, frame: Frame, at: Span, expr: ir.CallExpr) -> Val:
    name = frame.meaning.label(expr.func)
    escape(args, frame, name)
    return Unknown(Reason(Why.CALL_NOT_FOLLOWED, name or "a call"), at)


_BY_TYPE: dict[type, Callable[[Any, Arguments, Frame, Span, ir.CallExpr], Val]] = {
    Several: _several,
    FuncVal: _function,
    Bound: _bound,
    ClassVal: _class,
    Partial: _partial,
    External: _external,
    SdkValue: _sdk,
    Method: call_method,
    Encoded: _encoded,
    Data: _data,
    Assumed: _assumed,
    Ref: _object,
    Fake: _fake,
}
