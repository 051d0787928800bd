"""The modules of a project: found through imports, parsed at most once, never run."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from truthcheck.claims import ir, languages
from truthcheck.claims.engine.values import Module
from truthcheck.claims.files import Source
from truthcheck.claims.workers import each
from truthcheck.model.report import Problem

if TYPE_CHECKING:
    from truthcheck.claims.language import Resolver
    from truthcheck.claims.reach.outline import Outline

MAX_DATA = 1_000_000  # bytes of one data file
MAX_HOPS = 3  # imports followed from a file that can hold a call: constants and bases are near, frameworks are deep


class Project:
    """Modules by file. `show` turns a file into the path that the user sees; `edited` is not on disk yet, by path."""

    def __init__(self, show: Callable[[Path], str], edited: Mapping[str, bytes] | None = None) -> None:
        self._show = show
        self._edited = edited or {}
        self._modules: dict[Path, Module | None] = {}
        self._resolvers: dict[str, Resolver] = {}
        self._broken: list[Problem] = []

    def content(self, source: Source) -> bytes:
        """What a file holds, or will hold. Raises OSError."""
        return self._edited[source.path] if source.path in self._edited else source.read()

    def add_all(self, sources: Sequence[tuple[Source, bytes]]) -> list[Module]:
        """Parse many, on several cores; those that are not broken."""
        new = [(source, data) for source, data in sources if source.file not in self._modules]
        trees = each(_lowered, [(source.path, data) for source, data in new], lambda item: len(item[1]))
        for (source, _), tree in zip(new, trees, strict=True):
            self._added(source.path, source.file, tree)
        modules = (self._modules[source.file] for source, _ in sources)
        return [module for module in modules if module is not None]

    def _added(self, path: str, file: Path, tree: ir.Module | ir.Unreadable) -> Module | None:
        """A broken source becomes a problem and None."""
        if isinstance(tree, ir.Unreadable):
            self._broken.append(_problem(path, tree))
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
        source = Source(self._show(file), file)
        try:
            data = self.content(source)
        except OSError:
            self._modules[file] = None
            return None
        module = self._added(source.path, file, _lowered((source.path, data)))
        if module is not None:
            module.hops = importer.hops + 1
        return module

    def problems(self) -> list[Problem]:
        """What could not be read, whole files first."""
        return self._broken + [_problem(module.path, fault) for module in self.loaded() for fault in module.tree.faults]

    def loaded(self) -> list[Module]:
        return [module for module in self._modules.values() if module is not None]

    def find(self, importer: Module, dotted: str, level: int = 0) -> Path | None:
        """The file of a module, as the importing file would find it inside the project; None for anything else."""
        return self._resolver(importer.file).find(importer.file, "." * level + dotted)

    def data(self, path: str, module: Module) -> tuple[str, str] | None:
        """The text of a data file, and its name for the user; None for what is too large or not the project's own.

        A name is looked for from where the user is, from the module's folder and from the project's.
        """
        home = module.file.absolute().parent
        inside = (Path.cwd(), self.folder(module).absolute(), home)
        for start in dict.fromkeys((Path.cwd(), home, self.folder(module).absolute())):
            file = start / path
            with suppress(OSError, ValueError):
                real = file.resolve()
                if any(real.is_relative_to(top.resolve()) for top in inside) and real.stat().st_size <= MAX_DATA:
                    return real.read_text("utf-8"), self._show(Path(os.path.normpath(file)))
        return None

    def folder(self, module: Module) -> Path:
        """The folder from which the project imports the package of a module."""
        return self._resolver(module.file).folder(module.file)

    def outline(self, module: Module) -> Outline:
        """One module that is parsed as far as its top level."""
        find = self._resolver(module.file).find
        return languages.of(module.file).outline(module.tree, lambda specifier: find(module.file, specifier))

    def _resolver(self, file: Path) -> Resolver:
        language = languages.of(file)
        if language.name not in self._resolvers:
            self._resolvers[language.name] = language.resolver()
        return self._resolvers[language.name]


def _lowered(source: tuple[str, bytes]) -> ir.Module | ir.Unreadable:
    path, data = source
    try:
        return languages.of(path).lower(path, data)
    except ir.Unreadable as error:
        return error


def _problem(path: str, error: ir.Unreadable) -> Problem:
    return Problem(path, error.message, error.line, error.column)
