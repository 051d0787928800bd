"""What happened, one JSON object a line: a start, the rounds, an end. Written as it happens."""

from __future__ import annotations

import difflib
import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypeAlias

from truthcheck.errors import TruthcheckError
from truthcheck.loop.redact import redact
from truthcheck.model.finding import Finding

FORMAT = 1
TAIL = 4000  # characters of the agent's output that are kept
DIFF = 100_000  # characters of a round's diff that are kept
Record: TypeAlias = "dict[str, object]"


def append(path: Path, record: Mapping[str, object]) -> None:
    """Add one record and see it onto the disk, so that a killed loop has its past."""
    path.parent.mkdir(parents=True, exist_ok=True)
    line = json.dumps(_clean(record), ensure_ascii=False, separators=(",", ":")) + "\n"
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    with open(handle, "ab") as file:
        file.write(line.encode("utf-8", "replace"))
        file.flush()
        os.fsync(file.fileno())


def _clean(value: object) -> object:
    match value:
        case str():
            return redact(value)
        case Mapping():
            return {str(key): _clean(item) for key, item in value.items()}
        case list() | tuple():
            return [_clean(item) for item in value]
    return value


_HINT = "name a file that `loop` wrote"


def read(path: Path) -> list[Record]:
    """The records of a trajectory; a last line that a kill cut short is left out."""
    try:
        lines = path.read_text(encoding="utf-8").removesuffix("\n").split("\n")
    except OSError as error:
        raise TruthcheckError(f"{path}: cannot read the trajectory: {error.strerror}", _HINT) from None
    except UnicodeDecodeError:
        raise TruthcheckError(f"{path}: cannot read the trajectory: it is not UTF-8", _HINT) from None
    records = [_record(path, number, line, number == len(lines)) for number, line in enumerate(lines, start=1)]
    found = [record for record in records if record is not None]
    if not found or found[0].get("kind") != "start" or found[0].get("format") != FORMAT:
        raise TruthcheckError(f"{path}: not a trajectory of this version", "name a file that `truthcheck loop` wrote")
    return found


def _record(path: Path, number: int, line: str, last: bool) -> Record | None:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        if last:
            return None
        raise TruthcheckError(f"{path}:{number}: not JSON", "restore the file, or delete the line") from None
    if not isinstance(record, dict):
        raise TruthcheckError(f"{path}:{number}: expected an object", "restore the file, or delete the line")
    return record


def finding(found: Finding) -> Record:
    """A finding as it is written down."""
    return {
        "rule": found.rule,
        "severity": found.severity,
        "path": found.at.path,
        "line": found.at.line,
        "operation": found.operation,
        "message": found.message,
        "help": found.help,
        "fingerprint": found.fingerprint,
    }


def diff(before: Mapping[str, str], after: Mapping[str, str], paths: Iterable[str]) -> str:
    """A unified diff of these paths."""
    pieces: list[str] = []
    for path in paths:
        old, new = before.get(path, ""), after.get(path, "")
        lines = difflib.unified_diff(old.splitlines(), new.splitlines(), f"a/{path}", f"b/{path}", lineterm="")
        pieces += [f"{line}\n" for line in lines]
    text = "".join(pieces)
    return text if len(text) <= DIFF else f"{text[:DIFF]}\n... {len(text) - DIFF} more characters\n"
