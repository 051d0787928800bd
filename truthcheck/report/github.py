"""Annotations of GitHub Actions: workflow commands on standard output."""

from __future__ import annotations

from truthcheck.model.finding import Finding
from truthcheck.model.report import Report
from truthcheck.report import text


def render(report: Report) -> str:
    lines = [_annotation(finding) for finding in report.findings]
    for problem in report.problems:
        spot = f"file={_property(problem.path)}" + (f",line={problem.line}" if problem.line else "")
        lines.append(f"::error {spot},title=truthcheck::{_data(problem.message)}")
    summary = "\n".join([text.headline(report), *text.reasons(report)])
    lines.append(f"::notice title=truthcheck::{_data(summary)}")
    return "".join(line + "\n" for line in lines)


def _annotation(finding: Finding) -> str:
    at = finding.at
    title = _property(finding.rule + text.grade(finding))
    spot = f"file={_property(at.path)},line={at.line},endLine={at.end_line},title={title}"
    if at.line == at.end_line:  # columns count only within one line; GitHub's end is inclusive
        spot += f",col={at.column},endColumn={max(at.column, at.end_column - 1)}"
    words = f"{finding.message}\nhelp: {finding.help}" if finding.help else finding.message
    if proof := text.evidence(finding):
        words += f"\nevidence: {proof}"
    if finding.confidence != "certain":
        words += f"\nconfidence: {finding.confidence}"
    return f"::{finding.severity} {spot}::{_data(words)}"


def _data(words: str) -> str:
    return text.mask(words).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(words: str) -> str:
    return _data(words).replace(":", "%3A").replace(",", "%2C")
