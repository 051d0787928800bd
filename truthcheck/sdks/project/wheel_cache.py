"""Wheels that `specs add NAME --package X==Y` brought: kept unchanged and read-only in the user's cache."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from truthcheck import userdirs
from truthcheck.errors import DocumentError
from truthcheck.locks import write_whole
from truthcheck.model.noun import NamedTuple
from truthcheck.sdks.index.dist_names import normal

if TYPE_CHECKING:
    from truthcheck.sdks.source.archive import Archive

MODE = 0o444


class Cached(NamedTuple):
    """A distribution with those that belong to it: `files` are their wheels with the sha256 of each."""

    name: str
    version: str
    files: tuple[tuple[Path, str], ...]

    @property
    def digest(self) -> str:
        return hashlib.sha256("".join(sha for _, sha in self.files).encode()).hexdigest()


def keep(name: str, version: str, wheels: Sequence[tuple[str, bytes]]) -> bool:
    """Keep file names and contents, the distribution's own wheel first; false where nothing can be kept."""
    place = _folder()
    files = [(f"{hashlib.sha256(data).hexdigest()[:16]}-{Path(file).name}", data) for file, data in wheels]
    rows = [[file, hashlib.sha256(data).hexdigest()] for file, data in files]
    if place is None:
        return False
    try:
        for (file, data), (_, digest) in zip(files, rows, strict=True):
            if not _is_whole(place / file, digest):
                write_whole(place / file, data, MODE)
        write_whole(_manifest(place, name, version), json.dumps(rows).encode(), MODE)
    except OSError:
        return False
    return True


def find(name: str, version: str) -> Cached | None:
    """None when this version is not kept, or what says so cannot be read."""
    place = _folder()
    if place is None:
        return None
    with suppress(OSError, ValueError, TypeError, RecursionError):
        rows = json.loads(_manifest(place, name, version).read_bytes())
        files = tuple((place / Path(str(file)).name, str(sha)) for file, sha in rows)
        if files:
            return Cached(normal(name), version, files)
    return None


def open_cached(cached: Cached) -> list[Archive]:
    """Raises DocumentError for a wheel that is gone or damaged."""
    from truthcheck.sdks.source.archive import open_package

    for path, digest in cached.files:
        if not _is_whole(path, digest):
            raise DocumentError(
                f"{cached.name} {cached.version}: the cached wheel {path.name} is gone or damaged",
                "run: truthcheck specs update",
            )
    return [open_package(path) for path, _ in cached.files]


def _is_whole(path: Path, digest: str) -> bool:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest() == digest
    except OSError:
        return False


def _folder() -> Path | None:
    place = userdirs.cache()
    return place / "wheels" if place.is_absolute() else None


def _manifest(place: Path, name: str, version: str) -> Path:
    return place / f"{normal(name)}-{re.sub(r'[^A-Za-z0-9.+!_-]', '_', version)}.json"
