"""What a language offers: one object for each folder of `claims/languages`; nothing else knows which there are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

from truthcheck.claims import ir
from truthcheck.claims.engine.frame import Frame
from truthcheck.claims.engine.meaning import Meaning
from truthcheck.claims.reach.outline import Outline
from truthcheck.model.noun import NamedTuple

Find = Callable[[str], "Path | None"]  # from what an import of a certain file says to the file of the project


class Comment(NamedTuple):
    """A comment with its mark, and what stands on its line before it, without blanks at the end."""

    text: str
    line: int
    column: int
    before: str


class Resolver(Protocol):
    """Where imports lead. One is made for each run: what it has seen of the disk may be remembered."""

    def find(self, importer: Path, specifier: str) -> Path | None:
        """The file that the importing file means, as its import says it; None for what is not the project's."""

    def folder(self, file: Path) -> Path:
        """The folder from which the project's own code imports the package of a file."""


class Language(Protocol):
    """How files of one language are found and read. What is written here as a value is asked without reading any file.

    Places in what `lower` gives count characters, from 1. Which front end reads a file is the language's own business.
    """

    name: str  # for people
    suffixes: tuple[str, ...]  # of the files to look for
    stubs: tuple[str, ...]  # of files that are read only when they are named
    takes_any: bool  # whether a file that is named, of a suffix that nobody knows, is of this language
    skipped: frozenset[str]  # names of folders with other people's code, or with none
    foreign: tuple[str, ...]  # files that show that a folder holds other people's code, whatever its name
    packages: tuple[str, ...]  # files that show that a folder is hand-made, even one named like what a build makes

    def decode(self, source: bytes) -> str:
        """The text of a file. Raises ir.Unreadable."""

    def comments(self, source: bytes) -> Iterator[Comment]:
        """The comments that end with their line; of a file that cannot be read, those before the fault."""

    def lower(self, path: str, source: bytes) -> ir.Module:
        """One file. Raises ir.Unreadable; functions may be read when they are looked into (`ir.Late`)."""

    def may_call(self, roots: frozenset[str]) -> Callable[[bytes], bool]:
        """A test of a file's bytes: false only when nothing in it imports, or names, what comes from one of `roots`.

        Roots are names of modules, of packages or of the project's own files, without what language they are in.
        """

    def resolver(self) -> Resolver:
        """One that knows nothing of the disk yet."""

    def outline(self, module: ir.Module, find: Find) -> Outline:
        """What the names of a module have to do with each other; no function needs to be parsed for it."""

    @property
    def meaning(self) -> Meaning[Frame]:
        """What the language means by the shape that `lower` gives."""

    def homes(self, file: Path, name: str) -> set[str]:
        """The last names of the modules from which other files may import `name`, which stands in `file`."""
