"""The write-ahead note of a running loop, so that a killed one can go on or be undone."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from truthcheck import userdirs
from truthcheck.errors import TruthcheckError
from truthcheck.locks import write_whole
from truthcheck.loop.candidate import FileState

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Note:
    """Where a loop stands: `best` is what it would leave behind, `round` the rounds begun."""

    start: FileState
    best: FileState
    round: int
    trajectory: str


def folder(root: Path) -> Path:
    """The loop's own folder for this working tree: one for each worktree of a repository."""
    name = hashlib.sha256(str(root.resolve()).encode()).hexdigest()[:16]
    return userdirs.cache() / "loops" / name


def write(root: Path, note: Note) -> None:
    """Before the agent runs: after this a kill loses nothing."""
    record = {
        "format": FORMAT,
        "pid": os.getpid(),
        "start": dict(note.start.files),
        "best": dict(note.best.files),
        "round": note.round,
        "trajectory": note.trajectory,
    }
    write_whole(folder(root) / "journal.json", json.dumps(record).encode())


def read(root: Path) -> Note | None:
    """The note of a loop that did not end here, if there is one."""
    path = folder(root) / "journal.json"
    if not path.exists():
        return None
    try:
        record = json.loads(path.read_bytes())
        return _note(record)
    except (OSError, ValueError, KeyError, TypeError):
        raise TruthcheckError(f"{path}: the journal of an earlier loop is damaged", f"delete it: {path}") from None


def _note(record: Mapping[str, object]) -> Note:
    if record["format"] != FORMAT:
        raise ValueError(record["format"])
    start, best = _candidate(record["start"]), _candidate(record["best"])
    return Note(start, best, int(str(record["round"])), str(record["trajectory"]))


def _candidate(files: object) -> FileState:
    if not isinstance(files, dict):
        raise TypeError(type(files).__name__)
    return FileState({str(path): str(digest) for path, digest in files.items()})


def clear(root: Path) -> None:
    """The loop has ended: nothing to take up again, and no copies of the user's files left about."""
    (folder(root) / "journal.json").unlink(missing_ok=True)
    shutil.rmtree(folder(root) / "contents", ignore_errors=True)
