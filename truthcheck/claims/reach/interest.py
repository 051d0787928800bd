"""Which functions are worth evaluating on their own: those from which a request can leave.

Most functions of a project never come near a request. Words decide, generously: what the imports of clients and SDKs
bind is *hot*, so is what is assigned from something hot, and a function is of interest when it uses something hot.
Who calls such a function matters only when the function alone leaves something undecided: see `callers`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set

from truthcheck.claims import ir
from truthcheck.claims.engine.scan import last_line
from truthcheck.claims.engine.values import Module
from truthcheck.claims.reach.classes import Classes
from truthcheck.claims.reach.distance import MAX_GIVEN, MAX_HANDED, ModuleHeat, nearer, nearest
from truthcheck.claims.reach.outline import FAR, NAMED, Class, Flow, FlowReader, Function, Outline, OutlineImport
from truthcheck.model.noun import NamedTuple
from truthcheck.rulebook.clients import Clients

MAX_HOPS = 4  # imports between a wrapper and who calls it
MAX_ROUNDS = 20  # assignments and factories that a client passes through, over all modules


class Wrapper(NamedTuple):
    """A function, or a method of the class `owner`, whose request depends on who calls it."""

    name: str
    owner: str
    home: str


class Interest:
    """Grows with every module that is added; a function once of interest stays so."""

    def __init__(self, clients: Clients, packages: frozenset[str], outline: Callable[[Module], Outline]) -> None:
        self._packages = packages
        self._modules = clients.modules
        self._roots = frozenset(root.partition(".")[0] for root in (*packages, *clients.modules))
        self._sending = clients.method_names
        self._mocks = clients.mocks
        self._outline = outline
        self._heats: dict[str, ModuleHeat] = {}  # by file
        self._chosen: set[int] = set()
        self._classes = Classes()
        self._imported_by: defaultdict[str, set[str]] = defaultdict(set)
        self._changed: set[str] = set()  # names that became hot, or hotter, since the last round

    def add(self, modules: Iterable[Module]) -> None:
        """Take the functions of modules in. Many at once cost less than one by one."""
        new = [module for module in modules if str(module.file) not in self._heats]
        for module in new:
            self._take(module)
        fresh = {str(module.file) for module in new}.union(*(self._imported_by[str(module.file)] for module in new))
        for _ in range(MAX_ROUNDS):
            changed, self._changed = self._changed, set()
            for file, heat in self._heats.items():
                self._look(heat, None if file in fresh else changed)
            fresh = set()
            if not self._changed:
                return

    def __contains__(self, node: object) -> bool:
        return id(node) in self._chosen

    def functions(self, modules: Iterable[Module]) -> Iterator[ir.FuncDef]:
        """Those of the modules that are of interest."""
        for module in modules:
            functions = self._heats[str(module.file)].functions
            yield from (function.node for function in functions if function.node in self)

    def __iter__(self) -> Iterator[Module]:
        return (heat.module for heat in self._heats.values())

    def offered(self) -> Iterator[tuple[Module, set[str]]]:
        """Modules that import an SDK themselves, with the names by which others get its clients from there."""
        for heat in self._heats.values():
            if heat.uses_sdk:
                classes = {cls.name for cls in heat.classes if cls.name in self._classes}
                made = [binding.names for binding in heat.bindings if not classes.isdisjoint(binding.words)]
                yield heat.module, (heat.hot.keys() - heat.bound).union(classes, *made)

    def callers(self, wrappers: Iterable[Wrapper]) -> set[str]:
        """Take in who calls one of these and was of no interest before; the files in which somebody does."""
        wanted: defaultdict[str, set[str]] = defaultdict(set)
        for wrapper in wrappers:
            near = self._importers(wrapper.home)
            for name in (wrapper.name, *self._classes.heirs(wrapper.owner)):
                wanted[name] |= near
        return self._choose(lambda file, heat: _naming(heat, {name for name, near in wanted.items() if file in near}))

    def passed(self, places: Set[tuple[str, int]]) -> set[str]:
        """Take in the functions that hold these lines of modules, by path; the files with new ones."""
        lines: defaultdict[str, list[int]] = defaultdict(list)
        for path, line in places:
            lines[path].append(line)
        return self._choose(lambda _, heat: _holding(heat, lines.get(heat.module.path, ())))

    def _choose(self, wanted: Callable[[str, ModuleHeat], Iterable[Function]]) -> set[str]:
        """Take in what is wanted of every file; the files with what was of no interest before."""
        files = set()
        for file, heat in self._heats.items():
            new = {id(function.node) for function in wanted(file, heat)} - self._chosen
            if new:
                self._chosen |= new
                files.add(file)
        return files

    def _importers(self, home: str) -> set[str]:
        """The file and those that import it, over a few others."""
        found = last = {home}
        for _ in range(MAX_HOPS):
            last = set().union(*(self._imported_by[file] for file in last)) - found
            found = found | last
        return found

    # Taking in ----------------------------------------------------------------

    def _take(self, module: Module) -> None:
        outline = self._outline(module)
        external = [bound for bound in outline.imports if bound.file is None]
        heat = self._heats[str(module.file)] = ModuleHeat(module, outline)
        heat.uses_sdk = self._uses_sdk(external, outline.functions)
        self._chosen |= {id(f.node) for f in outline.functions if self._sends(f, outline.reader)}
        self._chosen |= {id(f.node) for f in self._faking(external, outline.functions)}
        self._warm(heat, {bound.bound: 0 for bound in external if self._is_client(bound)})
        for file, _ in heat.imports:
            self._imported_by[file].add(str(module.file))
        self._classes.add(outline)

    def _uses_sdk(self, external: Iterable[OutlineImport], functions: Iterable[Function]) -> bool:
        """Whether a module imports an SDK, at its top or in a function."""
        if any(bound.dotted.partition(".")[0] in self._packages for bound in external):
            return True
        return any(function.imports and not self._packages.isdisjoint(function.words) for function in functions)

    def _faking(self, external: Iterable[OutlineImport], functions: Iterable[Function]) -> Iterator[Function]:
        """Functions that put something in the place of a reply."""
        modules = self._mocks.modules
        words = {
            b.bound for b in external if {b.dotted, f"{b.dotted}.{b.source}"} & modules
        } | self._mocks.fixtures.keys()
        return (function for function in functions if not words.isdisjoint(function.words))

    def _sends(self, function: Function, reader: FlowReader) -> bool:
        """Whether it may send through an object of which nothing is known."""
        return not self._sending.isdisjoint(function.attributes) and reader.sends(function.node, self._sending)

    def _is_client(self, bound: OutlineImport) -> bool:
        """Whether an import is of an SDK or of an HTTP library; `from urllib import request` is, too."""
        if bound.dotted.partition(".")[0] in self._packages or bound.dotted in self._modules:
            return True
        full = f"{bound.dotted}.{bound.source}"
        return any(
            full == root or full.startswith(root + ".") or (not bound.source and root.startswith(bound.dotted + "."))
            for root in self._modules
        )

    # One look at a module -----------------------------------------------------

    def _look(self, heat: ModuleHeat, changed: Set[str] | None) -> None:
        """Once more, as far as `changed` names are concerned; None: as for the first time."""
        self._imported(heat)
        for binding in heat.bindings:
            distance = nearest(heat.hot, binding.words)
            if distance < FAR:
                self._warm(heat, dict.fromkeys(binding.names, distance))
                self._made(dict.fromkeys(binding.words, distance))
        for cls in heat.classes:
            self._class(heat, cls)
        homes = (self._heats.get(file) for file, _ in heat.imports)
        near = self._classes.handed(heat.classlike.union(*(home.classlike for home in homes if home is not None)))
        for function in heat.functions:
            if changed is None or not changed.isdisjoint(function.words):
                self._function(heat, function, near)

    def _imported(self, heat: ModuleHeat) -> None:
        for file, bound in heat.imports:
            home = self._heats.get(file)
            if home is None or not home.hot:
                continue
            if bound.source == "*":
                self._warm(heat, home.hot)
            elif bound.source in home.hot:
                self._warm(heat, {bound.bound: home.hot[bound.source]})

    def _class(self, heat: ModuleHeat, cls: Class) -> None:
        distance = nearest(heat.hot, cls.bases)
        if distance < FAR:
            self._warm(heat, {cls.name: distance})
            if cls.name not in self._classes.extending:
                self._changed |= heat.receivers
            self._classes.extending[cls.name] = distance
        for field in cls.fields:
            distance = nearest(heat.hot, field.words)
            if distance < FAR:
                self._changed |= self._classes.warm(cls.name, dict.fromkeys(field.names, distance))

    def _function(self, heat: ModuleHeat, function: Function, near: Mapping[str, int]) -> None:
        """What of a function is hot, and what becomes so through it."""
        hot = self._hot_words(heat, function)
        of_modules = (home.hot for name, home in heat.modules(self._heats) if name in function.words)
        for attributes in (near, *of_modules, *self._classes.of_kin(function.owner)):
            nearer(hot, {word: attributes[word] for word in attributes.keys() & function.attributes})
        if not hot or heat.seen.get(id(function.node)) == hot:
            return
        heat.seen[id(function.node)] = hot
        self._chosen.add(id(function.node))
        self._pass_on(heat, function, heat.reader.flow(function.node, hot))

    def _hot_words(self, heat: ModuleHeat, function: Function) -> dict[str, int]:
        words = function.words
        hot = {word: heat.hot[word] for word in heat.hot.keys() & words}
        if function.imports:
            hot |= dict.fromkeys(words & self._roots, 0)
        if function.owner in self._classes.extending:  # what a client inherits is called on itself
            hot |= dict.fromkeys(words & heat.receivers, self._classes.extending[function.owner])
        return hot

    def _pass_on(self, heat: ModuleHeat, function: Function, flow: Flow) -> None:
        self._give_back(heat, function, flow.back + 1 if flow.back else 0)  # a client stays one
        if function.owner:
            self._changed |= self._classes.keep(function.owner, flow.attributes)
        self._made(flow.makes)

    def _made(self, given: Mapping[str, int]) -> None:
        """Instances of these are made of something hot: what they keep of it is hot too."""
        for name in self._classes.makers.keys() & given.keys():
            if given[name] <= MAX_HANDED:
                kept = self._classes.makers[name]()
                self._changed |= self._classes.warm(name, dict.fromkeys(kept, given[name]))

    def _give_back(self, heat: ModuleHeat, function: Function, distance: int) -> None:
        if distance > MAX_GIVEN or function.kind != NAMED:
            return
        if function.owner:
            self._changed |= self._classes.warm(function.owner, {function.name: distance})
        else:
            self._warm(heat, {function.name: distance})

    def _warm(self, heat: ModuleHeat, names: Mapping[str, int]) -> None:
        self._changed |= nearer(heat.hot, names)


def _naming(heat: ModuleHeat, names: Set[str]) -> Iterable[Function]:
    """Functions that mention one of the names."""
    return (function for function in heat.functions if not names.isdisjoint(function.words)) if names else ()


def _holding(heat: ModuleHeat, lines: Sequence[int]) -> Iterator[Function]:
    """Functions that one of the lines is in."""
    for function in heat.functions if lines else ():
        first, last = function.node.at[0], last_line(function.node)
        if any(first <= line <= last for line in lines):
            yield function
