"""Compares all readings of a call with all operations it may mean; keeps what is false in every pair."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from truthcheck.checks.all import CHECKS
from truthcheck.checks.core.claim import Claim, readings
from truthcheck.checks.core.fault import Fault, common
from truthcheck.checks.fixes import propose
from truthcheck.checks.wording import help_for, message
from truthcheck.model.call import Call
from truthcheck.model.finding import Evidence, Finding
from truthcheck.model.location import Span
from truthcheck.model.provider import Provider
from truthcheck.model.reason import Reason, Why
from truthcheck.model.surface import Candidate, Origin

WARNINGS = ("deprecated",)
SKETCHED = Reason(Why.SKETCHED)


def faults(call: Call, provider: Provider, candidates: Iterable[Candidate]) -> list[Fault]:
    """What is false for every candidate and every reading of the arguments."""
    found = [
        list(_judged(Claim(call, provider, candidate, sent))) for candidate in candidates for sent in readings(call)
    ]
    return common(found)


def _judged(claim: Claim) -> Iterator[Fault]:
    sketched = claim.provider.judgement.sketched
    for check in CHECKS:
        yield from (fault for fault in check(claim) if not sketched or fault.rule in WARNINGS)


def findings(call: Call, provider: Provider, origin: Origin, operation: str, faults: list[Fault]) -> Iterator[Finding]:
    """The faults as findings. `operation` is "METHOD /path", "" when none was found."""
    for fault in faults:
        certain = fault.certain and not provider.judgement.dated
        missing = _missing_beside(fault, faults)
        yield Finding(
            rule=fault.rule,
            severity="warning" if fault.rule in WARNINGS else "error",
            confidence="certain" if certain else "likely",
            message=message(fault, operation or provider.name),
            at=fault.at or call.at,
            help=help_for(fault, missing),
            call=call.name,
            provider=provider.id,
            operation=operation,
            evidence=evidence(origin, fault.pointer),
            fixes=propose(call, fault, faults, missing),
            related=_related(call, fault),
        )


def evidence(origin: Origin, pointer: str) -> Evidence:
    if origin.kind == "sdk":  # `source` is "package version"; the surface's own version is the API's
        package, _, version = origin.source.partition(" ")
        document = f"{origin.provider} {origin.document} {origin.version}"
        return Evidence(document, version, origin.date, "", origin.source, package, pointer)
    return Evidence(origin.document, origin.version, origin.date, pointer, origin.source)


def _missing_beside(fault: Fault, faults: list[Fault]) -> tuple[str, ...]:
    level = fault.place[:-1]
    return tuple(f.place[-1] for f in faults if f.rule == "missing-parameter" and f.place[:-1] == level)


def _related(call: Call, fault: Fault) -> tuple[tuple[str, Span], ...]:
    frames = tuple(("sent through this wrapper", frame) for frame in call.frames)
    if fault.at is not None and not _covers(call.at, fault.at):
        return (("the call", call.at), *frames)
    return frames


def _covers(outer: Span, inner: Span) -> bool:
    if outer.path != inner.path:
        return False
    starts = (outer.line, outer.column) <= (inner.line, inner.column)
    return starts and (inner.end_line, inner.end_column) <= (outer.end_line, outer.end_column)
