"""The Python environments of a project: folders that are read, never run.

The one in which truthcheck itself runs is none of them: a pre-commit hook, `pipx` and `uv tool` have their own.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from truthcheck.model.noun import NamedTuple
from truthcheck.sdks.index.dist_names import normal

FOLDERS = (".venv", "venv", "env", ".env")
ACTIVE = ("VIRTUAL_ENV", "CONDA_PREFIX")
SITES = ("lib/python*/site-packages", "Lib/site-packages")
METADATA = ".dist-info"
MAX_BYTES = 20 << 20  # of a metadata file


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
            yield from at(name, site, shown or environment.name)


def owners(module: str, place: Path, environment: Path | None = None) -> Iterator[str]:
    """The distributions that brought a top-level module into the environments of a folder, or into the given one."""
    for folder in (environment,) if environment is not None else _of(place):
        for site in (site for pattern in SITES for site in sorted(folder.glob(pattern))):
            if (site / module).is_dir() or (site / f"{module}.py").is_file():
                yield from _bringing(module, site)


def _bringing(module: str, site: Path) -> Iterator[str]:
    beginnings = (f"{module}/".encode(), f"{module}.py,".encode())
    for name, infos in _distributions(site, _changed(site)).items():
        for info in infos:
            recorded = _read(site / info / "RECORD")
            if any(recorded.startswith(one) or b"\n" + one in recorded for one in beginnings):
                yield name


def at(name: str, site: Path, shown: str) -> Iterator[Distribution]:
    """The same in one site-packages folder."""
    found = _distributions(site, _changed(site)).get(normal(name), ())
    if len(found) == 1:
        version = found[0].removesuffix(METADATA).rpartition("-")[2]
        yield Distribution(normal(name), version, site / found[0], shown)


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


def digest(found: Distribution) -> str:
    """The sha256 of its RECORD, "" without one: then nothing says which files belong to it."""
    data = record(found)
    return hashlib.sha256(data).hexdigest() if data else ""


def record(found: Distribution) -> bytes:
    return _read(found.info / "RECORD")


def requires(found: Distribution) -> Iterator[str]:
    """The names of the distributions that it asks for, extras left out."""
    for line in _read(found.info / "METADATA").decode("utf-8", "replace").splitlines():
        if not line:
            return
        name = re.match(r"Requires-Dist: *([A-Za-z0-9][\w.-]*)", line)
        if name and "extra ==" not in line:
            yield name.group(1)


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError:
        return b""
    return data if len(data) <= MAX_BYTES else b""
