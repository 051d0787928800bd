"""Recordings that a user names: one report on all of their exchanges."""

from __future__ import annotations

from collections.abc import Iterable
from time import perf_counter

from truthcheck.checks.core.library import Library
from truthcheck.errors import TruthcheckError
from truthcheck.model.finding import Finding
from truthcheck.model.report import Checked, Problem, Report
from truthcheck.traffic import drift, files, oracle
from truthcheck.traffic.verdicts import check

_ALONE = "openapi-core is not installed (pip install 'api-truthcheck[traffic]'): exchanges are judged without it"


def report(paths: Iterable[str], library: Library) -> Report:
    """Every exchange of the recordings; what cannot be read is a problem, and the rest is read all the same."""
    started, count = perf_counter(), 0
    checked: list[Checked] = []
    problems: list[Problem] = []
    judge = oracle.Oracle() if oracle.is_there() else None
    for path, asked in files.named(paths):
        count += 1
        try:
            checked += (check(recorded, library, judge) for recorded in files.read(path, asked))
        except TruthcheckError as error:
            problems.append(Problem(path, error.message.removeprefix(f"{path}: ")))
    findings = tuple(_once(checked))
    notes = (*drift.lines(findings), *(() if judge else (_ALONE,)))
    return Report(tuple(checked), findings, tuple(problems), count, perf_counter() - started, notes)


def _once(checked: Iterable[Checked]) -> list[Finding]:
    seen = {(f.rule, f.at, f.message): f for one in checked for f in one.findings}
    return sorted(seen.values(), key=lambda finding: (finding.at, finding.rule, finding.message))
