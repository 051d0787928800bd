"""The releases of a distribution as its registry lists them, kept beside their files: NAME/releases.json."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from packaging.version import Version

from truthcheck.model.noun import NamedTuple
from truthcheck.sdks.index.dist_names import normal
from truthcheck.sdks.source.archive import SOURCE

LISTING = "releases.json"
FIRST = "2020-01-01"  # of older releases nothing is kept
PURE = "-none-any.whl"


class ListedRelease(NamedTuple):
    """One file of a release, the one that is read; `date` is when it came out, in ISO 8601 with its time."""

    version: str
    date: str
    file: str
    address: str
    sha256: str

    @property
    def number(self) -> Version:
        return Version(self.version)


def folder_of(files: Path, name: str) -> Path:
    return files / normal(name)


def load(files: Path, name: str) -> list[ListedRelease]:
    """The releases since FIRST, oldest number first; none when the distribution was never listed."""
    place = folder_of(files, name) / LISTING
    rows = json.loads(place.read_bytes()) if place.is_file() else []
    return sorted((ListedRelease(*row) for row in rows), key=lambda release: release.number)


def save(files: Path, name: str, releases: Iterable[ListedRelease]) -> None:
    place = folder_of(files, name)
    place.mkdir(parents=True, exist_ok=True)
    rows = sorted(map(list, releases))
    (place / LISTING).write_text(json.dumps(rows, indent=0) + "\n", encoding="utf-8")


def chosen(listed: Mapping[str, Iterable[Mapping[str, Any]]]) -> list[ListedRelease]:
    """One file of each release: a wheel of Python alone, else any other wheel, else the source distribution."""
    best = ((version, min(files, key=_rank)) for version, files in listed.items() if files)
    found = [
        ListedRelease(version, file["date"], file["file"], file["address"], file["sha256"])
        for version, file in best
        if _rank(file) < 3 and file["date"] >= FIRST
    ]
    return sorted(found, key=lambda release: release.number)


def _rank(file: Mapping[str, Any]) -> int:
    name = str(file["file"])
    return 0 if name.endswith(PURE) else 1 if name.endswith(".whl") else 2 if name.endswith(SOURCE) else 3


def minors(releases: Iterable[ListedRelease]) -> list[ListedRelease]:
    """The last release of each minor version, without pre-releases."""
    last = {release.number.release[:2]: release for release in releases if not release.number.is_prerelease}
    return list(last.values())
