"""Whether what the document says holds although the package stands between: it may add, take out and convert."""

from __future__ import annotations

from collections.abc import Collection

from truthcheck.checks.core.fault import Fault
from truthcheck.checks.rules import of
from truthcheck.checks.sdk import types
from truthcheck.checks.sdk.arguments import plain
from truthcheck.checks.sdk.request import SdkRequest
from truthcheck.model.noun import replace
from truthcheck.model.value import Literal, Mapping, Value
from truthcheck.sdks.index.package import Package
from truthcheck.sdks.index.records import KEY
from truthcheck.sdks.index.terms import ANY, without_any
from truthcheck.sdks.index.values import SdkMethod, SdkParameter


def stands(fault: Fault, made: SdkRequest, package: Package, method: SdkMethod) -> bool:
    """A fault of the request is one of the call unless the package accounts for it."""
    rule = of(fault.rule)
    if rule.behind != "converted" or len(fault.place) < 2:
        return rule.behind == "stands"
    name = fault.place[1]
    ways = _ways(method, name)
    if not ways and made.converts and name not in made.spread:
        return False
    if not ways or name in made.spread or (rule.absent and made.payload is not None):
        return _stands_inside(fault, made, package, method)
    return _stands_in_all(fault, made, package, ways)


def _stands_in_all(fault: Fault, made: SdkRequest, package: Package, ways: list[SdkParameter]) -> bool:
    """The same for a parameter: whichever way of calling is meant."""
    if of(fault.rule).absent and len(fault.place) == 2:
        return all(parameter.required or parameter.kind == KEY for parameter in ways)
    return not any(_allowed(fault, made, parameter, package) for parameter in ways)


def _stands_inside(fault: Fault, made: SdkRequest, package: Package, method: SdkMethod) -> bool:
    """The same for what comes out of a payload, or would have to: its own type knows what the package does with it."""
    payloads = _ways(method, made.payload.key) if made.payload else []
    described = [payload for payload in payloads if types.describes(package, payload.term, ())]
    if made.payload and described:
        inside = replace(fault, place=(fault.place[0], made.payload.key, *fault.place[1:]))
        return not any(_allowed(inside, made, payload, package) for payload in described)
    return not of(fault.rule).absent or _is_open(made, method)


def _ways(method: SdkMethod, name: str) -> list[SdkParameter]:
    """The parameter of that name in each way of calling the method."""
    every = (parameter for signature in method.signatures for parameter in signature.parameters)
    return [parameter for parameter in every if plain(parameter.name) == plain(name)]


def _is_open(made: SdkRequest, method: SdkMethod) -> bool:
    """Whether all that is sent is written in the call."""
    return bool(made.spread) or any(signature.rest for signature in method.signatures)


def _allowed(fault: Fault, made: SdkRequest, parameter: SdkParameter, package: Package) -> bool:
    """Whether the package's own types allow what the document does not."""
    return of(fault.rule).allows(fault, _OwnTypes(fault, made, parameter, package))


class _OwnTypes:
    """The type of one parameter, beside what is given for it. What it is asked, see `core.rule.OwnTypes`."""

    def __init__(self, fault: Fault, made: SdkRequest, parameter: SdkParameter, package: Package) -> None:
        self._fault, self._made, self._parameter, self._package = fault, made, parameter, package

    @property
    def inside(self) -> tuple[str, ...]:
        return self._fault.place[2:]

    def know(self) -> bool:
        return types.knows(self._package, self._parameter.term, self.inside)

    def literals(self) -> Collection[str]:
        return types.literals(self._package, self._parameter.term, self.inside)

    def describe(self) -> bool:
        return types.describes(self._package, self._parameter.term, self.inside[:-1])

    def accept(self) -> bool:
        parameter = self._parameter
        value = _value(self._made, parameter.name, self._fault.place[1])
        if value is None or parameter.term == ANY:
            return value is not None
        if isinstance(value, Literal) and not self.inside:
            parameter = parameter._replace(term=without_any(parameter.term))
        own = types.check(self._package, parameter, value, self._fault.place[:2])
        return all(other.place != self._fault.place for other in own)


def _value(made: SdkRequest, name: str, sent: str) -> Value | None:
    """What is given for a parameter; `sent` is its name in the request."""
    if made.payload is not None and made.payload.key == name:
        return made.payload.value
    for argument in made.call.arguments:
        if isinstance(argument.value, Mapping):
            for entry in argument.value.entries:
                if entry.key == sent:
                    return entry.value
    return None
