"""Findings that are known and left for later, by fingerprint: moved lines do not bring them back."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from truthcheck.errors import ConfigError
from truthcheck.model.finding import Finding
from truthcheck.model.reason import Reason, Why
from truthcheck.model.report import UNVERIFIED, Checked, Report

FORMAT = 1
LEFT_OUT = Reason(Why.IN_BASELINE)


@dataclass(frozen=True, slots=True)
class Baseline:
    """How often each fingerprint may occur, and what it was, for a reader."""

    counts: Mapping[str, int]
    words: Mapping[str, str]


def without_known(report: Report, baseline: Baseline) -> Report:
    """The report without what the baseline holds. Entries that nothing matches any more are told as notes.

    A fingerprint that occurs more often than the baseline says is told for the rest.
    """
    left = Counter(baseline.counts)
    dropped: set[int] = set()
    for finding in report.findings:
        if left[finding.fingerprint] > 0:
            left[finding.fingerprint] -= 1
            dropped.add(id(finding))
    gone = {finding.fingerprint for finding in report.findings if id(finding) in dropped}
    kept = tuple(finding for finding in report.findings if id(finding) not in dropped)
    again = {finding.fingerprint for finding in kept}
    calls = tuple(_checked(checked, gone - again) for checked in report.calls)
    stale = [f"stale in the baseline: {baseline.words[mark]}" for mark, count in left.items() if count > 0]
    return replace(report, calls=calls, findings=kept, notes=(*report.notes, *stale))


def _checked(checked: Checked, gone: set[str]) -> Checked:
    kept = tuple(finding for finding in checked.findings if finding.fingerprint not in gone)
    if len(kept) == len(checked.findings):
        return checked
    if any(finding.severity == "error" for finding in kept):
        return replace(checked, findings=kept)
    return replace(checked, findings=kept, verdict=UNVERIFIED, reason=LEFT_OUT)


def load(path: Path) -> Baseline:
    """Raises ConfigError when the file is missing or is no baseline."""
    hint = "write it with: truthcheck verify --baseline FILE --update-baseline"
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        entries = record["findings"]
        if record["format"] != FORMAT:
            raise ConfigError(f"{path}: a baseline of another version", hint)
        counts = {str(mark): int(entry["count"]) for mark, entry in entries.items()}
        words = {str(mark): f"{entry['path']}: {entry['rule']}: {entry['message']}" for mark, entry in entries.items()}
        return Baseline(counts, words)
    except OSError as error:
        raise ConfigError(f"{path}: cannot read the baseline: {error.strerror}", hint) from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise ConfigError(f"{path}: not a baseline of truthcheck", hint) from None


def dump(findings: tuple[Finding, ...]) -> str:
    """The baseline that holds exactly these findings: sorted, one entry a fingerprint, without lines."""
    counts = Counter(finding.fingerprint for finding in findings)
    named = {finding.fingerprint: finding for finding in findings}
    entries = {
        mark: {"path": f.at.path, "rule": f.rule, "message": f.message, "count": counts[mark]}
        for mark, f in sorted(named.items(), key=lambda item: (item[1].at.path, item[1].rule, item[1].message, item[0]))
    }
    return json.dumps({"format": FORMAT, "findings": entries}, indent=2, ensure_ascii=False) + "\n"
