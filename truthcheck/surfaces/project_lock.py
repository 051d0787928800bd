"""`truthcheck.lock`: the surfaces that a project keeps itself, and where each came from.

The lock is the one truth: a surface's file carries its content's hash in its name and is written before the lock
names it, so whatever breaks off in between leaves the old surface in use.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from truthcheck.errors import SurfaceError
from truthcheck.surfaces.lock import PINNED, LockEntry, entry_of

NAME = "truthcheck.lock"
FORMAT = 1
KINDS = ("file", "url", "package")
_MENDS = "restore it from version control, or delete it and add the documents again"
_PROVIDER = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")


@dataclass(frozen=True, slots=True)
class KeepWish:
    """What the user asked to keep: enough to fetch and compile it again.

    `source` is a file relative to the lock's folder, an address, or "stripe==16.1.0"; `kind` says which.
    `hosts` overrule the document's own servers. `header_env` names a variable of the environment, never its value.
    `overlays` are files, relative as well. `follow` allows references to files beside the document. `date` is the ISO
    day of the document, where it does not say so itself; `worth`: see `Origin`.
    """

    name: str
    kind: str
    source: str
    hosts: tuple[str, ...] = ()
    header_env: str = ""
    allow_hosts: tuple[str, ...] = ()
    overlays: tuple[str, ...] = ()
    follow: bool = False
    date: str = ""
    worth: str = "complete"


@dataclass(frozen=True, slots=True)
class LockedSurface:
    """A wish with what was found: `surface` is in use, `previous` the one before it, kept for comparing.

    `fetched` is the ISO day on which the source was last read or confirmed, `made_with` the version of truthcheck that
    compiled it. `overlay_sha256` runs beside the overlays.
    """

    wish: KeepWish
    surface: LockEntry
    fetched: str
    made_with: str = ""
    etag: str = ""
    last_modified: str = ""
    overlay_sha256: tuple[str, ...] = ()
    previous: LockEntry | None = None


def load(file: Path) -> tuple[LockedSurface, ...]:
    """The pins of a lock; none when there is no such file. Raises SurfaceError for one that cannot be read."""
    try:
        data = json.loads(file.read_bytes())
        number, rows = data["truthcheck_lock"], data["pins"]
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, LookupError, TypeError, RecursionError) as error:
        raise SurfaceError(f"{file}: cannot be read as a lock: {error}", _MENDS) from None
    if number != FORMAT:
        raise SurfaceError(f"{file}: has format {number}, this truthcheck reads {FORMAT}", "upgrade truthcheck")
    try:
        return tuple(_pin(row, file) for row in rows)
    except (LookupError, TypeError, AttributeError) as error:
        raise SurfaceError(f"{file}: is damaged: a pin lacks {error}", _MENDS) from None


def _pin(row: dict[str, Any], file: Path) -> LockedSurface:
    wish = KeepWish(
        name=row["name"],
        kind=row["kind"],
        source=row["source"],
        hosts=tuple(row.get("hosts", ())),
        header_env=row.get("header_env", ""),
        allow_hosts=tuple(row.get("allow_hosts", ())),
        overlays=tuple(one["file"] for one in row.get("overlays", ())),
        follow=bool(row.get("follow")),
        date=str(row.get("date", "")),
        worth=str(row.get("worth", "complete")),
    )
    if not valid_name(wish.name) or wish.kind not in KINDS:
        raise SurfaceError(f"{file}: is damaged: no pin can be called {wish.name!r} of kind {wish.kind!r}", _MENDS)
    previous = row.get("previous")
    return LockedSurface(
        wish=wish,
        surface=_entry(row["surface"], wish, file),
        fetched=row["fetched"],
        made_with=row.get("made_with", ""),
        etag=row.get("etag", ""),
        last_modified=row.get("last_modified", ""),
        overlay_sha256=tuple(one["sha256"] for one in row.get("overlays", ())),
        previous=None if previous is None else _entry(previous, wish, file),
    )


def valid_name(name: object) -> bool:
    return isinstance(name, str) and bool(_PROVIDER.fullmatch(name))


def _entry(row: Any, wish: KeepWish, file: Path) -> LockEntry:
    """A lock is other people's input: it may name files of its own folder only."""
    entry = entry_of(row, file)
    place = PurePosixPath(entry.file)
    if entry.provider != wish.name or place.parts[:1] != (wish.name,) or ".." in place.parts or "\\" in entry.file:
        raise SurfaceError(f"{file}: is damaged: {wish.name} may not name the file {entry.file}", _MENDS)
    return entry


def dump(pins: Iterable[LockedSurface]) -> bytes:
    """The bytes of a lock: the same pins always give the same bytes."""
    rows = [_row(pin) for pin in sorted(pins, key=lambda pin: pin.wish.name)]
    whole = {"truthcheck_lock": FORMAT, "pins": rows}
    return (json.dumps(whole, indent=2, ensure_ascii=False) + "\n").encode()


def _row(pin: LockedSurface) -> dict[str, Any]:
    wish = pin.wish
    overlays = [{"file": f, "sha256": s} for f, s in zip(wish.overlays, pin.overlay_sha256, strict=True)]
    facts: dict[str, Any] = {
        "name": wish.name,
        "kind": wish.kind,
        "source": wish.source,
        "hosts": list(wish.hosts),
        "header_env": wish.header_env,
        "allow_hosts": list(wish.allow_hosts),
        "follow": wish.follow,
        "date": wish.date,
        "worth": "" if wish.worth == "complete" else wish.worth,
        "overlays": overlays,
        "fetched": pin.fetched,
        "made_with": pin.made_with,
        "etag": pin.etag,
        "last_modified": pin.last_modified,
        "surface": asdict(pin.surface),
        "previous": asdict(pin.previous) if pin.previous else None,
    }
    return {key: value for key, value in facts.items() if value}


def folder(file: Path) -> Path:
    """Where the surfaces of a lock lie."""
    return file.parent / PINNED


def entries(file: Path) -> tuple[tuple[LockEntry, Path], ...]:
    """Every surface that the lock pins, with the folder it lies in; the one in use before the one before it."""
    found: list[tuple[LockEntry, Path]] = []
    for pin in load(file):
        found.append((pin.surface, folder(file)))
        if pin.previous is not None:
            found.append((pin.previous, folder(file)))
    return tuple(found)


def replaces(pinned: LockEntry, other: LockEntry) -> bool:
    """Whether a pinned surface stands in for a shipped one: of the same provider, host and part of its paths."""
    if pinned.provider != other.provider or not (pinned.current and other.current):
        return False
    if not set(pinned.hosts) & set(other.hosts):
        return False
    return any(_below(a, b) or _below(b, a) for a in pinned.bases for b in other.bases)


def _below(path: str, base: str) -> bool:
    return not base or path == base or path.startswith(f"{base}/")
