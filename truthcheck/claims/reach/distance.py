"""How near to a client the names of a module are: 0 is a client itself, every question asked adds one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set

from truthcheck.claims.engine.values import Module
from truthcheck.claims.reach.outline import FAR, Outline

# How far from a client something may be to be followed:
MAX_GIVEN = 3  # through what a function gives back
MAX_KEPT = 2  # through an attribute, in the same class and its kin
MAX_HANDED = 1  # through an attribute, in other code


class ModuleHeat:
    """A module that was taken in, and its hot names."""

    def __init__(self, module: Module, outline: Outline) -> None:
        self.module = module
        self.reader = outline.reader
        self.receivers = outline.receivers
        self.functions = outline.functions
        self.classes = outline.classes
        self.bindings = outline.bindings
        self.imports = [(bound.file, bound) for bound in outline.imports if bound.file]  # of the project
        self.bound = {bound.bound for bound in outline.imports}
        self.hot: dict[str, int] = {}  # with how far they are from a client
        self.uses_sdk = False
        # What may be a class: of all words, that would be most of the memory.
        self.classlike = frozenset(_capitalised(outline)).union(*(cls.bases | {cls.name} for cls in outline.classes))
        self.seen: dict[int, dict[str, int]] = {}  # by function: what of it was hot when it was last looked into

    def modules(self, heats: Mapping[str, ModuleHeat]) -> list[tuple[str, ModuleHeat]]:
        """Modules of the project that it names as a whole, by the name they have here."""
        whole = ((bound.bound, heats.get(file)) for file, bound in self.imports if not bound.source)
        return [(name, heat) for name, heat in whole if heat is not None and heat.hot]


def _capitalised(outline: Outline) -> Iterator[str]:
    for words in _all_words(outline):
        yield from (name for name in words if name.lstrip("_")[:1].isupper())


def _all_words(outline: Outline) -> Iterator[Iterable[str]]:
    yield from (function.words for function in outline.functions)
    yield from (binding.words for binding in outline.bindings)
    yield from (binding.words for cls in outline.classes for binding in cls.fields)


def nearest(known: Mapping[str, int], words: Set[str]) -> int:
    """How near to a client the nearest of these words is; FAR when none of them is hot."""
    return min((known[word] for word in known.keys() & words), default=FAR)


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
