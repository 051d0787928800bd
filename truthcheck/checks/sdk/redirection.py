"""Clients that are sent to another server than their vendor's: nothing is known of what is offered there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from truthcheck.checks.sdk.arguments import keywords
from truthcheck.model.call import Call, Step
from truthcheck.sdks.index.package import Package
from truthcheck.sdks.index.records import BY_PLACE
from truthcheck.sdks.index.values import ClassRef, SdkMethod, Signature, StepValue
from truthcheck.sdks.rules.shared_words import words


def modules(calls: Iterable[Call]) -> Iterator[str]:
    """The packages of which the project sends some client to another server: one that is handed in may be that one."""
    settings = words().redirects
    for call in calls:
        if call.member is not None and not settings.isdisjoint(keywords(call)):
            yield call.member.steps[0].text


def redirects(package: Package, called: StepValue, step: Step) -> bool:
    """Whether arguments of a constructor or an option method name another server, or may do so."""
    builds = isinstance(called, ClassRef)
    method = package.constructor(called) if isinstance(called, ClassRef) else called
    if not isinstance(method, SdkMethod):
        return _names_server(package, step.keywords)
    return any(_may_name_server(package, signature, step, builds) for signature in method.signatures)


def _may_name_server(package: Package, signature: Signature, step: Step, builds: bool) -> bool:
    """Whether the arguments do so in one way of calling; spread ones of a constructor may."""
    placed = [parameter.name for parameter in signature.parameters if parameter.kind in BY_PLACE]
    if _names_server(package, (*step.keywords, *placed[: step.positional])):
        return True
    spread = builds and "**" in step.keywords
    return spread and _names_server(package, (parameter.name for parameter in signature.parameters))


def _names_server(package: Package, names: Iterable[str]) -> bool:
    return not set(package.redirects).isdisjoint(names)
