"""A draft to the nouns: types with their schemas, labels of enums, keys with what they refer to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase

from truthcheck.database import extensions
from truthcheck.database.constraints import primary
from truthcheck.database.draft import Constraint, Draft, DraftColumn, DraftRelation, DraftRoutine
from truthcheck.database.types import TypeName
from truthcheck.model.database import (
    PUBLIC,
    Column,
    Database,
    EnumType,
    ForeignKey,
    Opening,
    Relation,
    Routine,
    RoutineArgument,
    TruthSource,
)

_DEEPEST = 8  # domains over domains


def finished(draft: Draft, name: str, exposed: tuple[str, ...], sources: Sequence[TruthSource] = ()) -> Database:
    maker = _Finisher(draft)
    return Database(
        name,
        tuple(maker.relation(one) for one in draft.relations.values() if one.schema not in draft.managed),
        tuple(maker.routine(one) for one in draft.routines.values()),
        tuple(maker.keys()),
        tuple(EnumType(*place, one.labels, one.written) for place, one in draft.enums.items()),
        tuple(draft.buckets.values()),
        exposed,
        (*draft.openings, *extensions.openings(draft), *_dangling(draft)),
        tuple(draft.gone),
        tuple(sources),
    )


def _dangling(draft: Draft) -> Iterator[Opening]:
    """Relations that are spoken of and never made: then others of their schema may be missing as well."""
    told: set[str] = set()
    dropped = {change.old for change in draft.gone}
    for (schema, name), written in draft.dangling.items():
        known = draft.relations.get((schema, name))
        if schema in told or f"{schema}.{name}" in dropped or (known is not None and known.made):
            continue
        told.add(schema)
        why = f"`{schema}.{name}` is used and no source makes it, so others may be missing, too"
        yield Opening(why, ("relations", "routines", "enums"), written, schema)


class _Finisher:
    def __init__(self, draft: Draft) -> None:
        self._draft = draft

    def relation(self, one: DraftRelation) -> Relation:
        place = (one.schema, one.name)
        every = self._draft.constraints.get(place, {})
        keys = [found.columns for found in every.values() if found.kind == "primary"]
        uniques = [found.columns for found in every.values() if found.kind in ("primary", "unique", "index")]
        values = {found.columns[0]: found for found in every.values() if found.kind == "check" and found.values}
        return Relation(
            one.schema,
            one.name,
            one.kind,
            tuple(self.column(column, values.get(column.name)) for column in one.columns.values()),
            one.written,
            keys[0] if keys else (),
            tuple(uniques),
            one.open,
            tuple(one.changes),
            one.comment,
        )

    def column(self, column: DraftColumn, check: Constraint | None = None) -> Column:
        column = column._replace(type=self._draft.resolved(column.type))  # its type may have been made later
        base, enum, default = self._below(column.type)
        if check is not None and not enum:
            enum = check.values
        return Column(
            column.name,
            self.shown(column.type),
            column.nullable,
            column.written,
            column.default if column.default is not None else default,
            column.generated,
            column.identity,
            enum,
            bool(enum) and self._is_open(column.type),
            column.comment,
            base,
        )

    def shown(self, type: TypeName) -> str:
        """As `format_type` writes it, without quotes."""
        return type.text if type.schema in ("", PUBLIC) else f"{type.schema}.{type.text}"

    def _below(self, type: TypeName) -> tuple[str, tuple[str, ...], str | None]:
        """The type that domains stand for, the values that are allowed, and a domain's default."""
        draft, enum, default = self._draft, tuple[str, ...](), None
        for _ in range(_DEEPEST):
            place = (type.schema, type.name)
            if place in draft.enums:
                return self.shown(type), draft.enums[place].labels, default
            domain = draft.domains.get(place)
            if domain is None:
                break
            enum, default = enum or domain.values, default or domain.default
            type = domain.type._replace(array=type.array or domain.type.array)
        return self.shown(type), enum, default

    def _is_open(self, type: TypeName) -> bool:
        enum = self._draft.enums.get((type.schema, type.name))
        if enum is not None and enum.open:
            return True
        return any(
            "enums" in one.kinds and (not one.relation or fnmatchcase(type.name, one.relation))
            for one in self._draft.openings
            if not one.schema or one.schema == (type.schema or one.schema)
            if not one.patterns
        )

    def routine(self, one: DraftRoutine) -> Routine:
        return Routine(
            one.schema,
            one.name,
            tuple(
                RoutineArgument(arg.name, self.shown(arg.type), arg.mode, arg.default, self._below(arg.type)[1])
                for arg in one.arguments
            ),
            self.shown(one.returns),
            one.written,
            one.returns.many,
            self._row(one),
            one.volatility,
            one.kind,
        )

    def _row(self, one: DraftRoutine) -> tuple[Column, ...] | None:
        """The columns of a row: those of `returns table`, of a relation, or of a composite type."""
        if one.row is not None:
            return tuple(self.column(column) for column in one.row)
        place = (one.returns.schema, one.returns.name)
        found = self._draft.relations.get(place)
        if found is not None and found.open is None and not one.returns.array:
            return tuple(self.column(column) for column in found.columns.values())
        made = self._draft.composites.get(place)
        return None if made is None or one.returns.array else tuple(self.column(column) for column in made.values())

    def keys(self) -> Iterator[ForeignKey]:
        for place, every in self._draft.constraints.items():
            for name, one in every.items():
                if one.kind == "foreign" and place in self._draft.relations:
                    yield ForeignKey(
                        name,
                        *place,
                        one.columns,
                        *one.target,
                        one.target_columns or primary(self._draft, one.target),
                        one.written,
                    )
