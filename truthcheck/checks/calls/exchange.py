"""One call from URL to verdict. Reads nothing itself: surfaces and providers are handed in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeAlias

from truthcheck.checks.calls import judge
from truthcheck.checks.core.claim import Claim
from truthcheck.checks.core.fault import Fault, common
from truthcheck.checks.http import address, endpoint, parameters, reply
from truthcheck.checks.http import meant as plausible
from truthcheck.checks.http.address import Address, Unclear
from truthcheck.model.call import Call
from truthcheck.model.location import Span
from truthcheck.model.noun import NamedTuple, dataclass, replace
from truthcheck.model.provider import Provider
from truthcheck.model.reason import Reason, Why
from truthcheck.model.report import REFUTED, SUPPORTED, UNVERIFIED, Checked
from truthcheck.model.surface import Candidate, Found, NoMatch, NoMethod, NoPath, Origin, Route, Surface
from truthcheck.model.value import Literal, Mapping, Template, Value, alternatives
from truthcheck.surfaces.match import match
from truthcheck.surfaces.nearest import nearest
from truthcheck.surfaces.routing import table
from truthcheck.surfaces.template import call_pieces

if TYPE_CHECKING:
    from truthcheck.checks.core.library import Library

METHOD = Reason(Why.METHOD_AT_RUN_TIME)
DIFFERENT = Reason(Why.DIFFERENT_APIS)
MANY = Reason(Why.SEVERAL_OPERATIONS)
SOME = Reason(Why.SOME_BRANCHES_DESCRIBED)
EMPTY = Reason(Why.EMPTY_PATH_PART)
UNDESCRIBED = Reason(Why.UNDESCRIBED)
_BRANCHES = 16
Placed: TypeAlias = "tuple[Span, str]"


@dataclass(frozen=True, slots=True)
class _Branch:
    """What one reading of method and URL meets. `why` is set when it cannot be judged; `plain` when the first
    candidate is the only one that fits segment by segment."""

    why: Reason | None = None
    provider: Provider | None = None
    origin: Origin | None = None
    faults: tuple[Fault, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    plain: bool = False


class Judged(NamedTuple):
    """`right` are names, with their places, that the one operation meant knows; `sometimes` those that a branch leaves
    out. Several names may stand in one place: the query of a URL."""

    checked: Checked
    right: frozenset[Placed] = frozenset()
    sometimes: frozenset[Placed] = frozenset()


def check(call: Call, library: Library) -> Judged:
    branches = list(_branches(call, library))
    candidates = [candidate for branch in branches for candidate in branch.candidates]
    right = _known(call, candidates[0]) if len(candidates) == 1 else frozenset[Placed]()
    return Judged(_checked(call, branches), right, frozenset(_sometimes(call)))


def _known(call: Call, candidate: Candidate) -> frozenset[Placed]:
    """Places of names, sent or read, that the operation has."""
    claim = Claim(call, Provider("", ""), candidate, {})
    return parameters.known_names(claim) | frozenset(reply.known_reads(claim))


def _sometimes(call: Call) -> Iterator[Placed]:
    for argument in call.arguments:
        if isinstance(argument.value, Mapping):
            yield from ((e.at, e.key) for e in argument.value.entries if e.at and not e.always)


def _checked(call: Call, branches: list[_Branch]) -> Checked:
    doubts = [branch.why for branch in branches if branch.why]
    if doubts:
        provider = next((branch.provider.id for branch in branches if branch.provider), "")
        return Checked(call, UNVERIFIED, doubts[0], provider)
    first = branches[0]
    if first.provider is None or first.origin is None:
        raise AssertionError("a branch without doubt has a provider")
    if any(branch.provider != first.provider for branch in branches):
        return Checked(call, UNVERIFIED, DIFFERENT)
    return _verdict(call, first.provider, first.origin, branches)


def _verdict(call: Call, provider: Provider, origin: Origin, branches: list[_Branch]) -> Checked:
    candidates = tuple(candidate for branch in branches for candidate in branch.candidates)
    results: list[list[Fault]] = [list(branch.faults) for branch in branches if branch.faults]
    if candidates:
        results.append(judge.faults(call, provider, candidates))
        origin = candidates[0].surface.origin
    operation = _operation(candidates)
    found = tuple(judge.findings(call, provider, origin, operation, common(results)))
    if any(finding.severity == "error" for finding in found):
        return Checked(call, REFUTED, None, provider.id, operation, found)
    why = _doubt(provider, branches, bool(found))
    named = "" if why is MANY else operation
    return Checked(call, UNVERIFIED if why else SUPPORTED, why, provider.id, named, found)


def _doubt(provider: Provider, branches: list[_Branch], warned: bool) -> Reason | None:
    """Why a call of which nothing is false is not therefore true."""
    if len({bool(branch.faults) for branch in branches}) > 1:
        return SOME
    if not warned and any(map(_is_open, branches)):
        return MANY
    return judge.SKETCHED if provider.judgement.sketched else None


def _is_open(branch: _Branch) -> bool:
    """Whether the path of one branch may mean different operations. One that fits segment by segment is meant."""
    return len({(c.operation.method, c.operation.path) for c in branch.candidates}) > 1 and not branch.plain


def _operation(candidates: tuple[Candidate, ...]) -> str:
    names = dict.fromkeys(f"{c.operation.method} {c.operation.path}" for c in candidates)
    return next(iter(names)) if names else ""


def _branches(call: Call, library: Library) -> Iterator[_Branch]:
    urls, methods = list(alternatives(call.url)), list(alternatives(call.method))
    if len(urls) * len(methods) > _BRANCHES:
        yield _Branch(address.RUN_TIME)
        return
    split = [address.split(url) for url in urls]
    known = [found for found in split if isinstance(found, Address)]
    if known and all(isinstance(found, Address) or found.base for found in split):
        split = list(known)  # the address that is written beside one from the environment
    for found in split:
        for method in methods:
            yield _branch(found, method, library)


def _branch(found: Address | Unclear, method: Value, library: Library) -> _Branch:
    if isinstance(found, Unclear):
        return _Branch(found.why)
    host = found.host.replace("*", "hole", 1)
    id = library.provider_of(host)
    if id is None:
        return _Branch(Reason(Why.NO_SURFACE, found.host))
    provider = library.provider(id)
    if not isinstance(method, Literal) or not isinstance(method.value, str):
        return _Branch(METHOD, provider)
    return _matched(found, host, method.value.upper(), provider, library.surfaces(id))


def _matched(found: Address, host: str, method: str, provider: Provider, surfaces: tuple[Surface, ...]) -> _Branch:
    if endpoint.is_undescribed(provider.judgement, method, found.path):
        return _Branch(UNDESCRIBED, provider)
    if endpoint.has_gap(found.path, surfaces):
        return _Branch(EMPTY, provider)
    match match(surfaces, method, host, found.path):
        case Found(candidates):
            return _found(candidates, method, found.path, provider, surfaces)
        case NoMethod(origin, routes) if provider.judgement.any_method and method in ("GET", "POST"):
            candidates = tuple(_resolved(surfaces, routes))
            return _Branch(None if candidates else MANY, provider, origin, (), candidates)
        case NoPath() | NoMethod() if provider.judgement.partial:
            return _Branch(UNDESCRIBED, provider)
        case NoPath(origin) as nothing:
            return _Branch(None, provider, origin, (endpoint.unknown(nothing, method, found.path),))
        case NoMethod(origin) as wrong:
            return _Branch(None, provider, origin, (_wrong(wrong, method, found.path, surfaces),))
        case NoMatch(why):
            return _Branch(why, provider)


def _found(
    candidates: tuple[Candidate, ...],
    method: str,
    path: Literal | Template,
    provider: Provider,
    surfaces: tuple[Surface, ...],
) -> _Branch:
    origin = candidates[0].surface.origin
    meant = plausible.by_name(path, endpoint.likely(path, candidates))
    if not meant:
        return _Branch(None, provider, origin, (_far(origin, method, path, surfaces),))
    ordered = sorted(meant, key=lambda candidate: not endpoint.is_plain(path, candidate.operation))
    plain = {c.operation.path for c in ordered if endpoint.is_plain(path, c.operation)}
    return _Branch(None, provider, ordered[0].surface.origin, (), tuple(ordered), len(plain) == 1)


def _wrong(match: NoMethod, method: str, path: Literal | Template, surfaces: tuple[Surface, ...]) -> Fault:
    """A path that exists only by an odd filling of its holes does not exist: to name its methods would mislead."""
    if any(endpoint.is_plain(path, route) for route in match.routes):
        return endpoint.wrong_method(match, method, path)
    return _far(match.origin, method, path, surfaces)


def _far(origin: Origin, method: str, path: Literal | Template, surfaces: tuple[Surface, ...]) -> Fault:
    rows = [row for surface in surfaces for row in table(surface).rows]
    fault = endpoint.unknown(NoPath(origin, nearest(call_pieces(path), method, rows)), method, path)
    return replace(fault, certain=False)


def _resolved(surfaces: tuple[Surface, ...], routes: tuple[Route, ...]) -> Iterator[Candidate]:
    """The operations of routes, each from the surface that lists it."""
    for surface in surfaces:
        for route in routes:
            if route in surface.routes:
                yield Candidate(surface, surface.operation(route))
