"""A report without what the configuration does not ask for."""

from __future__ import annotations

from truthcheck.config import Config
from truthcheck.model.finding import CONFIDENCES, Finding
from truthcheck.model.noun import replace
from truthcheck.model.reason import Reason, Why
from truthcheck.model.report import REFUTED, UNVERIFIED, Checked, Report

LEFT_OUT = Reason(Why.LEFT_OUT_BY_CONFIGURATION)


def narrow(report: Report, config: Config) -> Report:
    """Drop findings of rules, files and confidences that are not asked for; narrowing twice changes nothing.

    A call that loses all its errors is counted as unverified, not as true.
    """
    if not config.narrows:
        return report
    calls = tuple(_call(checked, config) for checked in report.calls)
    return replace(report, calls=calls, findings=_kept(report.findings, config))


def _call(checked: Checked, config: Config) -> Checked:
    kept = _kept(checked.findings, config)
    if len(kept) == len(checked.findings):
        return checked
    if checked.verdict == REFUTED and not any(finding.severity == "error" for finding in kept):
        return replace(checked, verdict=UNVERIFIED, reason=LEFT_OUT, findings=kept)
    return replace(checked, findings=kept)


def _kept(findings: tuple[Finding, ...], config: Config) -> tuple[Finding, ...]:
    worst = CONFIDENCES.index(config.min_confidence)
    return tuple(
        finding
        for finding in findings
        if config.wants(finding.rule, finding.at.path) and CONFIDENCES.index(finding.confidence) <= worst
    )
