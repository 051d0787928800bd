"""A trajectory shown again, and its candidates verified again without the agent."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from truthcheck.errors import TruthcheckError
from truthcheck.loop.decide import STOPS
from truthcheck.model.report import Report

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")  # what an agent printed must not steer the terminal


@dataclass(frozen=True, slots=True)
class Again:
    """A candidate verified again: `then` are the fingerprints on record, `now` what the check says today."""

    round: int
    candidate: str
    then: frozenset[str]
    now: frozenset[str]


def show(records: Sequence[Mapping[str, Any]]) -> str:
    """The whole story as plain text: what was false, what was tried, why it stopped."""
    lines: list[str] = []
    for record in records:
        match record.get("kind"):
            case "start":
                lines += _start(record)
            case "round":
                lines += _round(record)
            case "end":
                lines += _end(record)
    if records[-1].get("kind") != "end":
        lines += ["", "The loop was killed before its end."]
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", "\n".join(lines)) + "\n"


def _start(record: Mapping[str, Any]) -> Iterator[str]:
    yield f"{record.get('time', '')}  {' '.join(record.get('command', []))}"
    if record.get("task"):
        yield f"task: {record['task']}"
    yield f"candidate {record.get('candidate', '')}: {_count(record)}"
    yield from _findings(record)


def _round(record: Mapping[str, Any]) -> Iterator[str]:
    tokens = record.get("tokens", {})
    about = "about " if tokens.get("estimated") else ""
    spent = tokens.get("input", 0) + tokens.get("output", 0)
    start = ", a fresh start" if record.get("fresh") else ""
    yield ""
    seconds = f"{record.get('seconds', 0):.1f} s"
    yield f"round {record.get('round')}{start}: {seconds}, {about}{spent} tokens, exit {_exit(record)}"
    yield from (f"  | {line}" for line in str(record.get("diff", "")).splitlines())
    yield from (f"  not a repair ({cheat['kind']}): {cheat['message']}" for cheat in record.get("cheats", []))
    yield f"candidate {record.get('candidate', '')}: {_count(record)}"
    yield from _findings(record)


def _exit(record: Mapping[str, Any]) -> str:
    return "none: it ran out of time" if record.get("hung") else str(record.get("exit_code"))


def _end(record: Mapping[str, Any]) -> Iterator[str]:
    stop = str(record.get("stop", ""))
    yield ""
    yield f"stopped ({stop}): {STOPS.get(stop, stop)}"
    yield f"left in place: candidate {record.get('best', '')} with {record.get('findings', 0)} false"


def _count(record: Mapping[str, Any]) -> str:
    found, problems = len(record.get("findings", [])), record.get("problems", 0)
    words = f"{found} false" if found else "nothing false"
    return f"{words}, {problems} unreadable" if problems else words


def _findings(record: Mapping[str, Any]) -> Iterator[str]:
    for found in record.get("findings", []):
        yield f"  {found['path']}:{found['line']}: {found['rule']} {found['message']}"


def again(records: Sequence[Mapping[str, Any]], verify: Callable[[], Report]) -> Iterator[Again]:
    """Build each candidate in a folder of its own, from the record alone, and verify it there.

    `verify` looks at the current folder. Files that hold no call are not on record: a wrapper's constant in one of
    them is unknown here, and what depends on it is unverified.
    """
    base = dict(records[0].get("files", {}))
    for record in records:
        if record.get("kind") not in ("start", "round"):
            continue
        files = {**base, **record.get("files", {})}
        with _folder(files):
            report = verify()
        then = frozenset(str(found["fingerprint"]) for found in record.get("findings", []))
        now = frozenset(found.fingerprint for found in report.findings)
        yield Again(int(record.get("round", 0)), str(record.get("candidate", "")), then, now)


@contextmanager
def _folder(files: Mapping[str, str | None]) -> Iterator[None]:
    before = Path.cwd()
    with tempfile.TemporaryDirectory(prefix="truthcheck-replay-") as name:
        root = Path(name).resolve()
        for path, text in files.items():
            if text is not None:
                _write(root, path, text)
        os.chdir(root)
        try:
            yield
        finally:
            os.chdir(before)


def _write(root: Path, path: str, text: str) -> None:
    target = (root / path).resolve()
    if not target.is_relative_to(root):  # a trajectory is somebody's file: it may say anything
        raise TruthcheckError(f"the trajectory names a file outside its project: {path}", "do not replay this file")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")
