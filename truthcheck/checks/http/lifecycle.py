"""deprecated: operations and parameters that the document itself says to leave."""

from __future__ import annotations

from collections.abc import Iterator

from truthcheck.checks.core.claim import Claim
from truthcheck.checks.core.fault import Fault
from truthcheck.checks.http import bodies
from truthcheck.model.surface import Ref, Shape
from truthcheck.model.value import Entry, Mapping, Sequence, Value
from truthcheck.surfaces.shapes import expand

_DEPTH = 10


def check(claim: Claim) -> Iterator[Fault]:
    if claim.operation.deprecated:
        yield Fault("deprecated", (), pointer=claim.operation.pointer)
        return  # its parameters go with it
    yield from _query(claim)
    yield from _body(claim)


def _query(claim: Claim) -> Iterator[Fault]:
    sent = claim.sent.get("query")
    if not isinstance(sent, Mapping):
        return
    old = {p.name: p for p in claim.operation.parameters if p.location == "query" and p.deprecated}
    for entry in sent.entries:
        if entry.key in old:
            yield Fault("deprecated", ("query", entry.key), entry.at, pointer=old[entry.key].pointer)


def _body(claim: Claim) -> Iterator[Fault]:
    sent = bodies.sent_body(claim)
    shape = bodies.shape_for(claim, sent[0]) if sent else None
    if sent is not None and shape is not None:
        yield from _inside(claim, sent[1], shape, (sent[0],))


def _inside(claim: Claim, value: Value, shape: Shape | Ref, place: tuple[str, ...]) -> Iterator[Fault]:
    if len(place) > _DEPTH:
        return
    alternatives = expand(claim.surface, shape)
    match value:
        case Mapping(entries):
            for entry in entries:
                yield from _entry(claim, entry, alternatives, (*place, entry.key))
        case Sequence(items):
            kinds = [a.items for a in alternatives if a.items is not None]
            if len(kinds) == 1:
                for index, item in enumerate(items):
                    yield from _inside(claim, item, kinds[0], (*place, str(index)))


def _entry(claim: Claim, entry: Entry, alternatives: tuple[Shape, ...], place: tuple[str, ...]) -> Iterator[Fault]:
    """A name is deprecated when every alternative that has it says so; not one that any of them requires, since nobody
    can do without it."""
    having = [one for one in alternatives if entry.key in one.properties]
    known = [one.properties[entry.key] for one in having]
    needed = any(entry.key in one.required for one in having)
    if known and not needed and all(_is_old(claim, child) for child in known):
        yield Fault("deprecated", place, entry.at, pointer=claim.operation.pointer)
    elif len(known) == 1:
        yield from _inside(claim, entry.value, known[0], place)


def _is_old(claim: Claim, shape: Shape | Ref) -> bool:
    if isinstance(shape, Shape) and shape.deprecated:
        return True
    return claim.surface.shape(shape).deprecated
