"""One line a finding, for a terminal that jumps to places."""

from __future__ import annotations

from truthcheck.model.report import Report
from truthcheck.report import text


def render(report: Report, *, summary: bool = True) -> str:
    lines = [f"{text.place(f.at)}: {f.rule}{text.grade(f)} {text.clean(f.message)}" for f in report.findings]
    lines += [f"{text.problem_place(problem)}: error {text.clean(problem.message)}" for problem in report.problems]
    lines += [f"note: {text.clean(note)}" for note in report.notes]
    if summary:
        lines += [text.headline(report), *text.reasons(report)]
    return "".join(line + "\n" for line in lines)
