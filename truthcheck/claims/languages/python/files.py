"""Python files on disk: which ones to check, and which one a module's name means. Nothing is run."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from truthcheck.errors import TruthcheckError

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

SUFFIXES = (".py", ".pyw")
SKIPPED = frozenset(
    (
        *(".bzr", ".direnv", ".eggs", ".git", ".hg", ".ipynb_checkpoints", ".mypy_cache", ".nox", ".pants.d", ".pyenv"),
        *(".pytest_cache", ".pytype", ".ruff_cache", ".svn", ".tox", ".venv", ".vscode"),
        *("__pycache__", "__pypackages__", "node_modules", "site-packages", "venv"),
    )
)
BUILT = frozenset(("_build", "buck-out", "build", "dist"))  # unless it is a package
MARKERS = ("pyproject.toml", "setup.py", "setup.cfg", ".git")


class Source(NamedTuple):
    """A file to check. `path` is as the user sees it; `content` is set for code that came on stdin."""

    path: str
    file: Path
    content: bytes | None = None

    def read(self) -> bytes:
        """The bytes of the file. Raises OSError."""
        return self.file.read_bytes() if self.content is None else self.content


class Found(NamedTuple):
    """Files in a fixed order, each once; `notes` say what the user may not expect."""

    sources: tuple[Source, ...]
    notes: tuple[str, ...] = ()


def find(
    paths: Sequence[str],
    exclude: Sequence[str] = (),
    respect_gitignore: bool = True,
    stdin: tuple[str, bytes] | None = None,
) -> Found:
    """The Python files in `paths`. A file that is named is taken whatever its suffix; "-" stands for `stdin`.

    `exclude` are patterns as in .gitignore, relative to the working directory. A missing path: TruthcheckError.
    """
    listing.cache_clear()  # the disk may have changed since an earlier run of this process
    sources: dict[str, Source] = {}
    notes = []
    for path in paths:
        if path == "-" and stdin is not None:
            name, content = stdin
            sources.setdefault(name, Source(name.replace(os.sep, "/"), Path(os.path.abspath(name)), content))
            continue
        top = os.path.abspath(path)
        files = _named(path) or list(_Walk(exclude, respect_gitignore).files(top))
        if not files:
            notes.append(f"no Python files in {path}")
        real_top = os.path.realpath(top)
        for file in files:
            real = os.path.realpath(file) if os.path.islink(file) else real_top + file[len(top) :]
            sources.setdefault(real, Source(shown(file), Path(file)))
    return Found(tuple(sources.values()), tuple(notes))


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


class _Walk:
    """One walk over a folder, with the ignore files that hold in it."""

    def __init__(self, exclude: Sequence[str], respect_gitignore: bool) -> None:
        self._excluded = _spec(exclude) if exclude else None
        self._gitignore = respect_gitignore

    def files(self, top: str) -> Iterator[str]:
        """Python files below `top`, by name. Folders that are links are not followed: no loops, no file twice."""
        todo = [(top, self._above(top))]
        while todo:
            folder, ignores = todo.pop()
            folders = []
            for entry in _entries(folder):
                if entry.name == ".gitignore" and self._gitignore:
                    ignores = (*ignores, *_ignore_file(folder))
            for entry in _entries(folder):
                if entry.is_dir(follow_symlinks=False):
                    if not _skipped(entry) and not self._ignored(entry.path + os.sep, ignores):
                        folders.append((entry.path, ignores))
                elif entry.name.endswith(SUFFIXES) and entry.is_file() and not self._ignored(entry.path, ignores):
                    yield entry.path
            todo += reversed(folders)

    def _above(self, top: str) -> tuple[tuple[str, GitIgnoreSpec], ...]:
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

    def _ignored(self, path: str, ignores: tuple[tuple[str, GitIgnoreSpec], ...]) -> bool:
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


def _skipped(entry: os.DirEntry[str]) -> bool:
    """Folders of other people's code, or none. A virtual environment is one by its content, whatever its name."""
    if entry.name in SKIPPED or os.path.exists(os.path.join(entry.path, "pyvenv.cfg")):
        return True
    return entry.name in BUILT and not os.path.exists(os.path.join(entry.path, "__init__.py"))


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


# Modules ---------------------------------------------------------------------


def project_roots(file: Path) -> tuple[Path, ...]:
    """The folders in which `file` looks for modules of its project, nearest first.

    The folder above its package, the folders from there to the project's (the one with a pyproject.toml or the like),
    and the project's `src`.
    """
    folder = file.absolute().parent
    while "__init__.py" in listing(str(folder)) and folder != folder.parent:
        folder = folder.parent
    roots = [folder]
    for above in (folder, *folder.parents):
        if not listing(str(above)).isdisjoint(MARKERS):
            roots += [one for one in folder.parents if one == above or above in one.parents]
            roots.append(above / "src")
            break
    return tuple(dict.fromkeys(roots))


def module_file(roots: Sequence[Path], dotted: str) -> Path | None:
    """The file that `import dotted` would load: a package, else a module; folders between may be namespace packages."""
    *packages, last = dotted.split(".")
    for root in roots:
        folder = str(root)
        for package in packages:
            if package not in listing(folder):
                break
            folder = os.path.join(folder, package)
        else:
            names = listing(folder)
            if last in names and "__init__.py" in listing(os.path.join(folder, last)):
                return Path(folder, last, "__init__.py")
            if f"{last}.py" in names:
                return Path(folder, f"{last}.py")
    return None


@cache
def listing(folder: str) -> frozenset[str]:
    """The names in a folder; none when it is not one."""
    try:
        return frozenset(os.listdir(folder))
    except OSError:
        return frozenset()
