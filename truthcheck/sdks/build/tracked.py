"""The modules of one release, noting what a reading looks at; what is parsed is shared between releases.

A record is made by a reader that remembers nothing else, so it is a function of what was looked at: where that is the
same in another release, the record is. What was looked at is written as a text: "kit.users" for a whole module,
"kit.users:Users" for a name in it, "kit.users:*" for its star imports, "kit.users?" for whether there is such a module,
"kit.*" for what stands in a folder.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeAlias

from truthcheck.sdks.build.fingerprints import Fingerprints
from truthcheck.sdks.source.modules.codebase import Codebase
from truthcheck.sdks.source.modules.nouns import ClassInfo, SourceModule

Files: TypeAlias = "Mapping[str, Callable[[], bytes]]"
State: TypeAlias = "tuple[str, ...]"  # of a module: its path, the hashes of its source and its stub

BELOW = ".*"
THERE = "?"
STARS = ":*"


class _NotedPaths(dict[str, str]):
    """The paths of modules by name; who asks whether there is one has looked at that."""

    def __init__(self, known: Mapping[str, str], note: Callable[[str], None]) -> None:
        super().__init__(known)
        self.note = note

    def __contains__(self, name: object) -> bool:
        self.note(f"{name}{THERE}")
        return super().__contains__(name)


class _NotedFolders(set[str]):
    """The same for names below which there are modules."""

    def __init__(self, known: Iterable[str], note: Callable[[str], None]) -> None:
        super().__init__(known)
        self.note = note

    def __contains__(self, name: object) -> bool:
        self.note(f"{name}{THERE}")
        return super().__contains__(name)


class TrackedCodebase(Codebase):
    """`touched` is what was looked at since `begin`; `before` is the release that was read before this one."""

    def __init__(self, files: Files, before: TrackedCodebase | None = None, docstrings: bool = True) -> None:
        held = {path: read() for path, read in files.items()}
        super().__init__({path: _giver(data) for path, data in held.items()})
        hashes = {path: hashlib.sha256(data).hexdigest() for path, data in held.items()}
        self.states = {name: _state(self.paths.get(name, ""), hashes) for name in {*self.folders, *self.paths}}
        self.below = _below(self.states)
        self.docstrings = docstrings
        self.touched: set[str] = set()
        self.paths = _NotedPaths(self.paths, self._note)
        self.folders = _NotedFolders(self.folders, self._note)
        self._settled: list[ClassInfo] = []
        if before is not None:
            self._take_over(before)

    def _take_over(self, before: TrackedCodebase) -> None:
        """The modules that did not change: reading leaves nothing in them but what `begin` forgets."""
        before.begin()
        same = (name for name, state in self.states.items() if before.states.get(name) == state)
        self._modules = {name: before._modules[name] for name in same if name in before._modules}

    def _note(self, what: str) -> None:
        self.touched.add(what)

    def begin(self) -> None:
        """Forget what was looked at, and what was settled about classes: it may lean on other modules."""
        self.touched = set()
        for info in self._settled:
            info.ancestors = None
        self._settled.clear()

    def module(self, name: str) -> SourceModule | None:
        self.touched.add(name)
        return super().module(name)

    def home(self, module: str, name: str) -> SourceModule | None:
        found = super().module(module)
        self.touched.add(module if found is None else f"{module}:{name}")
        if found is not None and name not in found.names:
            self.touched.add(f"{module}{STARS}")
        return found

    def mro(self, info: ClassInfo) -> tuple[ClassInfo, ...]:
        if info.ancestors is None:
            self._settled.append(info)
        return super().mro(info)

    def changed(self, before: TrackedCodebase) -> set[str]:
        """All that reads otherwise than in the release before."""
        old, new = before.states, self.states
        modules = {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}
        flipped = {f"{name}{THERE}" for name in modules if self._is_there(name) != before._is_there(name)}
        folders = {f"{n}{BELOW}" for n in self.below.keys() | before.below.keys() if _differ(n, self, before)}
        names = {f"{module}:{name}" for module in modules for name in self._differing(module, before)}
        return modules | flipped | folders | names

    def _is_there(self, name: str) -> tuple[bool, bool]:
        return dict.__contains__(self.paths, name), set.__contains__(self.folders, name)

    def _differing(self, module: str, before: TrackedCodebase) -> Iterator[str]:
        """The names of a changed module that mean something else now; only what was read before matters."""
        if before._modules.get(module) is None:
            return
        old, new = before._fingerprints(module), self._fingerprints(module)
        yield from (name for name in old.keys() | new.keys() if old.get(name) != new.get(name))

    def _fingerprints(self, name: str) -> dict[str, tuple[object, ...]]:
        """By name; a module that is gone has none, and so all of its names differ."""
        module = Codebase.module(self, name)
        path = self.paths.get(name)
        if module is None or path is None:
            return {}
        if f"{path}i" in self._files:  # a stub is laid over it: none of its names is known to be the same
            return dict.fromkeys((*module.hidden, *module.names, "*"), self.states[name])
        return Fingerprints(module, self._files[path](), self.docstrings).all()


def _giver(data: bytes) -> Callable[[], bytes]:
    return lambda: data


def _state(path: str, hashes: Mapping[str, str]) -> State:
    return path, hashes.get(path, ""), hashes.get(f"{path}i", "")


def _below(names: Iterable[str]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for name in names:
        above, _, last = name.rpartition(".")
        found.setdefault(above, set()).add(last)
    return {name: frozenset(words) for name, words in found.items()}


def _differ(folder: str, one: TrackedCodebase, other: TrackedCodebase) -> bool:
    return one.below.get(folder) != other.below.get(folder)
