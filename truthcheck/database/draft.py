"""The database while its statements are replayed: names to what stands behind them, changed in place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from truthcheck.database.rules import Brings, DatabaseRules
from truthcheck.database.types import TypeName
from truthcheck.model.database import PUBLIC, Bucket, NameChange, Opening, RelationKind, Written
from truthcheck.model.noun import NamedTuple

Name: TypeAlias = "tuple[str, str]"  # schema and name


class DraftColumn(NamedTuple):
    name: str
    type: TypeName
    nullable: bool
    written: Written
    default: str | None = None
    generated: bool = False
    identity: str = ""
    comment: str = ""


@dataclass
class DraftRelation:
    """`open` says why it may have more columns than are listed. One that is not `made` was spoken of alone."""

    schema: str
    name: str
    kind: RelationKind
    written: Written
    columns: dict[str, DraftColumn] = field(default_factory=dict)
    changes: list[NameChange] = field(default_factory=list)
    open: Opening | None = None
    parents: tuple[Name, ...] = ()
    comment: str = ""
    made: bool = True

    def copied(self) -> DraftRelation:
        other = copy(self)
        other.columns, other.changes = dict(self.columns), list(self.changes)
        return other


class Constraint(NamedTuple):
    """`kind` is "primary", "unique", "foreign", "check" or "index" (a unique index, which is no constraint).

    A foreign one names its target; no `target_columns` mean those of the target's primary key. `values` are all that
    a check allows to its one column; none where it does something else.
    """

    kind: str
    columns: tuple[str, ...]
    written: Written
    target: Name = ("", "")
    target_columns: tuple[str, ...] = ()
    values: tuple[str, ...] = ()


class DraftArgument(NamedTuple):
    name: str
    type: TypeName
    mode: str
    default: str | None


class DraftRoutine(NamedTuple):
    """`row` are the columns of `returns table`; None when the reply is what `returns` says."""

    schema: str
    name: str
    arguments: tuple[DraftArgument, ...]
    returns: TypeName
    written: Written
    row: tuple[DraftColumn, ...] | None
    volatility: str
    kind: str


class Domain(NamedTuple):
    """`values` are all that its check allows; none where it does something else."""

    type: TypeName
    default: str | None
    nullable: bool
    values: tuple[str, ...] = ()


class DraftEnum(NamedTuple):
    """`open`: no source makes it, these labels were added."""

    labels: tuple[str, ...]
    written: Written
    open: bool = False


@dataclass
class Draft:
    """`constraints` are kept by relation and name, `routines` by name and the types of what they take in.

    `path` is the search path: the first is where what has no schema is made. `dangling` are relations that statements
    speak of and none makes. `lenient`: what is there already is made again by nobody (a block asks, or catches).
    """

    schemas: set[str] = field(default_factory=lambda: {PUBLIC})
    relations: dict[Name, DraftRelation] = field(default_factory=dict)
    constraints: dict[Name, dict[str, Constraint]] = field(default_factory=dict)
    indexes: dict[Name, Name] = field(default_factory=dict)
    routines: dict[tuple[str, str, tuple[str, ...]], DraftRoutine] = field(default_factory=dict)
    enums: dict[Name, DraftEnum] = field(default_factory=dict)
    domains: dict[Name, Domain] = field(default_factory=dict)
    composites: dict[Name, dict[str, DraftColumn]] = field(default_factory=dict)
    buckets: dict[str, Bucket] = field(default_factory=dict)
    extensions: dict[str, tuple[str, Written]] = field(default_factory=dict)
    openings: list[Opening] = field(default_factory=list)
    gone: list[NameChange] = field(default_factory=list)
    dangling: dict[Name, Written] = field(default_factory=dict)
    path: tuple[str, ...] = (PUBLIC,)
    managed: frozenset[str] = frozenset()
    brought: Mapping[str, Brings] = field(default_factory=dict)
    bucket_tables: frozenset[str] = frozenset()
    lenient: bool = False

    @staticmethod
    def under(rules: DatabaseRules) -> Draft:
        """An empty one, beside which lies what rule data says is there without any source."""
        return Draft(managed=rules.managed, bucket_tables=rules.buckets, brought=rules.extensions)

    def copied(self) -> Draft:
        """As it is now, for what may be rolled back."""
        other = copy(self)
        for name, value in vars(self).items():
            if isinstance(value, (dict, list, set)):
                setattr(other, name, copy(value))
        other.relations = {name: one.copied() for name, one in self.relations.items()}
        other.constraints = {name: dict(one) for name, one in self.constraints.items()}
        other.composites = {name: dict(one) for name, one in self.composites.items()}
        return other

    @property
    def home(self) -> str:
        """The schema in which what is made without one comes to lie."""
        return self.path[0] if self.path else PUBLIC

    def place(self, name: Name) -> Name:
        """Where a new thing of this name lies."""
        return (name[0] or self.home, name[1])

    def find(self, name: Name) -> DraftRelation | None:
        """The relation that a statement means by a name with or without a schema."""
        return next((self.relations[one] for one in self._ways(name) if one in self.relations), None)

    def _ways(self, name: Name) -> Iterator[Name]:
        if name[0]:
            yield name
        else:
            yield from ((schema, name[1]) for schema in self.path or (PUBLIC,))

    def resolved(self, type: TypeName) -> TypeName:
        """The type with its schema, where something of that name is known; what `%TYPE` speaks of is looked up."""
        if type.like:
            relation = self.find((type.schema, type.name)) or self.find(("", type.name))
            column = relation.columns.get(type.like) if relation else None
            return column.type._replace(many=type.many) if column else TypeName("", "", many=type.many)
        if type.built_in:
            return type
        for schema, name in self._ways((type.schema, type.name)):
            if any((schema, name) in kind for kind in (self.enums, self.domains, self.composites, self.relations)):
                return type._replace(schema=schema)
        return type

    def missing(self, name: Name, written: Written) -> None:
        """A statement speaks of a relation that none has made."""
        place = self.place(name)
        if place[0] not in self.managed:
            self.dangling.setdefault(place, written)

    def own_types(self) -> tuple[dict[Name, Any], ...]:
        return (self.enums, self.domains, self.composites)

    def every_column(self) -> Iterator[tuple[dict[str, DraftColumn], DraftColumn]]:
        """Each column with the mapping it lies in."""
        for columns in (*(one.columns for one in self.relations.values()), *self.composites.values()):
            yield from ((columns, column) for column in list(columns.values()))

    def dependents(self, name: Name) -> Iterator[DraftRelation]:
        """The partitions and children of a relation."""
        yield from (one for one in list(self.relations.values()) if name in one.parents)
