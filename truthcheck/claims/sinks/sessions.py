"""Objects that send: what they were made with counts for each of their requests."""

from __future__ import annotations

from collections.abc import Sequence

from truthcheck.claims.engine import urls
from truthcheck.claims.engine.alternatives import members, one_of, plain, same
from truthcheck.claims.engine.arguments import Arguments
from truthcheck.claims.engine.frame import Frame
from truthcheck.claims.engine.templates import concat, is_nothing
from truthcheck.claims.engine.values import DictCell, External, ObjectCell, Ref, Val
from truthcheck.claims.sinks.sending import Sending, argument
from truthcheck.model.reason import Reason, Why
from truthcheck.model.value import Literal, Unknown
from truthcheck.rulebook.clients import SessionRule

_STANDING = ("base_url", "host", "query", "header", "transport")  # roles that an instance keeps


def session_of(bases: Sequence[str], frame: Frame) -> SessionRule | None:
    """The session that one of these dotted names is, the first that is one."""
    clients = frame.run.clients
    rules = (clients.sessions.get(clients.canonical(name)) for name in bases)
    return next((rule for rule in rules if rule is not None), None)


def open_session(rule: SessionRule, ref: Ref | None, args: Arguments, frame: Frame) -> Ref:
    """Make a session, or set up the one that a subclass's `super().__init__` is called on."""
    attrs = _kept(rule, args, frame)
    if any(_is_own(way, args) for way in rule.own):
        attrs["base_url"] = Unknown(Reason(Why.OWN_APPLICATION))
    base = attrs.get("base_url")
    if base is not None and not isinstance(base, Unknown):
        frame.run.bases.setdefault((frame.module.path, rule.name), []).append(base)
    if ref is None:
        return frame.new(ObjectCell(None, attrs, rule))
    cell = frame.cell(ref)
    if isinstance(cell, ObjectCell):
        frame.store(ref, cell._replace(attrs={**cell.attrs, **attrs}, session=rule))
    return ref


def _is_own(way: str, args: Arguments) -> bool:
    """Whether the session is made in a way that leads to the project's own application."""
    name, _, made = way.partition("=")
    if name == "always":
        return True
    given = plain(args.keywords[name].value) if name in args.keywords else None
    return given is not None and not is_nothing(given) and (not made or given == External(made + "()"))


def _kept(rule: SessionRule, args: Arguments, frame: Frame) -> dict[str, Val]:
    """What the constructor's arguments say for every request."""
    given = ((role, argument(rule.roles, role, args, frame)) for role in _STANDING)
    kept = {role: value for role, value in given if value is not None and not is_nothing(value)}
    if "host" in kept:
        kept["base_url"] = concat([(Literal("https://"), ""), (kept.pop("host"), "host")], None)
    if args.rest is not None and _has_base(rule):
        kept.setdefault("base_url", args.rest)
    attribute = rule.attributes.get("header")
    if attribute is not None:  # where headers are added later, to those that the library itself sends
        kept[attribute] = kept.get("header") or frame.new(DictCell({}, Unknown(Reason(Why.HEADERS_NOT_KEPT)), None))
    return kept


def _has_base(rule: SessionRule) -> bool:
    return "base_url" in rule.roles or "host" in rule.roles


def handed_in(dotted: str, frame: Frame, name: str) -> Val | None:
    """An object of a type outside the project: a session, or something whose methods the rules may know."""
    known = frame.run.clients.canonical(dotted)
    session = frame.run.clients.sessions.get(known)
    if session is None:
        return External(known + "()") if "." in known else None
    base: dict[str, Val] = {"base_url": Unknown(Reason(Why.FROM_CALLER, name))} if _has_base(session) else {}
    return frame.new(ObjectCell(None, base, session, open=True))


def _cell(session: Ref | None, frame: Frame) -> ObjectCell | None:
    cell = frame.cell(session) if session is not None else None
    return cell if isinstance(cell, ObjectCell) else None


def base_of(session: Ref | None, frame: Frame) -> Val | None:
    """The base URL of a session, None without one."""
    cell = _cell(session, frame)
    base = cell.attrs.get("base_url") if cell is not None else None
    if cell is not None and cell.session is not None and cell.cls is None and cell.open and isinstance(base, Unknown):
        # A session passed in: when the module makes such sessions with one base only, that is the one.
        made = frame.run.bases.get((frame.module.path, cell.session.name), [])
        return made[0] if made and all(same(other, made[0]) for other in made) else base
    return base


def standing(role: str, sending: Sending) -> Val | None:
    """The query, or the headers, that a session adds to each of its requests."""
    cell = _cell(sending.session, sending.frame)
    if cell is None:
        return None
    kept, attribute = cell.attrs.get(role), cell.session.attributes.get(role) if cell.session else None
    return kept or (cell.attrs.get(attribute) if attribute is not None else None)


def address(sending: Sending) -> Val:
    """The whole URL of a request: what is given, joined to the base as the client does it."""
    value = sending.argument("url")
    if value is None:
        return sending.args.rest or Unknown(Reason(Why.NO_URL), sending.at)
    base = base_of(sending.session, sending.frame) if sending.session is not None else sending.base
    how = _join(sending, base)
    if base is None or how == "none":
        return value
    join = urls.append if how == "append" else urls.resolve
    return one_of([join(one, two, sending.at) for one in members(plain(base)) for two in members(plain(value))])


def _join(sending: Sending, base: Val | None) -> str:
    """How a relative URL meets the base: as the session does it, else as a prepared request does."""
    cell = _cell(sending.session, sending.frame)
    if cell is not None and cell.session is not None:
        return cell.session.join
    return "append" if base is not None else "none"
