"""What a request carries: its method, its query, its body, the names of its headers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from truthcheck.claims.engine import urls
from truthcheck.claims.engine.alternatives import members, plain
from truthcheck.claims.engine.snapshot import flat, freeze
from truthcheck.claims.engine.templates import is_nothing, known
from truthcheck.claims.engine.values import Encoded, Ref, Several, Val
from truthcheck.claims.sinks.sending import Sending
from truthcheck.claims.sinks.sessions import standing
from truthcheck.model.call import BODILESS, Argument
from truthcheck.model.location import Span
from truthcheck.model.noun import replace
from truthcheck.model.reason import Reason, Why
from truthcheck.model.value import Entry, Literal, Mapping, Typed, Union, Unknown, Value, alternatives

_VERSION = re.compile(r"v?\d[\w.-]{0,30}\Z")
_BODIES = ("form", "json", "file", "body", "fields")
_WITH_BODY = frozenset(("form", "json", "content", "file"))  # locations of arguments that are one
_NOWHERE = Span("", 0, 0, 0, 0)


def method(sending: Sending, arguments: tuple[Argument, ...]) -> Value:
    """The verb; where none is given, the client's default for a call with a body or without."""
    if sending.rule.method:
        return Literal(sending.rule.method)
    given = sending.filled("method")
    if given is None:
        has_body = any(argument.location in _WITH_BODY for argument in arguments)
        return sending.args.rest or Literal(sending.rule.with_body if has_body else sending.rule.default)
    verbs = tuple(_verb(member, sending) for member in members(plain(given)))
    return verbs[0] if len(verbs) == 1 else Union(verbs)


def _verb(value: Val, sending: Sending) -> Value:
    text = known(value)
    return Literal(text.upper(), _place(plain(value))) if text is not None else freeze(value, sending.frame)


def arguments(sending: Sending, queries: list[Mapping]) -> Iterator[Argument]:
    """Everything that is sent; `queries` are those that the URL holds."""
    query = _query(sending, queries)
    if query is not None:
        yield Argument("query", query, _place(query))
    for role in _BODIES:
        value = sending.filled(role)
        if value is not None:
            yield from _body(role, value, sending)
    for role in ("header", "cookie"):
        value = sending.filled(role)
        kept = _without_secrets(freeze(value, sending.frame)) if value is not None else None
        if role == "header":
            kept = _with_versions(kept, sending)
        if kept is not None:
            yield Argument(role, kept, _place(kept))
    if sending.args.rest is not None:
        yield Argument("content", sending.args.rest)


def _place(value: Val | Value) -> Span | None:
    at: Span | None = getattr(value, "at", None)
    return at


def _without_secrets(value: Value) -> Value:
    """Header and cookie values may hold credentials: only the names are kept, and which version a header names."""
    if not isinstance(value, Mapping):
        return value if isinstance(value, Unknown) else Unknown(Reason(Why.HEADERS_NOT_KEPT))
    entries = tuple(replace(e, value=e.value if _is_version(e) else Typed("string", e.at)) for e in value.entries)
    return Mapping(entries, value.rest, value.at)


def _with_versions(given: Value | None, sending: Sending) -> Value | None:
    """Headers with what those of the session say of versions, where the call does not say otherwise."""
    value = standing("header", sending)
    frozen = freeze(value, sending.frame) if value is not None else None
    if not isinstance(frozen, Mapping) or not (given is None or isinstance(given, Mapping)):
        return given
    entries = given.entries if given is not None else ()
    own = {entry.key.lower() for entry in entries}
    added = tuple(entry for entry in frozen.entries if _is_version(entry) and entry.key.lower() not in own)
    rest, at = (given.rest, given.at) if given is not None else (None, frozen.at)
    return Mapping((*entries, *added), rest, at) if added else given


def _is_version(entry: Entry) -> bool:
    named = "version" in entry.key.lower()
    return named and all(
        isinstance(one, Literal) and _VERSION.match(str(one.value)) for one in alternatives(entry.value)
    )


# The query -------------------------------------------------------------------


def _query(sending: Sending, queries: list[Mapping]) -> Value | None:
    """What the URL, the session and the call itself add to the query."""
    values: list[Value] = list(queries)
    added = standing("query", sending)
    for value in (added, sending.argument("query")):
        if value is not None and not is_nothing(plain(value)):
            frozen = flat(freeze(value, sending.frame))
            values.append(_pairs(frozen) if isinstance(frozen, Literal) else frozen)
    if len(values) > 1:
        return _joined(values)
    return values[0] if values else None


def _joined(values: list[Value]) -> Mapping:
    """Several queries as one."""
    entries: list[Entry] = []
    rest: Unknown | None = None
    for value in values:
        if isinstance(value, Mapping):
            entries.extend(value.entries)
            rest = rest or value.rest
        else:
            rest = rest or Unknown(Reason(Why.QUERY_PART_UNKNOWN))
    return Mapping(tuple(entries), rest, _place(values[-1]))


def _pairs(value: Literal) -> Value:
    """A query given as text: `params="a=1"`."""
    return urls.split_query(Literal("?" + str(value.value), value.at), value.at or _NOWHERE)[1] or value


# The body --------------------------------------------------------------------


def _body(role: str, value: Val, sending: Sending) -> list[Argument]:
    if isinstance(value, Several):
        return _body_of_several(role, value, sending)
    sent = plain(value)
    location, content = _encoded(role, sent, sending)
    if location == "content":
        return [Argument("content", Unknown(Reason(Why.BODY_WITHOUT_FIELDS), _place(sent)), _place(sent))]
    frozen = freeze(content, sending.frame)
    return [Argument(location, frozen if location in ("json", "file") else flat(frozen), _place(sent))]


def _encoded(role: str, value: Val, sending: Sending) -> tuple[str, Val]:
    """How a body travels, and what is encoded; "content" when that is not known."""
    match role, value:
        case (("json" | "file"), _):
            return role, value
        case "fields", _:
            verb = method(sending, ())
            return "query" if isinstance(verb, Literal) and verb.value in BODILESS else "form", value
        case _, Encoded("json" | "form" as kind, inner):
            return kind, inner
        case "form", Ref():
            return "form", value
        case _:
            return "content", value


def _body_of_several(role: str, value: Several, sending: Sending) -> list[Argument]:
    """Alternatives that travel the same way stay one argument; mixed ones are not judged."""
    rows = [_body(role, member, sending) for member in value.members if not is_nothing(plain(member))]
    places = {row[0].location for row in rows}
    if len(places) != 1:
        return [Argument("content", Unknown(Reason(Why.BODIES_DIFFER)))]
    frozen = tuple(row[0].value for row in rows)
    if len(rows) < len(value.members):  # None is one of them: the body may be missing altogether
        frozen = (*frozen, Unknown(Reason(Why.MAY_BE_LEFT_OUT)))
    return [Argument(places.pop(), frozen[0] if len(frozen) == 1 else Union(frozen), rows[0][0].at)]
