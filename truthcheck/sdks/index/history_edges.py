"""Where in its releases a part of a stored record changes: releases between two edges need to be asked only once.

`asked` are pairs of a record's part and a name in it; (part, "") is all of a part, ("", "") what is no part: the bases
of a class, its kind. An edge is the place of a release from which on something may be otherwise than in the one before.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from truthcheck.sdks.index.temporal import ALWAYS, ENTRIES, RUNS, bounds
from truthcheck.sdks.index.unread import PARTS

Asked: TypeAlias = "tuple[str, str]"
WHOLE = ""


def edges(span: str, record: Mapping[str, Any], asked: Iterable[Asked]) -> set[int]:
    """All edges of what is asked of a record that stands in `span`."""
    found = {*_ends(span)}
    for part, name in asked:
        found.update(_of_part(record, part, name) if part else _of_head(record))
    return found


def of_names(record: Mapping[str, Any], names: Iterable[str]) -> set[int]:
    """All edges of these names of a record."""
    return {edge for name in names for edge in _of_name(record, name)}


def gaps(span: str, record: Mapping[str, Any], asked: Iterable[Asked], places: Collection[int]) -> set[int]:
    """Of these places the ones where a name does not stand, though it does before and after it."""
    found: set[int] = set()
    for part, name in asked:
        if part and name:
            stands = [place for place in places if _stands(span, record, part, name, place)]
            found |= {place for place in places if stands and stands[0] < place < stands[-1]} - {*stands}
    return found


def _stands(span: str, record: Mapping[str, Any], part: str, name: str, place: int) -> bool:
    if not _has(span, place):
        return False
    held = (entries[part] for where, entries in _groups(record) if part in entries and _has(where, place))
    return any(name in entries for one in held for where, entries in _groups(one) if _has(where, place))


def _has(span: str, place: int) -> bool:
    return span == ALWAYS or any(first <= place and (end is None or place < end) for first, end in bounds(span))


def _groups(held: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """What always stands, then the entries of each span."""
    yield ALWAYS, held
    changing = held.get(ENTRIES, ())
    yield from zip(changing[::2], changing[1::2], strict=True)


def _of_head(record: Mapping[str, Any]) -> Iterator[int]:
    for span, entries in _groups(record):
        if any(name not in PARTS and name != ENTRIES for name in entries):
            yield from _ends(span)
            for name in entries.keys() - {*PARTS, ENTRIES}:
                yield from _within(entries[name])


def _of_part(record: Mapping[str, Any], part: str, name: str) -> Iterator[int]:
    for span, entries in _groups(record):
        if part in entries:
            yield from _ends(span)
            yield from _within(entries[part]) if name == WHOLE else _of_name(entries[part], name)


def _of_name(held: Mapping[str, Any], name: str) -> Iterator[int]:
    for span, entries in _groups(held):
        if name in entries:
            yield from _ends(span)
            yield from _within(entries[name])


def _within(value: Any) -> Iterator[int]:
    """Every edge inside a value."""
    if isinstance(value, dict):
        for mark in (ENTRIES, RUNS):
            for span in value.get(mark, ())[::2]:
                yield from _ends(span)
        for part in value.values():
            yield from _within(part)
    elif isinstance(value, list):
        for part in value:
            yield from _within(part)


def _ends(span: str) -> Iterator[int]:
    if span != ALWAYS:
        yield from (edge for pair in bounds(span) for edge in pair if edge)
