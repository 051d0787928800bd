"""What the API's document says of the request that an SDK call makes."""

from __future__ import annotations

from truthcheck.checks.calls import judge as judging
from truthcheck.checks.core.fault import Fault, common
from truthcheck.checks.core.library import Library
from truthcheck.checks.http import age, endpoint, meant_most, notices
from truthcheck.checks.sdk import doors, openings, standing, types
from truthcheck.checks.sdk.address import address, anything, url
from truthcheck.checks.sdk.arguments import given, keywords, meant, plain
from truthcheck.checks.sdk.concessions import stands
from truthcheck.checks.sdk.dead_ends import PREPARED
from truthcheck.checks.sdk.request import SdkRequest, request
from truthcheck.checks.sdk.subject import Subject
from truthcheck.checks.sdk.wording import findings
from truthcheck.model.call import Call
from truthcheck.model.finding import Finding
from truthcheck.model.noun import Node, replace
from truthcheck.model.provider import Provider
from truthcheck.model.reason import Reason, Why
from truthcheck.model.surface import Candidate, Found, Origin, Surface
from truthcheck.model.value import Literal, Mapping, Template
from truthcheck.sdks.index.values import SdkMethod
from truthcheck.sdks.project.release_choice import BETWEEN, PRE
from truthcheck.sdks.registry import Chosen
from truthcheck.surfaces.match import match

MANY = Reason(Why.SEVERAL_REQUESTS)
UNDOCUMENTED = Reason(Why.NOT_IN_DOCUMENT)


class Documented(Node):
    """`call` is the request; `why` is set when the document cannot judge it."""

    call: Call
    operation: str = ""
    faults: tuple[Fault, ...] = ()
    findings: tuple[Finding, ...] = ()
    why: Reason | None = None
    left_open: tuple[Reason, ...] = ()


def judge(subject: Subject, method: SdkMethod, library: Library) -> Documented:
    """The package's operation held against the surfaces of its provider: of a release that is not known, by both of
    its neighbours.
    """
    if subject.chosen.basis not in (BETWEEN, PRE):
        return _judge(subject, method, library)
    found = [_judge(subject.as_in(version), method, library) for version in subject.versions if version.method]
    return _common(found, standing.why(subject.chosen))


def _common(found: list[Documented], differs: Reason) -> Documented:
    """What both neighbours say; what they say differently is not known."""
    kept = common([one.faults for one in found])
    doubt = next((one.why for one in found if one.why), None)
    if any(len(one.faults) > len(kept) for one in found):
        return replace(found[-1], faults=(), findings=(), why=doubt or differs)
    return replace(found[-1], why=doubt)


def _judge(subject: Subject, method: SdkMethod, library: Library) -> Documented:
    verb, path, host = method.operations[0]
    call, surfaces = subject.call, surfaces_of(subject.chosen, library)
    host = (host or next((host for surface in surfaces for host in surface.hosts), "")).replace("*", "hole", 1)
    written = address(call, method, path)
    sent = replace(call, method=Literal(verb, call.at), url=url(host, written), reads=())
    if doors.is_door(method):
        return _through_door(replace(sent, url=url(host, anything(written))), method, library)
    operation = f"{verb} {path}"
    doubt = _doubt(subject, method)
    if doubt is not None:
        return Documented(sent, operation, why=doubt)
    return _with_notices(_judged(subject, sent, (verb, host, written), method, library), subject, library)


def _with_notices(found: Documented, subject: Subject, library: Library) -> Documented:
    """With what the vendor has announced of the request: no package says that its server is gone."""
    provider = library.provider(subject.chosen.provider)
    verb, _, path = found.operation.partition(" ")
    faults = list(notices.of_request(provider, verb, "", Literal(path, subject.call.at)))[:1]
    if not any(fault.rule == "retired" for fault in found.faults):
        for argument in found.call.arguments:
            if isinstance(argument.value, Mapping):
                faults += notices.values_in(provider, verb, path, argument.location, argument.value)
    if not faults:
        return found
    origin = Origin(provider.id, "", "", "", "")
    told = judging.findings(found.call, provider, origin, found.operation, faults)
    return replace(found, faults=(*found.faults, *faults), findings=(*found.findings, *told))


def _judged(
    subject: Subject, sent: Call, request: tuple[str, str, Literal | Template], method: SdkMethod, library: Library
) -> Documented:
    verb, host, written = request
    surfaces = surfaces_of(subject.chosen, library)
    operation = " ".join(method.operations[0][:2])
    own = subject.version.package.described
    answer = match(surfaces, verb, host, written) if surfaces and not own else None
    described = answer.candidates if isinstance(answer, Found) else ()
    if telling := meant_most.telling(described):
        return _by_document(subject, sent, _meant(telling, written), method, library)
    return _by_types(subject, sent, method, operation)


def surfaces_of(chosen: Chosen, library: Library) -> tuple[Surface, ...]:
    """Those of the API's version that the package speaks."""
    return tuple(one for one in library.surfaces(chosen.provider) if chosen.api in ("", one.origin.version))


def _through_door(sent: Call, method: SdkMethod, library: Library) -> Documented:
    checked = doors.judge(sent, method, library)
    return Documented(checked.call, checked.operation, (), checked.findings, checked.reason, checked.left_open)


def _doubt(subject: Subject, method: SdkMethod) -> Reason | None:
    """Why the request is not judged at all, None when it is."""
    if subject.version.package.described:
        return PREPARED if subject.member.guarded else None
    several = len({operation[:2] for operation in method.operations}) > 1
    return MANY if several else None


def _meant(candidates: tuple[Candidate, ...], path: Literal | Template) -> Candidate:
    """The operation that fits best."""
    likely = endpoint.likely(path, candidates)
    return next((c for c in likely if endpoint.is_plain(path, c.operation)), likely[0])


def _by_document(subject: Subject, call: Call, candidate: Candidate, method: SdkMethod, library: Library) -> Documented:
    """The request held against one operation, without what the package accounts for."""
    package, origin = subject.version.package, candidate.surface.origin
    provider = library.provider(subject.chosen.provider, origin.own)
    operation = f"{candidate.operation.method} {candidate.operation.path}"
    known = _known(subject)
    made = request(call, method, candidate, known, package)
    faults = judging.faults(made.call, provider, (candidate,))
    kept = [fault for fault in faults if stands(fault, made, package, method)]
    if _is_named_otherwise(call, made, known):
        kept = [fault for fault in kept if fault.rule != "missing-parameter"]
    # a document may require what it does not list
    kept = [fault for fault in kept if not _is_given(fault, call, method)]
    weighed = judging.weighed(kept, origin, provider, asked_twice=True)
    told = tuple(judging.findings(made.call, provider, origin, operation, weighed))
    why = _unproven(kept, weighed, candidate, provider)
    return Documented(made.call, operation, tuple(weighed), told, why, openings.by_document(made, provider, candidate))


def _unproven(found: list[Fault], kept: list[Fault], candidate: Candidate, provider: Provider) -> Reason | None:
    """Why the document proves less than it says."""
    if provider.judgement.sketched:
        return judging.SKETCHED
    return age.doubt(candidate.surface.origin) if len(kept) < len(found) and not kept else None


def _known(subject: Subject) -> frozenset[str]:
    """Names that the package takes, in any version that the project may use; one that lacks the method may take any."""
    methods = [version.method for version in subject.versions]
    signatures = (signature for method in methods if method for signature in method.signatures)
    names = {parameter.name for signature in signatures for parameter in signature.parameters}
    moved = any(version.way.missing for version in subject.versions)
    return frozenset((*names, *keywords(subject.call))) if moved else frozenset(names)


def _is_given(fault: Fault, call: Call, method: SdkMethod) -> bool:
    """Whether what the document misses is an argument of the call."""
    if fault.rule != "missing-parameter" or len(fault.place) != 2:
        return False
    arguments = given(call, meant(call, method) or method.signatures[0])
    return any(plain(entry.key) == plain(fault.place[1]) for entry in arguments.entries)


def _is_named_otherwise(call: Call, made: SdkRequest, known: frozenset[str]) -> bool:
    """Whether a name is given that only another version of the package takes: what is missing may be that."""
    return bool(known.intersection(keywords(call)) - made.parameters.keys())


def _by_types(subject: Subject, call: Call, method: SdkMethod, operation: str) -> Documented:
    """Without a document, the types that the package declares for its parameters.

    A package of which nobody has said how it converts what it is given is held to its names alone. Where it has no
    types either, the member and the names of its arguments are verified, and that is all.
    """
    package = subject.version.package
    faults = [] if package.header.is_generic else types.faults(call, package, method)
    told = tuple(findings(call, subject.chosen, faults, operation))
    left_open = openings.by_types(call, package, method)
    if package.described or types.is_described(method):
        return Documented(call, operation, tuple(faults), told, None, left_open)
    if subject.chosen.known is None or not _are_declared(call, method):
        return Documented(call, operation, tuple(faults), told, UNDOCUMENTED, left_open)
    return Documented(call, operation, tuple(faults), told, None, (*left_open, UNDOCUMENTED))


def _are_declared(call: Call, method: SdkMethod) -> bool:
    """Whether a way of calling lists every name that is given; what `**` takes is not listed."""
    for signature in method.signatures:
        sent, listed = given(call, signature), {parameter.name for parameter in signature.parameters}
        if sent.rest is None and not sent.extra and listed.issuperset(entry.key for entry in sent.entries):
            return True
    return False
