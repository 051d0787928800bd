"""Documents that are older than the project allows: what they say is left out, and their age is told."""

from __future__ import annotations

from truthcheck.config import Config
from truthcheck.day import days_since
from truthcheck.model.noun import replace
from truthcheck.model.reason import Reason, Why
from truthcheck.model.report import REFUTED, UNVERIFIED, Checked


def young(checked: Checked, days: int) -> Checked:
    """Without findings whose evidence is older than `days`; a call that loses all its errors is not told apart."""
    if not days or not checked.findings:
        return checked
    kept = tuple(finding for finding in checked.findings if _age(finding.evidence.date) <= days)
    if checked.verdict == REFUTED and not any(finding.severity == "error" for finding in kept):
        return replace(checked, verdict=UNVERIFIED, reason=Reason(Why.DOCUMENT_TOO_OLD), findings=kept)
    return replace(checked, findings=kept)


def old_pins(config: Config) -> tuple[str, ...]:
    """A warning for each document of the project's own that is older than it allows."""
    if not (config.lock and config.max_document_age_days):
        return ()
    from truthcheck.surfaces import project_lock

    pins = [(pin, _age(pin.surface.date or pin.fetched)) for pin in project_lock.load(config.lock)]
    return tuple(
        f"{pin.wish.name}: the document is {age} days old, the limit is {config.max_document_age_days}; "
        f"run: truthcheck specs update {pin.wish.name}"
        for pin, age in pins
        if age > config.max_document_age_days
    )


def _age(day: str) -> int:
    return days_since(day) or 0
