"""Look-ups along the bases of a class: what is found first, with its type variables filled; why nothing can be said."""

from __future__ import annotations

import builtins
import collections.abc
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from truthcheck.model.noun import NamedTuple
from truthcheck.sdks.index.header import Header
from truthcheck.sdks.index.index_file import Index
from truthcheck.sdks.index.records import (
    ATTRIBUTES,
    CONSTANTS,
    DATACLASS,
    ENUM,
    FIELDS,
    METHODS,
    TYPED,
    ClassRecord,
    is_function,
)
from truthcheck.sdks.index.terms import ANY, OUTSIDE, Term, substitute
from truthcheck.sdks.index.values import Open

MAX_BASES = 64

# where the names of well-known bases can be read off without importing anything
HOMES = {
    "builtins": builtins,
    "collections.abc": collections.abc,
    "typing": collections.abc,
    "typing_extensions": collections.abc,
}
_OF_ENUMS = ("name", "value")
# What only an instance has is no name of the class object.
_OF_CLASSES = (METHODS, CONSTANTS, FIELDS)
_OF_INSTANCES = (*_OF_CLASSES, ATTRIBUTES)


class FoundMember(NamedTuple):
    """A member's record or term, the class that declares it, and what its type variables stand for."""

    value: Any
    owner: str
    filling: Mapping[str, Term]
    operations: list[list[str]] | None = None


class Ancestor(NamedTuple):
    """The class itself or one of its bases; `is_foreign` for a class of another package, whose record is empty."""

    key: str
    record: ClassRecord
    filling: Mapping[str, Term]
    is_foreign: bool


class ClassRecords:
    """The classes of an index and, by name, those of other packages that they extend."""

    def __init__(self, index: Index) -> None:
        self.index = index
        header = Header(index.header)
        self.closed_bases = header.closed_bases
        self.models = header.models
        self._lines: dict[tuple[str, str], tuple[Ancestor, ...]] = {}

    def record(self, key: str) -> ClassRecord:
        """The record of a class, an empty one when the index has none."""
        return ClassRecord(self.index.record(key))

    def is_typed(self, key: str) -> bool:
        """Whether the class is a dictionary with known keys."""
        return self.record(key).is_typed

    def line(self, key: str, args: Iterable[Any] = ()) -> tuple[Ancestor, ...]:
        """The class and its bases, depth first, type variables filled from the top."""
        marked = (key, repr(tuple(args)))
        if marked not in self._lines:
            self._lines[marked] = tuple(self._walk(key, list(args), {}))[:MAX_BASES]
        return self._lines[marked]

    def _walk(self, key: str, args: list[Any], seen: dict[str, None]) -> Iterator[Ancestor]:
        if key in seen or len(seen) > MAX_BASES:
            return
        seen[key] = None
        stored = None if key.startswith(OUTSIDE) else self.index.record(key)
        record = ClassRecord(stored)
        # a variable that nobody fills could be anything
        filling = {name: args[place] if place < len(args) else ANY for place, name in enumerate(record.variables)}
        yield Ancestor(key, record, filling, stored is None)
        for base in record.bases:
            head, rest = (base, []) if isinstance(base, str) else (base[0], base[1:])
            yield from self._walk(head, [substitute(part, filling) for part in rest], seen)

    def find(self, key: str, name: str, instance: bool, args: Iterable[Any] = ()) -> FoundMember | Open | None:
        """None means: provably absent."""
        line = self.line(key, args)
        for ancestor in line:
            found = _own(ancestor, name, instance)
            if found is not None:
                inherited = _inherited(line, name) if is_function(found.value) else None
                return found._replace(operations=inherited) if inherited else found
        return next(self._whys_open(line, name, instance), None)

    def has(self, key: str, name: str, args: Iterable[Any] = ()) -> bool:
        """Whether instances have the name, or may have it."""
        return self.find(key, name, True, args) is not None

    def _whys_open(self, line: tuple[Ancestor, ...], name: str, instance: bool) -> Iterator[Open]:
        for ancestor in line:
            why = self._why_foreign(ancestor.key, name) if ancestor.is_foreign else _why_open(ancestor, name, instance)
            if why:
                yield Open(why)
        if name in dir(object):
            yield Open("a name of every object")

    def _why_foreign(self, key: str, name: str) -> str:
        """Why a base outside the package may have a name, "" when it has not."""
        members = self._foreign(key)
        if members is None:
            return f"its base {_label(key)} is not in the index"
        return f"`{name}` comes from {_label(key)}" if name in members else ""

    def _foreign(self, key: str) -> Iterable[str] | None:
        """All names of a base outside the package; None when they are not known."""
        if key in self.closed_bases:
            return self.closed_bases[key]
        module, _, word = key.removeprefix(OUTSIDE).rpartition(".")
        made = getattr(HOMES.get(module), word, None)
        if made is None and module in ("typing", "typing_extensions"):
            made = getattr(builtins, word.lower(), None)  # Dict, List
        return dir(made) if isinstance(made, type) else None

    def names(self, key: str) -> Iterator[str]:
        """Public names of a class and its known bases."""
        seen: dict[str, None] = {}
        for ancestor in self.line(key):
            for part in (METHODS, ATTRIBUTES, FIELDS, CONSTANTS):
                seen.update(dict.fromkeys(ancestor.record.part(part)))
        yield from (name for name in seen if not name.startswith("_"))

    def is_model(self, key: str) -> bool:
        """Is it data, such as the parsed reply of a call?"""
        return any(
            ancestor.key in self.models or ancestor.record.kind in (TYPED, DATACLASS) for ancestor in self.line(key)
        )


def _own(ancestor: Ancestor, name: str, instance: bool) -> FoundMember | None:
    record = ancestor.record
    for part in _OF_INSTANCES if instance else _OF_CLASSES:
        members = record.part(part)
        if name in members:
            return FoundMember(members[name], ancestor.key, ancestor.filling)
    if not instance and name in record.attributes:
        return FoundMember(ANY, ancestor.key, ancestor.filling)  # a property object, or set on instances
    return None


def _inherited(line: tuple[Ancestor, ...], name: str) -> list[list[str]] | None:
    """The operations that a method has in the nearest class which says them of its own."""
    return next((one.record.inherited[name] for one in line if name in one.record.inherited), None)


def _why_open(ancestor: Ancestor, name: str, instance: bool) -> str:
    """Why a class may have more names than its record, "" when it has not."""
    record = ancestor.record
    why = record.why_open or (record.why_loose if instance else "")
    if why:
        return f"{_label(ancestor.key)}: {why}"
    return "a name of every enum" if record.kind == ENUM and name in _OF_ENUMS else ""


def _label(key: str) -> str:
    return key.rpartition(":")[2]
