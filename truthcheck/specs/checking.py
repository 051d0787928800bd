"""Whether everything is as the lock says: surfaces, sources and overlays by their sha256. Reads files alone."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from truthcheck.errors import TruthcheckError
from truthcheck.specs import validity
from truthcheck.specs.material import open_file
from truthcheck.surfaces import project_lock
from truthcheck.surfaces.document import read
from truthcheck.surfaces.lock import LockEntry
from truthcheck.surfaces.project_lock import LockedSurface


def faults(file: Path, pin: LockedSurface) -> Iterator[str]:
    """What is not as the lock `file` says of one pin, a phrase each; nothing when all is well."""
    yield from surface_faults(file, pin.surface)
    if pin.previous is not None:
        yield from surface_faults(file, pin.previous)
    yield from _source_faults(file, pin)
    yield from overlay_faults(file, pin)


def surface_faults(file: Path, entry: LockEntry) -> Iterator[str]:
    try:
        digest = hashlib.sha256((project_lock.folder(file) / entry.file).read_bytes()).hexdigest()
    except OSError as error:
        yield f"its surface {entry.file} cannot be read: {error.strerror}"
        return
    if digest != entry.index:
        yield f"its surface {entry.file} has sha256 {digest[:12]}, the lock expects {entry.index[:12]}"


def overlay_faults(file: Path, pin: LockedSurface) -> Iterator[str]:
    for name, sha256 in zip(pin.wish.overlays, pin.overlay_sha256, strict=True):
        yield from _overlay_faults(file.parent / name, name, sha256)


def _overlay_faults(path: Path, name: str, sha256: str) -> Iterator[str]:
    try:
        digest = hashlib.sha256(read(path)).hexdigest()
    except TruthcheckError as error:
        yield f"its overlay cannot be read: {error.message}"
        return
    if digest != sha256:
        yield f"its overlay {name} has changed since it was applied"


def invalid(file: Path, pin: LockedSurface) -> tuple[str, ...]:
    """Where the document of a pin is no valid OpenAPI. Only a file is there to be judged."""
    if pin.wish.kind != "file":
        return ("not validated: its document is not a file of this project",)
    try:
        return validity.faults(pin.wish, open_file(file.parent / pin.wish.source, pin.wish), file.parent)
    except TruthcheckError as error:
        return (f"not validated: {error.message}",)


def _source_faults(file: Path, pin: LockedSurface) -> Iterator[str]:
    """A file can be compared at once; what is elsewhere is compared by `update --locked`."""
    if pin.wish.kind != "file":
        return
    try:
        material = open_file(file.parent / pin.wish.source, pin.wish)
    except TruthcheckError as error:
        yield error.message
        return
    if material.sha256 != pin.surface.sha256:
        yield f"its document {pin.wish.source} has changed since it was read"
