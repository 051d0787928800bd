"""What a project's own database holds: relations, routines, keys, enums, buckets, each with the line that made it.

Names are as PostgreSQL keeps them: unquoted ones are in small letters already. Types are as `format_type` writes them
(`integer`, `character varying(255)`, `timestamp with time zone`, `text[]`), those of a project with their schema unless
it is `public` (`sales.tier`).
"""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import Literal, TypeAlias

from truthcheck.model.noun import dataclass

RelationKind: TypeAlias = Literal["table", "view", "materialized view", "foreign table"]
Opened: TypeAlias = Literal["relations", "columns", "routines", "enums", "buckets", "keys"]
PUBLIC = "public"
FILLED = "filled"


@dataclass(frozen=True, slots=True)
class Written:
    """A line of a file that made a thing so. `path` is as the user sees it; `line` counts from 1, 0: the whole file."""

    path: str
    line: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}" if self.line else self.path


@dataclass(frozen=True, slots=True)
class NameChange:
    """What became of a name: it was "renamed" to `new`, "moved" to the schema `new`, or "dropped" (`new` is "").

    Of the columns of a relation also `FILLED`, with `old` "*": before an insert a trigger may set any of them.
    """

    kind: str
    old: str
    new: str
    written: Written


@dataclass(frozen=True, slots=True)
class Column:
    """`type` is "" where it is not known (an expression of a view).

    `default` is the expression, None when there is none, "" when there is one that no source tells. `generated` columns
    are computed; `identity` is "always", "by default" or "". `enum` are the labels that the type allows (of an array,
    for each item); `enum_open` says that there may be more. `base` is the type below a domain, else `type` itself.
    """

    name: str
    type: str
    nullable: bool
    written: Written
    default: str | None = None
    generated: bool = False
    identity: str = ""
    enum: tuple[str, ...] = ()
    enum_open: bool = False
    comment: str = ""
    base: str = ""

    @property
    def required(self) -> bool:
        """Whether an insert must give it a value."""
        return not self.nullable and self.default is None and not self.generated and not self.identity

    @property
    def is_array(self) -> bool:
        return self.type.endswith("[]")


@dataclass(frozen=True, slots=True)
class Relation:
    """A table or a view. `open` says why there may be columns beside those listed, None when there are none.

    `key` are the columns of the primary key, `uniques` those of unique constraints and indexes without a condition,
    the key among them. `changes` are what happened to its columns; what happened to relations is in `Database.gone`.
    """

    schema: str
    name: str
    kind: RelationKind
    columns: tuple[Column, ...]
    written: Written
    key: tuple[str, ...] = ()
    uniques: tuple[tuple[str, ...], ...] = ()
    open: Opening | None = None
    changes: tuple[NameChange, ...] = ()
    comment: str = ""

    def column(self, name: str) -> Column | None:
        return next((column for column in self.columns if column.name == name), None)

    def change(self, name: str) -> NameChange | None:
        """The last thing that happened to the column that was called `name`."""
        return next((change for change in reversed(self.changes) if change.old == name), None)

    @property
    def is_filled(self) -> bool:
        """Whether the database may set columns of a new row that nobody gives."""
        return any(change.kind == FILLED for change in self.changes)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    def is_unique(self, columns: tuple[str, ...]) -> bool:
        """Whether `columns`, in any order, hold a unique constraint."""
        return any(set(unique) <= set(columns) for unique in self.uniques)


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """`columns` of the relation `schema`.`relation` refer to `target_columns` of `target_schema`.`target`."""

    name: str
    schema: str
    relation: str
    columns: tuple[str, ...]
    target_schema: str
    target: str
    target_columns: tuple[str, ...]
    written: Written


@dataclass(frozen=True, slots=True)
class RoutineArgument:
    """`mode` is "in", "out", "inout" or "variadic"; an unnamed one is called "". `default` as of a column."""

    name: str
    type: str
    mode: str = "in"
    default: str | None = None
    enum: tuple[str, ...] = ()

    @property
    def required(self) -> bool:
        return self.mode in ("in", "inout") and self.default is None


@dataclass(frozen=True, slots=True)
class Routine:
    """One overload of a function or procedure.

    `returns` is its type ("void", "trigger", "record", "setof" not said), `many` whether it gives a set of rows;
    `columns` are those of a row of its reply, None when it gives a single value or nobody knows.
    """

    schema: str
    name: str
    arguments: tuple[RoutineArgument, ...]
    returns: str
    written: Written
    many: bool = False
    columns: tuple[Column, ...] | None = None
    volatility: str = "volatile"
    kind: str = "function"

    @property
    def inputs(self) -> tuple[RoutineArgument, ...]:
        """What a caller may give."""
        return tuple(one for one in self.arguments if one.mode != "out")


@dataclass(frozen=True, slots=True)
class EnumType:
    schema: str
    name: str
    labels: tuple[str, ...]
    written: Written


@dataclass(frozen=True, slots=True)
class Bucket:
    """A bucket of a file store. `public` None: not said."""

    name: str
    written: Written
    public: bool | None = None


@dataclass(frozen=True, slots=True)
class Opening:
    """Why there may be more than is listed.

    `kinds` say more of what; `schema` of which schema ("" of any); `patterns` which names (with `*` and `?` as in file
    names; none: any name). `relation`, for columns: of which relation, a pattern as well ("" of any).
    """

    why: str
    kinds: tuple[Opened, ...]
    written: Written | None = None
    schema: str = ""
    patterns: tuple[str, ...] = ()
    relation: str = ""

    def admits(self, kind: Opened, schema: str, name: str, relation: str = "") -> bool:
        """Whether a thing of this kind and name may be there after all."""
        return (
            kind in self.kinds
            and (not self.schema or not schema or self.schema == schema)
            and (not self.relation or fnmatchcase(relation, self.relation))
            and (not self.patterns or any(fnmatchcase(name, pattern) for pattern in self.patterns))
        )


@dataclass(frozen=True, slots=True)
class TruthSource:
    """A file that was looked at. `kind` is "migration", "schema", "dump", "types", "document", "config", "seed" or
    "live"; `taken` whether it counts; `why` says why not, or what is to be known of it.
    """

    path: str
    kind: str
    taken: bool
    why: str = ""
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Database:
    """All that the sources tell of one database.

    `name` is the folder it belongs to, as the user sees it ("." at the root), or the name it was added by.
    `exposed` are the schemas that its HTTP interface shows, the default one first. `gone` are relations, routines and
    types that were renamed, moved or dropped. `complete` says whether a relation that no source names is not there;
    if not, `openings` say why. `notes` are sentences for people.
    """

    name: str
    relations: tuple[Relation, ...] = ()
    routines: tuple[Routine, ...] = ()
    keys: tuple[ForeignKey, ...] = ()
    enums: tuple[EnumType, ...] = ()
    buckets: tuple[Bucket, ...] = ()
    exposed: tuple[str, ...] = (PUBLIC,)
    openings: tuple[Opening, ...] = ()
    gone: tuple[NameChange, ...] = ()
    sources: tuple[TruthSource, ...] = ()
    notes: tuple[str, ...] = ()

    def relation(self, schema: str, name: str) -> Relation | None:
        return next((one for one in self.relations if one.name == name and one.schema == schema), None)

    def overloads(self, schema: str, name: str) -> tuple[Routine, ...]:
        """Every function and procedure of this name; none when there is none."""
        return tuple(one for one in self.routines if one.name == name and one.schema == schema)

    def opening(self, kind: Opened, schema: str, name: str, relation: str = "") -> Opening | None:
        """Why a thing that is not listed may be there all the same; None when it is not there.

        For columns, ask `Relation.open` as well.
        """
        return next((one for one in self.openings if one.admits(kind, schema, name, relation)), None)

    def change(self, schema: str, name: str) -> NameChange | None:
        """What became of the relation, routine or type that was called `name`."""
        old = f"{schema}.{name}"
        return next((change for change in reversed(self.gone) if change.old == old), None)

    @property
    def complete(self) -> bool:
        return not any("relations" in one.kinds and not one.patterns for one in self.openings)

    def keys_of(self, schema: str, name: str) -> tuple[ForeignKey, ...]:
        """The foreign keys from this relation."""
        return tuple(one for one in self.keys if one.relation == name and one.schema == schema)

    def keys_to(self, schema: str, name: str) -> tuple[ForeignKey, ...]:
        """The foreign keys that refer to this relation."""
        return tuple(one for one in self.keys if one.target == name and one.target_schema == schema)
