"""Recorded exchanges as calls: a request with all that was sent, and the reply that it got."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

from truthcheck.model.call import Argument, Call, Mocked
from truthcheck.model.plain import value_of
from truthcheck.model.reason import Reason, Why
from truthcheck.model.value import Entry, Literal, Mapping, Unknown
from truthcheck.traffic import discreet
from truthcheck.traffic.recorded import Recorded, RecordedBody

CLIENT = "recording"


def call_of(entry: Recorded) -> Call:
    """The exchange as one call, at the place of its address."""
    parts = urlsplit(entry.url)
    status = Literal(entry.status, entry.status_at) if entry.status else None
    body = discreet.value(value_of(entry.response.data, entry.response.at)) if entry.response.known else None
    return Call(
        entry.at,
        CLIENT,
        f"exchange {entry.index}",
        Literal(entry.method, entry.at),
        discreet.address(parts, entry.at),
        tuple(_arguments(entry, parts.query)),
        mocked=Mocked(status, body),
    )


def _arguments(entry: Recorded, query: str) -> Iterator[Argument]:
    pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=10_000)
    if pairs:
        entries = tuple(Entry(name, discreet.value(Literal(value, entry.at)), entry.at) for name, value in pairs)
        yield Argument("query", Mapping(entries), entry.at)
    if entry.request.known:
        sent = discreet.value(value_of(entry.request.data, entry.request.at))
        yield Argument(_location(entry.request), sent, entry.request.at)
    elif entry.request.at is not None:
        yield Argument("content", Unknown(Reason(Why.BODY_WITHOUT_FIELDS)), entry.request.at)


def _location(body: RecordedBody) -> str:
    return "form" if "form" in body.media else "json"
