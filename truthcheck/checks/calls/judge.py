"""Compares all readings of a call with all operations it may mean; keeps what is false in every pair."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from truthcheck.checks.calls.telling import told
from truthcheck.checks.core.chosen import are_all_sent
from truthcheck.checks.core.claim import Claim, readings
from truthcheck.checks.core.fault import Fault, common
from truthcheck.checks.core.openness import named
from truthcheck.checks.core.rule import Scene
from truthcheck.checks.http import age, existence, unchecked
from truthcheck.checks.rules import CHECKS, of
from truthcheck.model.call import Call
from truthcheck.model.finding import Evidence, Finding
from truthcheck.model.location import Span
from truthcheck.model.noun import replace
from truthcheck.model.provider import Provider
from truthcheck.model.reason import Reason, Why
from truthcheck.model.surface import Candidate, Origin
from truthcheck.model.value import Union, alternatives

MOST_OPEN = 8  # parts of one call
SKETCHED = Reason(Why.SKETCHED)
_OF_ENDPOINTS = ("unknown-endpoint", "wrong-method")  # weighed where they are found, by all documents of the host


def faults(call: Call, provider: Provider, candidates: Iterable[Candidate]) -> list[Fault]:
    """What is false for every candidate and every reading of the arguments."""
    found = [
        list(_judged(Claim(call, provider, candidate, sent))) for candidate in candidates for sent in readings(call)
    ]
    return common(found) or _of_one_reading(call, found)


def _of_one_reading(call: Call, found: list[list[Fault]]) -> list[Fault]:
    """What is false of one of several bodies or queries that are all sent by some run."""
    several = [tuple(alternatives(one.value)) for one in call.arguments if isinstance(one.value, Union)]
    if len(several) != 1 or len(several[0]) != len(found) or not are_all_sent(several[0], call.choice):
        return []
    return [replace(fault, certain=False) for faults in found for fault in faults if of(fault.rule).level == "error"]


def left_open(call: Call, provider: Provider, candidate: Candidate) -> tuple[Reason, ...]:
    """What of a call of which nothing is false could not be checked, in any reading of it."""
    claims = [Claim(call, provider, candidate, sent) for sent in readings(call)]
    found = dict.fromkeys(reason for claim in claims for reason in unchecked.of_claim(claim))
    if len(claims) > 1:
        false = [fault for claim in claims for fault in _judged(claim) if of(fault.rule).level == "error"]
        found.update(dict.fromkeys(Reason(Why.ALTERNATIVE_FALSE, named(fault.place)) for fault in false))
    return tuple(found)[:MOST_OPEN]


def _judged(claim: Claim) -> Iterator[Fault]:
    """A document that only sketches its operations proves no error."""
    sketched = claim.provider.judgement.sketched
    for check in CHECKS:
        yield from (fault for fault in check(claim) if not sketched or _is_beside(fault))


def _is_beside(fault: Fault) -> bool:
    """Whether it does not hang on how well the document describes the operation."""
    return fault.notice is not None or of(fault.rule).level == "warning"


def weighed(faults: Iterable[Fault], origin: Origin, provider: Provider, asked_twice: bool = False) -> list[Fault]:
    """The faults as sure as the age of the document makes them, without those that it does not prove.

    Where a newer package was asked as well, what an old document lacks is likely false.
    """
    years = age.of(origin, provider)
    years = "aged" if asked_twice and years == "old" else years
    told = (fault if fault.notice or fault.rule in _OF_ENDPOINTS else existence.aged(fault, years) for fault in faults)
    return [fault for fault in told if fault is not None]


def findings(call: Call, provider: Provider, origin: Origin, operation: str, faults: list[Fault]) -> Iterator[Finding]:
    """The faults as findings. `operation` is "METHOD /path", "" when none was found."""
    scene = Scene(call, operation or provider.name, operation, tuple(faults))
    said = {fault.place for fault in faults if fault.notice}  # more than that it is deprecated
    for fault in (fault for fault in faults if fault.rule != "deprecated" or fault.place not in said):
        beside = replace(scene, missing=_missing_beside(fault, faults))
        yield told("document", fault, beside, provider.id, _proof(origin, fault), _related(call, fault))


def _proof(origin: Origin, fault: Fault) -> Evidence:
    if fault.notice is None:
        return evidence(origin, fault.pointer)
    return Evidence("announcement", pointer=fault.notice.source, source=fault.notice.source)


def evidence(origin: Origin, pointer: str) -> Evidence:
    if origin.kind == "sdk":  # `source` is "package version"; the surface's own version is the API's
        package, _, version = origin.source.partition(" ")
        document = f"{origin.provider} {origin.document} {origin.version}"
        return Evidence(document, version, origin.date, "", origin.source, package, pointer)
    return Evidence(origin.document, origin.version, origin.date, pointer, origin.source)


def _missing_beside(fault: Fault, faults: list[Fault]) -> tuple[str, ...]:
    level = fault.place[:-1]
    return tuple(f.place[-1] for f in faults if of(f.rule).absent and f.place[:-1] == level)


def _related(call: Call, fault: Fault) -> tuple[tuple[str, Span], ...]:
    frames = tuple(("sent through this wrapper", frame) for frame in call.frames)
    if fault.at is not None and not encloses(call.at, fault.at):
        return (("the call", call.at), *frames)
    return frames


def encloses(outer: Span, inner: Span) -> bool:
    """Whether one place lies in another."""
    if outer.path != inner.path:
        return False
    starts = (outer.line, outer.column) <= (inner.line, inner.column)
    return starts and (inner.end_line, inner.end_column) <= (outer.end_line, outer.end_column)
