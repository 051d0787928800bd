"""Reads what only the command line may read (stdin, source lines for display) and runs the check."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from truthcheck.cli.waiting import waiting
from truthcheck.config import Config
from truthcheck.errors import TruthcheckError
from truthcheck.model.noun import NamedTuple
from truthcheck.model.report import Report

_STDIN = "stdin.py"  # the name when none is given
_LINE_END = re.compile("\r\n|\r|\n")


class Lines:
    """The lines of source files, for showing them; each file is read once, and stdin is what was checked."""

    def __init__(self, known: dict[str, bytes]) -> None:
        self._sources = known
        self._known = {path: _split(data) for path, data in known.items()}

    @property
    def known(self) -> Mapping[str, bytes]:
        """What was checked, but is not what the disk holds: stdin."""
        return self._sources

    def __call__(self, path: str) -> Sequence[str]:
        if path not in self._known:
            self._known[path] = _read(path)
        return self._known[path]


class CheckedRun(NamedTuple):
    report: Report
    lines: Lines


def check(
    paths: Sequence[str],
    config: Config,
    stdin_filename: str | None,
    *,
    quiet: bool = False,
    edited: Mapping[str, bytes] | None = None,
    traffic: Sequence[str] = (),
) -> CheckedRun:
    """Check `paths`; "-" is stdin, nothing is the working directory, unless only recordings (`traffic`) are asked for.

    `edited` is what files hold instead of what is on disk, by path; stdin is read only when it is not in there.
    """
    from truthcheck.filters import comments
    from truthcheck.filters.selection import narrow
    from truthcheck.pipeline import verify

    edited = edited or {}
    stdin = _stdin(paths, stdin_filename, edited)
    with waiting("checking", quiet):
        asked = tuple(paths) or (() if traffic else (".",))
        report = verify(asked, config, stdin=stdin, edited=edited)
        if traffic:
            report = _with_recordings(report, traffic, config)
    known = {**dict([stdin] if stdin else []), **edited}
    return CheckedRun(comments.without_ignored(narrow(report, config), paths, config, known), Lines(known))


def _with_recordings(report: Report, paths: Sequence[str], config: Config) -> Report:
    """The report with the verdicts on recorded exchanges."""
    from truthcheck.library import Library
    from truthcheck.traffic.report import report as recorded

    more = recorded(paths, Library(config))
    return Report(
        (*report.calls, *more.calls),
        (*report.findings, *more.findings),
        (*report.problems, *more.problems),
        report.files + more.files,
        report.seconds + more.seconds,
        (*report.notes, *more.notes),
    )


def _stdin(paths: Sequence[str], filename: str | None, edited: Mapping[str, bytes]) -> tuple[str, bytes] | None:
    if "-" not in paths:
        if filename is not None:
            raise TruthcheckError("--stdin-filename is given, but no `-` to read stdin", "run: truthcheck verify -")
        return None
    name = filename or _STDIN
    return (name, edited[name] if name in edited else sys.stdin.buffer.read())


_RECORDED = (".yaml", ".yml", ".json", ".har")


def _read(path: str) -> Sequence[str]:
    """The lines of a source; none of a recording, which may hold secrets."""
    if path.endswith(_RECORDED):
        return ()
    try:
        return _split(Path(path).read_bytes())
    except OSError:  # gone since it was checked: the finding is shown without its line
        return ()


def _split(data: bytes) -> Sequence[str]:
    """Lines as Python counts them: a form feed or a Unicode separator ends none."""
    from io import BytesIO
    from tokenize import detect_encoding

    try:
        encoding = detect_encoding(BytesIO(data).readline)[0]
    except SyntaxError:
        encoding = "utf-8"
    return _LINE_END.split(data.decode(encoding, errors="replace"))
