"""One SDK call from its steps to a verdict: the package says what exists, the API's document what it takes.

The two verdicts are separate, each with its own evidence.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from truthcheck.checks.core.fault import Fault, common
from truthcheck.checks.core.library import Library as Surfaces
from truthcheck.checks.http.exchange import Judged
from truthcheck.checks.rules import RULES
from truthcheck.checks.sdk import arguments, builders, choices
from truthcheck.checks.sdk import document as sdk_document
from truthcheck.checks.sdk.replies import added
from truthcheck.checks.sdk.walk import Reached, callable_of, is_constructor, is_data, walk
from truthcheck.checks.sdk.wording import findings
from truthcheck.model.call import HEIR, Call, Member
from truthcheck.model.finding import Finding
from truthcheck.model.location import Span
from truthcheck.model.reason import Reason, Why
from truthcheck.model.report import REFUTED, SUPPORTED, UNVERIFIED, Checked
from truthcheck.model.value import Mapping as Dictionary
from truthcheck.sdks.index.package import Package
from truthcheck.sdks.index.values import ClassRef, Method, NoMember, Open
from truthcheck.sdks.registry import Chosen

HOOKED = Reason(Why.CLIENTS_CHANGED)
NONE: Mapping[str, Collection[str]] = {}
ELSEWHERE = Reason(Why.OTHER_SERVER)
SETTINGS = ("api_base", "base_url", "api_type", "azure_endpoint", "http_client", "default_http_client")
HELD = tuple(rule.id for rule in RULES.values() if rule.settled)


class Registry(Protocol):
    """Which package an import means, in the version that a project uses."""

    def choose(self, module: str, project: Path) -> Chosen | None: ...
    def others(self, chosen: Chosen) -> tuple[Package, ...]: ...


def check_all(calls: Iterable[Call], library: Surfaces, registry: Registry) -> list[Judged]:
    """The verdicts of all SDK calls. A call site that is right in one context is not false in another one."""
    every = list(calls)
    elsewhere = frozenset(_redirected(every))
    texts = choices.hooked(every)
    rows = builders.placed((call.at, check(call, library, registry, elsewhere, texts)) for call in every)
    right: dict[Span, set[str]] = {}
    for at, row in rows:
        told = {finding.rule for finding in row.checked.findings} if row else set()
        right.setdefault(at, set()).update(rule for rule in HELD if rule not in told)
    rows = added(rows, every, library, registry, (*elsewhere, *SETTINGS))
    return [_without(row, right[at]) for at, row in rows if row is not None]


def _redirected(calls: Iterable[Call]) -> Iterator[str]:
    """The packages of which the project sends some client to another server: one that is handed in may be that one."""
    for call in calls:
        named = next((a.value for a in call.arguments if a.location == "kwargs"), None)
        given = {entry.key for entry in named.entries} if isinstance(named, Dictionary) else set()
        if call.member is not None and given.intersection(SETTINGS):
            yield call.member.steps[0].text


def _without(row: Judged, rules: set[str]) -> Judged:
    kept = tuple(finding for finding in row.checked.findings if finding.rule not in rules)
    if len(kept) == len(row.checked.findings):
        return row
    refuted = any(finding.severity == "error" for finding in kept)
    verdict, reason = (REFUTED, None) if refuted else (UNVERIFIED, Reason(Why.RIGHT_ELSEWHERE))
    return row._replace(checked=replace(row.checked, verdict=verdict, reason=reason, findings=kept))


def check(
    call: Call,
    library: Surfaces,
    registry: Registry,
    elsewhere: frozenset[str] = frozenset(),
    texts: Mapping[str, Collection[str]] = NONE,
) -> Judged | None:
    """None for a call that makes no request and breaks no rule: building a client, or handling a reply.

    `elsewhere` are modules of which some client is sent to another server, `texts` see `sdk_choice.hooked`.
    """
    member = call.member
    assert member is not None
    chosen = registry.choose(member.steps[0].text, Path(call.at.path).parent)
    if chosen is None:
        return None
    if choices.changes(chosen.package, texts.get(member.steps[0].text, ()), member):
        member = replace(member, changed=member.changed or HOOKED)
        call = replace(call, member=member)
    ways = [(package, walk(package, member)) for package in (chosen.around or (chosen.package,))]
    if all(way.missing for _, way in ways):
        return _absent(call, chosen, ways[-1][1], len({way.index for _, way in ways}) == 1)
    package, way = next(((p, w) for p, w in reversed(ways) if not isinstance(w.thing, NoMember | Open)), ways[-1])
    if isinstance(way.thing, NoMember | Open):
        return _open(call, chosen, way)
    method = callable_of(package, way.thing)
    if method is None:
        return None
    if way.unseen and member.steps[0].text in elsewhere:
        way = way._replace(redirected=True)
    return _called(call, chosen, _Version(package, way, method), library, ways)


def _absent(call: Call, chosen: Chosen, way: Reached, alike: bool) -> Judged | None:
    """A name that no version has which the project may use; told at the call that asks for it first.

    `alike`: all versions lack the same step. Else things moved, and a version between them may have the whole way.
    """
    member = call.member
    assert member is not None
    if any(step.text == "()" for step in member.steps[way.index :]):
        return None  # an earlier call already tells it
    if HEIR in member.steps[way.index - 1].keywords:
        return None  # a name of the project's own class, or of one that extends it
    doubt = _doubt(member)
    if doubt is None and not (chosen.around and alike):
        doubt = Reason(Why.NO_SURFACE_FOR_VERSION, chosen.package.name)
    if doubt:
        return Judged(Checked(call, UNVERIFIED, doubt, chosen.provider))
    missing = way.missing
    assert missing is not None
    at = member.steps[way.index].at
    symbol = f"{missing.on}.{missing.name}"
    fault = Fault("unknown-sdk-member", ("member", missing.name), at, missing.on, missing.nearest, pointer=symbol)
    return Judged(Checked(call, REFUTED, None, chosen.provider, "", tuple(findings(call, chosen, [fault]))))


def _doubt(member: Member) -> Reason | None:
    return member.changed or (sdk_document.PREPARED if member.guarded else None)


def _open(call: Call, chosen: Chosen, way: Reached) -> Judged | None:
    """Nothing certain is known. Behind a reply that is no claim about the API any more."""
    if way.replied or is_data(way.thing) or isinstance(way.thing, NoMember):
        return None
    assert isinstance(way.thing, Open)
    return Judged(Checked(call, UNVERIFIED, Reason(Why.NOT_SETTLED, way.thing.why), chosen.provider))


class _Version:
    """One version of a package, where the steps lead in it, and what is called there."""

    def __init__(self, package: Package, way: Reached, method: Method) -> None:
        self.package, self.way, self.method = package, way, method


def _called(
    call: Call, chosen: Chosen, version: _Version, library: Surfaces, ways: list[tuple[Package, Reached]]
) -> Judged | None:
    member = call.member
    assert member is not None
    method = version.method = _stated(version.package, version.method)
    if member.changed:
        return Judged(Checked(call, UNVERIFIED, member.changed, chosen.provider)) if method.operations else None
    if not method.operations and (built := builders.operation(version.package.rules.builder, member)):
        return Judged(Checked(call, UNVERIFIED, builders.TABLES, chosen.provider, built))
    own = common([_own_faults(call, package, way) for package, way in ways]) if chosen.around else []
    if member.guarded:
        own = []
    if not method.operations or is_constructor(version.way.thing):
        return _local(call, chosen, own)
    if version.way.redirected or _is_set_elsewhere(member, version.package):
        return _verdict(call, chosen, " ".join(method.operations[0][:2]), own, (), ELSEWHERE)
    known = frozenset((*_known(ways), *(_named(call) if any(way.missing for _, way in ways) else ())))
    document = sdk_document.judge(call, chosen, version.package, method, library, known)
    told = {(f.rule, f.place[-1:]) for f in document.faults}
    kept = [fault for fault in own if (fault.rule, fault.place[-1:]) not in told]
    return _verdict(document.call, chosen, document.operation, kept, document.findings, document.why)


def _stated(package: Package, method: Method) -> Method:
    """The method with the operation that rule data states where the code does not show one."""
    if method.operations:
        return method
    verb, _, path = package.rules.operations.get(method.symbol, "").partition(" ")
    return method._replace(operations=((verb, path, ""),)) if path else method


def _named(call: Call) -> Iterator[str]:
    """The keywords of a call."""
    for argument in call.arguments:
        if argument.location == "kwargs" and isinstance(argument.value, Dictionary):
            yield from (entry.key for entry in argument.value.entries)


def _known(ways: list[tuple[Package, Reached]]) -> Iterator[str]:
    for package, way in ways:
        method = callable_of(package, way.thing)
        for signature in method.signatures if method else ():
            yield from (parameter.name for parameter in signature.parameters)


def _own_faults(call: Call, package: Package, way: Reached) -> list[Fault]:
    method = callable_of(package, way.thing)
    if method is None:
        return []
    found = [*arguments.check(call, method), *choices.faults(call, package, method)]
    if isinstance(way.thing, ClassRef):  # what a constructor needs may come from the environment
        return [fault for fault in found if fault.rule == "unknown-sdk-argument"]
    return found


def _is_set_elsewhere(member: Member, package: Package) -> bool:
    return any(name in package.redirects or name in SETTINGS for name in member.redirected)


def _local(call: Call, chosen: Chosen, own: list[Fault]) -> Judged | None:
    # what types `**` is no claim of an API here: Python hands on any keyword, such as those of another `cls=`
    refused = [fault for fault in own if fault.rule != "unknown-parameter"]
    return _verdict(call, chosen, "", refused, (), None) if refused else None


def _verdict(
    call: Call, chosen: Chosen, operation: str, own: list[Fault], others: tuple[Finding, ...], why: Reason | None
) -> Judged:
    found = (*findings(call, chosen, own, operation), *others)
    if any(finding.severity == "error" for finding in found):
        return Judged(Checked(call, REFUTED, None, chosen.provider, operation, found))
    verdict = UNVERIFIED if why else SUPPORTED
    return Judged(Checked(call, verdict, why, chosen.provider, operation, found))
