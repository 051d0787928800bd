"""What has changed between recordings and the documents, in a few lines for a whole folder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from truthcheck.model.finding import Finding

# A field that only the document requires was added since; one that only the recording has was removed, or never told.
ADDED, REMOVED, CHANGED = "added", "removed", "changed"
_TIERS = (ADDED, REMOVED, CHANGED)
_SHOWN = 8


def tier(finding: Finding) -> str:
    """Which way the API went since."""
    match finding.inner or finding.rule:
        case "missing-parameter":
            return ADDED
        case "unknown-parameter" | "unknown-response-field" | "unknown-endpoint" | "wrong-method":
            return REMOVED
        case _:
            return CHANGED


def lines(findings: Iterable[Finding]) -> Iterator[str]:
    """One line for each operation, then the sums."""
    by_operation: dict[str, dict[str, set[str]]] = {}
    for finding in findings:
        operation = finding.operation or next(iter(finding.operations), finding.provider)
        tiers = by_operation.setdefault(operation, {name: set() for name in _TIERS})
        tiers[tier(finding)].add(finding.subject if finding.operation else "the endpoint")
    for operation in sorted(by_operation):
        tiers = by_operation[operation]
        told = (f"{name} {_listed(tiers[name])}" for name in _TIERS if tiers[name])
        yield f"drift: {operation}: {'; '.join(told)}"
    if by_operation:
        sums = (f"{sum(len(tiers[name]) for tiers in by_operation.values())} {name}" for name in _TIERS)
        yield f"drift: {', '.join(sums)} in {len(by_operation)} operations"


def _listed(names: set[str]) -> str:
    ordered = sorted(names)
    more = f" and {len(ordered) - _SHOWN} more" if len(ordered) > _SHOWN else ""
    return ", ".join(f"`{name}`" for name in ordered[:_SHOWN]) + more
