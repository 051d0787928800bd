"""What the engine asks of the program that it reads: where an import leads, and which functions matter."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from truthcheck.claims import ir
from truthcheck.claims.engine.values import Module


class Project(Protocol):
    """The modules of one project."""

    def find(self, importer: Module, dotted: str, level: int = 0) -> Path | None:
        """The file of a module, as the importing file would find it inside the project; None for anything else."""
        ...

    def load(self, file: Path, importer: Module) -> Module | None:
        """The module of a file that an import leads to; None when it cannot be read, or is too many imports away."""
        ...

    def data(self, path: str, module: Module) -> tuple[str, str] | None:
        """The text of a data file of the project that a module names, and its name for the user."""
        ...

    def folder(self, module: Module) -> Path:
        """The folder from which the project imports the package of a module."""
        ...

    def loaded(self) -> Sequence[Module]:
        """Every module that was read so far."""
        ...


class Interesting(Protocol):
    """The functions from which a request can leave."""

    def __contains__(self, node: ir.FuncDef, /) -> bool: ...
