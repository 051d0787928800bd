"""Several sources of one database as one: a name that any of them knows is known."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from truthcheck.model.database import Column, Database, EnumType, Opened, Opening, Relation
from truthcheck.model.noun import replace

_Noun = TypeVar("_Noun")


def joined(first: Database, other: Database, settled: tuple[Opened, ...] = ()) -> Database:
    """`first` says what a thing is where both know it; what only `other` knows is added, and demands nothing.

    `settled` are the kinds of things that `other` tells as a whole: what `first` leaves open of them is not open any
    more, unless it says what it would be called.
    """
    known = {(one.schema, one.name): one for one in other.relations}
    relations = tuple(_relation(one, known.pop((one.schema, one.name), None)) for one in first.relations)
    labels = {(one.schema, one.name): one for one in other.enums}
    enums = tuple(_enum(one, labels.pop((one.schema, one.name), None)) for one in first.enums)
    return replace(
        first,
        relations=(*relations, *known.values()),
        routines=_added(first.routines, other.routines, lambda one: (one.schema, one.name)),
        keys=_added(first.keys, other.keys, lambda one: (one.schema, one.relation, one.columns, one.target)),
        enums=(*enums, *labels.values()),
        buckets=_added(first.buckets, other.buckets, lambda one: one.name),
        exposed=tuple(dict.fromkeys((*first.exposed, *other.exposed))),
        openings=_openings(first, other, settled),
        gone=(*first.gone, *other.gone),
        sources=(*first.sources, *other.sources),
    )


def _added(first: tuple[_Noun, ...], other: tuple[_Noun, ...], key: Callable[[_Noun], object]) -> tuple[_Noun, ...]:
    known = {key(one) for one in first}
    return (*first, *(one for one in other if key(one) not in known))


def _openings(first: Database, other: Database, settled: tuple[Opened, ...]) -> tuple[Opening, ...]:
    kept = (one if one.patterns else _without(one, settled) for one in first.openings)
    return tuple(dict.fromkeys((*(one for one in kept if one.kinds), *other.openings)))


def _without(one: Opening, settled: tuple[Opened, ...]) -> Opening:
    return replace(one, kinds=tuple(kind for kind in one.kinds if kind not in settled))


def _relation(one: Relation, other: Relation | None) -> Relation:
    """The columns of both. A column that not both know, or of another type, demands nothing of who writes it."""
    if other is None:
        return one
    known = {column.name: column for column in other.columns}
    columns = tuple(_column(column, known.pop(column.name, None)) for column in one.columns)
    return replace(
        one,
        columns=(*columns, *(replace(column, nullable=True) for column in known.values())),
        open=one.open if other.open is not None else None,
        uniques=tuple(dict.fromkeys((*one.uniques, *other.uniques))),
        key=one.key or other.key,
    )


def _column(column: Column, other: Column | None) -> Column:
    if other is None:
        return replace(column, nullable=True)
    enum = tuple(dict.fromkeys((*column.enum, *other.enum))) if column.enum and other.enum else column.enum
    return replace(
        column,
        type=column.type or other.type,
        base=column.base or other.base,
        nullable=column.nullable or other.nullable,
        default=column.default if column.default is not None else other.default,
        generated=column.generated and other.generated,
        enum=enum,
    )


def _enum(one: EnumType, other: EnumType | None) -> EnumType:
    return one if other is None else replace(one, labels=tuple(dict.fromkeys((*one.labels, *other.labels))))
