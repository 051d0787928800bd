"""unknown-parameter, missing-parameter, wrong-location, invalid-type, invalid-value: names and values at any depth."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from truthcheck.checks.core.brackets import fold
from truthcheck.checks.core.claim import BODIES, Claim
from truthcheck.checks.core.fault import Fault
from truthcheck.checks.core.values import Context, judge
from truthcheck.checks.http import bodies
from truthcheck.model.call import BODILESS
from truthcheck.model.location import Span
from truthcheck.model.noun import replace
from truthcheck.model.surface import Ref, Shape
from truthcheck.model.value import Entry, Mapping, Sequence, Unknown, Value
from truthcheck.surfaces.shapes import expand

# A key in the query is how many let callers in, and few documents say so.
_CREDENTIALS = frozenset(("key", "apikey", "accesskey", "accesstoken", "authtoken", "oauthtoken", "token", "appid"))


def check(claim: Claim) -> Iterator[Fault]:
    elsewhere = _sent_names(claim)
    for fault in (*_query(claim), *_body(claim), *_headers(claim)):
        moved = _moved(claim, fault)
        if moved is not None:
            yield moved
        elif not _is_settled(claim, fault, elsewhere):
            yield fault


def known_names(claim: Claim) -> frozenset[tuple[Span, str]]:
    """Where the call writes names, at the top of its query or body, that the operation has there."""
    query, body = frozenset(query_shape(claim).properties), frozenset(body_names(claim))
    found: set[tuple[Span, str]] = set()
    for argument in claim.call.arguments:
        names = query if argument.location == "query" else body if argument.location in BODIES else frozenset[str]()
        if names and isinstance(argument.value, Mapping):
            found.update((e.at, e.key) for e in argument.value.entries if e.at and e.key in names)
    return frozenset(found)


def query_shape(claim: Claim) -> Shape:
    """The query parameters as one object. Documents say nothing of others, so an unknown one is at most likely."""
    listed = [parameter for parameter in claim.operation.parameters if parameter.location == "query"]
    return Shape(
        types=("object",),
        properties={parameter.name: parameter.shape for parameter in listed},
        required=tuple(parameter.name for parameter in listed if parameter.required),
        additional="documented",
        values=Shape() if not listed else None,
    )


def _query(claim: Claim) -> Iterator[Fault]:
    shape = query_shape(claim)
    context = Context(claim.surface, claim.provider.judgement, True, claim.operation.pointer, claim.call.choice)
    sent = claim.sent.get("query", _no_query(claim))
    if not isinstance(sent, Mapping):
        return
    names = body_names(claim) if not shape.properties else ()
    if names:  # without any listed parameter only a name that belongs into the body is false
        shape = replace(shape, values=None, additional="open")
        yield from (_misplaced("query", entry, claim) for entry in sent.entries if entry.key in names)
        return
    yield from judge(context, folded(sent, shape), shape, ("query",))


def _no_query(claim: Claim) -> Mapping:
    """No query is written; keyword arguments from elsewhere may still hold one."""
    content = claim.sent.get("content")
    return Mapping((), content if isinstance(content, Unknown) else None)


def _body(claim: Claim) -> Iterator[Fault]:
    body, sent = claim.operation.body, bodies.sent_body(claim)
    if sent is None:
        yield from _nothing_sent(claim)
        return
    encoding, value = sent
    shape = bodies.shape_for(claim, encoding)
    if body is None or shape is None:
        yield from _undescribed(claim, encoding, value)
        return
    text = travels_as_text(claim, encoding)
    if text and not isinstance(value, Mapping):
        return
    whole = folded(value, merged(claim, shape)) if isinstance(value, Mapping) and text else value
    context = Context(claim.surface, claim.provider.judgement, text, body.pointer, claim.call.choice)
    yield from _of_update(claim, judge(context, whole, shape, (encoding,)))


def travels_as_text(claim: Claim, encoding: str) -> bool:
    """Whether the values of a body arrive as text, or are described as such."""
    return encoding != "json" or claim.operation.body is None or not bodies.has_json(claim, claim.operation.body)


def _of_update(claim: Claim, faults: Iterable[Fault]) -> Iterator[Fault]:
    """A PATCH sends what changes. Documents may require there what only a creation needs."""
    for fault in faults:
        partial = claim.operation.method == "PATCH" and fault.rule == "missing-parameter"
        yield replace(fault, certain=False) if partial else fault


def _nothing_sent(claim: Claim) -> Iterator[Fault]:
    """A body that must be there, and a call that certainly sends none."""
    body = claim.operation.body
    if body is None or not body.required or any(where in claim.sent for where in BODIES):
        return
    if claim.operation.method in BODILESS:
        return
    context = Context(claim.surface, claim.provider.judgement, True, body.pointer, claim.call.choice)
    whole = Shape(any_of=tuple(body.media.values()))
    missing = [] if bodies.kinds(body) & {"other", "any"} else judge(context, Mapping(()), whole, ("body",))
    if not missing and bodies.kinds(body) & {"json", "form", "multipart"} and not _sent_in_query(claim):
        missing = [Fault("missing-parameter", ("body",), certain=False, pointer=body.pointer)]
    yield from missing


def _sent_in_query(claim: Claim) -> bool:
    """Whether the query holds, or may hold, what belongs into the body: that is another fault, or none."""
    query = claim.sent.get("query", Mapping(()))
    if claim.provider.judgement.any_location or not isinstance(query, Mapping) or query.rest is not None:
        return True
    return not {entry.key for entry in query.entries}.isdisjoint(body_names(claim))


def _undescribed(claim: Claim, encoding: str, value: Value) -> Iterator[Fault]:
    """A body where none is described proves nothing, but for names that the query takes."""
    if claim.operation.body is None and isinstance(value, Mapping):
        names = query_shape(claim).properties
        yield from (_misplaced(encoding, entry, claim) for entry in value.entries if entry.key in names)


def _headers(claim: Claim) -> Iterator[Fault]:
    """Only those headers that rule data names: clients and sessions add the others."""
    wanted = {name.lower() for name in claim.provider.judgement.headers}
    sent = claim.sent.get("header", Mapping(()))
    if not wanted or not isinstance(sent, Mapping) or sent.rest is not None:
        return
    given = {entry.key.lower() for entry in sent.entries}
    for parameter in claim.operation.parameters:
        name = parameter.name.lower()
        if parameter.location == "header" and parameter.required and name in wanted and name not in given:
            yield Fault("missing-parameter", ("header", parameter.name), None, pointer=parameter.pointer, certain=False)


def _moved(claim: Claim, fault: Fault) -> Fault | None:
    """An unknown name that the other location knows."""
    if fault.rule != "unknown-parameter" or len(fault.place) != 2 or claim.provider.judgement.any_location:
        return None
    where, name = fault.place
    others = body_names(claim) if where == "query" else tuple(query_shape(claim).properties)
    if name not in others:
        return None
    certain = where != "query"  # some servers read a form's names from the query as well
    return replace(fault, rule="wrong-location", got=where, choices=_places(claim, where), listed=True, certain=certain)


def _misplaced(where: str, entry: Entry, claim: Claim) -> Fault:
    return Fault(
        "wrong-location",
        (where, entry.key),
        entry.at,
        where,
        _places(claim, where),
        True,
        certain=where != "query",
        pointer=claim.operation.pointer,
    )


def _places(claim: Claim, where: str) -> tuple[str, ...]:
    if where != "query" or claim.operation.body is None:
        return ("query",)
    return tuple(sorted(bodies.kinds(claim.operation.body)))


def _is_settled(claim: Claim, fault: Fault, elsewhere: dict[str, frozenset[str]]) -> bool:
    """Faults that another fault tells already, or that rule data or the path excuse."""
    if len(fault.place) != 2:
        return False
    where, name = fault.place
    anywhere = claim.provider.judgement.any_location
    if fault.rule == "missing-parameter":
        others = frozenset[str]().union(*(names for other, names in elsewhere.items() if other != where))
        return name in others or (anywhere and "*" in others)
    if fault.rule == "unknown-parameter":
        return _is_harmless(claim, where, name)
    return fault.rule == "wrong-location" and anywhere


def _is_harmless(claim: Claim, where: str, name: str) -> bool:
    """A name that is a part of the path, a key that lets the caller in, or one that may travel elsewhere."""
    if name in path_names(claim) or (where == "query" and re.sub(r"[-_]", "", name).lower() in _CREDENTIALS):
        return True
    anywhere = claim.provider.judgement.any_location
    return anywhere and name in (*body_names(claim), *query_shape(claim).properties)


def path_names(claim: Claim) -> frozenset[str]:
    """A name from the path that is sent again does no harm."""
    return frozenset(parameter.name for parameter in claim.operation.parameters if parameter.location == "path")


def _sent_names(claim: Claim) -> dict[str, frozenset[str]]:
    """The names sent in each location; "*" when there may be more."""
    found = {}
    for where, value in claim.sent.items():
        if isinstance(value, Mapping):
            names = {entry.key.partition("[")[0] for entry in value.entries}
            found[where] = frozenset(names | ({"*"} if value.rest else set()))
        elif not isinstance(value, Sequence):
            found[where] = frozenset({"*"})
    return found


def body_names(claim: Claim, encoding: str = "") -> tuple[str, ...]:
    """Names that some described body has at its top; with `encoding`, a body that is sent so."""
    body = claim.operation.body
    if body is None:
        return ()
    shape = bodies.shape_for(claim, encoding) if encoding else Shape(any_of=tuple(body.media.values()))
    return tuple(merged(claim, shape).properties) if shape else ()


def merged(claim: Claim, shape: Shape) -> Shape:
    """All properties of all alternatives, for looking up names only."""
    properties: dict[str, Shape | Ref] = {}
    for alternative in expand(claim.surface, shape):
        properties.update(alternative.properties)
    return Shape(properties=properties)


def folded(sent: Mapping, shape: Shape) -> Mapping:
    heads = {name.partition("[")[0] for name in shape.properties if "[" in name.removesuffix("[]")}
    return fold(sent, shape.properties, heads)
