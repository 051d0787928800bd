"""Which files on disk to check, of whatever language."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from truthcheck.claims import languages
from truthcheck.errors import TruthcheckError
from truthcheck.model.noun import NamedTuple

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

# Folders of tools that serve any language.
SKIPPED = frozenset((".bzr", ".direnv", ".git", ".hg", ".svn", ".vscode", "node_modules"))
_RECORDED = (".yaml", ".yml", ".json", ".har")
# Only in such folders somebody keeps recorded exchanges.
_OF_TESTS = re.compile(r"(?i)test|fixture|cassette|record|traffic").search
BUILT = frozenset(("_build", "buck-out", "build", "dist"))  # unless a language says that it is hand-made


Ignores: TypeAlias = "tuple[tuple[str, GitIgnoreSpec], ...]"  # by folder, the outermost first


class Source(NamedTuple):
    """A file to check. `path` is as the user sees it; `content` is set for code that came on stdin."""

    path: str
    file: Path
    content: bytes | None = None

    def read(self) -> bytes:
        """The bytes of the file. Raises OSError."""
        return self.file.read_bytes() if self.content is None else self.content


class FoundFiles(NamedTuple):
    """Files in a fixed order, each once; `notes` say what the user may not expect.

    `recordings` may hold recorded exchanges, by their names: nobody has looked into them.
    """

    sources: tuple[Source, ...]
    notes: tuple[str, ...] = ()
    recordings: tuple[Source, ...] = ()


def find(
    paths: Sequence[str],
    exclude: Sequence[str] = (),
    respect_gitignore: bool = True,
    stdin: tuple[str, bytes] | None = None,
) -> FoundFiles:
    """The source files in `paths`. A file that is named is taken whatever its suffix; "-" stands for `stdin`.

    `exclude` are patterns as in .gitignore, relative to the working directory. A missing path: TruthcheckError.
    """
    sources: dict[str, Source] = {}
    recordings: dict[str, Source] = {}
    notes = []
    for path in paths:
        if path == "-" and stdin is not None:
            name, content = stdin
            sources.setdefault(name, Source(name.replace(os.sep, "/"), Path(os.path.abspath(name)), content))
            continue
        walk = _FolderWalk(exclude, respect_gitignore)
        named = _named(path)
        files = named or list(walk.files(os.path.abspath(path)))
        if named and path.endswith(_RECORDED):
            walk.recordings, files = named, []
        if not (files or walk.recordings):
            notes.append(f"no {languages.names()} files in {path}")
        recordings.update((file, Source(shown(file), Path(file))) for file in walk.recordings)
        for real, file in _real(os.path.abspath(path), files):
            sources.setdefault(real, Source(shown(file), Path(file)))
    return FoundFiles(tuple(sources.values()), tuple(notes), tuple(recordings.values()))


def _real(top: str, files: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each file below `top` after where it really is: the same file may be reached by two ways."""
    real_top = os.path.realpath(top)
    for file in files:
        yield (os.path.realpath(file) if os.path.islink(file) else real_top + file[len(top) :]), file


def shown(file: str | Path) -> str:
    """A path for the user: relative to the working directory, forward slashes."""
    here, text = os.getcwd() + os.sep, os.fspath(file)
    if text.startswith(here) and os.pardir not in text:
        return text[len(here) :].replace(os.sep, "/")
    try:
        return os.path.relpath(file).replace(os.sep, "/")
    except ValueError:  # another drive
        return str(file).replace(os.sep, "/")


def _named(path: str) -> list[str]:
    """The path itself when it is a file; raises TruthcheckError when it is nothing."""
    if os.path.isfile(path):
        return [os.path.abspath(path)]
    if not os.path.isdir(path):
        raise TruthcheckError(f"{path}: no such file or folder", "check the spelling, or run from the project's folder")
    return []


class _FolderWalk:
    """One walk over a folder, with the ignore files that hold in it."""

    def __init__(self, exclude: Sequence[str], respect_gitignore: bool) -> None:
        self._excluded = _spec(exclude) if exclude else None
        self._gitignore = respect_gitignore
        self.recordings: list[str] = []  # what was met on the way
        self._suffixes = languages.suffixes()
        self._skipped = SKIPPED.union(*(language.skipped for language in languages.every()))

    def files(self, top: str) -> Iterator[str]:
        """Source files below `top`, by name. Folders that are links are not followed: no loops, no file twice."""
        todo = [(top, self._above(top))]
        while todo:
            folder, ignores = todo.pop()
            entries = _entries(folder)
            ignores += self._ignores_of(folder, entries)
            sources = (entry.path for entry in entries if self._is_source(entry))
            yield from (path for path in sources if not self._ignored(path, ignores))
            if _OF_TESTS(folder[len(top) :] or os.path.basename(top)):
                self.recordings += self._recorded(entries, ignores)
            folders = (entry.path for entry in reversed(entries) if self._is_ours(entry))
            todo += [(path, ignores) for path in folders if not self._ignored(path + os.sep, ignores)]

    def _recorded(self, entries: Sequence[os.DirEntry[str]], ignores: Ignores) -> Iterator[str]:
        named = (entry.path for entry in entries if entry.name.endswith(_RECORDED) and entry.is_file())
        return (path for path in named if not self._ignored(path, ignores))

    def _ignores_of(self, folder: str, entries: Sequence[os.DirEntry[str]]) -> Ignores:
        has_own = self._gitignore and any(entry.name == ".gitignore" for entry in entries)
        return tuple(_ignore_file(folder)) if has_own else ()

    def _is_source(self, entry: os.DirEntry[str]) -> bool:
        return entry.name.endswith(self._suffixes) and entry.is_file()

    def _is_ours(self, folder: os.DirEntry[str]) -> bool:
        """A folder but those of other people's code, or of none: some by their names, some by what they hold."""
        if not folder.is_dir(follow_symlinks=False) or folder.name in self._skipped:
            return False
        if any(_holds(folder, language.foreign) for language in languages.every()):
            return False
        return folder.name not in BUILT or any(_holds(folder, language.packages) for language in languages.every())

    def _above(self, top: str) -> Ignores:
        """Ignore files of the folders above, up to the top of the repository."""
        if not self._gitignore:
            return ()
        found: list[tuple[str, GitIgnoreSpec]] = []
        folder = top
        while not os.path.exists(os.path.join(folder, ".git")):
            above = os.path.dirname(folder)
            if above == folder:
                return ()
            folder = above
            found[:0] = _ignore_file(folder)
        named = (top, *(part for part in _parents(top) if len(part) > len(folder)))
        # Who names an ignored folder wants it checked.
        return () if any(self._ignored(part + os.sep, tuple(found)) for part in named) else tuple(found)

    def _ignored(self, path: str, ignores: Ignores) -> bool:
        """By `exclude`, or by the nearest ignore file that says anything of the path."""
        if self._excluded is not None:
            relative = shown(path) + ("/" if path.endswith(os.sep) else "")
            if self._excluded.match_file(relative):
                return True
        for folder, spec in reversed(ignores):
            if not path.startswith(folder + os.sep) or len(path) == len(folder) + 1:
                continue
            said = spec.check_file(path[len(folder) :].lstrip(os.sep).replace(os.sep, "/")).include
            if said is not None:
                return said
        return False


def _parents(path: str) -> list[str]:
    return [str(parent) for parent in Path(path).parents]


def _entries(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except OSError:  # not ours to read
        return []


def _holds(folder: os.DirEntry[str], names: Sequence[str]) -> bool:
    return any(os.path.exists(os.path.join(folder.path, name)) for name in names)


def _ignore_file(folder: str) -> list[tuple[str, GitIgnoreSpec]]:
    try:
        with open(os.path.join(folder, ".gitignore"), encoding="utf-8", errors="replace") as lines:
            return [(folder, _spec(lines.read().splitlines()))]
    except OSError:
        return []


def _spec(patterns: Sequence[str]) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec

    good = []
    for pattern in patterns:
        try:
            GitIgnoreSpec.from_lines([pattern])
        except ValueError:  # git ignores what it cannot understand, too
            continue
        good.append(pattern)
    return GitIgnoreSpec.from_lines(good)
