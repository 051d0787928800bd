"""What is known of the project's classes, by their last names: two of one name count as one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Set
from functools import partial

from truthcheck.claims.reach.distance import MAX_HANDED, MAX_KEPT, below, nearer, reached
from truthcheck.claims.reach.outline import CONSTRUCTOR, Outline

_NONE: Mapping[str, int] = {}


class Classes:
    """Grows with every module. `extending` are classes that extend something hot, with how near it is."""

    def __init__(self) -> None:
        self.extending: dict[str, int] = {}
        self.makers: dict[str, Callable[[], Set[str]]] = {}  # by class: what its constructor keeps of what it gets
        self._attributes: defaultdict[str, dict[str, int]] = defaultdict(dict)  # by class: what of its instances is hot
        self._bases: defaultdict[str, set[str]] = defaultdict(set)
        self._heirs: defaultdict[str, set[str]] = defaultdict(set)
        self._families: dict[str, set[str]] = {}

    def add(self, outline: Outline) -> None:
        self._families.clear()
        for function in outline.functions:
            if function.kind == CONSTRUCTOR:
                self.makers[function.owner] = partial(outline.reader.kept, function.node)
        for cls in outline.classes:
            self._bases[cls.name] |= cls.bases
            for base in cls.bases:
                self._heirs[base].add(cls.name)

    def __contains__(self, name: str) -> bool:
        """Whether something of the instances of a class is hot."""
        return name in self._attributes

    def warm(self, name: str, attributes: Mapping[str, int]) -> set[str]:
        """Take in hot attributes of a class; those that are new or nearer."""
        return nearer(self._attributes[name], attributes) if attributes else set()

    def keep(self, name: str, attributes: Mapping[str, int]) -> set[str]:
        """Take in what a method of a class sets; it is followed in the class and its kin."""
        return self.warm(name, below(attributes, MAX_KEPT))

    def handed(self, names: Set[str]) -> dict[str, int]:
        """Hot attributes of these classes that code outside of them may use."""
        found: dict[str, int] = {}
        for name in self._attributes.keys() & names:
            nearer(found, below(self._attributes[name], MAX_HANDED))
        return found

    def of_kin(self, name: str) -> Iterator[Mapping[str, int]]:
        """Hot attributes of a class, of those that it inherits from, and of those that inherit from it."""
        return (self._attributes.get(kin, _NONE) for kin in self._family(name))

    def heirs(self, name: str) -> Set[str]:
        """A class and those that inherit from it; nothing for no class."""
        return reached(name, self._heirs, self._bases.keys()) if name else set()

    def _family(self, name: str) -> set[str]:
        if not name:
            return set()
        if name not in self._families:
            self._families[name] = reached(name, self._bases, self._bases.keys()) | self.heirs(name)
        return self._families[name]
