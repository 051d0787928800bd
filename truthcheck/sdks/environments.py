"""The Python environments of a project: folders that are read, never run.

The one in which truthcheck itself runs is none of them: a pre-commit hook, `pipx` and `uv tool` have their own.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from truthcheck.sdks.names import normal

FOLDERS = (".venv", "venv", "env", ".env")
ACTIVE = ("VIRTUAL_ENV", "CONDA_PREFIX")
SITES = ("lib/python*/site-packages", "Lib/site-packages")
METADATA = ".dist-info"


class Distribution(NamedTuple):
    """One that is installed: `info` is its metadata's folder, `shown` how a person names the environment."""

    name: str
    version: str
    info: Path
    shown: str


def installed(name: str, place: Path) -> Iterator[Distribution]:
    """The distribution `name` in the environments that belong to the folder `place`."""
    for folder in _of(place):
        shown = folder.relative_to(place).as_posix() if folder.is_relative_to(place) else folder.name
        yield from within(name, folder, shown)


def within(name: str, environment: Path, shown: str = "") -> Iterator[Distribution]:
    """The same in one environment. Two of one name are what a broken upgrade leaves: which one counts is not known."""
    for pattern in SITES:
        for site in sorted(environment.glob(pattern)):
            found = _distributions(site, _changed(site)).get(normal(name), ())
            if len(found) == 1:
                version = found[0].removesuffix(METADATA).rpartition("-")[2]
                yield Distribution(normal(name), version, site / found[0], shown or environment.name)


def _of(place: Path) -> Iterator[Path]:
    """Environments with the usual names, and an active one that lies below the folder."""
    seen = [folder for name in FOLDERS if (folder := place / name).is_dir()]
    yield from seen
    for variable in ACTIVE:
        folder = Path(os.environ.get(variable) or os.sep)
        if folder not in seen and folder.is_absolute() and place in folder.parents:
            seen.append(folder)
            yield folder


@lru_cache(maxsize=64)
def _distributions(site: Path, changed: int) -> Mapping[str, tuple[str, ...]]:
    """The metadata folders of each distribution; `changed` is there so that a new installation is seen."""
    found: dict[str, tuple[str, ...]] = {}
    try:
        names = sorted(name for name in os.listdir(site) if name.endswith(METADATA))
    except OSError:
        return found
    for name in names:
        key = normal(name.removesuffix(METADATA).rpartition("-")[0])
        found[key] = (*found.get(key, ()), name)
    return found


def _changed(site: Path) -> int:
    try:
        return site.stat().st_mtime_ns
    except OSError:
        return 0
