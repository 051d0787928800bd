"""What a session has been told, so that nothing is told twice and no stop is held up for ever."""

from __future__ import annotations

import contextlib
import hashlib
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from truthcheck import userdirs
from truthcheck.locks import locked, write_whole

DAYS = 7  # an older session is over
MOST_FILES = 500


@dataclass(slots=True)
class Session:
    """`since` is when it was first seen (Unix seconds). `told` maps an edited file to what was last said of it.

    `stopped` are fingerprints that a stop was held up for.
    """

    since: float
    told: dict[str, str] = field(default_factory=dict)
    stopped: set[str] = field(default_factory=set)

    def news(self, path: Path, digest: str) -> bool:
        """Remember that `digest` is the last word on `path`; false when it was so before."""
        known = self.told.pop(str(path), None)
        self.told[str(path)] = digest  # last in the order: the oldest go first
        while len(self.told) > MOST_FILES:
            del self.told[next(iter(self.told))]
        return known != digest


def folder() -> Path:
    return userdirs.cache() / "hooks"


@contextmanager
def opened(harness: str, name: str) -> Iterator[Session]:
    """The session's memory, locked against its other hooks and written back at the end."""
    key = hashlib.sha256(f"{harness}\0{name}".encode()).hexdigest()[:24]
    path = folder() / f"{key}.json"
    with locked(path.with_suffix(".lock"), seconds=2.0):
        session = _read(path)
        yield session
        record = {"since": session.since, "told": session.told, "stopped": sorted(session.stopped)}
        write_whole(path, json.dumps(record).encode())


def _read(path: Path) -> Session:
    try:
        record = json.loads(path.read_bytes())
        told = {str(key): str(value) for key, value in record["told"].items()}
        return Session(float(record["since"]), told, {str(mark) for mark in record["stopped"]})
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Session(time.time())  # new, or damaged: at worst something is told once more


def sweep() -> None:
    """Drop the memory of sessions that are long over."""
    oldest = time.time() - DAYS * 86400
    for path in folder().glob("*.*"):
        with contextlib.suppress(OSError):
            if path.stat().st_mtime < oldest:
                path.unlink()
