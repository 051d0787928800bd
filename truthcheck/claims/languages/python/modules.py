"""The project's modules: found on disk, parsed at most once, imported without being run."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from truthcheck.claims import ir
from truthcheck.claims.engine.values import Module
from truthcheck.claims.languages.python.files import Source, module_file, project_roots
from truthcheck.claims.languages.python.parse.lower import Unreadable, lower
from truthcheck.claims.workers import each
from truthcheck.model.report import Problem

MAX_HOPS = 3  # imports followed from a file that can hold a call: constants and bases are near, frameworks are deep


class Project:
    """Modules by file. `show` turns a file into the path that the user sees; `edited` is not on disk yet, by path."""

    def __init__(self, show: Callable[[Path], str], edited: Mapping[str, bytes] | None = None) -> None:
        self._show = show
        self._edited = edited or {}
        self._modules: dict[Path, Module | None] = {}
        self._roots: dict[Path, tuple[Path, ...]] = {}
        self._resolved: dict[tuple[Path, str], Path | None] = {}
        self.problems: list[Problem] = []

    def content(self, source: Source) -> bytes:
        """What a file holds, or will hold. Raises OSError."""
        return self._edited[source.path] if source.path in self._edited else source.read()

    def add(self, path: str, file: Path, source: bytes) -> Module | None:
        """Parse a source; a broken one becomes a problem and None."""
        if file in self._modules:
            return self._modules[file]
        return self._added(path, file, _read((path, source)))

    def add_all(self, sources: Sequence[tuple[Source, bytes]]) -> list[Module]:
        """Parse many, on several cores; those that are not broken."""
        new = [(source, data) for source, data in sources if source.file not in self._modules]
        trees = each(_read, [(source.path, data) for source, data in new], lambda one: len(one[1]))
        for (source, _), tree in zip(new, trees, strict=True):
            self._added(source.path, source.file, tree)
        found = (self._modules[source.file] for source, _ in sources)
        return [module for module in found if module is not None]

    def _added(self, path: str, file: Path, tree: ir.Module | Unreadable) -> Module | None:
        if isinstance(tree, Unreadable):
            self.problems.append(Problem(path, tree.message, tree.line, tree.column))
            self._modules[file] = None
        else:
            self._modules[file] = Module(path, file, tree)
        return self._modules[file]

    def load(self, file: Path, importer: Module) -> Module | None:
        """The module of a file that an import leads to; None when it cannot be read, or is too many imports away."""
        if file in self._modules:
            return self._modules[file]
        if importer.hops >= MAX_HOPS:
            return None
        path = self._show(file)
        try:
            source = self._edited[path] if path in self._edited else file.read_bytes()
        except OSError:
            self._modules[file] = None
            return None
        module = self.add(path, file, source)
        if module is not None:
            module.hops = importer.hops + 1
        return module

    def faults(self) -> list[Problem]:
        """What could not be read, whole files first."""
        later = [
            Problem(module.path, fault.message, fault.line, fault.column)
            for module in self.loaded()
            for fault in module.tree.faults
            if isinstance(fault, Unreadable)
        ]
        return self.problems + later

    def loaded(self) -> list[Module]:
        return [module for module in self._modules.values() if module is not None]

    def find(self, importer: Module, dotted: str, level: int = 0) -> Path | None:
        """The file of a module, as the importing file would find it inside the project; None for anything else."""
        if level:
            return _relative(importer.file, dotted, level)
        key = (importer.file.parent, dotted)
        if key not in self._resolved:
            self._resolved[key] = module_file(self._roots_of(importer.file), dotted)
        return self._resolved[key]

    def _roots_of(self, file: Path) -> tuple[Path, ...]:
        folder = file.parent
        if folder not in self._roots:
            self._roots[folder] = project_roots(file)
        return self._roots[folder]


def _read(source: tuple[str, bytes]) -> ir.Module | Unreadable:
    try:
        return lower(*source)
    except Unreadable as error:
        return error


def _relative(file: Path, dotted: str, level: int) -> Path | None:
    folder = file.parent
    for _ in range(level - 1):
        folder = folder.parent
    return module_file((folder,), dotted) if dotted else _package(folder)


def _package(folder: Path) -> Path | None:
    init = folder / "__init__.py"
    return init if init.is_file() else None
