"""What was replayed before, in the user's cache: one file for each content, good for nothing but time.

A file that is damaged, or that another version wrote, is as good as none. Nothing is taken from the project itself.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from truthcheck import userdirs
from truthcheck.database import records
from truthcheck.database.encoding import Bytes
from truthcheck.locks import write_whole
from truthcheck.model.database import Database
from truthcheck.version import __version__

UNUSED = 60 * 86400  # seconds
_LARGEST = 64 << 20


def place(parts: Iterable[tuple[str, Bytes]]) -> Path | None:
    """The file for these names and contents, read by this reader; None where nothing can be kept."""
    folder = userdirs.cache()
    if not folder.is_absolute():
        return None
    digest = hashlib.sha256(f"{__version__}\0{_reader()}".encode())
    for name, content in parts:
        digest.update(f"\0{name}\0{len(content)}\0".encode())
        digest.update(content)
    return folder / "databases" / f"{digest.hexdigest()[:32]}.json"


def load(path: Path | None) -> Database | None:
    if path is None:
        return None
    try:
        if path.stat().st_size > _LARGEST:
            return None
        told, _, body = path.read_text(encoding="utf-8").partition("\n")
        return records.load(body) if told == hashlib.sha256(body.encode()).hexdigest() else None
    except (OSError, ValueError):
        return None


def save(path: Path | None, database: Database) -> None:
    """Where nothing can be written, the next run replays again."""
    if path is None:
        return
    body = records.dump(database)
    with suppress(OSError):
        _tidy(path.parent)
        write_whole(path, f"{hashlib.sha256(body.encode()).hexdigest()}\n{body}".encode())


def _tidy(folder: Path) -> None:
    old = time.time() - UNUSED
    with suppress(OSError):
        for path in folder.glob("*.json"):
            if path.stat().st_mtime < old:
                path.unlink()


def _reader() -> str:
    """What tells one state of the reader from another, also where its version is the same: the sizes of its files."""
    try:
        files = [*Path(__file__).parent.glob("*.py"), Path(__file__).parent.parent / "model" / "database.py"]
        return " ".join(sorted(f"{file.name}:{file.stat().st_size}" for file in files))
    except OSError:
        return ""
