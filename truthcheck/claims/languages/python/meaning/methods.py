"""Methods: who the receiver is decides who answers. Here: responses, sessions, models, what is inherited."""

from __future__ import annotations

from truthcheck.claims import ir
from truthcheck.claims.engine import templates
from truthcheck.claims.engine.alternatives import plain
from truthcheck.claims.engine.arguments import Arguments
from truthcheck.claims.engine.frame import Frame
from truthcheck.claims.engine.objects import BODY_ATTRIBUTES, DUMPS, base_session
from truthcheck.claims.engine.site import Site
from truthcheck.claims.engine.values import (
    Assumed,
    Data,
    DictCell,
    Encoded,
    External,
    ListCell,
    Method,
    ObjectCell,
    Prepared,
    Ref,
    Sent,
    SuperVal,
    Val,
)
from truthcheck.claims.languages.python.meaning.collections import on_dict, on_list
from truthcheck.claims.languages.python.meaning.containers import environment, get_from_reply
from truthcheck.claims.languages.python.meaning.dataclasses import as_dictionary
from truthcheck.claims.languages.python.meaning.strings import on_text, substitute
from truthcheck.claims.sinks.send import open_session, send, send_unnamed
from truthcheck.model.location import Span
from truthcheck.model.reason import Reason, Why
from truthcheck.model.value import Literal, Template, Typed, Unknown


def call_method(method: Method, args: Arguments, frame: Frame, at: Span, expr: ir.CallExpr) -> Val:
    """What `receiver.name(...)` gives."""
    receiver, site = plain(method.receiver), Site(args, frame, at)
    match receiver:
        case Ref():
            return _on_cell(receiver, method, site, expr)
        case Literal() | Template() | Typed("string") | Typed("file"):
            return on_text(receiver, method.name, site)
        case Encoded():
            return _on_encoded(receiver, method.name, site)
        case Sent(exchange):
            return _on_response(exchange, method.name)
        case Data():
            return _on_data(receiver, method.name, site)
        case SuperVal():
            return _on_super(receiver, method.name, site, expr)
        case Prepared() if method.name == "prepare":
            return receiver
        case External("os.environ") if method.name == "get":
            return from_environment(site)
        case Unknown():
            return send_unnamed(method, args, frame, at, expr) or _unknown(method, site)
        case _:
            return _unknown(method, site)


def from_environment(site: Site) -> Val:
    """`os.environ.get(name, default)`: the default counts, but decides nothing."""
    default = site.args.get(1, "default")
    name = site.args.get(0, "key") or Literal("setting")
    if default is None or templates.is_none(default) or templates.known(default) == "":
        return Assumed(environment(name, site.at))
    return Assumed(default) if isinstance(default, Literal | Template) else default


def _unknown(method: Method, site: Site) -> Val:
    from truthcheck.claims.engine.call import escape

    escape(site.args, site.frame, method.name)
    return Unknown(Reason(Why.CALL_NOT_FOLLOWED, method.name), site.at)


def _on_encoded(value: Encoded, name: str, site: Site) -> Val:
    if value.kind == "template" and name in ("substitute", "safe_substitute"):
        return substitute(value.value, site)
    return value if name in ("encode", "decode", "strip", "read") else Typed("string")


def _on_response(exchange: int, name: str) -> Val:
    if name == "json":
        return Data(exchange, ())
    if name in ("read", "aread", "text", "decode", "getvalue", *BODY_ATTRIBUTES):
        return Encoded("json", Data(exchange, ()))
    if name == "getresponse":
        return Sent(exchange)
    return Unknown(Reason(Why.RESPONSE_METHOD, name))


def _on_data(data: Data, name: str, site: Site) -> Val:
    if name in ("get", "pop", "setdefault"):
        key = site.args.get(0, "key")
        return get_from_reply(data, key, site.frame, site.at) if key is not None else Unknown(Reason(Why.PART_OF_REPLY))
    if name in ("copy",):
        return data
    return Unknown(Reason(Why.PART_OF_REPLY), site.at)


def _on_super(value: SuperVal, name: str, site: Site, expr: ir.CallExpr) -> Val:
    session = base_session(value.owner, site.frame)
    if not session or not isinstance(value.receiver, Ref):
        return Unknown(Reason(Why.SUPER_CALL_NOT_FOLLOWED, name), site.at)
    if name == "__init__":
        open_session(site.frame.run.clients.sessions[session], value.receiver, site.args, site.frame)
        return Literal(None)
    rule = site.frame.run.clients.sends.get(f"{session}().{name}")
    if rule is None:
        return Unknown(Reason(Why.SUPER_CALL_NOT_FOLLOWED, name), site.at)
    return send(rule, value.receiver, site.args, site.frame, site.at, expr)


def _on_cell(ref: Ref, method: Method, site: Site, expr: ir.CallExpr) -> Val:
    match site.frame.cell(ref):
        case DictCell() as cell:
            return on_dict(ref, cell, method.name, site)
        case ListCell() as items:
            return on_list(ref, items, method.name, site)
        case ObjectCell() as thing:
            return _on_object(ref, thing, method, site, expr)
        case _:
            return _unknown(method, site)


def _on_object(ref: Ref, cell: ObjectCell, method: Method, site: Site, expr: ir.CallExpr) -> Val:
    name = cell.session.name if cell.session else ""
    rule = site.frame.run.clients.sends.get(f"{name}().{method.name}") if name else None
    if rule is not None:
        return send(rule, ref, site.args, site.frame, site.at, expr)
    if cell.session is not None and site.args.positional and isinstance(site.args.positional[0], Prepared):
        return site.args.positional[0]  # `session.prepare_request(request)`
    if method.name in DUMPS and cell.cls is not None:
        return _dumped(ref, site)
    return _unknown(method, site)


def _dumped(ref: Ref, site: Site) -> Val:
    """A model's fields as a dictionary; with `exclude_none` and the like, any of them may be missing."""
    value = as_dictionary(ref, site.frame, site.at)
    cell = site.frame.cell(value) if isinstance(value, Ref) else None
    if isinstance(value, Ref) and isinstance(cell, DictCell):
        if "by_alias" in site.args.keywords:
            return Unknown(Reason(Why.DUMPED_BY_ALIASES), site.at)
        if site.args.keywords:
            items = {key: item._replace(always=False) for key, item in cell.items.items()}
            site.frame.store(value, cell._replace(items=items))
    return value
