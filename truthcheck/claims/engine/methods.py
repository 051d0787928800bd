"""Methods of values that are no objects of the project: who the receiver is decides who answers."""

from __future__ import annotations

from truthcheck.claims import ir
from truthcheck.claims.engine.alternatives import plain
from truthcheck.claims.engine.arguments import Arguments
from truthcheck.claims.engine.escape import escape
from truthcheck.claims.engine.frame import Frame
from truthcheck.claims.engine.values import (
    Data,
    DictCell,
    Encoded,
    ListCell,
    Method,
    ObjectCell,
    Prepared,
    Ref,
    Sent,
    SuperVal,
    Val,
)
from truthcheck.model.location import Span
from truthcheck.model.reason import Reason, Why
from truthcheck.model.value import Literal, Template, Typed, Unknown


def call_method(method: Method, args: Arguments, frame: Frame, at: Span, expr: ir.CallExpr) -> Val:
    """What `receiver.name(...)` gives."""
    known = _known(plain(method.receiver), method, args, frame, at, expr)
    if known is not None:
        return known
    escape(args, frame, method.name)
    return Unknown(Reason(Why.CALL_NOT_FOLLOWED, method.name), at)


def _known(receiver: Val, method: Method, args: Arguments, frame: Frame, at: Span, expr: ir.CallExpr) -> Val | None:
    meaning, name = frame.meaning, method.name
    match receiver:
        case Ref():
            return _on_cell(receiver, name, args, frame, at, expr)
        case Literal() | Template() | Typed("string") | Typed("file"):
            return meaning.on_text(receiver, name, args, frame, at)
        case Encoded():
            return meaning.on_encoded(receiver, name, args, frame, at)
        case Sent():
            return frame.run.sinks.call_response(receiver, name, frame)
        case Data():
            return meaning.on_reply(receiver, name, args, frame, at)
        case SuperVal():
            return meaning.on_super(receiver, name, args, frame, at, expr)
        case Prepared():
            return frame.run.sinks.call_prepared(receiver, name)
        case Unknown():
            return frame.run.sinks.call_unnamed(method, args, frame, at, expr)
        case _:
            return None


def _on_cell(ref: Ref, name: str, args: Arguments, frame: Frame, at: Span, expr: ir.CallExpr) -> Val | None:
    match frame.cell(ref):
        case DictCell() as cell:
            return frame.meaning.on_mapping(ref, cell, name, args, frame, at)
        case ListCell() as items:
            return frame.meaning.on_sequence(ref, items, name, args, frame, at)
        case ObjectCell() as thing:
            return _on_object(ref, thing, name, args, frame, at, expr)
        case _:
            return None


def _on_object(
    ref: Ref, cell: ObjectCell, name: str, args: Arguments, frame: Frame, at: Span, expr: ir.CallExpr
) -> Val | None:
    if cell.session is not None:
        sent = frame.run.sinks.call_session(cell.session, ref, name, args, frame, at, expr)
        if sent is not None:
            return sent
        if args.positional and isinstance(args.positional[0], Prepared):
            return args.positional[0]  # `session.prepare_request(request)`
    return frame.meaning.on_object(ref, name, args, frame, at)
