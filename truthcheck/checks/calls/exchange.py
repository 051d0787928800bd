"""One call from URL to verdict. Reads nothing itself: surfaces and providers are handed in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeAlias

from truthcheck.checks.calls import judge
from truthcheck.checks.core.chosen import are_all_sent
from truthcheck.checks.core.claim import Claim
from truthcheck.checks.core.fault import Fault, common
from truthcheck.checks.http import address, age, endpoint, existence, meant_most, notices, parameters, reply
from truthcheck.checks.http import meant as plausible
from truthcheck.checks.http.address import Address, Unclear
from truthcheck.checks.rules import of
from truthcheck.model.call import Call
from truthcheck.model.location import Span
from truthcheck.model.noun import NamedTuple, dataclass, replace
from truthcheck.model.provider import Provider
from truthcheck.model.reason import Reason, Why
from truthcheck.model.report import REFUTED, SUPPORTED, UNVERIFIED, Checked
from truthcheck.model.surface import Candidate, Found, NoMatch, NoMethod, NoPath, NoValue, Origin, Route, Surface
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
class Branch:
    """What one reading of method and URL meets. `why` is set when it cannot be judged; `plain` when the first
    candidate is the only one that fits segment by segment; `notices` are no error
    yet; `operation` is the one that is meant where there is no candidate."""

    why: Reason | None = None
    provider: Provider | None = None
    origin: Origin | None = None
    faults: tuple[Fault, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    plain: bool = False
    notices: tuple[Fault, ...] = ()
    operation: str = ""


class Judged(NamedTuple):
    """`right` are names, with their places, that the one operation meant knows; `sometimes` those that a branch leaves
    out. Several names may stand in one place: the query of a URL."""

    checked: Checked
    right: frozenset[Placed] = frozenset()
    sometimes: frozenset[Placed] = frozenset()


def check(call: Call, library: Library) -> Judged:
    branches = list(branches_of(call, library))
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


def _checked(call: Call, branches: list[Branch]) -> Checked:
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


def _verdict(call: Call, provider: Provider, origin: Origin, branches: list[Branch]) -> Checked:
    candidates = tuple(candidate for branch in branches for candidate in branch.candidates)
    if candidates:
        origin = candidates[0].surface.origin
    shared = _shared(call, provider, branches, candidates)
    operation = _told_of(shared, candidates) or branches[0].operation
    faults = [*judge.weighed(shared, origin, provider), *common([branch.notices for branch in branches])]
    found = tuple(judge.findings(call, provider, origin, operation, faults))
    if any(finding.severity == "error" for finding in found):
        return Checked(call, REFUTED, None, provider.id, operation, found)
    why = _doubt(branches, bool(found)) or _unproven(provider, candidates, len(faults) < len(shared))
    if why:
        return Checked(call, UNVERIFIED, why, provider.id, "" if why is MANY else operation, found)
    return Checked(call, SUPPORTED, None, provider.id, operation, found, judge.left_open(call, provider, candidates[0]))


def _shared(call: Call, provider: Provider, branches: list[Branch], candidates: tuple[Candidate, ...]) -> list[Fault]:
    """What is false of the call in every branch and for every candidate."""
    results: list[list[Fault]] = [list(branch.faults) for branch in branches if branch.faults]
    shared = common([*results, judge.faults(call, provider, candidates)] if candidates else results)
    return shared or _of_one_branch(call, branches)


def _told_of(faults: list[Fault], candidates: tuple[Candidate, ...]) -> str:
    """The operation that the call reaches; none where one branch reaches no operation at all."""
    return "" if any(of(fault.rule).repair == "path" for fault in faults) else _operation(candidates)


def _of_one_branch(call: Call, branches: list[Branch]) -> list[Fault]:
    """What is false of one address or method of several that are all asked for by some run."""
    urls, methods = list(alternatives(call.url)), list(alternatives(call.method))
    several = urls if len(methods) == 1 else methods if len(urls) == 1 else []
    if len(several) != len(branches) or not are_all_sent(several, call.choice):
        return []
    return [replace(fault, certain=False) for branch in branches for fault in branch.faults]


def _unproven(provider: Provider, candidates: tuple[Candidate, ...], dropped: bool) -> Reason | None:
    """Why the documents prove less than they say: they only sketch, or they are too old for what was left out."""
    origins = [candidate.surface.origin for candidate in candidates]
    if provider.judgement.sketched:
        return judge.SKETCHED
    return age.doubt(origins[0]) if dropped and origins else None


def _doubt(branches: list[Branch], warned: bool) -> Reason | None:
    """Why a call of which nothing is false is not therefore true."""
    if len({bool(branch.faults) for branch in branches}) > 1:
        return SOME
    if not warned and any(map(_is_open, branches)):
        return MANY
    return None


def _is_open(branch: Branch) -> bool:
    """Whether the path of one branch may mean different operations. One that fits segment by segment is meant."""
    return len({(c.operation.method, c.operation.path) for c in branch.candidates}) > 1 and not branch.plain


def _operation(candidates: tuple[Candidate, ...]) -> str:
    names = dict.fromkeys(f"{c.operation.method} {c.operation.path}" for c in candidates)
    return next(iter(names)) if names else ""


def branches_of(call: Call, library: Library) -> Iterator[Branch]:
    """What each reading of method and URL meets."""
    urls, methods = list(alternatives(call.url)), list(alternatives(call.method))
    if len(urls) * len(methods) > _BRANCHES:
        yield Branch(address.RUN_TIME)
        return
    split = [address.split(url, lambda host: bool(library.at(host))) for url in urls]
    known = [found for found in split if isinstance(found, Address)]
    if known and all(isinstance(found, Address) or found.base for found in split):
        split = list(known)  # the address that is written beside one from the environment
    for found in split:
        for method in methods:
            yield _branch(found, method, library)


def _branch(found: Address | Unclear, method: Value, library: Library) -> Branch:
    if isinstance(found, Unclear):
        return Branch(found.why)
    host = found.host.replace("*", "hole", 1)
    surfaces = library.at(host)
    if not surfaces:
        return Branch(Reason(Why.NO_SURFACE, found.host))
    asked = _Asked(found.path, library, surfaces)
    if not isinstance(method, Literal) or not isinstance(method.value, str):
        return Branch(METHOD, asked.provider(surfaces[0].origin))
    return _matched(asked, host, method.value.upper())


class _Asked(NamedTuple):
    """The path that is asked for, beside all that speaks for its host."""

    path: Literal | Template
    library: Library
    surfaces: tuple[Surface, ...]

    def provider(self, origin: Origin) -> Provider:
        """How the documents of that kind are judged: the project's own are not judged by what is said of others."""
        return self.library.provider(origin.provider, origin.own)

    def undescribed(self, method: str) -> _Asked:
        """Without the documents of which rule data says that they lack this endpoint although it is real."""
        kept = (s for s in self.surfaces if not self._lacks(s, method))
        return self._replace(surfaces=tuple(kept))

    def _lacks(self, surface: Surface, method: str) -> bool:
        return endpoint.is_undescribed(self.provider(surface.origin).judgement, method, self.path)


def _matched(asked: _Asked, host: str, method: str) -> Branch:
    """What has been taken out of service is not asked for in any document; of what will be, both are told."""
    origin = asked.surfaces[-1].origin
    gone = tuple(notices.of_request(asked.provider(origin), method, host, asked.path))[:1]
    if any(not fault.warns for fault in gone):
        return Branch(None, asked.provider(origin), origin, gone)
    return replace(_described(asked, host, method), notices=gone)


def _described(asked: _Asked, host: str, method: str) -> Branch:
    first = asked.provider(asked.surfaces[0].origin)
    asked = asked.undescribed(method)
    if not asked.surfaces:
        return Branch(UNDESCRIBED, first)
    if endpoint.has_gap(asked.path, asked.surfaces):
        return Branch(EMPTY, first)
    match match(asked.surfaces, method, host, asked.path):
        case Found(candidates):
            return _found(asked, meant_most.of(candidates), method)
        case NoMethod(origin, routes) if method in ("GET", "POST") and asked.provider(origin).judgement.any_method:
            candidates = tuple(_resolved(asked.surfaces, routes))
            return Branch(None if candidates else MANY, asked.provider(origin), origin, (), candidates)
        case NoPath() as nothing:
            return _absent(asked, endpoint.unknown(nothing, method, asked.path), nothing)
        case NoMethod() as wrong:
            return _wrong(asked, wrong, method)
        case NoValue(Candidate(_, operation)) as wrong_value:
            fault = endpoint.wrong_value(wrong_value, asked.path)
            return replace(_absent(asked, fault, wrong_value), operation=f"{operation.method} {operation.path}")
        case NoMatch(why):
            return Branch(why, first)


def _found(asked: _Asked, candidates: tuple[Candidate, ...], method: str) -> Branch:
    path = asked.path
    meant = plausible.by_name(path, endpoint.likely(path, candidates))
    if not meant:
        return _far(asked, candidates[0].surface.origin, method)
    ordered = sorted(meant, key=lambda candidate: not endpoint.is_plain(path, candidate.operation))
    plain = {c.operation.path for c in ordered if endpoint.is_plain(path, c.operation)}
    origin = ordered[0].surface.origin
    return Branch(None, asked.provider(origin), origin, (), tuple(ordered), len(plain) == 1)


def _wrong(asked: _Asked, match: NoMethod, method: str) -> Branch:
    """A path that exists only by an odd filling of its holes does not exist: to name its methods would mislead."""
    if not any(endpoint.is_plain(asked.path, route) for route in match.routes):
        return _far(asked, match.origin, method)
    return _absent(asked, endpoint.wrong_method(match, method, asked.path), match)


def _far(asked: _Asked, origin: Origin, method: str) -> Branch:
    rows = [row for surface in asked.surfaces for row in table(surface).rows]
    near = nearest(call_pieces(asked.path), method, rows)
    nothing = NoPath(origin, near, tuple(s.origin for s in asked.surfaces if s.bases))
    return _absent(asked, replace(endpoint.unknown(nothing, method, asked.path), certain=False), nothing)


def _absent(asked: _Asked, fault: Fault, match: NoPath | NoMethod | NoValue) -> Branch:
    """What it is worth that no document has the endpoint."""
    origin = match.candidate.surface.origin if isinstance(match, NoValue) else match.origin
    weighed = existence.weigh(
        fault, match, call_pieces(asked.path), asked.surfaces, [(o, asked.provider(o)) for o in match.asked]
    )
    provider = asked.provider(weighed.origin or origin)
    faults = (weighed.fault,) if weighed.fault else ()
    return Branch(weighed.why, provider, weighed.origin or origin, faults)


def _resolved(surfaces: tuple[Surface, ...], routes: tuple[Route, ...]) -> Iterator[Candidate]:
    """The operations of routes, each from the surface that lists it."""
    for surface in surfaces:
        for route in routes:
            if route in surface.routes:
                yield Candidate(surface, surface.operation(route))
