"""Is this value possible for this shape? To full depth, and silent wherever it may be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from truthcheck.checks.core import scalars
from truthcheck.checks.core.chosen import are_all_sent
from truthcheck.checks.core.fault import Fault, common
from truthcheck.model.call import Junction
from truthcheck.model.noun import dataclass, replace
from truthcheck.model.provider import Judgement
from truthcheck.model.surface import Ref, Shape, Surface
from truthcheck.model.value import Entry, Literal, Mapping, Sequence, Template, Typed, Union, Unknown, Value
from truthcheck.surfaces.shapes import expand

DEPTH = 30
_Scalar: TypeAlias = "Literal | Template | Typed"


@dataclass(frozen=True, slots=True)
class Context:
    """`text`: everything arrives as text (query, form). `pointer` is that of the nearest shape that has one. `reply`:
    the value is what a server sends."""

    surface: Surface
    judgement: Judgement
    text: bool
    pointer: str
    choice: Junction | None = None
    reply: bool = False


def judge(context: Context, value: Value, shape: Shape | Ref, place: tuple[str, ...]) -> list[Fault]:
    """What is false of `value` in every reading of it and for every alternative of `shape`."""
    if isinstance(value, Unknown) or len(place) > DEPTH or (place and place[-1] in context.judgement.loose):
        return []
    if isinstance(value, Union):
        readings = [judge(context, member, shape, place) for member in value.members]
        return common(readings) or _of_either(context, value, readings)
    alternatives = expand(context.surface, shape)
    results = [list(_against(context, value, alternative, place)) for alternative in alternatives]
    return _settle(results, place)


def _of_either(context: Context, value: Union, readings: list[list[Fault]]) -> list[Fault]:
    """Of values that are all sent (`"failed" if problems else "success"`) one may be false alone."""
    if not are_all_sent(value.members, context.choice):
        return []
    faults = [
        fault for reading in readings for fault in reading if fault.rule in ("invalid-value", "unknown-parameter")
    ]
    return [replace(fault, certain=False) for fault in faults]


def _settle(results: list[list[Fault]], place: tuple[str, ...]) -> list[Fault]:
    """False for every alternative: tell it by those that fit best, first by kind, then by the tags inside."""
    if not results or not all(results):
        return []
    misfits = [faults for faults in results if _wrong_kind(faults, place)]
    fitting = [faults for faults in results if not _wrong_kind(faults, place)]
    shared = _best(fitting or results, place)
    return _with_kinds(shared, misfits, place) if fitting and misfits else shared


def _best(results: list[list[Fault]], place: tuple[str, ...]) -> list[Fault]:
    """What the alternatives share whose tags fit; what all share where none does."""
    return common([faults for faults in results if not _wrong_tag(faults, place)] or results)


def _with_kinds(shared: list[Fault], misfits: list[list[Fault]], place: tuple[str, ...]) -> list[Fault]:
    kinds = tuple(kind for faults in misfits for kind in faults[0].choices)
    return [_also(fault, kinds) if fault.place == place else fault for fault in shared]


def _wrong_tag(faults: list[Fault], place: tuple[str, ...]) -> bool:
    """Whether a value just below the place is none of the allowed ones: it tells which alternative is meant."""
    return any(
        fault.rule == "invalid-value" and fault.listed and len(fault.place) == len(place) + 1 for fault in faults
    )


def _wrong_kind(faults: list[Fault], place: tuple[str, ...]) -> bool:
    return any(fault.rule == "invalid-type" and fault.place == place for fault in faults)


def _also(fault: Fault, kinds: tuple[str, ...]) -> Fault:
    """A value that is none of the allowed ones could still have been of another type."""
    return replace(fault, choices=fault.choices + tuple(dict.fromkeys(kinds)))


def _against(context: Context, value: Value, shape: Shape, place: tuple[str, ...]) -> Iterator[Fault]:
    pointed = replace(context, pointer=shape.pointer) if shape.pointer else context
    if "file" in shape.types:
        return
    match value:
        case Literal() | Template() | Typed():
            yield from _scalar(pointed, value, shape, place)
        case Mapping():
            yield from _mapping(pointed, value, shape, place)
        case Sequence():
            yield from _sequence(pointed, value, shape, place)


def _scalar(context: Context, value: _Scalar, shape: Shape, place: tuple[str, ...]) -> Iterator[Fault]:
    if context.text and "array" in shape.types and isinstance(value, Literal):
        yield from _listed(context, value, shape, place)
        return
    if context.reply and shape.bounds is not None:
        shape = replace(shape, bounds=None)  # what a test makes up is shorter than what it stands for: "SM1"
    for fault in scalars.judge(value, shape, context.text):
        yield replace(fault, place=place, at=value.at, pointer=context.pointer)


def _listed(context: Context, value: Literal, shape: Shape, place: tuple[str, ...]) -> Iterator[Fault]:
    """One text for a list: items with commas between, or a single item."""
    if not isinstance(value.value, str) or not shape.items or value.value[:1] in "[{":
        return
    whole = judge(context, value, shape.items, place)
    if not whole:
        return
    pieces = [Literal(piece.strip(), value.at) for piece in value.value.split(",") if piece.strip()]
    for piece in pieces:
        yield from judge(context, piece, shape.items, place)


def _mapping(context: Context, value: Mapping, shape: Shape, place: tuple[str, ...]) -> Iterator[Fault]:
    if shape.types and "object" not in shape.types:
        bracketed = context.text and not shape.enum  # in text, brackets may be a spelling of the list
        if not bracketed and (value.entries or value.rest):
            yield _mismatch(context, "an object", shape, place, value)
        return
    for entries in _by_key(value):
        yield from common([list(_entry(context, entry, shape, (*place, entry.key))) for entry in entries])
    if value.rest is None:
        yield from _missing(context, value, shape, place)


def _by_key(value: Mapping) -> Iterable[list[Entry]]:
    """A key that stands twice has one value or the other."""
    found: dict[str, list[Entry]] = {}
    for entry in value.entries:
        found.setdefault(entry.key, []).append(entry)
    return found.values()


def _entry(context: Context, entry: Entry, shape: Shape, place: tuple[str, ...]) -> Iterator[Fault]:
    name = property_name(entry.key, shape, context.text)
    if name is not None:
        for fault in judge(context, entry.value, shape.properties[name], place):
            yield fault if fault.at or fault.place != place else replace(fault, at=entry.at)
    elif entry.key in context.judgement.accepted:
        return
    elif shape.values is not None:
        yield from judge(context, entry.value, shape.values, place)
    elif shape.additional == "closed" or (shape.additional == "documented" and shape.properties):
        certain = shape.additional == "closed"
        names = tuple(shape.properties)
        yield Fault("unknown-parameter", place, entry.at, choices=names, certain=certain, pointer=context.pointer)


def property_name(key: str, shape: Shape, text: bool) -> str | None:
    """The property that `key` means. In a query or form, `tags` and `tags[]` are spellings of one name."""
    if key in shape.properties:
        return key
    if text:
        for spelling in (key + "[]", key.removesuffix("[]"), key.partition(".")[0]):
            if spelling in shape.properties:
                return spelling
    return None


def _missing(context: Context, value: Mapping, shape: Shape, place: tuple[str, ...]) -> Iterator[Fault]:
    given = {property_name(entry.key, shape, context.text) for entry in value.entries}
    for name in shape.required:
        if name in given or name in context.judgement.optional or _need_not_be_sent(context, shape, name):
            continue
        if name not in shape.properties and shape.properties and shape.additional != "closed":
            continue  # the document contradicts itself
        at = value.at if len(place) > 1 else None  # what a whole call leaves out is told at the call
        names = tuple(shape.required)
        yield Fault("missing-parameter", (*place, name), at, choices=names, pointer=context.pointer)


def _need_not_be_sent(context: Context, shape: Shape, name: str) -> bool:
    """Names that only replies have; and where null says nothing, so does a name that is not there.

    Generators of documents list every property as required that a typed program always has, be it null.
    """
    child = shape.properties.get(name)
    if context.reply or child is None:
        return False
    alternatives = expand(context.surface, child)
    return any(one.read_only or "null" in one.types or None in one.enum for one in alternatives)


def _sequence(context: Context, value: Sequence, shape: Shape, place: tuple[str, ...]) -> Iterator[Fault]:
    if shape.types and "array" not in shape.types:
        if not context.text and (value.items or value.rest):  # an empty list may only stand for nothing yet
            yield _mismatch(context, "a list", shape, place, value)
        return
    if shape.items is None:
        return
    for index, item in enumerate(value.items):
        yield from judge(context, item, shape.items, (*place, str(index)))


def _mismatch(context: Context, got: str, shape: Shape, place: tuple[str, ...], value: Mapping | Sequence) -> Fault:
    told = Fault("invalid-type", place, value.at, got, scalars.kinds(shape), listed=True, pointer=context.pointer)
    known = value.entries if isinstance(value, Mapping) else value.items
    return told if known else replace(told, certain=False, assumed=True)  # of which only an annotation tells the kind
