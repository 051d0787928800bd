"""What was read of a package before, in the user's cache: one file for each content, replaced as a whole.

Several processes may write at once: the last one wins, and what it did not know is read again. A file that is damaged
is as good as none.
"""

from __future__ import annotations

import hashlib
import json
import re
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from truthcheck import userdirs
from truthcheck.errors import SurfaceError
from truthcheck.locks import write_whole
from truthcheck.sdks.index.index_file import FORMAT, MemberFile, write
from truthcheck.version import __version__

UNUSED = 60 * 86400  # seconds after which a file that nobody wrote to is deleted
MAX_BYTES = 64 << 20
READERS = ("index", "project", "rules", "source")  # the rooms whose code decides what a record says


def place(name: str, version: str, *contents: str) -> Path | None:
    """The file for a package with these contents, read by this reader; None where nothing can be kept."""
    folder = userdirs.cache()
    if not folder.is_absolute():
        return None
    key = hashlib.sha256("\0".join((str(FORMAT), __version__, _reader(), *contents)).encode()).hexdigest()
    return folder / "members" / f"{name}@{re.sub(r'[^A-Za-z0-9.+_-]', '_', version)}-{key[:16]}.jsonl"


def load(path: Path) -> MemberFile | None:
    """Read at once, since another process may replace it; None for one that is missing or damaged."""
    try:
        if path.stat().st_size > MAX_BYTES:
            return None
        data = path.read_bytes()
        found = MemberFile(path, data)
    except (OSError, SurfaceError):
        return None
    body = data[data.find(b"\n") + 1 :]
    return found if found.header.get("body") == hashlib.sha256(body).hexdigest() else None


def save(path: Path, header: Mapping[str, Any], records: Mapping[str, dict[str, Any]]) -> None:
    """Add to what the file holds by now. Where nothing can be written, the next run reads the package again."""
    known = load(path)
    every = {**dict(_all(known)), **records} if known else dict(records)
    for key, record in records.items():
        before = known.record(key) if known else None
        every[key] = {part: _joined(value, (before or {}).get(part)) for part, value in record.items()}
    bare = {key: value for key, value in header.items() if key not in ("truthcheck_members", "records", "bytes")}
    body = write(bare, every).partition(b"\n")[2]
    with suppress(OSError):
        if not known:
            _tidy(path.parent)
        write_whole(path, write(bare | {"body": hashlib.sha256(body).hexdigest()}, every))


def _joined(value: Any, before: Any) -> Any:
    """The names of one part of a record: what either of the two knows."""
    if not (isinstance(value, dict) and isinstance(before, dict)):
        return value
    return {name: one if one is not None else before.get(name) for name, one in value.items()}


def _all(known: MemberFile | None) -> Iterator[tuple[str, dict[str, Any]]]:
    for line in known.lines() if known else ():
        key, record = json.loads(line)
        yield key, record


def _tidy(folder: Path) -> None:
    """Versions and contents that are not in use any more."""
    old = time.time() - UNUSED
    with suppress(OSError):
        for path in folder.glob("*.jsonl"):
            if path.stat().st_mtime < old:
                path.unlink()


def _reader() -> str:
    """What tells one state of the reader from another, also where its version is the same: the sizes of its files."""
    try:
        rooms = Path(__file__).parent.parent
        files = [file for room in READERS for file in (rooms / room).rglob("*.py")]
        return " ".join(sorted(f"{file.relative_to(rooms).as_posix()}:{file.stat().st_size}" for file in files))
    except OSError:
        return ""
