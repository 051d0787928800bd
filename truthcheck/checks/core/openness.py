"""What of a value nothing could check: written values beyond an open list, names of which no shape speaks.

A value that only the run decides is no claim of the code; a map that the document itself opens takes every name.
"""

from __future__ import annotations

from collections.abc import Iterator

from truthcheck.checks.core.fault import Fault
from truthcheck.checks.core.scalars import is_listed
from truthcheck.checks.core.values import DEPTH, Context, judge, property_name
from truthcheck.model.reason import Reason, Why
from truthcheck.model.surface import Ref, Shape
from truthcheck.model.value import Entry, Literal, Mapping, Sequence, Union, Value
from truthcheck.surfaces.shapes import expand

_ANY = Shape()
_WORDS = 2  # of a list: one word beside any text (`"auto"`, or an id) is no list of the values


def unchecked(context: Context, value: Value, shape: Shape | Ref, place: tuple[str, ...]) -> Iterator[Reason]:
    """One reason for each part; `place` is the location, then keys and indexes, as in `Fault`."""
    if len(place) > DEPTH or (place and place[-1] in context.judgement.loose):
        return
    match value:
        case Literal(str() as word) if word:
            yield from _beyond(context, word, expand(context.surface, shape), place)
        case Union():
            yield from _either(context, value, shape, place)
        case Mapping():
            yield from _mapping(context, value, expand(context.surface, shape), place)
        case Sequence(items):
            inner = tuple(one.items for one in expand(context.surface, shape) if one.items is not None)
            for item in items if inner else ():
                yield from unchecked(context, item, Shape(any_of=inner), (*place, "[]"))


def named(place: tuple[str, ...]) -> str:
    """A place as a person writes it: `items[].price`."""
    return Fault("", place).name or place[-1]


def _beyond(context: Context, word: str, alternatives: tuple[Shape, ...], place: tuple[str, ...]) -> Iterator[Reason]:
    """A text that no list holds, where lists are open or stand beside any text."""
    lists = [one for one in alternatives if len([word for word in one.enum if word]) >= _WORDS]
    if not lists or any(is_listed(word, one, context.text) for one in lists):
        return
    if any(one.advisory for one in lists) or any(_takes_any_text(one) for one in alternatives):
        yield Reason(Why.VALUE_BEYOND_LIST, named(place))


def _takes_any_text(shape: Shape) -> bool:
    return shape.types == ("string",) and not shape.enum and not shape.format


def _either(context: Context, value: Union, shape: Shape | Ref, place: tuple[str, ...]) -> Iterator[Reason]:
    """Each alternative; where one is false and another is not, that is open, too."""
    false = [bool(judge(context, member, shape, place)) for member in value.members]
    if any(false) and not all(false):
        yield Reason(Why.ALTERNATIVE_FALSE, named(place))
    for member in value.members:
        yield from unchecked(context, member, shape, place)


def _mapping(context: Context, value: Mapping, shapes: tuple[Shape, ...], place: tuple[str, ...]) -> Iterator[Reason]:
    objects = [one for one in shapes if not one.types or "object" in one.types]
    if value.entries and objects and not any(map(_speaks, objects)):
        yield Reason(Why.PART_UNDESCRIBED, named(place))
        return
    for entry in value.entries if objects else ():
        yield from _entry(context, entry, objects, (*place, entry.key))


def _speaks(shape: Shape) -> bool:
    """Whether an object says anything of its names, be it that all are right."""
    return bool(shape.properties or shape.values is not None or shape.additional == "closed")


def _entry(context: Context, entry: Entry, objects: list[Shape], place: tuple[str, ...]) -> Iterator[Reason]:
    names = [(one, property_name(entry.key, one, context.text)) for one in objects]
    known = tuple(one.properties[name] for one, name in names if name is not None)
    further = tuple(one.values for one in objects if one.values is not None)
    if known:
        yield from unchecked(context, entry.value, Shape(any_of=known), place)
    elif further:
        if _ANY not in further:
            yield from unchecked(context, entry.value, Shape(any_of=further), place)
    elif entry.key not in context.judgement.accepted:
        yield Reason(Why.NAME_UNDESCRIBED, named(place), "the body")
