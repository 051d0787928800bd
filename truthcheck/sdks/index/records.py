"""Records of a member index: what a package has, small enough for JSON. Only this folder knows their storage keys.

Written by the functions, which keep the order in which an index holds its keys; read through the views, which copy
nothing. A record that was never written reads as an empty one.

A module is NAMES and may be a mere FOLDER. A class is BASES, VARIABLES, KIND, FIELDS, ATTRIBUTES, CONSTANTS, METHODS
and INHERITED operations. A function is PARAMETERS, RETURNS, OPERATIONS and flags. A choice maps texts to terms.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from truthcheck.sdks.index.terms import ANY, Term

Record: TypeAlias = "dict[str, Any]"  # as it is written
Stored: TypeAlias = "Mapping[str, Any]"  # as it is read: a dictionary, or one whose parts are read when they are asked

# Of every record: why there may be more than it says.
OPEN = "o"
# Of a module.
NAMES, FOLDER = "n", "ns"
# Of a class: fields declared in the body, what only instances have, constants and inner classes, why instances may
# have more; required fields; the operations that inherited methods have in this very class.
BASES, VARIABLES, KIND = "b", "v", "k"
FIELDS, ATTRIBUTES, CONSTANTS, METHODS, INHERITED = "f", "a", "c", "m", "i"
LOOSE, REQUIRED, ALIASED = "g", "q", "t"
# Of a function: ELSEWHERE is "reply", "argument" or "heirs" where these fix what it sends to, 1 where that is unknown.
PARAMETERS, RETURNS, OPERATIONS, ELSEWHERE = "p", "r", "op", "x"
BINDING, ASYNC, DEPRECATED, OVERLOADS, WRITTEN_AS, FILLED = "s", "a", "d", "ov", "fn", "filled"
# Of a choice.
OF, UNLESS = "of", "unless"

# Kinds of classes.
TYPED, ENUM, NAMED, DATACLASS, ALIAS, CHOICE = "typed", "enum", "named", "data", "alias", "choice"
# Kinds of parameters; KEY is a key of what types `**`, which Python itself does not check.
ONLY_PLACED, PLACED, KEYWORD, KEY, PLACED_REST, NAMED_REST = "/", "p", "k", "u", "*", "**"
BY_PLACE = (ONLY_PLACED, PLACED)
RESTS = (PLACED_REST, NAMED_REST)

_NOTHING: Mapping[str, Any] = {}


def parameter(name: str, kind: str, required: bool | int, term: Term = ANY) -> list[Any]:
    """One parameter as a function holds it."""
    return [name, kind, int(required), term]


def function(
    parameters: Iterable[list[Any]], returns: Term, operations: Iterable[Sequence[str]] = (), binding: str = ""
) -> Record:
    """A function or method; `binding` is "static", "class" or "" for one that takes the instance."""
    sent = [list(operation) for operation in operations]
    return {
        PARAMETERS: list(parameters),
        **({BINDING: binding} if binding else {}),
        RETURNS: returns,
        **({OPERATIONS: sent} if sent else {}),
    }


def module(names: Mapping[str, Any], why_open: str = "", folder: bool = False) -> Record:
    """A module by what its names stand for."""
    return {
        NAMES: dict(names),
        **({FOLDER: 1} if folder else {}),
        **({OPEN: why_open} if why_open else {}),
    }


def typed(fields: Mapping[str, Term], required: Iterable[str] = ()) -> Record:
    """A dictionary with known keys."""
    needed = list(required)
    return {KIND: TYPED, FIELDS: dict(fields), **({REQUIRED: needed} if needed else {})}


def alias(term: Term) -> Record:
    """A name for a term."""
    return {KIND: ALIAS, ALIASED: term}


def choice(of: Mapping[str, Any], unless: Mapping[str, str | bool] | None = None) -> Record:
    """What texts choose; beside the keywords in `unless` they choose nothing, see `Package.pick`."""
    return {KIND: CHOICE, OF: dict(of), **({UNLESS: dict(unless)} if unless is not None else {})}


class FunctionRecord:
    """A function or method."""

    __slots__ = ("stored",)

    def __init__(self, stored: Stored) -> None:
        self.stored = stored

    @property
    def parameters(self) -> Sequence[Sequence[Any]]:
        """Rows of name, kind, whether required, term."""
        rows: Sequence[Sequence[Any]] = self.stored.get(PARAMETERS, ())
        return rows

    @property
    def returns(self) -> Term:
        term: Term = self.stored.get(RETURNS, ANY)
        return term

    @property
    def operations(self) -> Sequence[Sequence[str]]:
        """Rows of method, path and, where it is fixed, host."""
        rows: Sequence[Sequence[str]] = self.stored.get(OPERATIONS, ())
        return rows

    @property
    def sends(self) -> bool:
        """Whether it makes a request, also where the code does not show which."""
        return bool(self.stored.get(OPERATIONS) or self.stored.get(ELSEWHERE))

    @property
    def elsewhere(self) -> str | int:
        """What fixes where it sends to, 0 when its operations say it."""
        source: str | int = self.stored.get(ELSEWHERE, 0)
        return source

    @property
    def is_async(self) -> bool:
        return bool(self.stored.get(ASYNC))

    @property
    def why_open(self) -> str:
        return str(self.stored.get(OPEN, ""))

    @property
    def filled(self) -> Sequence[str]:
        """Required keywords that need not be given."""
        names: Sequence[str] = self.stored.get(FILLED, ())
        return names

    @property
    def overloads(self) -> tuple[FunctionRecord, ...]:
        """The ways of calling it that the package states one by one."""
        return tuple(FunctionRecord(one) for one in self.stored.get(OVERLOADS, ()))

    @property
    def ways(self) -> tuple[FunctionRecord, ...]:
        """Every way of calling it."""
        return self.overloads or (self,)


class ClassRecord:
    """A class, a typed dictionary among them; an empty one for a class of another package."""

    __slots__ = ("stored",)

    def __init__(self, stored: Stored | None) -> None:
        self.stored = _NOTHING if stored is None else stored

    @property
    def kind(self) -> str:
        return str(self.stored.get(KIND, ""))

    @property
    def is_typed(self) -> bool:
        """Whether it is a dictionary with known keys."""
        return bool(self.stored.get(KIND) == TYPED)

    @property
    def bases(self) -> Sequence[Term]:
        terms: Sequence[Term] = self.stored.get(BASES, ())
        return terms

    @property
    def base_keys(self) -> tuple[str, ...]:
        """The bases without what their type variables stand for."""
        return tuple(base if isinstance(base, str) else base[0] for base in self.bases)

    @property
    def variables(self) -> Sequence[str]:
        names: Sequence[str] = self.stored.get(VARIABLES, ())
        return names

    @property
    def fields(self) -> Mapping[str, Term]:
        return self.part(FIELDS)

    @property
    def required(self) -> Sequence[str]:
        """The keys that a typed dictionary must have."""
        names: Sequence[str] = self.stored.get(REQUIRED, ())
        return names

    @property
    def attributes(self) -> Mapping[str, Term]:
        return self.part(ATTRIBUTES)

    @property
    def methods(self) -> Mapping[str, Any]:
        return self.part(METHODS)

    @property
    def has_operations(self) -> bool:
        """Whether a method of its own makes a request that is known."""
        return any(is_function(method) and method.get(OPERATIONS) for method in self.methods.values())

    @property
    def inherited(self) -> Mapping[str, list[list[str]]]:
        """Operations that inherited methods have here only."""
        return self.part(INHERITED)

    @property
    def why_open(self) -> str:
        return str(self.stored.get(OPEN, ""))

    @property
    def why_loose(self) -> str:
        """Why instances may have more than the class says."""
        return str(self.stored.get(LOOSE, ""))

    @property
    def aliased(self) -> Term | None:
        """What the class is another name for, None when it is a class of its own."""
        term: Term | None = self.stored.get(ALIASED) if self.kind == ALIAS else None
        return term

    @property
    def has_data(self) -> bool:
        """Whether it says any fields."""
        return bool(self.stored.get(FIELDS) or self.stored.get(ATTRIBUTES))

    def part(self, name: str) -> Mapping[str, Any]:
        """The names of one part with what they are; a method's value is a function's record or a term."""
        names: Mapping[str, Any] = self.stored.get(name, _NOTHING)
        return names


class ModuleRecord:
    """A module."""

    __slots__ = ("stored",)

    def __init__(self, stored: Stored) -> None:
        self.stored = stored

    @property
    def names(self) -> Mapping[str, Any]:
        """What its names stand for: a term, or a function's record."""
        names: Mapping[str, Any] = self.stored.get(NAMES, _NOTHING)
        return names

    @property
    def is_folder(self) -> bool:
        """Whether it is a folder without code of its own."""
        return bool(self.stored.get(FOLDER))

    @property
    def why_open(self) -> str:
        return str(self.stored.get(OPEN, ""))


class ChoiceRecord:
    """A table that texts choose in."""

    __slots__ = ("stored",)

    def __init__(self, stored: Stored | None) -> None:
        self.stored = _NOTHING if stored is None else stored

    @property
    def of(self) -> Mapping[str, Any]:
        """A term by one text, or a further table by the first of several."""
        table: Mapping[str, Any] = self.stored.get(OF, _NOTHING)
        return table

    @property
    def unless(self) -> Mapping[str, str | bool]:
        """Keywords beside which the table does not hold: never, or unless they hold a certain text."""
        names: Mapping[str, str | bool] = self.stored.get(UNLESS, _NOTHING)
        return names


def is_function(value: object) -> bool:
    """Whether a member is a function's record; anything else is a term."""
    return isinstance(value, dict)
