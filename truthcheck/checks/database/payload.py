"""Rows that are written, and arguments that a function is given."""

from __future__ import annotations

from collections.abc import Iterator

from truthcheck.checks.core.fault import Fault, common
from truthcheck.checks.database.levels import unknown
from truthcheck.checks.database.query import INSERT, UPSERT, Query
from truthcheck.checks.database.typed import Kind, Misfit, misfit
from truthcheck.checks.database.view import View
from truthcheck.model.database import Column, Relation, Routine
from truthcheck.model.value import Entry, Literal, Mapping, Sequence, Union, Value, alternatives

BODY, ARGUMENTS = "json", "arguments"
_VIEWS = ("view", "materialized view")
_WHOLE = ("json", "jsonb", "text", "bytea", "xml")  # a single argument without a name takes the whole body


def written(view: View, relation: Relation, query: Query) -> list[Fault]:
    """What is false of the rows in each way in which they may turn out."""
    if query.rows is None:
        return []
    return common([list(_rows(view, relation, query, value)) for value in alternatives(query.rows)])


def _rows(view: View, relation: Relation, query: Query, value: Value) -> Iterator[Fault]:
    if isinstance(value, Mapping):
        yield from _row(view, relation, query, value, frozenset())
    elif isinstance(value, Sequence):
        beside = _beside(query, value)
        for item in value.items:
            if isinstance(item, Mapping):
                yield from _row(view, relation, query, item, beside)
            elif isinstance(item, Union):
                yield from common([list(_rows(view, relation, query, one)) for one in item.members])


def _beside(query: Query, value: Sequence) -> frozenset[str]:
    """The columns that some row of a list gives, so that the others get them as null; none where not all is known."""
    rows = [item for item in value.items if isinstance(item, Mapping)]
    if query.fills or len(rows) < len(value.items) or value.rest is not None:
        return frozenset()
    return frozenset(entry.key for row in rows for entry in row.entries if entry.always)


def _row(view: View, relation: Relation, query: Query, row: Mapping, beside: frozenset[str]) -> Iterator[Fault]:
    """One row; `beside` are the columns that other rows of the same request give, which it then gets as null."""
    for key in dict.fromkeys(entry.key for entry in row.entries):
        entries = [entry for entry in row.entries if entry.key == key]
        yield from common([list(_entry(view, relation, entry)) for entry in entries])
    if query.verb in (INSERT, UPSERT) and row.rest is None and relation.kind not in _VIEWS and not relation.is_filled:
        yield from _missing(relation, row, beside)


def _entry(view: View, relation: Relation, entry: Entry) -> Iterator[Fault]:
    column = relation.column(entry.key)
    if column is None:
        yield from unknown(view, relation, entry.key, BODY, entry.at)
        return
    place = (BODY, relation.name, column.name)
    pointer = str(column.written)
    if column.generated or column.identity == "always":
        got = "computed" if column.generated else "an identity column"
        yield Fault("read-only-column", place, entry.at, got, pointer=pointer)
        return
    yield from _value(place, column, entry, pointer)


def _value(place: tuple[str, ...], column: Column, entry: Entry, pointer: str) -> Iterator[Fault]:
    kind = Kind(column.base or column.type, column.enum, column.enum_open)
    readings = [_found(kind, value, not column.nullable) for value in alternatives(entry.value)]
    if readings and all(readings):
        yield _told(place, readings[0], entry, pointer)


def _found(kind: Kind, value: Value, needed: bool) -> Misfit | None:
    if needed and isinstance(value, Literal) and value.value is None:
        return Misfit("invalid-type", "null", (kind.type or "a value",), value)
    return misfit(kind, value)


def _told(place: tuple[str, ...], found: Misfit | None, entry: Entry, pointer: str) -> Fault:
    assert found is not None
    at = getattr(found.value, "at", None) or getattr(entry.value, "at", None) or entry.at
    return Fault(found.rule, place, at, found.got, found.choices, listed=True, pointer=pointer)


def _missing(relation: Relation, row: Mapping, beside: frozenset[str]) -> Iterator[Fault]:
    given = {entry.key for entry in row.entries}
    needed = tuple(column.name for column in relation.columns if column.required)
    for column in relation.columns:
        nulled = column.name in beside and not column.nullable
        if column.name not in given and (column.required or nulled):
            place = (BODY, relation.name, column.name)
            yield Fault("missing-parameter", place, row.at, relation.name, needed, pointer=str(column.written))


def given(view: View, routines: tuple[Routine, ...], query: Query) -> list[Fault]:
    """What is false of the arguments for every overload and in each way in which they may turn out."""
    value: Value = query.arguments if query.arguments is not None else Mapping((), at=query.at)
    return common([_best([list(_arguments(routine, one)) for routine in routines]) for one in alternatives(value)])


def _best(readings: list[list[Fault]]) -> list[Fault]:
    """The overload that fits best; an overload without faults clears the call."""
    return min(readings, key=len, default=[])


def _arguments(routine: Routine, value: Value) -> Iterator[Fault]:
    """What is false of the arguments in one way in which they may turn out, for one overload."""
    sent = Mapping((), at=value.at) if isinstance(value, Literal) and value.value is None else value
    if not isinstance(sent, Mapping) or _takes_whole(routine):
        return
    for entry in sent.entries:
        yield from _argument(entry, routine)
    if sent.rest is None:
        yield from _left_out(routine, sent)


def _takes_whole(routine: Routine) -> bool:
    """Whether its one argument, without a name, is the whole body."""
    inputs = routine.inputs
    return len(inputs) == 1 and not inputs[0].name and inputs[0].type in _WHOLE


def _argument(entry: Entry, routine: Routine) -> Iterator[Fault]:
    place = (ARGUMENTS, routine.name, entry.key)
    argument = next((one for one in routine.inputs if one.name == entry.key), None)
    if argument is None:
        names = tuple(one.name for one in routine.inputs if one.name)
        yield Fault("unknown-parameter", place, entry.at, "", names, pointer=str(routine.written))
        return
    readings = [misfit(Kind(argument.type, argument.enum), value) for value in alternatives(entry.value)]
    if argument.mode != "variadic" and readings and all(readings):
        yield _told(place, readings[0], entry, str(routine.written))


def _left_out(routine: Routine, value: Mapping) -> Iterator[Fault]:
    sent = {entry.key for entry in value.entries}
    needed = tuple(one.name for one in routine.inputs if one.required)
    for name in needed:
        if name and name not in sent:
            pointer = str(routine.written)
            yield Fault(
                "missing-parameter", (ARGUMENTS, routine.name, name), value.at, routine.name, needed, pointer=pointer
            )
