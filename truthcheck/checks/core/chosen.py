"""Of alternatives that the code writes: is each of them surely sent by some run, so that one may be false alone?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from truthcheck.model.call import Junction
from truthcheck.model.location import Span
from truthcheck.model.value import Literal, Mapping, Template, Text, Value


def are_all_sent(members: Sequence[Value], choice: Junction | None) -> bool:
    """Two written side by side (`"a" if x else "b"`), or those of one condition behind which nothing else was asked.

    Values from other places may belong to different calls, and an empty one may only stand for none.
    """
    places = [_own_place(member, members) for member in members if _is_written(member)]
    known = [place for place in places if place is not None]
    if len(known) < max(2, len(members)) or len(set(known)) < len(known) or len({one.path for one in known}) > 1:
        return False
    if len({place.line for place in known}) == 1:
        return len(known) == 2
    return choice is not None and _of_one_choice(known, choice)


def _is_written(value: Value) -> bool:
    match value:
        case Literal(content):
            return content is not None and content != ""
        case Template():
            return True
        case Mapping(entries):
            return bool(entries)
        case _:
            return False


def _of_one_choice(places: Sequence[Span], choice: Junction) -> bool:
    """In the ways of the condition, each on a line of its own; one of them may stand before it."""
    if any(place.path != choice.path for place in places) or len({place.line for place in places}) < len(places):
        return False
    outside = [place for place in places if not choice.line <= place.line <= choice.last]
    return len(outside) < min(2, len(places)) and all(choice.first <= place.line < choice.line for place in outside)


def _own_place(value: Value, members: Sequence[Value]) -> Span | None:
    """Where it stands; of a text in pieces, the first piece that the others do not share."""
    if not isinstance(value, Template):
        return getattr(value, "at", None)
    others = {place for member in members if member is not value for place in _pieces(member)}
    return next((place for place in _pieces(value) if place not in others), None)


def _pieces(value: Value) -> Iterator[Span | None]:
    if isinstance(value, Template):
        yield from (part.at for part in value.parts if isinstance(part, Text))
    else:
        yield getattr(value, "at", None)
