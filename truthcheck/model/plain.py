"""Plain data as values of the model: what a decoded document, or a text that is one, says."""

from __future__ import annotations

from truthcheck.model.location import Span
from truthcheck.model.reason import Reason, Why
from truthcheck.model.value import Entry, Literal, Mapping, Sequence, Unknown, Value

MAX_DEPTH = 60


def value_of(data: object, at: Span | None = None, depth: int = 0) -> Value:
    """The value of data as `json.loads` gives it; every part of it stands at `at`."""
    if depth > MAX_DEPTH:
        return Unknown(Reason(Why.NESTED_TOO_DEEPLY), at)
    match data:
        case dict():
            return Mapping(
                tuple(Entry(str(key), value_of(part, at, depth + 1), at) for key, part in data.items()), at=at
            )
        case list() | tuple():
            return Sequence(tuple(value_of(part, at, depth + 1) for part in data), at=at)
        case str() | int() | float() | bool() | None:
            return Literal(data, at)
        case _:
            return Unknown(Reason(Why.NOT_PLAIN), at)
