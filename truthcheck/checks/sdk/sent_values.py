"""Values as an SDK writes them into a request: forms by bracketed names, None as what is left out."""

from __future__ import annotations

from truthcheck.model.noun import replace
from truthcheck.model.reason import Reason, Why
from truthcheck.model.value import Entry, Literal, Mapping, Sequence, Typed, Union, Unknown, Value


def mapping(entries: list[Entry], rest: Unknown | None) -> Mapping:
    """What is sent in one place."""
    return Mapping(tuple(map(_settled, entries)), rest)


def flat(whole: Mapping) -> Mapping:
    """Nested values by bracketed names, as SDKs write them into a form; what is open inside opens the whole."""
    entries: list[Entry] = []
    rests: list[Unknown] = []
    for entry in whole.entries:
        _flatten(entry, entry.value, entry.key, entries, rests)
    return Mapping(tuple(entries), whole.rest or next(iter(rests), None), whole.at)


def _flatten(owner: Entry, value: Value, name: str, entries: list[Entry], rests: list[Unknown]) -> None:
    """Add what a value comes down to below a bracketed name."""
    inner: list[tuple[str, Value, Entry]] = []
    match value:
        case Mapping(found, rest) if found:
            inner = [(e.key, e.value, replace(e, always=e.always and owner.always)) for e in found]
        case Sequence(items, rest) if any(isinstance(item, Mapping) for item in items):
            inner = [(str(number), item, owner) for number, item in enumerate(items)]
        case Mapping():
            entries.append(Entry(name, Unknown(Reason(Why.EMPTY)), owner.at, owner.always))
            return
        case _:
            entries.append(Entry(name, value, owner.at, owner.always))
            return
    if rest is not None:
        rests.append(rest)
    for key, held, entry in inner:
        _flatten(entry, held, f"{name}[{key}]", entries, rests)


def _settled(entry: Entry) -> Entry:
    """None beside another value means that the parameter may be left out."""
    match entry.value:
        case Unknown(Reason(Why.LEFT_OUT_OR_FROM_CALLER)):
            return replace(entry, always=False)
        case Union(members, at) if any(_none(member) for member in members):
            left = tuple(member for member in members if not _none(member))
            value: Value = left[0] if len(left) == 1 else Union(left, at)
            return replace(entry, value=value, always=False)
        case _:
            return entry


def _none(value: Value) -> bool:
    return value == Typed("null") or (isinstance(value, Literal) and value.value is None)
