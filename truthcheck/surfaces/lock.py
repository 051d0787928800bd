"""`lock.json` beside the surfaces: which there are, whence, and whose hosts they speak for.

The only file that is read to find out which provider a host belongs to. One line per surface, sorted, so that a
diff shows what changed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from truthcheck.errors import SurfaceError
from truthcheck.model.noun import dataclass, field_names
from truthcheck.model.surface import Origin

NAME = "lock.json"
PINNED = ".truthcheck/specs"  # the surfaces of a project's own lock, beside that lock
FORMAT = 1


@dataclass(frozen=True, slots=True)
class LockEntry:
    """One surface. `sha256` is of the raw document, `index` of the surface's file; `file` is relative to the lock.

    An older version of a document is not `current`: it is kept for projects that use it. `worth`: see `Origin`.
    """

    provider: str
    document: str
    version: str
    date: str
    kind: str
    source: str
    commit: str
    licence: str
    sha256: str
    index: str
    operations: int
    hosts: tuple[str, ...]
    bases: tuple[str, ...]
    current: bool
    file: str
    worth: str = "complete"

    @property
    def origin(self) -> Origin:
        return Origin(
            self.provider, self.document, self.version, self.date, self.kind, self.source, self.sha256, self.worth
        )


_NAMES = field_names(LockEntry)


def load(folder: Path) -> tuple[LockEntry, ...]:
    """The surfaces in `folder`; none when it has no lock. Raises SurfaceError for a lock that cannot be read."""
    file = folder / NAME
    try:
        data = json.loads(file.read_bytes())
        number, rows = data["truthcheck_lock"], data["surfaces"]
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise SurfaceError(
            f"{file}: cannot be read as a lock of surfaces: {error}", f"delete {file} and add again"
        ) from None
    if number != FORMAT:
        raise SurfaceError(
            f"{file}: is a lock of format {number}, this truthcheck reads {FORMAT}", "upgrade truthcheck"
        )
    return tuple(entry_of(row, file) for row in rows)


def entry_of(row: Any, file: Path) -> LockEntry:
    """A surface as a lock writes it. Raises SurfaceError when a fact is missing."""
    try:
        words = {name: row[name] for name in _NAMES if name != "worth"} | {"worth": row.get("worth", "complete")}
        return LockEntry(**{**words, "hosts": tuple(row["hosts"]), "bases": tuple(row["bases"])})
    except (LookupError, TypeError) as error:
        raise SurfaceError(
            f"{file}: is damaged: a surface lacks {error}", "reinstall truthcheck, or add it again"
        ) from None


def dump(entries: Iterable[LockEntry]) -> bytes:
    """The bytes of a lock: the same entries always give the same bytes."""
    ordered = sorted(entries, key=lambda e: (e.provider, e.document, e.version))
    rows = ",\n".join(json.dumps(asdict(entry), ensure_ascii=False, separators=(",", ":")) for entry in ordered)
    return f'{{"truthcheck_lock":{FORMAT},"surfaces":[\n{rows}\n]}}\n'.encode()
