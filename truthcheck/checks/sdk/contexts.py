"""One call site met in several contexts: what is right in one of them is not false in another."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from truthcheck.checks.calls.exchange import Judged
from truthcheck.checks.rules import RULES
from truthcheck.model.location import Span
from truthcheck.model.noun import replace
from truthcheck.model.reason import Reason, Why
from truthcheck.model.report import REFUTED, UNVERIFIED

Row: TypeAlias = "tuple[Span, Judged | None]"
Right: TypeAlias = "dict[Span, set[str]]"
_SETTLED = tuple(rule.id for rule in RULES.values() if rule.settled)


def right(rows: Iterable[Row]) -> Right:
    """By place, the rules that some context there does not break."""
    kept: Right = {}
    for at, row in rows:
        broken = {finding.rule for finding in row.checked.findings} if row else set()
        kept.setdefault(at, set()).update(rule for rule in _SETTLED if rule not in broken)
    return kept


def settled(rows: Iterable[Row], kept: Right) -> list[Judged]:
    """The verdicts without what is right in another context."""
    return [_without(row, kept.get(at, set())) for at, row in rows if row is not None]


def _without(row: Judged, rules: set[str]) -> Judged:
    kept = tuple(finding for finding in row.checked.findings if finding.rule not in rules)
    if len(kept) == len(row.checked.findings):
        return row
    if any(finding.severity == "error" for finding in kept):
        return row._replace(checked=replace(row.checked, verdict=REFUTED, reason=None, findings=kept))
    why = Reason(Why.RIGHT_ELSEWHERE)
    return row._replace(checked=replace(row.checked, verdict=UNVERIFIED, reason=why, findings=kept))
