"""Which files of a folder say what a project uses, and what each of them says: read once, within bounds."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from truthcheck.model.noun import NamedTuple
from truthcheck.sdks.written.kinds import CONSTRAINTS, LOCK, REQUIREMENTS, TRUST, folders, is_text, kind_of, reader
from truthcheck.sdks.written.mention import CONSTRAINT, Include, Mention, Row

MAX_LOCK, MAX_BYTES = 20 << 20, 2 << 20
MAX_FILES = 60  # of one kind in one folder, and that one file names
MAX_NAMES = 20_000  # of one folder that are looked at
_ORDER = {kind: number for number, kind in enumerate(TRUST)}


class WrittenFile(NamedTuple):
    """`shown` is how it is called from the folder that it is asked for in; `kind` is one of `kinds.TRUST`."""

    path: Path
    shown: str
    kind: str


class FileRows(NamedTuple):
    """What one file says of each package, which other files belong to it, and whether a tool compiled it."""

    packages: Mapping[str, tuple[Mention, ...]]
    includes: tuple[Include, ...]
    compiled: bool = False


NOTHING = FileRows({}, ())


def of(place: Path) -> tuple[WrittenFile, ...]:
    """The files of a folder in the order of their kinds."""
    try:
        return _files(place, place.stat().st_mtime_ns)
    except OSError:
        return ()


@lru_cache(maxsize=4096)
def _files(place: Path, changed: int) -> tuple[WrittenFile, ...]:
    """Every folder with a call asks all folders above it. `changed` lets a new file be seen."""
    names = _names(place)
    found = [WrittenFile(place / name, name, kind) for name in names if (kind := kind_of(name))]
    for below, kind in folders().items():
        if below.partition("/")[0] in names:
            found += _below(place, below, kind)
    return tuple(_few(sorted(found, key=lambda file: _ORDER[file.kind])))


def _below(place: Path, below: str, kind: str) -> Iterator[WrittenFile]:
    for name in _names(place / below):
        fitting = kind_of(name) or (kind if kind and is_text(name, kind) else "")
        if fitting:
            yield WrittenFile(place / below / name, f"{below}/{name}", fitting)


def _names(folder: Path) -> list[str]:
    try:
        with os.scandir(folder) as entries:
            return sorted(entry.name for entry, _ in zip(entries, range(MAX_NAMES), strict=False))
    except OSError:
        return []


def _few(files: Iterable[WrittenFile]) -> Iterator[WrittenFile]:
    counts: dict[str, int] = {}
    for file in files:
        counts[file.kind] = counts.get(file.kind, 0) + 1
        if counts[file.kind] <= MAX_FILES:
            yield file


def rows(file: WrittenFile, root: Path) -> FileRows:
    """What the file says; nothing where it is too large, no plain file, or lies outside of `root` behind a link."""
    try:
        facts = file.path.stat()
    except (OSError, ValueError):
        return NOTHING
    largest = MAX_LOCK if TRUST[file.kind] == LOCK else MAX_BYTES
    if not stat.S_ISREG(facts.st_mode) or facts.st_size > largest:
        return NOTHING
    return _rows(file.path, file.kind, root, facts.st_mtime_ns, facts.st_size)


@lru_cache(maxsize=256)
def _rows(path: Path, kind: str, root: Path, changed: int, size: int) -> FileRows:
    """A file is asked once for each package, and for each folder below it."""
    text = text_of(path, size) if is_within(path, root) else ""
    compiled = False
    if kind in (REQUIREMENTS, CONSTRAINTS):
        from truthcheck.sdks.written.requirement_files import is_compiled

        compiled = is_compiled(text)
    return collected(reader(kind)(text), compiled)


def is_within(path: Path, root: Path) -> bool:
    """Whether a path stays inside of a folder when its links are followed."""
    try:
        return path.resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError):
        return False


def text_of(path: Path, size: int) -> str:
    """The first `size` bytes as text; "" for what cannot be read, or is none."""
    try:
        with path.open("rb") as stream:
            data = stream.read(size)
    except OSError:
        return ""
    return "" if b"\0" in data[:4096] else data.decode("utf-8-sig", "replace").replace("\r\n", "\n")


def collected(found: Iterable[Row], compiled: bool = False) -> FileRows:
    """The rows by package."""
    packages: dict[str, list[Mention]] = {}
    includes: list[Include] = []
    for row in found:
        if isinstance(row, Include):
            includes.append(row)
        else:
            packages.setdefault(row.package, []).append(row)
    return FileRows({name: tuple(rows) for name, rows in packages.items()}, tuple(includes[:MAX_FILES]), compiled)


def included(file: WrittenFile, include: Include, root: Path) -> WrittenFile | None:
    """The file that another one names; None for one outside of `root`."""
    path = Path(os.path.normpath(file.path.parent / include.path))
    if "\0" in include.path or not path.is_relative_to(root):
        return None
    shown = os.path.normpath(os.path.join(os.path.dirname(file.shown), include.path)).replace(os.sep, "/")
    return WrittenFile(path, shown, CONSTRAINTS if include.kind == CONSTRAINT else REQUIREMENTS)
