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


def telling(candidates: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    """Those whose document says more of the operation than that there is one."""
    return tuple(one for one in candidates if one.surface.origin.worth not in SKETCHES)


def _deciding(group: list[Candidate]) -> Iterator[Candidate]:
    best = telling(tuple(group)) or tuple(group)
    if any(one.surface.origin.own for one in best):
        youngest = max(_order(one.surface.origin) for one in best)
        best = tuple(one for one in best if _order(one.surface.origin) == youngest)
    yield from best


def _order(origin: Origin) -> str:
    """The day of a document; one of the project's own without any counts as of today."""
    return origin.date or ("9999" if origin.own else "")
