"""Only what a change touches: the lines that differ from a commit, or that are staged."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from truthcheck.errors import TruthcheckError
from truthcheck.model.finding import Finding
from truthcheck.model.location import Span
from truthcheck.model.noun import replace
from truthcheck.model.report import Checked, Report

# Path as reports have it -> ranges of changed lines, first and last included; None for a file that is new as a whole.
Lines: TypeAlias = "Mapping[str, Sequence[tuple[int, int]] | None]"

EMPTY = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"  # git's empty tree
_HUNK = re.compile(rb"^@@ -\S+ \+(\d+)(?:,(\d+))? @@")


def touching(report: Report, changed: Lines) -> Report:
    """Calls and findings whose own lines or whose wrappers' lines have changed. Problems stay for changed files."""
    calls = tuple(checked for checked in report.calls if _touches_call(checked, changed))
    of_calls, stays = _findings(report.calls), _findings(calls)
    loose = {f for f in report.findings if f not in of_calls and _touches(f, changed)}
    findings = tuple(finding for finding in report.findings if finding in stays or finding in loose)
    problems = tuple(problem for problem in report.problems if problem.path in changed)
    return replace(report, calls=calls, findings=findings, problems=problems)


def _findings(calls: Iterable[Checked]) -> set[Finding]:
    return {finding for checked in calls for finding in checked.findings}


def _touches_call(checked: Checked, changed: Lines) -> bool:
    call = checked.call
    own = any(_hit(span, changed) for span in (call.at, *call.frames))
    return own or any(_touches(finding, changed) for finding in checked.findings)


def _touches(finding: Finding, changed: Lines) -> bool:
    return any(_hit(span, changed) for span in (finding.at, *(span for _, span in finding.related)))


def _hit(span: Span, changed: Lines) -> bool:
    if span.path not in changed:
        return False
    ranges = changed[span.path]
    return ranges is None or any(first <= span.end_line and span.line <= last for first, last in ranges)


def read(reference: str, staged: bool = False) -> Lines:
    """The lines that differ between `reference` and the working tree, or the index when `staged`.

    From the point where the two histories part, so that other people's later commits do not count. Untracked files are
    new as a whole. Raises TruthcheckError outside a repository or for an unknown reference.
    """
    base = _commit(reference) if staged else _fork(_commit(reference))
    arguments = ["--cached"] if staged else []
    patch = _git(
        "diff", "--unified=0", "--no-color", "--no-ext-diff", "--no-renames", "--relative", *arguments, base, "--"
    )
    lines: dict[str, Sequence[tuple[int, int]] | None] = dict(_parsed(patch))
    if not staged:
        others = _git("ls-files", "-z", "--others", "--exclude-standard")
        lines.update({os.fsdecode(name): None for name in others.split(b"\0") if name})
    return lines


def _commit(reference: str) -> str:
    """The id of the commit; what the user names never reaches git as an option."""
    if not _git("rev-parse", "--is-inside-work-tree").startswith(b"true"):
        raise TruthcheckError("not inside a git working tree", "run without --diff and --staged")
    try:
        return os.fsdecode(_git("rev-parse", "--verify", "--end-of-options", f"{reference}^{{commit}}").strip())
    except TruthcheckError:
        if reference == "HEAD":
            return EMPTY  # before the first commit
        raise TruthcheckError(f"git knows no commit `{reference}`", "name a commit of this repository") from None


def _fork(commit: str) -> str:
    try:
        return os.fsdecode(_git("merge-base", commit, "HEAD").strip())
    except TruthcheckError:
        return commit  # two histories that never met


def _parsed(patch: bytes) -> Mapping[str, list[tuple[int, int]]]:
    found: dict[str, list[tuple[int, int]]] = {}
    path = ""
    for line in patch.split(b"\n"):
        if line.startswith(b"+++ "):
            path = _path(line[4:])
        elif path and (hunk := _HUNK.match(line)):
            first, count = int(hunk[1]), int(hunk[2] or 1)
            # Lines that only went: the call around the gap counts as touched.
            found.setdefault(path, []).append((first, first + max(count, 1) - 1) if count else (first, first + 1))
    return found


def _path(name: bytes) -> str:
    """The path in a `+++ b/...` line, which git quotes when it holds special characters; "" for a deleted file."""
    if name.rstrip(b"\t") == b"/dev/null":
        return ""
    name = name.rstrip(b"\t")
    if name.startswith(b'"'):
        name = name[1:-1].decode("unicode_escape").encode("latin-1")
    return os.fsdecode(name.removeprefix(b"b/"))


def _git(*words: str) -> bytes:
    try:
        run = subprocess.run(["git", "--no-optional-locks", *words], capture_output=True, cwd=Path.cwd(), check=False)
    except OSError:
        raise TruthcheckError("git is not installed", "run without --diff and --staged") from None
    if run.returncode:
        reason = run.stderr.decode("utf-8", "replace").strip().split("\n")[0].removeprefix("fatal: ")
        raise TruthcheckError(f"git: {reason}", "name a commit of this repository")
    return run.stdout
