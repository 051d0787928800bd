"""A lock between processes, for the few files that several of them write."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    def _take(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def locked(path: Path, seconds: float = 5.0) -> Iterator[None]:
    """Hold the lock file `path`; TimeoutError after `seconds`. The system frees the lock of a process that dies."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _wait(handle, path, time.monotonic() + seconds)
        yield
    finally:
        os.close(handle)  # closing frees the lock


def _wait(handle: int, path: Path, deadline: float) -> None:
    while not _taken(handle):
        if time.monotonic() >= deadline:
            raise TimeoutError(f"{path}: another process holds the lock")
        time.sleep(0.01)


def _taken(handle: int) -> bool:
    try:
        _take(handle)
    except OSError:
        return False
    return True


def write_whole(path: Path, data: bytes, mode: int = 0o600, *, durable: bool = False) -> None:
    """Replace `path` in one step, so that a reader or a crash never sees half of it.

    `durable` waits until the disk has it, so that not even a power cut brings an empty file.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with draft.open("wb") as stream:
            stream.write(data)
            if durable:
                stream.flush()
                os.fsync(stream.fileno())
        draft.chmod(mode)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
