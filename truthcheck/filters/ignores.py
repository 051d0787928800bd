"""Ignore comments: `# truthcheck: ignore[rule, rule] reason`, and those that ignore nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from truthcheck.checks.calls.telling import told
from truthcheck.checks.core.fault import Fault
from truthcheck.checks.core.rule import Scene
from truthcheck.checks.rules.unused_ignore import RULE
from truthcheck.claims import languages
from truthcheck.filters import MARK
from truthcheck.model.finding import Edit, Finding, Fix
from truthcheck.model.location import Span
from truthcheck.model.reason import Reason, Why
from truthcheck.model.report import UNVERIFIED, Checked, Report

Judged: TypeAlias = Callable[[str, str], bool]
LEFT_OUT = Reason(Why.IGNORED_BY_COMMENT)
_COMMENT = re.compile(r"(?:#|//)\s*truthcheck\s*:\s*ignore\b\s*(\[(?P<rules>[^\]]*)\])?")


@dataclass(frozen=True, slots=True)
class IgnoreComment:
    """One comment. `rules` are in its brackets; `alone` on its line, it speaks of the next."""

    at: Span
    removal: Span
    rules: tuple[str, ...]
    alone: bool

    @property
    def line(self) -> int:
        """The line that it speaks of."""
        return self.at.line + 1 if self.alone else self.at.line


def without_ignored(
    report: Report,
    read: Callable[[str], bytes],
    paths: Iterable[str],
    judged: Judged = lambda rule, path: True,
) -> Report:
    """The report without what comments leave out, and with a warning for each comment that leaves out nothing.

    `read` gives a file's bytes; `paths` are the files that were looked at. A rule that was not `judged` for a file
    says nothing about its comments.
    """
    comments = {path: found for path in dict.fromkeys(paths) if (found := find(path, read(path)))}
    if not comments:
        return report
    used: set[tuple[IgnoreComment, str]] = set()
    calls = tuple(_checked(checked, comments, used) for checked in report.calls)
    stays = _findings(calls) | _loose(report, comments, used)
    kept = [finding for finding in report.findings if finding in stays]
    unused = [finding for found in comments.values() for comment in found for finding in _unused(comment, used, judged)]
    return replace(report, calls=calls, findings=tuple(sorted([*kept, *unused], key=lambda finding: finding.at)))


def _loose(
    report: Report, comments: Mapping[str, Sequence[IgnoreComment]], used: set[tuple[IgnoreComment, str]]
) -> set[Finding]:
    """Findings of no call that no comment leaves out."""
    loose = set(report.findings) - _findings(report.calls)
    return {finding for finding in loose if not _ignored(finding, finding.at, comments, used)}


def _findings(calls: Iterable[Checked]) -> set[Finding]:
    return {finding for checked in calls for finding in checked.findings}


def find(path: str, source: bytes) -> tuple[IgnoreComment, ...]:
    """The ignore comments of a file: real comments, not strings that look like one."""
    if MARK not in source:
        return ()
    return tuple(_comments(path, source))


def _comments(path: str, source: bytes) -> Iterator[IgnoreComment]:
    for written in languages.of(path).comments(source):
        found = _COMMENT.match(written.text)
        if found:
            rules = tuple(rule.strip() for rule in (found["rules"] or "").split(",") if rule.strip())
            at = Span(path, written.line, written.column, written.line, written.column + len(written.text))
            yield IgnoreComment(at, replace(at, column=len(written.before) + 1), rules, not written.before)


def _checked(
    checked: Checked, comments: Mapping[str, Sequence[IgnoreComment]], used: set[tuple[IgnoreComment, str]]
) -> Checked:
    kept = tuple(f for f in checked.findings if not _ignored(f, checked.call.at, comments, used))
    if len(kept) == len(checked.findings):
        return checked
    if any(finding.severity == "error" for finding in kept):
        return replace(checked, findings=kept)
    return replace(checked, findings=kept, verdict=UNVERIFIED, reason=LEFT_OUT)


def _ignored(
    finding: Finding, call: Span, comments: Mapping[str, Sequence[IgnoreComment]], used: set[tuple[IgnoreComment, str]]
) -> bool:
    """A comment speaks of the finding on its own lines, and on the first and last line of its call."""
    lines = {call.line, call.end_line} if call.path == finding.at.path else set()
    lines |= {finding.at.line, finding.at.end_line}
    for comment in comments.get(finding.at.path, ()):
        if comment.line in lines and finding.rule in comment.rules:
            used.add((comment, finding.rule))
            return True
    return False


def _unused(comment: IgnoreComment, used: set[tuple[IgnoreComment, str]], judged: Judged) -> Iterator[Finding]:
    idle = [rule for rule in comment.rules if (comment, rule) not in used and judged(rule, comment.at.path)]
    if RULE.id in comment.rules or not judged(RULE.id, comment.at.path) or (comment.rules and not idle):
        return
    finding = told("source", Fault(RULE.id, (), comment.at, ", ".join(idle)), Scene())
    removable = bool(idle) and len(idle) == len(comment.rules)
    yield replace(finding, fixes=(_removal(comment),)) if removable else finding


def _removal(comment: IgnoreComment) -> Fix:
    """Without the comment and the spaces before it."""
    return Fix("remove the comment", (Edit(comment.removal, ""),), safe=True)
