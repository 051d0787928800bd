"""From a request over HTTP to a query: `GET {base}/rest/v1/orders?select=id&status=eq.open`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from truthcheck.checks.database.conditions import comparison
from truthcheck.checks.database.grammar import NotInGrammar
from truthcheck.checks.database.query import CALL, DELETE, INSERT, READ, UNREAD, UPDATE, Client, Filter, Query
from truthcheck.checks.database.script import script
from truthcheck.model.call import Call
from truthcheck.model.location import Span
from truthcheck.model.noun import Node
from truthcheck.model.reason import Reason, Why
from truthcheck.model.value import (
    Entry,
    Hole,
    Literal,
    Mapping,
    Sequence,
    Template,
    Text,
    Typed,
    Union,
    Unknown,
    Value,
    alternatives,
)

_VERBS = {"GET": READ, "HEAD": READ, "POST": INSERT, "PATCH": UPDATE, "PUT": INSERT, "DELETE": DELETE}
_LOGIC = ("and", "or", "not.and", "not.or")
_PASSED = ("limit", "offset", "apikey")
_FUNCTIONS = "rpc/"
_PROFILES = ("accept-profile", "content-profile")
_UNKNOWN = Unknown(Reason(Why.CHOSEN_AT_RUN_TIME))


class _Target(Node):
    """`base` is what stands before the path of the interface, `name` what of the database is asked for."""

    base: Value
    name: Value
    function: bool


def query(call: Call, path: str) -> Query | None:
    """The query of a request below `path`; None for a request to anything else."""
    method = _method(call)
    known = [one for url in alternatives(call.url) if (one := _resource(url, path))]
    if not method or not known or len({one.function for one in known}) > 1:
        return None
    if len(known) < len(list(alternatives(call.url))):
        return None
    names = tuple(one.name for one in known)
    name = names[0] if len(names) == 1 else Union(names)
    made = Query(call, CALL if known[0].function else _VERBS[method], name, getattr(name, "at", None) or call.at)
    return _filled(made._replace(client=Client(known[0].base, None, True), schema=_schema(call)), call)


def _method(call: Call) -> str:
    """The one method that is known; "" for several, or for one that asks no table."""
    methods = [one.value for one in alternatives(call.method) if isinstance(one, Literal)]
    return str(methods[0]) if len(methods) == 1 and methods[0] in _VERBS else ""


def _schema(call: Call) -> Value | None:
    """The values of headers are not kept: one that names a schema leaves it unknown."""
    return _UNKNOWN if any(name in _headers(call) for name in _PROFILES) else None


def _headers(call: Call) -> set[str]:
    values = [argument.value for argument in call.arguments if argument.location == "header"]
    return {entry.key.lower() for value in values if isinstance(value, Mapping) for entry in value.entries}


def _resource(url: Value, path: str) -> _Target | None:
    parts: tuple[Text | Hole, ...] = ()
    match url:
        case Literal(str(text), at):
            parts = (Text(text, at),)
        case Template(found):
            parts = found
    for number, part in enumerate(parts):
        joined = _joined(parts[number:])
        if isinstance(part, Text) and path in joined and path.startswith("/"):
            return _split(parts[:number], parts[number:], joined.index(path), path)
    return None


def _joined(parts: Iterable[Text | Hole]) -> str:
    return "".join(part.text if isinstance(part, Text) else "\0" for part in parts)


def _split(before: tuple[Text | Hole, ...], parts: tuple[Text | Hole, ...], start: int, path: str) -> _Target | None:
    """What stands before the path, and what behind it."""
    base = (*before, *_cut(parts, 0, start))
    name = tuple(_cut(parts, start + len(path), None))
    text = _joined(name)
    function = text.startswith(_FUNCTIONS)
    name = tuple(_cut(name, len(_FUNCTIONS), None)) if function else name
    if not name or "/" in _joined(name).strip("/"):
        return None
    return _Target(Template(base), _one(name), function)


def _one(parts: tuple[Text | Hole, ...]) -> Value:
    only = parts[0]
    if len(parts) == 1 and isinstance(only, Text):
        return Literal(only.text.strip("/"), only.at)
    return Template(parts, getattr(only, "at", None))


def _cut(parts: Iterable[Text | Hole], start: int, end: int | None) -> Iterator[Text | Hole]:
    """The parts between two characters, a hole counted as one; a place is kept while its text is whole."""
    position = 0
    for part in parts:
        text = part.text if isinstance(part, Text) else "\0"
        low, high = max(start - position, 0), len(text) if end is None else min(end - position, len(text))
        position += len(text)
        if low < high:
            yield Text(text[low:high], part.at) if isinstance(part, Text) else part


def _filled(made: Query, call: Call) -> Query | None:
    """The query with what its parameters and its body say."""
    sent = {argument.location: argument.value for argument in call.arguments}
    query, body = sent.get("query", Mapping(())), sent.get("json")
    if not isinstance(query, Mapping):
        return made._replace(open=True, rows=_rows(made, body), arguments=body if made.verb == CALL else None)
    made = _with_parameters(made, query)
    if "accept" in _headers(call):
        made = made._replace(shape=UNREAD)
    unsure = body is None and any(where in sent for where in ("content", "form", "file"))
    if made.verb == CALL:
        given = body if body is not None else _UNKNOWN if unsure else Mapping(tuple(_given(query)), query.rest)
        return made._replace(arguments=given)
    return made._replace(rows=_rows(made, body), open=made.open or unsure)


def _rows(made: Query, body: Value | None) -> Value | None:
    return body if made.verb in (INSERT, UPDATE) else None


def _with_parameters(made: Query, query: Mapping) -> Query:
    named = {entry.key: entry.value for entry in query.entries}
    return made._replace(
        selects=(named["select"],) if "select" in named else None,
        orders=tuple(_ends(query, "order")),
        conditions=tuple(one for word in _LOGIC for one in _ends(query, word)),
        conflict=named.get("on_conflict") or named.get("columns"),
        filters=tuple(_filters(query, made.verb == CALL)),
        open=query.rest is not None,
    )


def _ends(query: Mapping, word: str) -> Iterator[Filter]:
    """`order`, and `comments.order` with what it is about."""
    for entry in query.entries:
        if entry.key == word and not entry.key.endswith(f"not.{word}"):
            yield Filter(entry.value)
        elif entry.key.endswith(f".{word}") and not entry.key.endswith(f"not.{word}"):
            yield Filter(entry.value, "", None, Literal(entry.key.removesuffix(f".{word}"), entry.at))


def _is_reserved(key: str) -> bool:
    last = key.rpartition(".")[2]
    return key in ("select", "order", "columns", "on_conflict", *_LOGIC, *_PASSED) or (
        "." in key and last in ("order", "limit", "offset", "and", "or")
    )


def _filters(query: Mapping, function: bool) -> Iterator[Filter]:
    """The parameters that are columns; those of a function may be its arguments, and are so without an operator."""
    for entry in query.entries:
        if not _is_reserved(entry.key) and not (function and not _compares(entry.value)):
            yield from _compared(entry)


def _given(query: Mapping) -> Iterator[Entry]:
    for entry in query.entries:
        if not _is_reserved(entry.key) and not _compares(entry.value):
            yield entry


def _compares(value: Value) -> bool:
    try:
        comparison(script(value).text)
    except NotInGrammar:
        return False
    return True


def _compared(entry: Entry) -> Iterator[Filter]:
    """A column beside each value that it is compared with."""
    values = entry.value.items if isinstance(entry.value, Sequence) else (entry.value,)
    for value in values:
        text = script(value)
        try:
            operator, right = comparison(text.text)
        except NotInGrammar:
            known = isinstance(value, Literal | Typed) and not text.is_open
            yield Filter(Literal(entry.key, entry.at), UNREAD if known else "", value)
            continue
        at: Span | None = getattr(value, "at", None)
        yield Filter(Literal(entry.key, entry.at), operator, None if right is None else Literal(right, at))
