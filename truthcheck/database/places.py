"""Where in a project SQL lies, and which folder each database belongs to."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from truthcheck.database.rules import DatabaseRules
from truthcheck.model.noun import NamedTuple

_MOST = 40_000  # entries of folders that are looked at
_DEEPEST = 10
_SKIPPED = frozenset(
    ("node_modules", "site-packages", "__pycache__", "venv", "env", "dist", "build", "target", "vendor")
)
_APART = frozenset(("test", "tests", "testing", "fixtures", "examples", "example", "docs", "doc", "samples", "e2e"))
# Folders that are about SQL: the database belongs to the folder above them.
_ABOUT = re.compile(
    r"(?:(?:db|sql|database|postgres|postgresql|pg|schema)[_-])?"
    r"(?:migrations?|db|databases?|sql|schemas?|scripts?|dumps?|backups?|postgres|postgresql|pg"
    r"|seeds?|ddl|up|tables|functions|views|types|initdb\.d)(?:[_-](?:sql|db|scripts?))?",
    re.IGNORECASE,
)
_MIGRATIONS = re.compile(r"(?:\w+[_-])?migrations?(?:[_-]\w+)?", re.IGNORECASE)
_TYPES = re.compile(r".*(?:types?|database|schema|models?|tables|generated|db).*\.(?:py|ts)$", re.IGNORECASE)


class Group(NamedTuple):
    """SQL files that belong together: of `folder` and those below it. `ruled`: a tool keeps migrations there."""

    home: Path
    folder: Path
    files: tuple[Path, ...]
    ruled: bool


class Walked(NamedTuple):
    """What a walk over a project found. `types` may hold generated types, `configs` say what a service shows."""

    groups: tuple[Group, ...]
    types: tuple[Path, ...]
    configs: tuple[Path, ...]
    seeds: tuple[Path, ...]


def walk(root: Path, rules: DatabaseRules) -> Walked:
    sql: dict[tuple[Path, Path, bool], list[Path]] = {}
    types, configs, seeds = [], [], []
    for path in _files(root):
        relative = path.relative_to(root)
        if path.suffix == ".sql":
            if _ends(relative, rules.seeds) or any(_ends(above, rules.seeds) for above in relative.parents):
                seeds.append(path)
            else:
                sql.setdefault(_group(root, relative, rules), []).append(path)
        elif _ends(relative, rules.configs):
            configs.append(path)
        else:
            types.append(path)
    groups = tuple(Group(home, folder, tuple(files), ruled) for (home, folder, ruled), files in sql.items())
    return Walked(groups, tuple(types), tuple(configs), tuple(seeds))


def _ends(path: Path, ends: tuple[str, ...]) -> bool:
    whole = f"/{path.as_posix()}"
    return any(whole.endswith(f"/{end}") for end in ends)


def _files(root: Path) -> Iterator[Path]:
    """SQL files, and others by their names; folders that are links are not followed."""
    left, todo = _MOST, [(os.fspath(root), 0)]
    while todo and left > 0:
        folder, depth = todo.pop()
        for entry in _entries(folder):
            left -= 1
            if entry.is_dir(follow_symlinks=False):
                if depth < _DEEPEST and _is_ours(entry):
                    todo.append((entry.path, depth + 1))
            elif entry.name.endswith(".sql") or entry.name == "config.toml" or _TYPES.match(entry.name):
                yield Path(entry.path)


def _entries(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except OSError:
        return []


def _is_ours(folder: os.DirEntry[str]) -> bool:
    hidden = folder.name.startswith(".") or folder.name in _SKIPPED
    return not hidden and not os.path.exists(os.path.join(folder.path, "pyvenv.cfg"))


def _group(root: Path, relative: Path, rules: DatabaseRules) -> tuple[Path, Path, bool]:
    """The home of a file, the folder of its group, and whether that is a tool's."""
    folder = relative.parent
    for known in (*rules.migrations, *rules.schemas):
        if _ends(folder, (known,)):
            return root / Path(*folder.parts[: -len(known.split("/"))]), root / folder, known in rules.migrations
    parts = folder.parts
    if relative.name.lower() == "migration.sql":
        parts = parts[:-1]  # a folder for each
    start = len(parts)
    while start and (_ABOUT.fullmatch(parts[start - 1]) or parts[start - 1] in rules.folders):
        start -= 1
    steps = [place for place in range(start, len(parts)) if _MIGRATIONS.fullmatch(parts[place])]
    end = steps[0] + 1 if steps else min(start + 1, len(parts))
    return root / Path(*parts[:start]), root / Path(*parts[:end]), False


def is_apart(home: Path, root: Path) -> bool:
    """Whether a home serves only what lies below it: tests and examples have databases of their own."""
    return any(part.lower() in _APART for part in home.relative_to(root).parts)
