"""Which functions are worth evaluating on their own: those from which a request can leave.

Most functions of a project never come near a request. Words decide, generously: what the imports of clients and SDKs
bind is *hot*, so is what is assigned from something hot, and a function is of interest when it uses something hot.
Who calls such a function matters only when the function alone leaves something undecided: see `callers`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from typing import TYPE_CHECKING, NamedTuple

from truthcheck.claims import ir
from truthcheck.claims.engine.scan import last_line
from truthcheck.claims.languages.python.outline import Class, Function, Import, outline
from truthcheck.claims.languages.python.textflow import flow, kept, sends
from truthcheck.claims.reach.distance import Known, below, nearer, reached
from truthcheck.rulebook.clients import Clients

if TYPE_CHECKING:
    from truthcheck.claims.engine.values import Module
    from truthcheck.claims.languages.python.modules import Project

NONE: Mapping[str, int] = {}
# How far from a client something may be to be followed, see `heat`:
MAX_GIVEN = 3  # through what a function gives back
MAX_KEPT = 2  # through an attribute, in the same class and its kin
MAX_HANDED = 1  # through an attribute, in other code
_DUNDER = re.compile(r"__\w+__").fullmatch  # called by Python itself
_SELF = frozenset(("self", "super"))
MAX_HOPS = 4  # imports between a wrapper and who calls it
MAX_ROUNDS = 20  # assignments and factories that a client passes through, over all modules


class Wrapper(NamedTuple):
    """A function, or a method of the class `owner`, whose request depends on who calls it."""

    name: str
    owner: str
    home: str


class Interest:
    """Grows with every module that is added; a function once of interest stays so."""

    def __init__(self, clients: Clients, packages: frozenset[str], project: Project) -> None:
        self._packages = packages
        self._modules = clients.modules
        self._roots = frozenset(root.partition(".")[0] for root in (*packages, *clients.modules))
        self._sending = clients.verbs | {"request", "stream"}
        self._project = project
        self._known: dict[str, Known] = {}
        self._chosen: set[int] = set()
        self._attributes: defaultdict[str, dict[str, int]] = defaultdict(dict)  # by class: what of its instances is hot
        self._bases: defaultdict[str, set[str]] = defaultdict(set)  # by class
        self._extending: dict[str, int] = {}  # classes that extend something hot
        self._heirs: defaultdict[str, set[str]] = defaultdict(set)
        self._makers: dict[str, ir.FuncDef] = {}  # by class: its constructor
        self._families: dict[str, set[str]] = {}
        self._imported_by: defaultdict[str, set[str]] = defaultdict(set)
        self._changed: set[str] = set()  # names that became hot, or hotter, since the last round

    def add(self, modules: Iterable[Module]) -> None:
        """Take the functions of modules in. Many at once cost less than one by one."""
        new = [module for module in modules if str(module.file) not in self._known]
        for module in new:
            self._take(module)
        self._families.clear()
        fresh = {str(module.file) for module in new}.union(*(self._imported_by[str(module.file)] for module in new))
        for _ in range(MAX_ROUNDS):
            changed, self._changed = self._changed, set()
            for file, known in self._known.items():
                self._look(known, None if file in fresh else changed)
            fresh = set()
            if not self._changed:
                return

    def __contains__(self, node: object) -> bool:
        return id(node) in self._chosen

    def functions(self, modules: Iterable[Module]) -> Iterator[ir.FuncDef]:
        """Those of the modules that are of interest."""
        for module in modules:
            known = self._known[str(module.file)]
            yield from (function.node for function in known.functions if function.node in self)

    def __iter__(self) -> Iterator[Module]:
        return (known.module for known in self._known.values())

    def offered(self) -> Iterator[tuple[Module, set[str]]]:
        """Modules that import an SDK themselves, with the names by which others get its clients from there."""
        for known in self._known.values():
            if known.using:
                classes = {cls.name for cls in known.classes if cls.name in self._attributes}
                made = [one.names for one in known.bindings if not classes.isdisjoint(one.words)]
                yield known.module, (known.hot.keys() - known.bound).union(classes, *made)

    def callers(self, wrappers: Iterable[Wrapper]) -> set[str]:
        """Take in who calls one of these and was of no interest before; the files in which somebody does."""
        wanted: defaultdict[str, set[str]] = defaultdict(set)
        for wrapper in wrappers:
            near = self._importers(wrapper.home)
            heirs = reached(wrapper.owner, self._heirs, self._bases.keys()) if wrapper.owner else ()
            for name in (wrapper.name, *heirs):
                wanted[name] |= near
        found = set()
        for file, known in self._known.items():
            names = {name for name, near in wanted.items() if file in near}
            for function in known.functions if names else ():
                if id(function.node) not in self._chosen and not names.isdisjoint(function.words):
                    self._chosen.add(id(function.node))
                    found.add(file)
        return found

    def passed(self, places: Set[tuple[str, int]]) -> set[str]:
        """Take in the functions that hold these lines of modules, by path; the files with new ones."""
        found = set()
        for file, known in self._known.items():
            lines = [line for path, line in places if path == known.module.path]
            for function in known.functions if lines else ():
                first, last = function.node.at[0], last_line(function.node)
                if id(function.node) not in self._chosen and any(first <= line <= last for line in lines):
                    self._chosen.add(id(function.node))
                    found.add(file)
        return found

    def _importers(self, home: str) -> set[str]:
        """The file and those that import it, over a few others."""
        found = last = {home}
        for _ in range(MAX_HOPS):
            last = {file for one in last for file in self._imported_by[one]} - found
            found = found | last
        return found

    # Taking in ----------------------------------------------------------------

    def _take(self, module: Module) -> None:
        parts = outline(module, self._project)
        external = [one for one in parts.imports if one.file is None]
        known = self._known[str(module.file)] = Known(module, parts)
        known.using = any(one.dotted.partition(".")[0] in self._packages for one in external) or any(
            "import" in function.words and not self._packages.isdisjoint(function.words) for function in parts.functions
        )
        for function in parts.functions:
            if not self._sending.isdisjoint(function.attributes) and self._sends(function):
                self._chosen.add(id(function.node))
        self._warmed(known, {one.bound: 0 for one in external if self._is_client(one)})
        for function in parts.functions:
            if function.owner and function.name == "__init__":
                self._makers[function.owner] = function.node
        for one in known.imports:
            if one.file:
                self._imported_by[one.file].add(str(module.file))
        for cls in parts.classes:
            self._bases[cls.name] |= cls.bases
            for base in cls.bases:
                self._heirs[base].add(cls.name)

    def _sends(self, function: Function) -> bool:
        """Whether it may send through an object of which nothing is known."""
        return function.node.late is None or sends(function.node.late.text, self._sending)

    def _is_client(self, one: Import) -> bool:
        """Whether an import is of an SDK or of an HTTP library; `from urllib import request` is, too."""
        if one.dotted.partition(".")[0] in self._packages or one.dotted in self._modules:
            return True
        full = f"{one.dotted}.{one.source}"
        return any(
            full == root or full.startswith(root + ".") or (not one.source and root.startswith(one.dotted + "."))
            for root in self._modules
        )

    # One look at a module -----------------------------------------------------

    def _look(self, known: Known, changed: Set[str] | None) -> None:
        """Once more, as far as `changed` names are concerned; None: as for the first time."""
        self._imported(known)
        self._bound(known)
        for cls in known.classes:
            self._class(known, cls)
        near = self._near(known)
        for function in known.functions:
            if changed is None or not changed.isdisjoint(function.words):
                self._function(known, function, near)

    def _imported(self, known: Known) -> None:
        for one in known.imports:
            home = self._known.get(one.file) if one.file else None
            if home is None or not home.hot:
                continue
            if one.source == "*":
                self._warmed(known, home.hot)
            elif one.source in home.hot:
                self._warmed(known, {one.bound: home.hot[one.source]})

    def _bound(self, known: Known) -> None:
        for binding in known.bindings:
            hot = known.hot.keys() & binding.words
            if hot:
                self._warmed(known, dict.fromkeys(binding.names, min(known.hot[word] for word in hot)))

    def _class(self, known: Known, cls: Class) -> None:
        hot = known.hot.keys() & cls.bases
        if hot:
            self._warmed(known, {cls.name: min(known.hot[word] for word in hot)})
            if cls.name not in self._extending:
                self._changed |= _SELF
            self._extending[cls.name] = min(known.hot[word] for word in hot)
        for binding in cls.fields:
            hot = known.hot.keys() & binding.words
            if hot:
                self._of_class(cls.name, dict.fromkeys(binding.names, min(known.hot[word] for word in hot)))

    def _near(self, known: Known) -> dict[str, int]:
        """Hot attributes of the classes that a module, or one that it imports, mentions."""
        classes = self._attributes.keys()
        homes = (self._known.get(one.file) for one in known.imports if one.file)
        near = classes & known.classlike.union(*(home.classlike for home in homes if home is not None))
        found: dict[str, int] = {}
        for name in near:
            nearer(found, below(self._attributes[name], MAX_HANDED))
        return found

    def _function(self, known: Known, function: Function, near: Mapping[str, int]) -> None:
        """What of a function is hot, and what becomes so through it."""
        words = function.words
        hot = {word: known.hot[word] for word in known.hot.keys() & words}
        if "import" in words:
            hot |= dict.fromkeys(words & self._roots, 0)
        if function.owner in self._extending:  # what a client inherits is called on itself
            hot |= dict.fromkeys(words & _SELF, self._extending[function.owner])
        of_modules = (home.hot for bound, home in known.modules(self._known) if bound in words)
        of_kin = (self._attributes.get(kin, NONE) for kin in self._family(function.owner))
        for attributes in (near, *of_modules, *of_kin):
            nearer(hot, {word: attributes[word] for word in attributes.keys() & function.attributes})
        if not hot or known.seen.get(id(function.node)) == hot:
            return
        known.seen[id(function.node)] = hot
        self._chosen.add(id(function.node))
        found = flow(function.node, hot)
        back = found.back + 1 if found.back else 0  # a client stays one
        if back <= MAX_GIVEN and not _DUNDER(function.name):
            given = {function.name: back}
            if function.owner:
                self._of_class(function.owner, given)
            else:
                self._warmed(known, given)
        if function.owner:
            self._of_class(function.owner, below(found.attributes, MAX_KEPT))
        for name in self._makers.keys() & found.makes.keys():
            if found.makes[name] <= MAX_HANDED:
                self._of_class(name, dict.fromkeys(kept(self._makers[name]), found.makes[name]))

    def _family(self, name: str) -> set[str]:
        """A class with those that it inherits from, and those that inherit from it; nothing for no class."""
        if not name:
            return set()
        if name not in self._families:
            known = self._bases.keys()
            self._families[name] = reached(name, self._bases, known) | reached(name, self._heirs, known)
        return self._families[name]

    def _of_class(self, name: str, attributes: Mapping[str, int]) -> None:
        if attributes:
            self._changed |= nearer(self._attributes[name], attributes)

    def _warmed(self, known: Known, names: Mapping[str, int]) -> None:
        self._changed |= nearer(known.hot, names)
