"""How near to a client the names of a module are: 0 is a client itself, every question asked adds one."""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import TYPE_CHECKING

from truthcheck.claims.languages.python.outline import Outline

if TYPE_CHECKING:
    from truthcheck.claims.engine.values import Module

FAR = 99


class Known:
    """A module that was taken in, and its hot names."""

    def __init__(self, module: Module, parts: Outline) -> None:
        self.module = module
        self.functions = parts.functions
        self.classes = parts.classes
        self.bindings = parts.bindings
        self.imports = [one for one in parts.imports if one.file]
        self.bound = {one.bound for one in parts.imports}
        self.hot: dict[str, int] = {}  # with how far they are from a client
        self.using = False
        words = [function.words for function in parts.functions] + [binding.words for binding in parts.bindings]
        fields = [binding.words for cls in parts.classes for binding in cls.fields]
        names = (name for some in (*words, *fields) for name in some if name.lstrip("_")[:1].isupper())
        # what may be a class: of all words, that would be most of the memory
        self.classlike = frozenset(names).union(*(cls.bases | {cls.name} for cls in parts.classes))
        self.seen: dict[int, dict[str, int]] = {}  # by function: what of it was hot when it was last looked into

    def modules(self, known: Mapping[str, Known]) -> list[tuple[str, Known]]:
        """Modules of the project that it names as a whole, by the name they have here."""
        found = ((one.bound, known.get(one.file)) for one in self.imports if one.file and not one.source)
        return [(bound, home) for bound, home in found if home is not None and home.hot]


def nearer(known: dict[str, int], found: Mapping[str, int]) -> set[str]:
    """Take in what is new or nearer; the names of it."""
    changed = {name for name, distance in found.items() if distance < known.get(name, FAR)}
    known.update((name, found[name]) for name in changed)
    return changed


def below(found: Mapping[str, int], most: int) -> dict[str, int]:
    return {name: distance for name, distance in found.items() if distance <= most}


def reached(name: str, ways: Mapping[str, set[str]], known: Set[str]) -> set[str]:
    """Everything of `known` that the ways lead to, the name itself included."""
    found = {name}
    todo = [name]
    while todo:
        new = (ways.get(todo.pop(), set()) & known) - found
        found |= new
        todo += new
    return found
