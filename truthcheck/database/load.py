"""The databases of a project, each read when a call that belongs to it is met."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from truthcheck.config import Config
from truthcheck.database import joining, keeping, rules, sources
from truthcheck.database.places import Walked, is_apart, walk
from truthcheck.model.database import Database
from truthcheck.model.noun import replace

_PROJECTS = ("pyproject.toml", "setup.py", "requirements.txt")


class Databases:
    """What lies below the folder of the configuration; looked for once, read one by one."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._root = Path(os.path.abspath(config.root))
        self._rules = rules.load(config.rules)
        self._found: Walked | None = None
        self._read: dict[Path, Database | None] = {}
        self._kept: tuple[keeping.KeptDatabase, ...] | None = None

    def of(self, folder: Path) -> Database | None:
        """The database that code in `folder` speaks to; None without any.

        It is the nearest one in a folder above, up to the top of the repository; or else the only one below the
        nearest folder that has any, unless that is another project's.
        """
        if self._config.database:
            return self._with_kept(self._at(self._root))
        whole = Path(os.path.abspath(folder))
        if not whole.is_relative_to(self._root) and not self._root.is_relative_to(whole):
            return self._elsewhere(whole)
        return self._with_kept(next((found for home in self._homes_for(whole) if (found := self._at(home))), None))

    def _elsewhere(self, folder: Path) -> Database | None:
        """Code outside of the configuration's folder speaks to the database of its own project."""
        marks = (".git", *_PROJECTS, *self._rules.migrations)
        top = next((one for one in (folder, *folder.parents) if any((one / mark).exists() for mark in marks)), None)
        return None if top is None else Databases(replace(self._config, root=top, lock=None)).of(folder)

    def every(self) -> tuple[Database, ...]:
        """All of them, for people."""
        homes = [self._root] if self._config.database else sources.homes(self._walked())
        found = [self._with_kept(one) for home in homes if (one := self._at(home))] or [self._with_kept(None)]
        return tuple(one for one in found if one is not None)

    def _with_kept(self, found: Database | None) -> Database | None:
        """Together with what the project keeps of it: the only one that is kept, or the one of its folder's name."""
        kept = self._kept_for(found)
        if kept is None:
            return found
        told = replace(kept.database, name=found.name if found else kept.name)
        return told if found is None else joining.joined(found, told, sources.snapshot(told))

    def _kept_for(self, found: Database | None) -> keeping.KeptDatabase | None:
        if self._kept is None:
            folder = self._config.lock.parent if self._config.lock else self._root
            self._kept = keeping.every(folder)
        if len(self._kept) == 1:
            return self._kept[0]
        return next((one for one in self._kept if found is not None and one.name == Path(found.name).name), None)

    def _walked(self) -> Walked:
        if self._found is None:
            self._found = walk(self._root, self._rules)
        return self._found

    def _homes_for(self, folder: Path) -> Iterator[Path]:
        """The nearest first."""
        homes = sources.homes(self._walked())
        above = [home for home in homes if folder.is_relative_to(home)]
        yield from sorted(above, key=lambda home: -len(home.parts))
        yield from self._beside(folder, [home for home in homes if not is_apart(home, self._root)])
        yield from self._outside()

    def _beside(self, folder: Path, homes: Sequence[Path]) -> Iterator[Path]:
        """The only one below the nearest folder that has any."""
        for parent in (folder, *folder.parents):
            below = [home for home in homes if home.is_relative_to(parent) and self._at(home)]
            if below:
                if len(below) == 1 and not (_is_project(folder, parent) and _is_project(below[0], parent)):
                    yield below[0]
                return
            if parent == self._root:
                return

    def _outside(self) -> Iterator[Path]:
        """Folders above the configuration that hold a tool's migrations, up to the top of the repository."""
        if (self._root / ".git").exists():
            return
        for parent in self._root.parents:
            folders = [parent / known for known in self._rules.migrations if (parent / known).is_dir()]
            if folders:
                self._found = sources.with_folders(self._walked(), parent, folders)
                yield parent
            if (parent / ".git").exists():
                return

    def _at(self, home: Path) -> Database | None:
        if home not in self._read:
            self._read[home] = sources.read(home, self._walked(), self._config, self._rules)
        return self._read[home]


def _is_project(folder: Path, top: Path) -> bool:
    """Whether a folder lies in a project of its own below `top`."""
    steps = [folder, *folder.parents]
    return any((step / name).exists() for step in steps[: steps.index(top)] for name in _PROJECTS)


def load(folder: Path, config: Config) -> Database | None:
    """The database that code in `folder` speaks to. Who asks for more than one folder makes a `Databases`."""
    return Databases(config).of(folder)
