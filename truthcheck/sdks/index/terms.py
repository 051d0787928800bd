"""Terms: what a value may be, small enough for JSON.

A term is one of
  "str", "int", "float", "bool", "bytes", "None"   a plain value
  "?"                                              anything
  "self"                                           the class the method was looked up on
  "~T"                                             a type variable
  "module:Class"                                   an instance of a class of the package
  "ext:a.b.C"                                      an instance of somebody else's class
  ["module:Class", term...]                        a generic instance
  ["|", term...]                                   one of several
  ["=", scalar...]                                 one of these literals
  ["list", term], ["iter", term], ["dict", term], ["tuple", term...]
  ["type", term]                                   a class object
  ["with", term]                                   a context manager that hands this out
  ["mod", name]                                    a module
  ["unpack", "module:TypedDict"]                   keyword arguments
  ["by", "record", name...]                        chosen in a table by the texts that these parameters get
  ["ext", "a.b.c"]                                 a name of another package
  ["same", name]                                   another name of the same class
  ["via", "module:Class", method, term]            a method of another class, its return inside a term
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias

Term: TypeAlias = "str | list[Any]"

ANY = "?"
MAX_UNION = 400  # members kept; beyond that the union says nothing useful
OUTSIDE = "ext:"  # begins the name of somebody else's class
# How terms with parts begin.
UNION, LITERAL = "|", "="
_VARIABLE = "~"


def list_of(item: Term) -> Term:
    return ["list", item]


def iterator_of(item: Term) -> Term:
    return ["iter", item]


def dict_of(value: Term) -> Term:
    return ["dict", value]


def tuple_of(items: Iterable[Term]) -> Term:
    return ["tuple", *items]


def class_object(of: Term) -> Term:
    return ["type", of]


def entering(of: Term) -> Term:
    """A context manager that hands out `of`."""
    return ["with", of]


def literal(values: Iterable[str | int | float | bool | None]) -> Term:
    """One of these very values."""
    return [LITERAL, *values]


def either(parts: Iterable[Term]) -> Term:
    """One of several, as they stand; `union` makes them flat."""
    return [UNION, *parts]


def variable(name: str) -> Term:
    return _VARIABLE + name


def module(name: str) -> Term:
    return ["mod", name]


def outside(name: str) -> Term:
    """A name that another package gives."""
    return ["ext", name]


def chosen(table: str, parameters: Iterable[str]) -> Term:
    """What texts choose in a table's record; see `records.choice`."""
    return ["by", table, *parameters]


def unpacked(key: Term) -> Term:
    """The keyword arguments that a typed dictionary describes."""
    return ["unpack", key]


def same_as(name: str) -> Term:
    """Another name of a member of the same class."""
    return ["same", name]


def through(holder: str, method: str, returned: Term) -> Term:
    """A method of another class whose return stands inside `returned`."""
    return ["via", holder, method, returned]


def head(term: Term) -> str:
    """The word or class key that a term begins with."""
    return term if isinstance(term, str) else str(term[0])


def options(term: Term) -> list[Term]:
    """What a union is one of; of any other term the term alone."""
    return term[1:] if not isinstance(term, str) and term[0] == UNION else [term]


def without_any(term: Term) -> Term:
    """A union without what is not known: `int | object` names integers, and lets through whatever says "not given"."""
    parts = options(term)
    return either(part for part in parts if part != ANY) if ANY in parts and len(parts) > 1 else term


def is_class_object(term: Term) -> bool:
    return not isinstance(term, str) and term[0] == "type"


def is_union(term: Term) -> bool:
    return not isinstance(term, str) and term[0] == UNION


def is_literal(term: Term) -> bool:
    return not isinstance(term, str) and term[0] == LITERAL


def is_variable(term: Term) -> bool:
    return isinstance(term, str) and term.startswith(_VARIABLE)


def is_name_of_another(term: Term) -> bool:
    """Whether it is a name that another package gives, see `outside`."""
    return not isinstance(term, str) and term[0] == "ext"


def is_outside(term: Term) -> bool:
    """Whether it is an instance of somebody else's class."""
    return isinstance(term, str) and term.startswith(OUTSIDE)


def is_key(term: Term) -> bool:
    """Whether it names a class, of this package or of another one."""
    return isinstance(term, str) and ":" in term


def variables(term: Term) -> list[str]:
    """Type variables in order of appearance."""
    if isinstance(term, str):
        return [term] if is_variable(term) else []
    if is_literal(term):
        return []
    return list(dict.fromkeys(name for part in term[1:] for name in variables(part)))


def substitute(term: Term, filling: Mapping[str, Term]) -> Term:
    """Type variables replaced by their arguments; those without one stay."""
    if not filling:
        return term
    if isinstance(term, str):
        return filling.get(term, term)
    if is_literal(term):
        return term
    parts = [substitute(part, filling) for part in term[1:]]
    return union(parts) if is_union(term) else [term[0], *parts]


def union(parts: list[Term]) -> Term:
    """One flat union without repeats; literals are joined into one member."""
    flat: list[Term] = []
    literals: list[Any] = []
    for member in (member for part in parts for member in options(part)):
        if is_literal(member):
            literals += [value for value in member[1:] if value not in literals]
        elif member not in flat:
            flat.append(member)
    if literals:
        flat.append(literal(literals))
    if not flat or len(flat) > MAX_UNION:
        return ANY
    return flat[0] if len(flat) == 1 else either(flat)


def frozen(term: Any) -> Any:
    """The term with tuples for lists, so that it can be a key."""
    return term if isinstance(term, str | int | float | bool | None) else tuple(frozen(part) for part in term)


def keys_in(term: Any) -> Iterator[str]:
    """The keys of all classes that a term names."""
    if isinstance(term, str):
        if ":" in term and not term.startswith("ext:"):
            yield term
    elif isinstance(term, list) and term and term[0] not in (LITERAL, "mod", "ext", "same"):
        for part in term:
            yield from keys_in(part)
