"""What the code reads of the rows that come back."""

from __future__ import annotations

from collections.abc import Iterator

from truthcheck.checks.core.fault import Fault
from truthcheck.checks.core.phrases import DICTIONARY, LIST
from truthcheck.checks.database.levels import Level
from truthcheck.checks.database.query import OBJECT, OTHER, UNREAD, Query
from truthcheck.model.call import Read
from truthcheck.model.noun import Node

DATA = "data"
OBJECT_ROW = "a single row"
RULE = "unknown-response-field"
_ITEM, _ANY = "[]", "[?]"
_PASSED = ("await", "with", "()")
_ATTRIBUTES = frozenset((*dir(dict), *dir(list), *dir(str)))


class _Rows(Node):
    """`level` is that of a row or of a list of rows; None: a value, or nothing is known of it."""

    level: Level | None
    many: bool | None = None


def read(query: Query, whole: Level) -> Iterator[Fault]:
    """The reads that no row can answer. Only the last step of a path is judged: each before it is a read of its own."""
    if query.shape == OTHER:
        return
    for one in query.call.reads:
        path = _path(query, one)
        if path and one.certain:
            many = None if query.shape == UNREAD else False if query.shape == OBJECT else whole.many
            yield from _judged(one, path, _Rows(whole, many))


def _path(query: Query, one: Read) -> tuple[str, ...]:
    """The steps below the rows themselves; none for what is read of the response around them."""
    steps = tuple(text for text in one.path if text not in _PASSED)
    if query.call.member is None:
        return tuple(text if text == _ITEM else f"[{text}]" for text in steps)
    return steps[1:] if steps[:1] == (DATA,) else ()


def _judged(one: Read, path: tuple[str, ...], place: _Rows) -> Iterator[Fault]:
    for text in path[:-1]:
        if text == _ITEM and place.level is not None and place.many is False:
            yield _fault(one, path, place.level, OBJECT_ROW)
            return
        place = _below(place, text)
    level = place.level
    got = _misread(path[-1], level, place.many) if level is not None and place.many is not None else None
    if got is not None and level is not None:
        yield _fault(one, path, level, got)


def _misread(text: str, level: Level, many: bool) -> str | None:
    """What the value is, where the code takes it for another kind; "" where only the name is not there."""
    name, is_key = text.strip("[]"), text.startswith("[")
    if text in (_ITEM, _ANY) or (not is_key and name in _ATTRIBUTES):
        return None
    if many:
        return LIST
    if not is_key:
        return DICTIONARY
    return None if name in level.keys or level.open else ""


def _fault(one: Read, path: tuple[str, ...], level: Level, got: str) -> Fault:
    place = ("response", *(_shown(text) for text in path))
    pointer = str(level.relation.written) if level.relation is not None else ""
    return Fault(RULE, place, one.at, got, tuple(level.keys), pointer=pointer)


def _shown(text: str) -> str:
    return _ITEM if text in (_ITEM, _ANY) else text.strip("[]")


def _below(place: _Rows, text: str) -> _Rows:
    level = place.level
    if level is None:
        return place
    if text in (_ITEM, _ANY):
        return place._replace(many=False) if place.many or (text == _ITEM and place.many is None) else _Rows(None)
    if place.many or not text.startswith("["):
        return _Rows(None)
    below = level.keys.get(text[1:-1])
    return _Rows(below, below.many) if below is not None else _Rows(None)
