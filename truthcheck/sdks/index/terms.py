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
  ["mod", name]                                    a module
  ["unpack", "module:TypedDict"]                   keyword arguments
  ["by", "record", name...]                        chosen in a table by the texts that these parameters get
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

Term: TypeAlias = "str | list[Any]"

ANY = "?"
MAX_UNION = 400  # members kept; beyond that the union says nothing useful


def variables(term: Term) -> list[str]:
    """Type variables in order of appearance."""
    if isinstance(term, str):
        return [term] if term.startswith("~") else []
    if term[0] == "=":
        return []
    return list(dict.fromkeys(name for part in term[1:] for name in variables(part)))


def substitute(term: Term, filling: Mapping[str, Term]) -> Term:
    """Type variables replaced by their arguments; those without one stay."""
    if not filling:
        return term
    if isinstance(term, str):
        return filling.get(term, term)
    if term[0] == "=":
        return term
    parts = [substitute(part, filling) for part in term[1:]]
    return union(parts) if term[0] == "|" else [term[0], *parts]


def union(parts: list[Term]) -> Term:
    """One flat union without repeats; literals are joined into one member."""
    flat: list[Term] = []
    literals: list[Any] = []
    for part in parts:
        for member in part[1:] if not isinstance(part, str) and part[0] == "|" else [part]:
            if not isinstance(member, str) and member[0] == "=":
                literals += [value for value in member[1:] if value not in literals]
            elif member not in flat:
                flat.append(member)
    if literals:
        flat.append(["=", *literals])
    if len(flat) > MAX_UNION:
        return ANY
    return flat[0] if len(flat) == 1 else ["|", *flat] if flat else ANY


def frozen(term: Any) -> Any:
    """The term with tuples for lists, so that it can be a key."""
    return term if isinstance(term, str | int | float | bool | None) else tuple(frozen(part) for part in term)


def keys_in(term: Any) -> Iterator[str]:
    """The keys of all classes that a term names."""
    if isinstance(term, str):
        if ":" in term and not term.startswith("ext:"):
            yield term
    elif isinstance(term, list) and term and term[0] not in ("=", "mod", "ext", "same"):
        for part in term:
            yield from keys_in(part)
