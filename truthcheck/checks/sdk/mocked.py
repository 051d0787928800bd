"""What a test makes a method of an SDK give: does the method exist, and can its result be so?"""

from __future__ import annotations

from collections.abc import Iterator

from truthcheck.checks.calls import judge
from truthcheck.checks.calls.exchange import Judged
from truthcheck.checks.calls.mocked import Reads
from truthcheck.checks.core.claim import Claim
from truthcheck.checks.core.fault import Fault
from truthcheck.checks.core.library import Library
from truthcheck.checks.http import mocked, reply
from truthcheck.checks.sdk import dead_ends, document, mock_rows, sent
from truthcheck.checks.sdk import reads as of_class
from truthcheck.checks.sdk.lives import life
from truthcheck.checks.sdk.replies import operations
from truthcheck.checks.sdk.subject import ProjectFacts, Registry, Subject, find
from truthcheck.checks.sdk.walk import is_constructor
from truthcheck.model.call import Call, Read
from truthcheck.model.finding import Finding
from truthcheck.model.location import Span
from truthcheck.model.noun import replace
from truthcheck.model.reason import Reason, Why
from truthcheck.model.report import REFUTED, SUPPORTED, UNVERIFIED, Checked, Verdict
from truthcheck.model.surface import Candidate, Found
from truthcheck.model.value import Literal, Mapping, Sequence, Value
from truthcheck.sdks.index.values import SdkMethod
from truthcheck.surfaces.match import match

_OPEN = Reason(Why.NOT_IN_DOCUMENT)


def check(call: Call, library: Library, registry: Registry, reads: Reads) -> Judged | None:
    """None for what sends nothing, or what the package does not settle."""
    subject = find(call, registry)
    if subject is None or subject.chosen.instead:
        return None
    if subject.is_absent:
        return _absent(subject)
    built = sent.built(subject)
    if built:
        return mock_rows.check(subject, library, built)
    method = sent.method(subject.version)
    if method is None or not method.operations or is_constructor(subject.version.way.thing):
        return None
    return _called(subject, method, library, registry, reads)


def _absent(subject: Subject) -> Judged | None:
    """A method that is replaced and that no version has."""
    judged = dead_ends.absent(subject)
    if judged is None or not judged.checked.findings:
        return None
    told = tuple(_as_mock(finding, subject) for finding in judged.checked.findings)
    return judged._replace(checked=replace(judged.checked, findings=told))


def _as_mock(finding: Finding, subject: Subject) -> Finding:
    return replace(finding, rule=mocked.RULE, message=f"what is mocked does not exist: {finding.message}", fixes=())


def _called(subject: Subject, method: SdkMethod, library: Library, registry: Registry, reads: Reads) -> Judged:
    """By the document of the release's own version; where none ships, nothing is said of a body.

    Tests are full of answers of another version of the API than the one that the release speaks.
    """
    call, provider = subject.call, library.provider(subject.chosen.provider)
    candidate = _candidate(subject, method, library)
    verb, path, _ = method.operations[0]
    operation = f"{verb} {candidate.operation.path if candidate else path}"
    own = [one for one in _by_class(subject, registry) if not _was_there(one, subject, operation, library)]
    lacking = {fault.place[1:] for fault in own}
    told: list[Finding] = []
    if candidate is not None:
        claim = Claim(call, provider, candidate, {})
        faults = [f for f in mocked.check(claim, reads.get(operation, ())) if not _excused(f, lacking)]
        faults = list(map(mocked.told, judge.weighed(faults, candidate.surface.origin, provider, asked_twice=True)))
        told += judge.findings(call, provider, candidate.surface.origin, operation, faults)
    verdict: Verdict = REFUTED if told else SUPPORTED if candidate is not None else UNVERIFIED
    why = _OPEN if verdict == UNVERIFIED else None
    return Judged(Checked(call, verdict, why, subject.chosen.provider, operation, tuple(told)))


def _was_there(fault: Fault, subject: Subject, operation: str, library: Library) -> bool:
    """Whether some document of the provider has the field: what tests hold is often the answer of another version."""
    every = operations(library.surfaces(subject.chosen.provider), operation)
    return any(reply.has(surface, one, fault.place[1:]) for surface, one in every)


def _excused(fault: Fault, lacking: set[tuple[str, ...]]) -> bool:
    """A field that the document lacks, and the class does not."""
    path = tuple("[]" if step.isdigit() else step for step in fault.place[1:])
    return fault.rule == "unknown-parameter" and path not in lacking


def _candidate(subject: Subject, method: SdkMethod, library: Library) -> Candidate | None:
    """The one operation that the method reaches, as a document of its version describes it."""
    if len({operation[:2] for operation in method.operations}) > 1 or subject.version.package.described:
        return None
    verb, path, host = method.operations[0]
    surfaces = document.surfaces_of(subject.chosen, library)
    host = (host or next((host for surface in surfaces for host in surface.hosts), "")).replace("*", "hole", 1)
    answer = match(surfaces, verb, host, Literal(path)) if surfaces else None
    return answer.candidates[0] if isinstance(answer, Found) and len(answer.candidates) == 1 else None


def _by_class(subject: Subject, registry: Registry) -> Iterator[Fault]:
    """Fields that the class lacks which the package gives, in every release: each is put to it as a read."""
    call, known = subject.call, subject.chosen.known
    body = call.mocked.body if call.mocked is not None else None
    if body is None or call.member is None:
        return
    asked = tuple(Read(path, at) for path, at in _fields(body, ()) if at is not None)
    reading = replace(call, reads=asked, mocked=None)
    found = of_class.judge(reading, registry, ProjectFacts()) if asked else None
    for fault in found.faults if found is not None else ():
        if not fault.got and (known is None or life(reading, fault, known) is None):
            yield mocked.told(fault)


def _fields(value: Value, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Span | None]]:
    match value:
        case Mapping(entries):
            for entry in entries:
                yield (*path, entry.key), entry.at
                yield from _fields(entry.value, (*path, entry.key))
        case Sequence(items):
            for item in items:
                yield from _fields(item, (*path, "[]"))
        case _:
            return
