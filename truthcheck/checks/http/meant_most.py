"""Of several documents that have one operation, the one that decides."""

from __future__ import annotations

import re
from collections.abc import Iterator

from truthcheck.checks.http.age import SKETCHES
from truthcheck.model.surface import Candidate, Origin


def of(candidates: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    """For each operation: a document that describes it before one that only names it; beside the project's own, the
    younger. Shipped documents that both describe it stay side by side: what one of them allows is allowed."""
    if len(candidates) == 1:
        return candidates
    groups: dict[tuple[str, str], list[Candidate]] = {}
    for one in candidates:
        key = one.operation.method, re.sub(r"\{[^}]*\}", "{}", one.operation.path)
        groups.setdefault(key, []).append(one)
    return tuple(one for group in groups.values() for one in _deciding(group))


def _deciding(group: list[Candidate]) -> Iterator[Candidate]:
    telling = [c for c in group if c.surface.origin.worth not in SKETCHES] or group
    if any(c.surface.origin.own for c in telling):
        youngest = max(_order(c.surface.origin) for c in telling)
        telling = [c for c in telling if _order(c.surface.origin) == youngest]
    yield from telling


def _order(origin: Origin) -> str:
    """The day of a document; one of the project's own without any counts as of today."""
    return origin.date or ("9999" if origin.own else "")
