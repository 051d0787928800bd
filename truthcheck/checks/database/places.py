"""Where the values of a call were written."""

from __future__ import annotations

from collections.abc import Iterator

from truthcheck.model.call import Call
from truthcheck.model.location import Span
from truthcheck.model.value import Mapping, Sequence, Text, Union, Value

_TESTS = frozenset(("test", "tests"))


def touches(call: Call, at: Span) -> bool:
    """Whether something that a call is given was written at this place."""
    return any(covers(span, at) for span in _places(call))


def is_test(path: str) -> bool:
    """Whether a file holds tests, by its name."""
    *folders, name = path.split("/")
    return name.startswith(("test_", "conftest")) or name.endswith("_test.py") or not _TESTS.isdisjoint(folders)


def covers(outer: Span, inner: Span) -> bool:
    if outer.path != inner.path or (outer.line, outer.column) > (inner.line, inner.column):
        return False
    return (inner.end_line, inner.end_column) <= (outer.end_line, outer.end_column)


def _places(call: Call) -> Iterator[Span]:
    for read in call.reads:
        yield read.at
    for step in call.member.steps if call.member is not None else ():
        for argument in step.given:
            yield from _inside(argument.value, True)
    for argument in call.arguments:
        yield from _inside(argument.value, True)


def _inside(value: Value, top: bool = False) -> Iterator[Span]:
    """The places of a value and of all that it holds; `top`: that of a whole argument list says nothing."""
    at = getattr(value, "at", None)
    if at is not None and not top:
        yield at
    yield from (entry.at for entry in getattr(value, "entries", ()) if entry.at is not None)
    yield from (part.at for part in getattr(value, "parts", ()) if isinstance(part, Text) and part.at is not None)
    for below in _held(value):
        yield from _inside(below)


def _held(value: Value) -> tuple[Value, ...]:
    match value:
        case Mapping(entries):
            return tuple(entry.value for entry in entries)
        case Sequence(items):
            return items
        case Union(members):
            return members
        case _:
            return ()
