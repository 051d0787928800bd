"""HTTP clients in the hands of the engine: functions that send or open a session, and their names."""

from __future__ import annotations

from truthcheck.claims import ir
from truthcheck.claims.engine.arguments import Arguments
from truthcheck.claims.engine.frame import Frame
from truthcheck.claims.engine.values import Prepared, Ref, Val
from truthcheck.claims.sinks.carriers import carried
from truthcheck.claims.sinks.mocks import call_mock
from truthcheck.claims.sinks.send import send
from truthcheck.claims.sinks.sessions import open_session
from truthcheck.model.location import Span
from truthcheck.rulebook.clients import SessionRule


def canonical(dotted: str, frame: Frame) -> str:
    """The name under which the rules know it."""
    return frame.run.clients.canonical(dotted)


def call_client(dotted: str, args: Arguments, frame: Frame, at: Span, expr: ir.CallExpr) -> Val | None:
    """Send, open a session, or carry a part of a request on, when the rules know the function; else None."""
    rule = frame.run.clients.sends.get(dotted)
    if rule is not None:
        return send(rule, None, args, frame, at, expr)
    session = frame.run.clients.sessions.get(dotted)
    if session is not None:
        return open_session(session, None, args, frame)
    return carried(dotted, args, frame, at) or call_mock(dotted, args, frame, at, expr)


def call_session(
    rule: SessionRule, ref: Ref, name: str, args: Arguments, frame: Frame, at: Span, expr: ir.CallExpr
) -> Val | None:
    """A method of a session; None when it does not send."""
    sends = frame.run.clients.sends.get(f"{rule.name}().{name}")
    return send(sends, ref, args, frame, at, expr) if sends is not None else None


def call_prepared(request: Prepared, name: str) -> Val | None:
    """A method of a request that is not sent yet: `request.prepare()` is that request."""
    return request if name == "prepare" else None
