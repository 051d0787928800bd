"""What of an SDK call nothing could check: by the document of the request, or by the types of the package."""

from __future__ import annotations

from collections.abc import Iterator

from truthcheck.checks.calls import judge
from truthcheck.checks.core.openness import unchecked
from truthcheck.checks.core.values import Context
from truthcheck.checks.sdk import types
from truthcheck.checks.sdk.arguments import given, meant, sentinel
from truthcheck.checks.sdk.request import SdkRequest
from truthcheck.model.call import Call
from truthcheck.model.provider import Judgement, Provider
from truthcheck.model.reason import Reason, Why
from truthcheck.model.surface import Candidate
from truthcheck.model.value import Unknown
from truthcheck.sdks.index.package import Package
from truthcheck.sdks.index.values import SdkMethod

ARGUMENTS = "the arguments"


def by_document(made: SdkRequest, provider: Provider, candidate: Candidate) -> tuple[Reason, ...]:
    """Wherever a name travels, the code gives it as an argument. Names inside a payload are the package's matter."""
    found = [one for one in judge.left_open(made.call, provider, candidate) if one.why != Why.NAMES_OPEN]
    kept = [one for one in found if one.why != Why.NAME_UNDESCRIBED or made.payload is None]
    return (*kept, *_names(made.rest))


def by_types(call: Call, package: Package, method: SdkMethod) -> tuple[Reason, ...]:
    """By the way of calling that fits best."""
    return tuple(dict.fromkeys(_by_types(call, package, method)))[: judge.MOST_OPEN]


def _by_types(call: Call, package: Package, method: SdkMethod) -> Iterator[Reason]:
    signature = meant(call, method)
    if signature is None:
        return
    arguments = given(call, signature)
    declared = {parameter.name: parameter for parameter in signature.parameters}
    context = Context(types.PackageSurface(package, ""), Judgement(), package.described != "strict", "")
    for entry in arguments.entries:
        parameter = declared.get(entry.key)
        if parameter is not None and not sentinel(entry):
            yield from unchecked(context, entry.value, types.of(package, parameter.term), ("kwargs", entry.key))
    yield from _names(arguments.rest)


def _names(rest: Unknown | None) -> Iterator[Reason]:
    if rest is not None:
        yield Reason(Why.NAMES_OPEN, ARGUMENTS)
