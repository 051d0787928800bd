"""Faults told as findings, by what their rules declare."""

from __future__ import annotations

from collections.abc import Iterator

from truthcheck.checks.core.fault import Fault
from truthcheck.checks.core.rule import Scene, Witness, Wording
from truthcheck.checks.rules import of
from truthcheck.errors import RuleError
from truthcheck.model.finding import Evidence, Finding
from truthcheck.model.location import Span

SHOWN = 3  # of the nearest operations
_NONE = Evidence()


def told(
    witness: Witness,
    fault: Fault,
    scene: Scene,
    provider: str = "",
    evidence: Evidence = _NONE,
    related: tuple[tuple[str, Span], ...] = (),
) -> Finding:
    """The fault as a finding of which `witness` is the evidence."""
    wording = _wording(witness, fault.rule)
    return Finding(
        rule=fault.rule,
        severity="warning" if fault.warns else of(fault.rule).level,
        confidence="certain" if fault.certain else "likely",
        message=wording.message(fault, scene),
        at=fault.at or scene.call.at,
        help=wording.help(fault, scene),
        call=scene.call.name,
        provider=provider,
        operation=scene.operation,
        evidence=evidence,
        fixes=tuple(wording.fixes(fault, scene)),
        related=related,
        subject=fault.place[-1] if fault.place else "",
        operations=tuple(_operations(fault, scene)),
        inner=fault.inner,
    )


def _operations(fault: Fault, scene: Scene) -> Iterator[str]:
    """The operations that the sentences name: the one written, the one called, the true ones that are shown."""
    named = (fault.got, scene.operation, *fault.choices[:SHOWN])
    yield from (words for words in named if words.partition(" ")[2].startswith("/"))


def _wording(witness: Witness, rule: str) -> Wording:
    try:
        return of(rule).told[witness]
    except KeyError:
        raise RuleError(f"the rule `{rule}` has no sentence where the {witness} is the witness") from None
