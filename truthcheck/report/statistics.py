"""How many findings each rule has."""

from __future__ import annotations

from collections import Counter

from truthcheck.model.report import Report
from truthcheck.report import text


def render(report: Report, *, summary: bool = True) -> str:
    counts = Counter(finding.rule for finding in report.findings)
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    width = len(str(ordered[0][1])) if ordered else 0
    lines = [f"{number:>{width}}  {rule}" for rule, number in ordered]
    lines += [f"{text.problem_place(problem)}: error {text.clean(problem.message)}" for problem in report.problems]
    if summary:
        lines += [text.headline(report), *text.reasons(report)]
    return "".join(line + "\n" for line in lines)
