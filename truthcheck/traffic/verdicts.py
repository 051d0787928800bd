"""A recorded exchange, request and reply, held against the surfaces as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from truthcheck.checks.calls import exchange, mocked
from truthcheck.checks.core.claim import Claim
from truthcheck.checks.core.fault import Fault
from truthcheck.checks.core.library import Library
from truthcheck.model.finding import Finding
from truthcheck.model.noun import replace
from truthcheck.model.report import REFUTED, Checked
from truthcheck.traffic.calls import call_of
from truthcheck.traffic.oracle import Oracle
from truthcheck.traffic.recorded import Recorded

MOCKED = "mock"  # the client of calls that tests make up
_OF_ADDRESS = ("unknown-endpoint", "wrong-method", "deprecated")  # told once, for request and reply


def check(recorded: Recorded, library: Library, oracle: Oracle | None = None, strict: bool = True) -> Checked:
    """The verdict on one exchange; its findings name it by its number.

    Unless `strict`, a reply may leave out what it wants: tests say only what they need.
    """
    call = call_of(recorded)
    if not (strict or recorded.received):
        call = replace(call, client=MOCKED)

    def more(claim: Claim, known: Iterable[Fault]) -> Iterator[Fault]:
        if oracle is not None and recorded.response.known and 200 <= (recorded.status or 200) < 300:
            found = oracle.faults(recorded, claim.candidate)
            yield from (fault for fault in found if not any(_same(fault, other) for other in known))

    answered = mocked.check(call, library, None if strict else {}, more).checked
    sent = _sent(recorded, library)
    every = (*answered.findings, *sent)
    findings = tuple(_named(one, recorded) for one in every) if strict else every
    return replace(answered, verdict=REFUTED if findings else answered.verdict, findings=findings)


def _same(one: Fault, other: Fault) -> bool:
    """Whether one says what the other says, at the place itself or around it."""
    short, long = sorted((one.place, other.place), key=len)
    return long[: len(short)] == short


def _sent(recorded: Recorded, library: Library) -> Iterator[Finding]:
    """What is false of the request. One that a server took says at most what it does not know."""
    if recorded.status >= 400:
        return
    asked = exchange.check(replace(call_of(recorded), mocked=None), library).checked
    for finding in asked.findings:
        taken = recorded.received and finding.rule != "unknown-parameter"
        if finding.rule not in _OF_ADDRESS and not taken:
            yield replace(finding, confidence="likely") if recorded.received else finding


def _named(finding: Finding, recorded: Recorded) -> Finding:
    return replace(finding, message=f"exchange {recorded.index}: {finding.message}", fixes=())
