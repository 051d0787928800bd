"""Fixes as the source spells them: a proposed change narrowed to exactly the letters that go, or dropped."""

from __future__ import annotations

import re
from collections.abc import Callable

from truthcheck.model.finding import Edit, Finding, Fix
from truthcheck.model.location import Span
from truthcheck.model.noun import replace
from truthcheck.model.report import Checked, Report

_LINE_END = re.compile(r"\r\n|\r|\n")


def settled(report: Report, read: Callable[[str], str]) -> Report:
    """The report with every edit's place narrowed to what it replaces; `read` gives a file's text, "" when it is gone.

    A fix whose old text is not there exactly once is dropped: the value was put together somewhere else.
    """
    lines: dict[str, list[str]] = {}

    def text(at: Span) -> str:
        if at.path not in lines:
            lines[at.path] = _LINE_END.split(read(at.path))
        return _slice(lines[at.path], at)

    calls = tuple(_checked(checked, text) for checked in report.calls)
    return replace(report, calls=calls, findings=tuple(_finding(finding, text) for finding in report.findings))


def _checked(checked: Checked, text: Callable[[Span], str]) -> Checked:
    if not any(finding.fixes for finding in checked.findings):
        return checked
    return replace(checked, findings=tuple(_finding(finding, text) for finding in checked.findings))


def _finding(finding: Finding, text: Callable[[Span], str]) -> Finding:
    if not finding.fixes:
        return finding
    fixes = tuple(fixed for fix in finding.fixes if (fixed := _fix(fix, text)) is not None)
    return replace(finding, fixes=fixes)


def _fix(fix: Fix, text: Callable[[Span], str]) -> Fix | None:
    edits = [_narrowed(edit, text(edit.at)) if edit.old else edit for edit in fix.edits]
    if any(edit is None for edit in edits):
        return None
    return replace(fix, edits=tuple(edit for edit in edits if edit is not None))


def _narrowed(edit: Edit, source: str) -> Edit | None:
    """`source` is what stands at the edit's place."""
    old = _quoted(edit.old)
    found = list(re.finditer(rf"{_border(edit.old[0], '<!')}{old}{_border(edit.old[-1], '!')}", source))
    if len(found) != 1:
        return None
    start, end = (_place(edit.at, source, offset) for offset in found[0].span())
    return Edit(Span(edit.at.path, *start, *end), edit.text)


def _quoted(old: str) -> str:
    """A pattern for the old text; a string in quotes may have either."""
    if old.startswith('"') and old.endswith('"'):
        return rf"""(?:"{re.escape(old[1:-1])}"|'{re.escape(old[1:-1])}')"""
    return re.escape(old)


def _border(letter: str, look: str) -> str:
    """A name inside a longer one is another name."""
    return rf"(?{look}[\w-])" if letter.isalnum() or letter == "_" else ""


def _place(at: Span, source: str, offset: int) -> tuple[int, int]:
    before = _LINE_END.split(source[:offset])
    return at.line + len(before) - 1, len(before[-1]) + (at.column if len(before) == 1 else 1)


def _slice(lines: list[str], at: Span) -> str:
    if not 0 < at.line <= at.end_line <= len(lines):
        return ""
    if at.line == at.end_line:
        return lines[at.line - 1][at.column - 1 : at.end_column - 1]
    middle = lines[at.line : at.end_line - 1]
    return "\n".join([lines[at.line - 1][at.column - 1 :], *middle, lines[at.end_line - 1][: at.end_column - 1]])
