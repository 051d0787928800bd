"""A database in a surface's own nouns: what its HTTP interface offers of one schema.

Each relation is four operations on one path, each function one operation below; rows are shapes. A row that is written
may hold any value as text, because the server converts it; what it reads back is typed. Evidence is the source's line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from truthcheck.model.database import Column, Database, Relation, Routine
from truthcheck.model.surface import Body, Operation, Origin, Parameter, Ref, Response, Route, Shape

BASE = "/rest/v1"
_JSON = "application/json"
_INTEGERS = ("smallint", "integer", "bigint")
_NUMBERS = ("numeric", "real", "double precision")
_FORMATS = {
    "uuid": "uuid",
    "date": "date",
    "timestamp with time zone": "date-time",
    "timestamp without time zone": "date-time",
}
_OPTIONS = ("select", "order", "limit", "offset", "or", "and", "not.or", "not.and", "on_conflict", "columns")
_ANY = Shape()
_VIEWS = ("view", "materialized view")


class DatabaseSurface:
    """What `Surface` promises, of one schema. `hosts` are none: where a project's interface lies, its code says."""

    def __init__(self, database: Database, schema: str = "", base: str = BASE) -> None:
        self._schema = schema or database.exposed[0]
        self.origin = Origin(database.name, self._schema, "", "", "migrations", database.name)
        self.hosts: tuple[str, ...] = ()
        self.bases = (base,)
        relations = [one for one in database.relations if one.schema == self._schema]
        self._shapes = dict(shape for one in relations for shape in _shapes(one))
        routines = [one for one in database.routines if one.schema == self._schema]
        self._operations = (*_of_relations(relations, base), *_of_routines(routines, base))
        self.routes = tuple(Route(one.method, one.path, "", key) for key, one in enumerate(self._operations))

    def operation(self, route: Route) -> Operation:
        return self._operations[route.key]

    def shape(self, shape: Shape | Ref) -> Shape:
        return self._shapes.get(shape.id, _ANY) if isinstance(shape, Ref) else shape


def _shapes(relation: Relation) -> Iterator[tuple[str, Shape]]:
    """The row as it is read, and as it is written."""
    at = str(relation.written)
    rows = {column.name: value(column) for column in relation.columns}
    yield _read(relation), Shape(("object",), properties=rows, additional=_additional(relation), pointer=at)
    sent = {column.name: _widened(value(column)) for column in relation.columns if _is_sent(column)}
    needed = tuple(column.name for column in relation.columns if column.required)
    yield (
        _written(relation),
        Shape(("object",), properties=sent, required=needed, additional=_additional(relation), pointer=at),
    )


def _read(relation: Relation) -> str:
    return f"{relation.schema}.{relation.name}"


def _written(relation: Relation) -> str:
    return f"{relation.schema}.{relation.name} written"


def _additional(relation: Relation) -> str:
    return "open" if relation.open is not None else "closed"


def _is_sent(column: Column) -> bool:
    return not column.generated


def value(column: Column) -> Shape:
    """What a column may hold, as JSON."""
    inner = _scalar(column)
    if column.is_array:
        inner = Shape(("array",), items=inner)
    types = (*inner.types, "null") if inner.types and column.nullable else inner.types
    enum = (*inner.enum, None) if inner.enum and column.nullable else inner.enum
    return Shape(
        types,
        enum,
        column.enum_open,
        inner.format,
        items=inner.items,
        read_only=column.generated,
        pointer=str(column.written),
    )


def _scalar(column: Column) -> Shape:
    base = (column.base or column.type).removesuffix("[]").partition("(")[0]
    if column.enum:
        return Shape(("string",), column.enum)
    if base in _INTEGERS:
        return Shape(("integer",))
    if base in _NUMBERS:
        return Shape(("number",))
    if base == "boolean":
        return Shape(("boolean",))
    if base in ("json", "jsonb", "") or "." in base:
        return _ANY
    return Shape(("string",), format=_FORMATS.get(base, ""))


def _widened(shape: Shape) -> Shape:
    """A text is converted on its way in."""
    if not shape.types or "string" in shape.types or shape.items is not None:
        return shape
    return Shape((*shape.types, "string"), pointer=shape.pointer)


def _of_relations(relations: Iterable[Relation], base: str) -> Iterator[Operation]:
    for one in relations:
        path, at = f"{base}/{one.name}", str(one.written)
        rows = {_JSON: Shape(("array",), items=Ref(_read(one)))}
        found = (Response("200", rows),)
        body = Body({_JSON: Shape(any_of=(Ref(_written(one)), Shape(("array",), items=Ref(_written(one)))))}, True, at)
        change = Body({_JSON: _without_needs(one)}, True, at)
        asked = tuple(_parameters(one))
        yield Operation("GET", path, f"read {one.name}", parameters=asked, responses=found, pointer=at)
        if one.kind in _VIEWS:
            continue  # whether a view can be written is not told by its columns
        yield Operation("POST", path, f"insert {one.name}", parameters=asked, body=body, responses=found, pointer=at)
        yield Operation("PATCH", path, f"update {one.name}", parameters=asked, body=change, responses=found, pointer=at)
        yield Operation("DELETE", path, f"delete {one.name}", parameters=asked, responses=found, pointer=at)


def _without_needs(one: Relation) -> Shape:
    """The columns that a change gives: none has to be there."""
    sent = {column.name: _widened(value(column)) for column in one.columns if _is_sent(column)}
    return Shape(("object",), properties=sent, additional=_additional(one), pointer=str(one.written))


def _parameters(one: Relation) -> Iterator[Parameter]:
    """A condition for each column, and what every relation takes."""
    text = Shape(("string",))
    yield from (Parameter(name, "query", False, text, "form", True) for name in _OPTIONS)
    for column in one.columns:
        yield Parameter(column.name, "query", False, text, "form", True, pointer=str(column.written))


def _of_routines(routines: Iterable[Routine], base: str) -> Iterator[Operation]:
    """Overloads are one operation, whose body is any of theirs."""
    named: dict[str, list[Routine]] = {}
    for one in routines:
        if one.returns != "trigger":
            named.setdefault(one.name, []).append(one)
    for name, overloads in named.items():
        first = overloads[0]
        bodies = tuple(_arguments(one) for one in overloads)
        shape = bodies[0] if len(bodies) == 1 else Shape(any_of=bodies)
        reply = _reply(first) if len(overloads) == 1 else _ANY
        needed = all(any(arg.required for arg in one.inputs) for one in overloads)
        yield Operation(
            "POST",
            f"{base}/rpc/{name}",
            f"call {name}",
            body=Body({_JSON: shape}, needed, str(first.written)),
            responses=(Response("200", {_JSON: reply}),),
            pointer=str(first.written),
        )


def _arguments(one: Routine) -> Shape:
    given: Mapping[str, Shape] = {arg.name: _ANY for arg in one.inputs if arg.name}
    unnamed = any(not arg.name for arg in one.inputs)
    needed = tuple(arg.name for arg in one.inputs if arg.required and arg.name)
    kind = "open" if unnamed else "closed"
    return Shape(("object",), properties=given, required=needed, additional=kind, pointer=str(one.written))


def _reply(one: Routine) -> Shape:
    if one.columns is None:
        return _ANY
    rows = {column.name: value(column) for column in one.columns}
    row = Shape(("object",), properties=rows, additional="closed", pointer=str(one.written))
    return Shape(("array",), items=row) if one.many else row
