"""Where in its releases a part of a stored record changes: releases between two edges need to be asked only once.

`asked` are pairs of a record's part and a name in it; (part, "") is all of a part, ("", "") what is no part: the bases
of a class, its kind. An edge is the place of a release from which on something may be otherwise than in the one before.

With `words`, a question is about these arguments alone: of functions, and of parts as a whole, only what names one of
them counts, or is required, and what functions return.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any, TypeAlias

from truthcheck.sdks.index.records import NAMED_REST, OPEN, RETURNS, is_function
from truthcheck.sdks.index.temporal import ALWAYS, ENTRIES, RUNS, bounds
from truthcheck.sdks.index.unread import PARTS

Asked: TypeAlias = "tuple[str, str]"
Words: TypeAlias = "Collection[str] | None"
WHOLE = ""
ANY_NAME = (NAMED_REST, "unpack", OPEN)  # what lets a function take names that it does not list


def edges(span: str, record: Mapping[str, Any], asked: Iterable[Asked], words: Words = None) -> set[int]:
    """All edges of what is asked of a record that stands in `span`."""
    found = {*_ends(span)}
    for part, name in asked:
        found.update(_of_part(record, part, name, words) if part else _of_head(record))
    return found


def gaps(span: str, record: Mapping[str, Any], asked: Iterable[Asked], places: Collection[int]) -> set[int]:
    """Of these places the ones where a name does not stand, though it does before and after it."""
    found: set[int] = set()
    for part, name in asked:
        if part and name:
            stands = [place for place in places if _stands(span, record, part, name, place)]
            found |= {place for place in places if stands and stands[0] < place < stands[-1]} - {*stands}
    return found


def is_broken(span: str, record: Mapping[str, Any]) -> bool:
    """Whether the record, a part of it or a name was gone for a while."""
    held = [record, *(part for _, entries in _groups(record) for name, part in entries.items() if name in PARTS)]
    return "," in span or any(_has_gap(one) for one in held if isinstance(one, dict))


def _has_gap(held: Mapping[str, Any]) -> bool:
    spells: dict[str, list[tuple[int, int | None]]] = {}
    for span, entries in _groups(held):
        for name in entries if span != ALWAYS else ():
            spells.setdefault(name, []).extend(bounds(span))
    return any(_is_apart(sorted(one, key=lambda pair: pair[0])) for one in spells.values())


def _is_apart(spells: list[tuple[int, int | None]]) -> bool:
    return any(before[1] != after[0] for before, after in pairwise(spells))


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


def _of_part(record: Mapping[str, Any], part: str, name: str, words: Words) -> Iterator[int]:
    for span, entries in _groups(record):
        if part in entries:
            yield from _ends(span)
            yield from _within(entries[part], words) if name == WHOLE else of_name(entries[part], name, words)


def of_name(held: Mapping[str, Any], name: str, words: Words = None) -> Iterator[int]:
    """All edges of one entry of a dictionary."""
    for span, entries in _groups(held):
        if name in entries:
            yield from _ends(span)
            yield from _of_member(entries[name], words)


def _of_member(value: Any, words: Words) -> Iterator[int]:
    """What a function returns counts whatever is asked, other members as they are."""
    if words is None or not is_function(value):
        yield from _within(value)
        return
    yield from of_name(value, RETURNS)
    yield from _within(value, words)


def _within(value: Any, words: Words = None) -> Iterator[int]:
    """Every edge inside a value, with `words` those of what names one of them."""
    if isinstance(value, dict):
        for mark in (ENTRIES, RUNS):
            changing = value.get(mark, ())
            for span, held in zip(changing[::2], changing[1::2], strict=True):
                if words is None or _names_one(held, words):
                    yield from _ends(span)
    for part in _parts(value):
        yield from _within(part, words)


def _names_one(value: Any, words: Collection[str]) -> bool:
    if isinstance(value, str):
        return value in words
    named = isinstance(value, dict) and not value.keys().isdisjoint(words)
    return named or _is_needed(value) or any(_names_one(part, words) for part in _parts(value))


def _is_needed(value: Any) -> bool:
    """Whether it is a parameter without which nobody calls: it counts, whatever is asked."""
    return isinstance(value, list) and len(value) == 4 and value[2] == 1


def _parts(value: Any) -> Iterable[Any]:
    return value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()


def _ends(span: str) -> Iterator[int]:
    if span != ALWAYS:
        yield from (edge for pair in bounds(span) for edge in pair if edge)
