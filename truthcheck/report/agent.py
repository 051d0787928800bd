"""One line a finding for a coding agent: no source, no summary, and at the end what was not checked."""

from __future__ import annotations

from truthcheck.model.finding import Finding
from truthcheck.model.report import UNVERIFIED, Report
from truthcheck.report import text
from truthcheck.report.reasons import counted


def render(report: Report) -> str:
    lines = [_line(finding) for finding in report.findings]
    lines += [f"{text.problem_place(p)}: error unreadable: {text.clean(p.message)}" for p in report.problems]
    if open_calls := report.count(UNVERIFIED):
        why = text.clean(next(iter(counted(report.reasons()))))
        lines.append(f"{text.counted(open_calls, 'call')} not checked (most often: {why})")
    if in_part := report.in_part():
        left = text.clean(next(iter(counted(report.left_open()))))
        lines.append(f"{text.counted(in_part, 'call')} verified in part (left open most often: {left})")
    return "".join(line + "\n" for line in lines)


def _line(finding: Finding) -> str:
    rule = f"{finding.severity} {finding.rule}{text.grade(finding)}"
    line = f"{text.place(finding.at)}: {rule}: {text.clean(finding.message)}"
    return f"{line} help: {text.clean(finding.help)}" if finding.help else line
