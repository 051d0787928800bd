"""The types that a tool generates from a database for TypeScript: `export type Database = { public: { Tables: ...`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import reduce
from typing import TypeGuard

from truthcheck.database import joining
from truthcheck.database.type_literals import (
    Alternatives,
    ListType,
    LiteralReader,
    NamedType,
    ObjectType,
    TextType,
    TupleType,
    Type,
    TypeField,
)
from truthcheck.model.database import (
    Column,
    Database,
    EnumType,
    ForeignKey,
    Relation,
    Routine,
    RoutineArgument,
    Written,
)

MARK = re.compile(r"\bTables:\s*\{")
_ROOT = re.compile(r"\b(?:type|interface)\s+Database\b[^{]*\{")
_SCALARS = {"boolean": "boolean", "number": "numeric", "Json": "jsonb"}


def read(source: str, path: str) -> Database | None:
    """What the types tell; None when they are of something else. Raises Broken."""
    start = _ROOT.search(source)
    if start is None or not MARK.search(source):
        return None
    whole = LiteralReader(source, start.end()).object()
    maker = _Schemas(path, whole)
    told = [maker.schema(name, type) for name, field in whole.fields.items() if _is_schema(type := field.type)]
    return reduce(joining.joined, told) if told else None


def _is_schema(type: Type) -> TypeGuard[ObjectType]:
    return isinstance(type, ObjectType) and "Tables" in type.fields


def _members(type: Type | None, name: str) -> Mapping[str, TypeField]:
    """The fields of an object in an object; none for anything else."""
    found = type.fields.get(name) if isinstance(type, ObjectType) else None
    return found.type.fields if found is not None and isinstance(found.type, ObjectType) else {}


class _Schemas:
    def __init__(self, path: str, whole: ObjectType) -> None:
        self._path, self._whole = path, whole

    def schema(self, name: str, type: ObjectType) -> Database:
        return Database(
            "",
            tuple(self.relations(name, type)),
            tuple(self.routines(name, type)),
            tuple(self.keys(name, type)),
            tuple(self.enums(name, type)),
            exposed=(name,),
        )

    def relations(self, schema: str, type: ObjectType) -> Iterator[Relation]:
        for kind, part in (("table", "Tables"), ("view", "Views")):
            for name, field in _members(type, part).items():
                row, insert = _members(field.type, "Row"), _members(field.type, "Insert")
                columns = tuple(self._column(column, one, insert.get(column)) for column, one in row.items())
                at = Written(self._path, field.line)
                yield Relation(schema, name, "table" if kind == "table" else "view", columns, at)

    def _column(self, name: str, field: TypeField, insert: TypeField | None) -> Column:
        type, nullable, enum = self._type(field.type)
        never = insert is not None and insert.type == NamedType("never")
        given = insert is not None and insert.optional and not nullable and not never
        at = Written(self._path, field.line)
        return Column(name, type, nullable, at, "" if given else None, never, enum=enum, base=type)

    def _type(self, type: Type) -> tuple[str, bool, tuple[str, ...]]:
        """The database's type as far as it is told, whether null is allowed, and the labels of an enum."""
        members = type.members if isinstance(type, Alternatives) else (type,)
        kept = [one for one in members if one != NamedType("null")]
        nullable = len(kept) < len(members)
        labels = tuple(one.text for one in kept if isinstance(one, TextType))
        if labels and len(labels) == len(kept):
            return "", nullable, labels
        name, enum = self._single(kept[0]) if len(kept) == 1 else ("", ())
        return name, nullable, enum

    def _single(self, type: Type) -> tuple[str, tuple[str, ...]]:
        if isinstance(type, ListType):
            inner, _, enum = self._type(type.item)
            return f"{inner or 'text'}[]", enum
        return self._named(type) if isinstance(type, NamedType) else ("", ())

    def _named(self, type: NamedType) -> tuple[str, tuple[str, ...]]:
        if len(type.path) == 3 and type.path[1] == "Enums":
            schema, _, name = type.path
            found = self._whole.fields.get(schema)
            labels = _members(found.type if found else None, "Enums").get(name)
            return name if schema == "public" else f"{schema}.{name}", _labels(labels.type if labels else None)
        return _SCALARS.get(type.name, ""), ()

    def enums(self, schema: str, type: ObjectType) -> Iterator[EnumType]:
        for name, field in _members(type, "Enums").items():
            yield EnumType(schema, name, _labels(field.type), Written(self._path, field.line))

    def keys(self, schema: str, type: ObjectType) -> Iterator[ForeignKey]:
        for name, field in _members(type, "Tables").items():
            listed = field.type.fields.get("Relationships") if isinstance(field.type, ObjectType) else None
            for one in listed.type.items if listed and isinstance(listed.type, TupleType) else ():
                if isinstance(one, ObjectType) and (key := self._key(schema, name, one, field.line)):
                    yield key

    def _key(self, schema: str, relation: str, one: ObjectType, line: int) -> ForeignKey | None:
        name, target = _text(one, "foreignKeyName"), _text(one, "referencedRelation")
        if not name or not target:
            return None
        at = Written(self._path, one.fields["foreignKeyName"].line if one.fields else line)
        return ForeignKey(
            name, schema, relation, _texts(one, "columns"), schema, target, _texts(one, "referencedColumns"), at
        )

    def routines(self, schema: str, type: ObjectType) -> Iterator[Routine]:
        for name, field in _members(type, "Functions").items():
            overloads = field.type.members if isinstance(field.type, Alternatives) else (field.type,)
            for one in overloads:
                if isinstance(one, ObjectType):
                    yield self._routine(schema, name, one, field.line)

    def _routine(self, schema: str, name: str, one: ObjectType, line: int) -> Routine:
        arguments = tuple(
            RoutineArgument(arg, type, default="" if field.optional else None, enum=enum)
            for arg, field in _members(one, "Args").items()
            for type, _, enum in (self._type(field.type),)
        )
        reply = one.fields["Returns"].type if "Returns" in one.fields else NamedType("unknown")
        row = reply.item if isinstance(reply, ListType) else reply
        columns = None
        if isinstance(row, ObjectType):
            columns = tuple(self._column(column, field, None) for column, field in row.fields.items())
        many = isinstance(reply, ListType)
        returns = "record" if columns else "" if many else self._type(reply)[0]
        return Routine(schema, name, arguments, returns, Written(self._path, line), many, columns)


def _labels(type: Type | None) -> tuple[str, ...]:
    members = type.members if isinstance(type, Alternatives) else (type,)
    return tuple(one.text for one in members if isinstance(one, TextType))


def _text(type: ObjectType, name: str) -> str:
    found = type.fields.get(name)
    return found.type.text if found and isinstance(found.type, TextType) else ""


def _texts(type: ObjectType, name: str) -> tuple[str, ...]:
    found = type.fields.get(name)
    items = found.type.items if found and isinstance(found.type, TupleType) else ()
    return tuple(one.text for one in items if isinstance(one, TextType))
