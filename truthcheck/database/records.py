"""A database as JSON and back: the nouns as arrays of their fields, in order."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from truthcheck.model.database import (
    Bucket,
    Column,
    Database,
    EnumType,
    ForeignKey,
    NameChange,
    Opening,
    Relation,
    Routine,
    RoutineArgument,
    TruthSource,
    Written,
)

_Noun = TypeVar("_Noun")


def dump(database: Database) -> str:
    """Nouns are tuples to JSON, so that arrays come out."""
    return json.dumps(database, separators=(",", ":"), ensure_ascii=False)


def load(text: str) -> Database:
    """Raises ValueError for what `dump` has not written."""
    try:
        return _database(json.loads(text))
    except (TypeError, IndexError, KeyError, AttributeError, RecursionError) as error:
        raise ValueError(f"no database: {error}") from None


def _many(rows: Sequence[Any], one: Callable[[Any], _Noun]) -> tuple[_Noun, ...]:
    return tuple(one(row) for row in rows)


def _names(row: Sequence[Any]) -> tuple[str, ...]:
    return tuple(str(name) for name in row)


def _written(row: Sequence[Any]) -> Written:
    return Written(str(row[0]), int(row[1]))


def _change(row: Sequence[Any]) -> NameChange:
    return NameChange(row[0], row[1], row[2], _written(row[3]))


def _opening(row: Sequence[Any]) -> Opening:
    why, kinds, written, schema, patterns, relation = row
    return Opening(why, tuple(kinds), _written(written) if written else None, schema, _names(patterns), relation)


def _column(row: Sequence[Any]) -> Column:
    name, type, nullable, written, default, generated, identity, enum, enum_open, comment, base = row
    at = _written(written)
    return Column(name, type, nullable, at, default, generated, identity, _names(enum), enum_open, comment, base)


def _relation(row: Sequence[Any]) -> Relation:
    schema, name, kind, columns, written, key, uniques, opened, changes, comment = row
    return Relation(
        schema,
        name,
        kind,
        _many(columns, _column),
        _written(written),
        _names(key),
        _many(uniques, _names),
        _opening(opened) if opened else None,
        _many(changes, _change),
        comment,
    )


def _key(row: Sequence[Any]) -> ForeignKey:
    name, schema, relation, columns, target_schema, target, targets, written = row
    return ForeignKey(
        name, schema, relation, _names(columns), target_schema, target, _names(targets), _written(written)
    )


def _argument(row: Sequence[Any]) -> RoutineArgument:
    name, type, mode, default, enum = row
    return RoutineArgument(name, type, mode, default, _names(enum))


def _routine(row: Sequence[Any]) -> Routine:
    schema, name, arguments, returns, written, many, columns, volatility, kind = row
    shown = None if columns is None else _many(columns, _column)
    given = _many(arguments, _argument)
    return Routine(schema, name, given, returns, _written(written), many, shown, volatility, kind)


def _enum(row: Sequence[Any]) -> EnumType:
    return EnumType(row[0], row[1], _names(row[2]), _written(row[3]))


def _bucket(row: Sequence[Any]) -> Bucket:
    return Bucket(row[0], _written(row[1]), row[2])


def _source(row: Sequence[Any]) -> TruthSource:
    path, kind, taken, why, faults = row
    return TruthSource(path, kind, taken, why, _names(faults))


def _database(row: Sequence[Any]) -> Database:
    name, relations, routines, keys, enums, buckets, exposed, openings, gone, sources, notes = row
    return Database(
        name,
        _many(relations, _relation),
        _many(routines, _routine),
        _many(keys, _key),
        _many(enums, _enum),
        _many(buckets, _bucket),
        _names(exposed),
        _many(openings, _opening),
        _many(gone, _change),
        _many(sources, _source),
        _names(notes),
    )
