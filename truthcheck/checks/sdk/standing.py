"""How sure a verdict is, by how the releases that were asked stand to the one that the project uses: docs/adr/0014."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from truthcheck.checks.calls.exchange import Judged
from truthcheck.model.finding import Finding
from truthcheck.model.noun import replace
from truthcheck.model.reason import Reason, Why
from truthcheck.model.report import REFUTED, SUPPORTED, UNVERIFIED, Checked
from truthcheck.sdks.project.release_choice import ABOVE, BELOW, BETWEEN, PRE, PRESENT
from truthcheck.sdks.registry import Chosen

_LIKELY = (PRESENT, BETWEEN)
SILENT = (PRE, BELOW, ABOVE)  # nothing that they lack is false for that
_WHYS = {PRE: Why.PRE_RELEASE_UNKNOWN, BELOW: Why.OLDER_THAN_KNOWN, ABOVE: Why.NEWER_THAN_KNOWN}


def weighed(judged: Judged, chosen: Chosen) -> Judged:
    """The verdict as sure as the releases make it."""
    return judged._replace(checked=_checked(judged.checked, chosen))


def _checked(checked: Checked, chosen: Chosen) -> Checked:
    checked = replace(checked, findings=tuple(findings(checked.findings, chosen)))
    if checked.verdict == REFUTED and not any(finding.severity == "error" for finding in checked.findings):
        return replace(checked, verdict=UNVERIFIED, reason=why(chosen))
    if checked.verdict == SUPPORTED and chosen.basis == BELOW:
        return replace(checked, verdict=UNVERIFIED, reason=why(chosen), left_open=())
    if checked.verdict == SUPPORTED and chosen.basis == ABOVE:
        return replace(checked, left_open=(*checked.left_open, why(chosen)))
    return checked


def findings(told: Iterable[Finding], chosen: Chosen) -> Iterator[Finding]:
    """Those that the releases prove, as sure as they make them. A neighbour's repair is no repair."""
    for finding in told:
        if chosen.basis in _LIKELY:
            yield replace(finding, confidence="likely", fixes=() if chosen.basis == BETWEEN else finding.fixes)
        elif chosen.basis not in SILENT:
            yield finding
        elif finding.severity != "error":
            yield replace(finding, confidence="likely")


def why(chosen: Chosen) -> Reason:
    """Why the releases that are known say nothing for certain."""
    cause = _WHYS.get(chosen.basis, Why.RELEASES_DIFFER)
    return Reason(cause, chosen.package.name, " and ".join(dict.fromkeys((chosen.allowed[0], chosen.allowed[-1]))))
