"""What a server's catalogue says, as nouns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from truthcheck.database import catalogue_queries as queries
from truthcheck.model.database import (
    PUBLIC,
    Column,
    Database,
    EnumType,
    ForeignKey,
    Opening,
    Relation,
    RelationKind,
    Routine,
    RoutineArgument,
    Written,
)
from truthcheck.model.noun import NamedTuple

if TYPE_CHECKING:
    import psycopg

_KINDS: Mapping[str, RelationKind] = {
    "r": "table",
    "p": "table",
    "v": "view",
    "m": "materialized view",
    "f": "foreign table",
}
_MODES = {"i": "in", "o": "out", "b": "inout", "v": "variadic", "t": "table"}
_VOLATILE = {"i": "immutable", "s": "stable", "v": "volatile"}
_IDENTITIES = {"a": "always", "d": "by default"}


class CatalogueType(NamedTuple):
    """A row of the catalogue of types."""

    schema: str
    name: str
    kind: str
    item: int
    base: int
    default: str | None
    is_array: bool
    labels: tuple[str, ...]
    relation: int


class Declared(NamedTuple):
    """An argument of a routine, or a column of its reply."""

    name: str
    type: int
    shown: str
    mode: str


def _type(row: tuple[Any, ...]) -> CatalogueType:
    _, schema, name, kind, item, base, default, is_array, labels, relation = row
    return CatalogueType(schema, name, _text(kind), item, base, default, is_array, tuple(labels), relation)


class CatalogueReader:
    def __init__(self, connection: psycopg.Connection[Any], shown: str, managed: frozenset[str]) -> None:
        self._connection = connection
        self._at = Written(shown, 0)
        self._managed = managed
        self._types = {row[0]: _type(row) for row in self._ask(queries.TYPES)}
        self._rows: dict[int, tuple[Column, ...]] = {}

    def _ask(self, query: str, **values: Any) -> list[tuple[Any, ...]]:
        return self._connection.execute(query, {"managed": list(self._managed), **values}).fetchall()

    def database(self) -> Database:
        relations = tuple(self._relations())
        brought = self._ask(queries.BROUGHT)
        openings = [
            Opening(f"the extension `{name}` brings it", ("routines",), self._at, schema) for schema, name in brought
        ]
        openings.append(Opening("rows are not read, so buckets are not told", ("buckets",), self._at))
        return Database(
            "",
            relations,
            tuple(self._routine(row) for row in self._ask(queries.ROUTINES)),
            tuple(self._keys()),
            tuple(self._enums()),
            exposed=self._exposed(),
            openings=tuple(openings),
        )

    def _exposed(self) -> tuple[str, ...]:
        settings = [one for row in self._ask(queries.EXPOSED) for one in row[0] or ()]
        said = next((one for one in settings if one.startswith("pgrst.db_schemas=")), "")
        names = tuple(name.strip() for name in said.partition("=")[2].split(",") if name.strip())
        return names or (PUBLIC,)

    def _relations(self) -> Iterator[Relation]:
        rows = self._ask(queries.RELATIONS)
        made = [one.relation for one in self._types.values() if one.kind == "c" and self._is_ours(one.schema)]
        self._read_columns([row[0] for row in rows] + made)
        uniques: dict[int, list[tuple[bool, tuple[str, ...]]]] = {}
        for oid, primary, names in self._ask(queries.UNIQUES, oids=[row[0] for row in rows]):
            uniques.setdefault(oid, []).append((primary, tuple(names)))
        for oid, schema, name, kind, comment in rows:
            own = uniques.get(oid, [])
            key = next((names for primary, names in own if primary), ())
            columns = self._rows.get(oid, ())
            every = tuple(names for _, names in own)
            yield Relation(schema, name, _KINDS[_text(kind)], columns, self._at, key, every, comment=comment or "")

    def _is_ours(self, schema: str) -> bool:
        return not schema.startswith("pg_") and schema != "information_schema" and schema not in self._managed

    def _read_columns(self, oids: list[int]) -> None:
        found: dict[int, list[Column]] = {}
        for oid, *row in self._ask(queries.COLUMNS, oids=oids):
            found.setdefault(oid, []).append(self._column(*row))
        self._rows = {oid: tuple(columns) for oid, columns in found.items()}

    def _column(
        self,
        name: str,
        type: int,
        shown: str,
        strict: bool,
        identity: Any,
        made: Any,
        default: str | None,
        comment: str | None,
    ) -> Column:
        base, enum, filled = self._below(type, shown)
        generated = bool(_text(made))
        given = None if generated else default if default is not None else filled
        how = _IDENTITIES.get(_text(identity), "")
        return Column(name, _bare(shown), not strict, self._at, given, generated, how, enum, False, comment or "", base)

    def _below(self, oid: int, shown: str) -> tuple[str, tuple[str, ...], str | None]:
        """The type below a domain, the labels of an enum (of an array, its items'), the default of a domain."""
        type, default = self._types[oid], None
        suffix = ""
        while type.kind == "d" or type.is_array:
            suffix = suffix or "[]" * type.is_array
            default = default if type.is_array else default or type.default
            type = self._types[type.item if type.is_array else type.base]
            shown = type.name if type.schema in ("pg_catalog", PUBLIC) else f"{type.schema}.{type.name}"
        return _bare(shown) + ("" if shown.endswith("[]") else suffix), type.labels, default

    def _keys(self) -> Iterator[ForeignKey]:
        for name, schema, relation, columns, target_schema, target, targets in self._ask(queries.KEYS):
            yield ForeignKey(name, schema, relation, tuple(columns), target_schema, target, tuple(targets), self._at)

    def _enums(self) -> Iterator[EnumType]:
        for one in self._types.values():
            if one.kind == "e" and one.schema not in self._managed:
                yield EnumType(one.schema, one.name, one.labels, self._at)

    def _routine(self, row: tuple[Any, ...]) -> Routine:
        schema, name, kind, volatility, many, returns, shown, names, modes, defaults, types, written = row
        every = _declared(names, modes, types, written)
        listed = [one for one in every if one.mode == "table"]
        return Routine(
            schema,
            name,
            self._arguments(every, defaults),
            "record" if listed else _bare(shown),
            self._at,
            many,
            self._row(every, shown) or self._rows.get(self._types[returns].relation),
            _VOLATILE[_text(volatility)],
            "function" if _text(kind) == "f" else "procedure",
        )

    def _arguments(self, every: list[Declared], defaults: int) -> tuple[RoutineArgument, ...]:
        filled = _filled([one.mode for one in every], defaults)
        return tuple(
            RoutineArgument(
                one.name,
                _bare(one.shown),
                one.mode,
                "" if number in filled else None,
                self._below(one.type, one.shown)[1],
            )
            for number, one in enumerate(every)
            if one.mode != "table"
        )

    def _row(self, every: list[Declared], shown: str) -> tuple[Column, ...]:
        """The columns of RETURNS TABLE, or of several OUT arguments."""
        modes = ("table", "out", "inout") if shown == "record" else ("table",)
        return tuple(self._out(one) for one in every if one.mode in modes)

    def _out(self, one: Declared) -> Column:
        base, enum, _ = self._below(one.type, one.shown)
        return Column(one.name, _bare(one.shown), True, self._at, enum=enum, base=base)


def _declared(names: list[str] | None, modes: list[Any] | None, types: list[int], written: list[str]) -> list[Declared]:
    """The arguments; the catalogue leaves out names and modes that say nothing."""
    said = [_MODES[_text(mode)] for mode in modes or ["i"] * len(types)]
    every = [*(names or ()), *[""] * (len(types) - len(names or ()))]
    return [Declared(*one) for one in zip(every, types, written, said, strict=True)]


def _filled(modes: list[str], defaults: int) -> set[int]:
    """Which arguments have defaults: the last ones of those that are taken in."""
    taken = [number for number, mode in enumerate(modes) if mode in ("in", "inout", "variadic")]
    return set(taken[len(taken) - defaults :])


def _text(value: Any) -> str:
    """A single letter of the catalogue, which comes as bytes."""
    return value.decode() if isinstance(value, bytes) else str(value)


def _bare(shown: str) -> str:
    return shown.replace('"', "").removeprefix(f"{PUBLIC}.")
