"""Adds, updates and removes a project's own surfaces. Only here truthcheck.lock is written.

Everything is fetched and compiled before the lock is taken; under the lock the surface's file is written first and
truthcheck.lock last. Two processes at once change only their own pins of what the lock then says.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from pathlib import Path

from truthcheck.errors import DocumentError, SurfaceError, TruthcheckError
from truthcheck.locks import locked, write_whole
from truthcheck.sdks.rules.sdk_rulebook import SdkRules
from truthcheck.specs import validity
from truthcheck.specs.checking import overlay_faults, surface_faults
from truthcheck.specs.compiling import MadeSurface, compiled
from truthcheck.specs.material import Material, obtain
from truthcheck.surfaces import project_lock
from truthcheck.surfaces.fetch import Progress, Unchanged
from truthcheck.surfaces.index import open_file
from truthcheck.surfaces.project_lock import KeepWish, LockedSurface
from truthcheck.version import __version__

_PATIENCE = 30.0  # seconds for another process to finish writing
_MODE = 0o644  # a lock and its surfaces may be shared


@dataclass(frozen=True, slots=True)
class Kept:
    """What was done for one pin: `state` is "added", "updated", "unchanged" or "restored".

    `invalid` says where the document is no valid OpenAPI; None when nobody asked.
    """

    pin: LockedSurface
    state: str
    notes: tuple[str, ...] = ()
    invalid: tuple[str, ...] | None = None


def add(
    file: Path, wish: KeepWish, progress: Progress, rules: SdkRules, force: bool = False, validate: bool = False
) -> Kept:
    """Keep a new surface in the lock `file`. Raises DocumentError when the name is taken, unless `force`."""
    _check_free(project_lock.load(file), wish.name, force)
    material = obtain(wish, file.parent, progress, rules)
    if isinstance(material, Unchanged):
        raise AssertionError("an unconditional request is answered with a document")
    made = compiled(wish, material, file.parent, today(), rules)
    notes = (*made.notes, *_cached(wish, material))
    invalid = validity.faults(wish, material, file.parent) if validate else None
    with _writing(file):
        pins = project_lock.load(file)
        _check_free(pins, wish.name, force)
        old = next((pin for pin in pins if pin.wish.name == wish.name), None)
        pin = _pin(wish, material, made, old)
        _save(file, pins, pin, made)
    return Kept(pin, "added", notes, invalid)


def _check_free(pins: tuple[LockedSurface, ...], name: str, force: bool) -> None:
    if not force and any(pin.wish.name == name for pin in pins):
        raise DocumentError(
            f"{project_lock.NAME} has `{name}` already",
            f"run: truthcheck specs update {name}, or replace it with --force",
        )


def update(file: Path, pin: LockedSurface, progress: Progress, rules: SdkRules, locked_only: bool = False) -> Kept:
    """Bring one pin up to date. Whatever goes wrong raises, and the old surface stays in use.

    With `locked_only` nothing new is taken: the source must be, byte for byte, what the lock says.
    """
    intact = _is_intact(file, pin)
    settled = intact and pin.made_with == __version__ and not any(overlay_faults(file, pin))
    material = obtain(pin.wish, file.parent, progress, rules, pin if settled else None)
    if isinstance(material, Unchanged):
        return _confirmed(file, pin)
    if settled and material.sha256 == pin.surface.sha256 and not pin.wish.follow:
        _cached(pin.wish, material)
        return _confirmed(file, replace(pin, etag=material.etag, last_modified=material.last_modified))
    if locked_only and material.sha256 != pin.surface.sha256:
        raise DocumentError(
            f"{pin.wish.name}: the document has sha256 {material.sha256[:12]}, the lock expects "
            f"{pin.surface.sha256[:12]}",
            f"look what changed, then run: truthcheck specs update {pin.wish.name}",
        )
    made = compiled(pin.wish, material, file.parent, today(), rules)
    notes = (*made.notes, *_cached(pin.wish, material))
    fresh = _replaced(file, pin, material, made)
    same = made.entry.index == pin.surface.index
    return Kept(fresh, "updated" if not same else "unchanged" if intact else "restored", notes)


def _cached(wish: KeepWish, material: Material) -> tuple[str, ...]:
    """Keeps the wheels of a package in the user's cache, where `verify` reads what calls ask for; what went wrong."""
    from truthcheck.sdks.project import wheel_cache

    name, _, version = wish.source.partition("==")
    if wish.kind != "package" or wheel_cache.keep(name, version, ((material.name, material.data), *material.parts)):
        return ()
    return (f"{material.name} could not be kept in the cache: calls of {name} are checked without it",)


def _replaced(file: Path, pin: LockedSurface, material: Material, made: MadeSurface) -> LockedSurface:
    with _writing(file):
        pins = project_lock.load(file)
        present = next((one for one in pins if one.wish.name == pin.wish.name), None)
        if present is None or present.wish != pin.wish:
            raise DocumentError(f"{pin.wish.name}: was changed by another process meanwhile", "run the update again")
        fresh = _pin(pin.wish, material, made, present)
        _save(file, pins, fresh, made)
    return fresh


def _confirmed(file: Path, pin: LockedSurface) -> Kept:
    """Ours is the present one: it counts as seen today. How old the document is does not change by that."""
    fresh = replace(pin, fetched=today())
    with _writing(file):
        pins = project_lock.load(file)
        present = next((one for one in pins if one.wish.name == pin.wish.name), None)
        if present is not None and present != fresh and present.surface.index == pin.surface.index:
            _write(file, project_lock.dump([*(one for one in pins if one != present), fresh]))
    return Kept(fresh, "unchanged")


def remove(file: Path, name: str) -> None:
    """Forget a pin and delete its surfaces. Raises SurfaceError when there is none of that name."""
    find(project_lock.load(file), name)
    with _writing(file):
        pins = [pin for pin in project_lock.load(file) if pin.wish.name != name]
        _write(file, project_lock.dump(pins))
        _clean(file, name, ())


def find(pins: tuple[LockedSurface, ...], name: str) -> LockedSurface:
    for pin in pins:
        if pin.wish.name == name:
            return pin
    from truthcheck.suggest import did_you_mean

    names = [pin.wish.name for pin in pins]
    hint = did_you_mean(name, names) or f"run: truthcheck specs add {name} FILE_OR_URL"
    raise SurfaceError(f"{project_lock.NAME} has no `{name}`", hint)


def _is_intact(file: Path, pin: LockedSurface) -> bool:
    """Whether the surface is what the lock says, and of a format that we read."""
    if any(surface_faults(file, pin.surface)):
        return False
    try:
        return bool(open_file(project_lock.folder(file) / pin.surface.file).routes) or not pin.surface.operations
    except SurfaceError:
        return False


def _pin(wish: KeepWish, material: Material, made: MadeSurface, old: LockedSurface | None) -> LockedSurface:
    """The one before stays for comparing, unless the content is the same."""
    previous = None
    if old is not None:
        same = old.surface.index == made.entry.index
        previous = old.previous if same else replace(old.surface, current=False)
    return LockedSurface(
        wish, made.entry, today(), __version__, material.etag, material.last_modified, made.overlay_sha256, previous
    )


def _save(file: Path, pins: tuple[LockedSurface, ...], pin: LockedSurface, made: MadeSurface) -> None:
    _write(project_lock.folder(file) / made.entry.file, made.data)
    _write(file, project_lock.dump([*(p for p in pins if p.wish.name != pin.wish.name), pin]))
    _clean(file, pin.wish.name, tuple(entry.file for entry in (pin.surface, pin.previous) if entry))


def _write(file: Path, data: bytes) -> None:
    try:
        write_whole(file, data, _MODE, durable=True)
    except OSError as error:
        raise TruthcheckError(
            f"cannot write {file}: {error.strerror or error}", "make room or check the permissions; nothing was changed"
        ) from None


def _clean(file: Path, name: str, kept: tuple[str, ...]) -> None:
    """Delete surfaces of `name` that the lock names no more; one that cannot be deleted does no harm."""
    folder = project_lock.folder(file) / name
    for old in folder.glob("*.jsonl"):
        if f"{name}/{old.name}" not in kept:
            with suppress(OSError):
                old.unlink()
    if not kept:
        with suppress(OSError):
            folder.rmdir()


@contextmanager
def _writing(file: Path) -> Iterator[None]:
    """The lock between processes; reading needs none, because files are replaced in one step."""
    try:
        with locked(project_lock.folder(file) / ".lock", _PATIENCE):
            yield
    except TimeoutError:
        raise TruthcheckError("another truthcheck is writing truthcheck.lock", "try again when it is done") from None
    except PermissionError as error:
        raise TruthcheckError(f"cannot write {error.filename}: {error.strerror}", "check the permissions") from None


def today() -> str:
    return datetime.now(timezone.utc).date().isoformat()
