"""What the API's document says of the request that an SDK call makes."""

from __future__ import annotations

from dataclasses import replace

from truthcheck.checks.core.fault import Fault
from truthcheck.checks.core.library import Library
from truthcheck.checks.http import endpoint, exchange
from truthcheck.checks.http import judge as judging
from truthcheck.checks.sdk import types
from truthcheck.checks.sdk.arguments import given, meant
from truthcheck.checks.sdk.concessions import stands
from truthcheck.checks.sdk.request import Request, address, plain, request
from truthcheck.checks.sdk.wording import findings
from truthcheck.model.call import Argument, Call
from truthcheck.model.finding import Finding
from truthcheck.model.noun import Node
from truthcheck.model.provider import Provider
from truthcheck.model.reason import Reason, Why
from truthcheck.model.surface import Candidate, Found
from truthcheck.model.value import Hole, Literal, Mapping, Template, Text, Unknown
from truthcheck.sdks.index.package import Package
from truthcheck.sdks.index.values import Method
from truthcheck.sdks.registry import Chosen
from truthcheck.surfaces.match import match

PREPARED = Reason(Why.CODE_PREPARED)
MANY = Reason(Why.SEVERAL_REQUESTS)
RAW = frozenset(("params", "json", "data", "files"))  # an SDK's own door to any endpoint
_RAW_ROLES = {"params": "query", "query_params": "query", "json": "json", "request_body": "json", "data": "form"}


class Told(Node):
    """`call` is the request; `why` is set when the document cannot judge it."""

    call: Call
    operation: str
    faults: tuple[Fault, ...]
    findings: tuple[Finding, ...]
    why: Reason | None


def judge(
    call: Call, chosen: Chosen, package: Package, method: Method, library: Library, known: frozenset[str]
) -> Told:
    """The package's operation held against the surfaces of its provider; `known` see `sdk_sent.request`."""
    verb, path, host = method.operations[0]
    provider = library.provider(chosen.provider)
    surfaces = tuple(s for s in library.surfaces(chosen.provider) if chosen.api in ("", s.origin.version))
    where = (host or next((h for s in surfaces for h in s.hosts), "")).replace("*", "hole", 1)
    written = address(call, method, path)
    sent = replace(call, method=Literal(verb, call.at), url=_url(where, written), reads=())
    if _is_door(method):
        return _raw(replace(sent, url=_url(where, _anything(written))), method, library)
    operation = f"{verb} {path}"
    if package.described:
        if call.member is not None and call.member.guarded:
            return Told(sent, operation, (), (), PREPARED)
        told = _by_types(sent, chosen, package, method, operation)
        unsure = bool(told.faults) and not chosen.around
        return Told(sent, operation, (), (), Reason(Why.NO_SURFACE_FOR_VERSION, package.name)) if unsure else told
    if chosen.api and not _is_in_use(chosen):
        return Told(sent, operation, (), (), Reason(Why.NO_SURFACE_FOR_VERSION, package.name))
    if len({(o[0], o[1]) for o in method.operations}) > 1:
        return Told(sent, operation, (), (), MANY)
    answer = match(surfaces, verb, where, written) if surfaces else None
    if not isinstance(answer, Found):
        return _by_types(sent, chosen, package, method, operation)
    candidate = _meant(answer, written)
    return _held(sent, provider, candidate, package, method, known)


def _is_in_use(chosen: Chosen) -> bool:
    """Whether the project may use the version that the surface stands for, which says nothing of others."""
    pin = chosen.pin
    if pin is None:
        return True
    if pin.version:
        return len(chosen.around) == 1
    from truthcheck.sdks.project.version_ranges import allows  # brings packaging: most runs meet no range

    return allows(pin.range, chosen.package.version)


def _url(host: str, path: Literal | Template) -> Literal | Template:
    if not host:
        return path
    if isinstance(path, Literal):
        return Literal(f"https://{host}" + str(path.value), path.at)
    return Template((Text(f"https://{host}", path.at), *path.parts), path.at)


def _meant(answer: Found, path: Literal | Template) -> Candidate:
    likely = endpoint.likely(path, answer.candidates)
    return next((c for c in likely if endpoint.is_plain(path, c.operation)), likely[0])


def _anything(path: Literal | Template) -> Literal | Template:
    """What the user names at run time may be any endpoint, not only what stands for an id."""
    if isinstance(path, Literal):
        return path
    return Template(tuple(replace(part, type="") if isinstance(part, Hole) else part for part in path.parts), path.at)


def _is_door(method: Method) -> bool:
    """Whether the path is the user's own: one argument of a method for any endpoint, or a chain of attributes."""
    names = {parameter.name for signature in method.signatures for parameter in signature.parameters}
    return names >= RAW or method.symbol.startswith("/")


def _raw(call: Call, method: Method, library: Library) -> Told:
    """A method that takes any path: it is judged as a request that the user wrote."""
    found = given(call, meant(call, method) or method.signatures[0])
    sent = [Argument(_RAW_ROLES[e.key], e.value, e.at) for e in found.entries if e.key in _RAW_ROLES]
    if found.rest is not None or found.extra or any(e.key in ("files",) for e in found.entries):
        sent.append(Argument("content", found.rest or Unknown(Reason(Why.SENT_WITHOUT_NAMES))))
    checked = exchange.check(replace(call, arguments=tuple(sent)), library).checked
    return Told(checked.call, checked.operation, (), checked.findings, checked.reason)


def _held(
    call: Call, provider: Provider, candidate: Candidate, package: Package, method: Method, known: frozenset[str]
) -> Told:
    operation = f"{candidate.operation.method} {candidate.operation.path}"
    made = request(call, method, candidate, known, package)
    found = judging.faults(made.call, provider, (candidate,))
    kept = [fault for fault in found if stands(fault, made, package, method)]
    if _is_named_otherwise(call, made, known):
        kept = [fault for fault in kept if fault.rule != "missing-parameter"]
    # a document may require what it does not list
    kept = [fault for fault in kept if not _is_given(fault, call, method)]
    origin = candidate.surface.origin
    told = tuple(judging.findings(made.call, provider, origin, operation, kept))
    return Told(made.call, operation, tuple(kept), told, judging.SKETCHED if provider.judgement.sketched else None)


def _is_given(fault: Fault, call: Call, method: Method) -> bool:
    """Whether what the document misses is an argument of the call."""
    if fault.rule != "missing-parameter" or len(fault.place) != 2:
        return False
    found = given(call, meant(call, method) or method.signatures[0])
    return any(plain(entry.key) == plain(fault.place[1]) for entry in found.entries)


def _is_named_otherwise(call: Call, made: Request, known: frozenset[str]) -> bool:
    """Whether a name is given that only another version of the package takes: what is missing may be that."""
    named = (argument.value for argument in call.arguments if argument.location == "kwargs")
    given = {entry.key for value in named if isinstance(value, Mapping) for entry in value.entries}
    return bool(given & known - made.parameters.keys())


def _by_types(call: Call, chosen: Chosen, package: Package, method: Method, operation: str) -> Told:
    """Without a document, the types that the package declares for its parameters.

    A package of which nobody has said how it converts what it is given is held to its names alone.
    """
    faults = [] if package.header.is_generic else types.faults(call, package, method)
    told = tuple(findings(call, chosen, faults, operation))
    described = package.described or types.is_described(method)
    return Told(call, operation, tuple(faults), told, None if described else Reason(Why.NOT_IN_DOCUMENT))
