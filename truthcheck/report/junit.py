"""JUnit XML: a test case per call, so that a build server counts verified and unverified ones too."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape, quoteattr

from truthcheck.model.finding import Finding
from truthcheck.model.report import REFUTED, UNVERIFIED, Checked, Problem, Report
from truthcheck.report import text
from truthcheck.report.reasons import sentence

# What XML 1.0 cannot hold at all, not even escaped.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(report: Report) -> str:
    extra = _unclaimed(report)
    cases = [_call(checked) for checked in report.calls]
    cases += [_case(finding.rule, finding.at.path, _failure(finding)) for finding in extra]
    cases += [_case("readable", problem.path, _error(problem)) for problem in report.problems]
    counts = (
        f'tests="{len(cases)}" failures="{report.count(REFUTED) + len(extra)}" errors="{len(report.problems)}" '
        f'skipped="{report.count(UNVERIFIED)}" time="{report.seconds:.3f}"'
    )
    suite = [f'<testsuite name="truthcheck" {counts}>', *cases]
    suite += [f"<system-out>{escape(_legal(text.headline(report)))}</system-out>", "</testsuite>"]
    body = "\n".join(suite)
    return f'<?xml version="1.0" encoding="utf-8"?>\n<testsuites {counts}>\n{body}\n</testsuites>\n'


def _unclaimed(report: Report) -> list[Finding]:
    """Findings that belong to no call, or to one that is not refuted (a warning): they get their own case."""
    refuted = {f.fingerprint + text.place(f.at) for c in report.calls if c.verdict == REFUTED for f in c.findings}
    return [f for f in report.findings if f.fingerprint + text.place(f.at) not in refuted]


def _call(checked: Checked) -> str:
    inner = ""
    if checked.verdict == REFUTED:
        inner = _failure(*checked.findings)
    elif checked.verdict == UNVERIFIED:
        inner = f"<skipped message={_attribute(sentence(checked.reason))}/>"
    elif checked.in_part:
        left = "; ".join(map(sentence, checked.left_open))
        inner = f"<system-out>{escape(_legal(f'verified in part; left open: {left}'))}</system-out>"
    name = f"{checked.call.name} at line {checked.call.at.line}:{checked.call.at.column}"
    return _case(name, checked.call.at.path, inner)


def _case(name: str, path: str, inner: str) -> str:
    return f"<testcase name={_attribute(name)} classname={_attribute(path)} file={_attribute(path)}>{inner}</testcase>"


def _failure(*findings: Finding) -> str:
    """One element, as most readers expect, with every finding as a line."""
    lines = [_line(finding) for finding in findings]
    rule = findings[0].rule if findings else "refuted"
    message = findings[0].message + text.grade(findings[0]) if findings else "refuted"
    body = escape(_legal("\n".join(lines)))
    return f"<failure type={_attribute(rule)} message={_attribute(message)}>{body}</failure>"


def _line(finding: Finding) -> str:
    words = f"{text.place(finding.at)}: {finding.rule}{text.grade(finding)}: {finding.message}"
    return f"{words}; {finding.help}" if finding.help else words


def _error(problem: Problem) -> str:
    words = f"{text.problem_place(problem)}: {problem.message}"
    return f'<error type="unreadable" message={_attribute(problem.message)}>{escape(_legal(words))}</error>'


def _attribute(words: str) -> str:
    return quoteattr(_legal(words))


def _legal(words: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text.mask(words))
