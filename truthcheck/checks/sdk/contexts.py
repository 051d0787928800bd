"""One call site met in several contexts: what is right in one of them is not false in another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from truthcheck.checks.calls.exchange import Judged, Placed
from truthcheck.checks.calls.judge import encloses
from truthcheck.checks.rules import RULES
from truthcheck.model.call import Call
from truthcheck.model.finding import Finding
from truthcheck.model.location import Span
from truthcheck.model.noun import replace
from truthcheck.model.reason import Reason, Why
from truthcheck.model.report import REFUTED, UNVERIFIED
from truthcheck.model.value import Mapping

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
    every = [(at, row) for at, row in rows if row is not None]
    handed = {placed for _, row in every for placed in _right_names(row)}
    return [_without(row, kept.get(at, set()), handed) for at, row in every]


def _right_names(row: Judged) -> Iterator[Placed]:
    """Names that the call sends, by the place where they are written, of which nothing is false."""
    false = {(finding.at, finding.subject) for finding in row.checked.findings}
    for argument in row.checked.call.arguments:
        if isinstance(argument.value, Mapping):
            yield from ((e.at, e.key) for e in argument.value.entries if e.at and (e.at, e.key) not in false)


def _is_of_caller(finding: Finding, call: Call) -> bool:
    """Whether it stands where this context's caller calls: what other callers hand on does not excuse it.

    A name that shared code hands to several SDKs is right for one of them, chosen by what was not followed.
    """
    return any(encloses(caller, finding.at) for caller in call.callers)


def _without(row: Judged, rules: set[str], handed: set[Placed]) -> Judged:
    call = row.checked.call
    kept = tuple(
        one
        for one in row.checked.findings
        if one.rule not in rules or (_is_of_caller(one, call) and (one.at, one.subject) not in handed)
    )
    if len(kept) == len(row.checked.findings):
        return row
    if any(finding.severity == "error" for finding in kept):
        return row._replace(checked=replace(row.checked, verdict=REFUTED, reason=None, findings=kept))
    why = Reason(Why.RIGHT_ELSEWHERE)
    return row._replace(checked=replace(row.checked, verdict=UNVERIFIED, reason=why, findings=kept))
