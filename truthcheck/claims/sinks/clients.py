"""HTTP clients in the hands of the engine: functions that send, sessions, what a response holds."""

from __future__ import annotations

from collections.abc import Sequence

from truthcheck.claims import ir
from truthcheck.claims.engine.arguments import Arguments
from truthcheck.claims.engine.frame import Frame
from truthcheck.claims.engine.values import Data, Encoded, External, ObjectCell, Ref, Sent, Val
from truthcheck.claims.sinks.send import open_session, send
from truthcheck.model.location import Span
from truthcheck.model.reason import Reason, Why
from truthcheck.model.value import Unknown
from truthcheck.rulebook.clients import SessionRule

# Names under which response objects of every HTTP library keep the body.
BODY_ATTRIBUTES = frozenset(("text", "content", "data", "body"))


def canonical(dotted: str, frame: Frame) -> str:
    """The name under which the rules know it."""
    return frame.run.clients.canonical(dotted)


def call_client(dotted: str, args: Arguments, frame: Frame, at: Span, expr: ir.CallExpr) -> Val | None:
    """Send, or open a session, when the function is a client's; else None."""
    rule = frame.run.clients.sends.get(dotted)
    if rule is not None:
        return send(rule, None, args, frame, at, expr)
    session = frame.run.clients.sessions.get(dotted)
    return open_session(session, None, args, frame) if session is not None else None


def session_of(bases: Sequence[str], frame: Frame) -> SessionRule | None:
    """The session that one of these dotted names is, the first that is one."""
    for name in bases:
        session = frame.run.clients.sessions.get(frame.run.clients.canonical(name))
        if session is not None:
            return session
    return None


def call_session(
    rule: SessionRule, ref: Ref, name: str, args: Arguments, frame: Frame, at: Span, expr: ir.CallExpr
) -> Val | None:
    """A method of a session; None when it does not send."""
    sends = frame.run.clients.sends.get(f"{rule.name}().{name}")
    return send(sends, ref, args, frame, at, expr) if sends is not None else None


def handed_in(dotted: str, frame: Frame, name: str) -> Val | None:
    """An object of a type outside the project: a session, or something whose methods the rules may know."""
    known = frame.run.clients.canonical(dotted)
    session = frame.run.clients.sessions.get(known)
    if session is None:
        return External(known + "()") if "." in known else None
    attrs: dict[str, Val] = {}
    if "base_url" in session.roles or "host" in session.roles:
        attrs["base_url"] = Unknown(Reason(Why.FROM_CALLER, name))
    return frame.new(ObjectCell(None, attrs, session, open=True))


def response_attribute(sent: Sent, name: str) -> Val | None:
    """An attribute of a response that is no method."""
    return Encoded("json", Data(sent.exchange, ())) if name in BODY_ATTRIBUTES else None


def call_response(sent: Sent, name: str) -> Val:
    """A method of a response."""
    if name == "json":
        return Data(sent.exchange, ())
    if name in ("read", "aread", "text", "decode", "getvalue", *BODY_ATTRIBUTES):
        return Encoded("json", Data(sent.exchange, ()))
    if name == "getresponse":
        return sent
    return Unknown(Reason(Why.RESPONSE_METHOD, name))
