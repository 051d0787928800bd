"""From the evaluator's values to the model's: snapshots that no later statement changes."""

from __future__ import annotations

from truthcheck.claims.engine.alternatives import one_of
from truthcheck.claims.engine.frame import Frame
from truthcheck.claims.engine.templates import is_none, known
from truthcheck.claims.engine.values import (
    Absent,
    Assumed,
    Data,
    DictCell,
    Encoded,
    External,
    Item,
    ListCell,
    ObjectCell,
    Ref,
    Sent,
    Several,
    Val,
)
from truthcheck.model.location import Span
from truthcheck.model.reason import Reason, Why
from truthcheck.model.value import Entry, Literal, Mapping, Sequence, Template, Typed, Union, Unknown, Value

MAX_NESTING = 12


def freeze(value: Val, frame: Frame, depth: int = 0) -> Value:
    """The model value of an abstract value; deeper than the bound it is unknown."""
    if depth > MAX_NESTING:
        return Unknown(Reason(Why.NESTED_TOO_DEEPLY))
    match value:
        case Literal() | Typed() | Unknown():
            return value
        case Template(_, at):
            whole = known(value)
            return value if whole is None else Literal(whole, at)
        case Assumed(inner):
            return Unknown(Reason(Why.LEFT_OUT_OR_FROM_CALLER)) if is_none(inner) else freeze(inner, frame, depth)
        case Several(found):
            return _union([freeze(member, frame, depth) for member in found])
        case Ref():
            return _cell(value, frame, depth)
        case _:
            return _opaque(value, frame)


def _opaque(value: Val, frame: Frame) -> Value:
    """What only lives while evaluating."""
    match value:
        case Sent() | Data():
            return Unknown(Reason(Why.FROM_REPLY))
        case Encoded():
            return Typed("string")
        case External(name):
            kind = frame.meaning.external_types.get(name)
            return Typed(kind) if kind is not None else Unknown(Reason(Why.NOT_FOLLOWED, name))
        case Absent():
            return Unknown(Reason(Why.LEFT_OUT_OR_FROM_CALLER))
        case _:
            return Unknown(Reason(Why.NOT_PLAIN))


def _union(members: list[Value]) -> Value:
    distinct: list[Value] = []
    for member in members:
        if member not in distinct:
            distinct.append(member)
    return distinct[0] if len(distinct) == 1 else Union(tuple(distinct))


def _cell(ref: Ref, frame: Frame, depth: int) -> Value:
    match frame.cell(ref):
        case DictCell() as cell:
            return mapping(cell, frame, depth)
        case ListCell(items, rest, at):
            return Sequence(tuple(freeze(item, frame, depth + 1) for item in items), rest, at)
        case ObjectCell(cls) if cls is not None:
            return Unknown(Reason(Why.INSTANCE_OF, cls.node.name))
        case _:
            return Unknown(Reason(Why.NOT_PLAIN))


def mapping(cell: DictCell, frame: Frame, depth: int = 0) -> Mapping:
    """The entries of a dictionary; a key whose value is absent is none."""
    entries = tuple(
        _entry(key, item, frame, depth) for key, item in cell.items.items() if not isinstance(item.value, Absent)
    )
    return Mapping(entries, cell.rest, cell.at)


def _entry(key: str, item: Item, frame: Frame, depth: int) -> Entry:
    value, always = item.value, item.always
    if isinstance(value, Several) and any(isinstance(member, Absent) for member in value.members):
        value, always = one_of([member for member in value.members if not isinstance(member, Absent)]), False
    return Entry(key, freeze(value, frame, depth + 1), item.at, always)


def flat(value: Value) -> Value:
    """A value sent as text pairs (query or form). The libraries leave out keys with None, so they prove nothing."""
    match value:
        case Mapping(entries, rest, at):
            return Mapping(tuple(e for e in map(_flat_entry, entries) if e is not None), rest, at)
        case Sequence(items, rest, at) if items and all(_is_pair(item) for item in items):
            return _pairs(items, rest, at)
        case Union(members, at):
            return Union(tuple(flat(member) for member in members), at)
        case _:
            return value


def _flat_entry(entry: Entry) -> Entry | None:
    match entry.value:
        case Literal(None):
            return None
        case Union(members, at) if any(member == Literal(None) or _none(member) for member in members):
            left = tuple(member for member in members if not _none(member))
            value: Value = left[0] if len(left) == 1 else Union(left, at)
            return Entry(entry.key, value, entry.at, False)
        case Unknown(Reason(Why.LEFT_OUT_OR_FROM_CALLER)):
            return Entry(entry.key, entry.value, entry.at, False)
        case _:
            return entry


def _none(value: Value) -> bool:
    return isinstance(value, Literal) and value.value is None


def _is_pair(value: Value) -> bool:
    return isinstance(value, Sequence) and len(value.items) == 2 and value.rest is None


def _pairs(items: tuple[Value, ...], rest: Unknown | None, at: Span | None) -> Mapping:
    entries: list[Entry] = []
    for item in items:
        assert isinstance(item, Sequence)
        key = item.items[0]
        if isinstance(key, Literal) and isinstance(key.value, str):
            entries.append(Entry(key.value, item.items[1], key.at))
        else:
            rest = rest or Unknown(Reason(Why.KEY_UNKNOWN))
    return Mapping(tuple(entries), rest, at)
