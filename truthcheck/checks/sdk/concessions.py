"""Whether what the document says holds although the package stands between: it may add, take out and convert."""

from __future__ import annotations

from dataclasses import replace

from truthcheck.checks.core.fault import Fault
from truthcheck.checks.sdk import types
from truthcheck.checks.sdk.request import Request, plain
from truthcheck.model.value import Literal, Mapping, Value
from truthcheck.sdks.index.package import Package
from truthcheck.sdks.index.values import Method, Parameter

_SDK_DECIDES = ("wrong-encoding", "wrong-location")


def stands(fault: Fault, made: Request, package: Package, method: Method) -> bool:
    """A fault of the request is one of the call unless the package accounts for it."""
    if fault.rule in _SDK_DECIDES:
        return False
    if fault.rule == "deprecated" or len(fault.place) < 2:
        return fault.rule == "deprecated"
    name = fault.place[1]
    ways = _ways(method, name)
    if not ways and made.converts and name not in made.spread:
        return False
    missing = fault.rule == "missing-parameter"
    if not ways or name in made.spread or (missing and made.payload is not None):
        return _stands_inside(fault, made, package, method)
    if missing and len(fault.place) == 2:
        return all(parameter.required or parameter.kind == "u" for parameter in ways)
    return not any(_allowed(fault, made, parameter, package) for parameter in ways)


def _stands_inside(fault: Fault, made: Request, package: Package, method: Method) -> bool:
    """The same for what comes out of a payload, or would have to: its own type knows what the package does with it."""
    payloads = _ways(method, made.payload.key) if made.payload else []
    described = [payload for payload in payloads if types.describes(package, payload.term, ())]
    if made.payload and described:
        inside = replace(fault, place=(fault.place[0], made.payload.key, *fault.place[1:]))
        return not any(_allowed(inside, made, payload, package) for payload in described)
    return fault.rule != "missing-parameter" or _is_open(made, method)


def _ways(method: Method, name: str) -> list[Parameter]:
    """The parameter of that name in each way of calling the method."""
    every = (parameter for signature in method.signatures for parameter in signature.parameters)
    return [parameter for parameter in every if plain(parameter.name) == plain(name)]


def _is_open(made: Request, method: Method) -> bool:
    """Whether all that is sent is written in the call."""
    return bool(made.spread) or any(signature.rest for signature in method.signatures)


def _allowed(fault: Fault, made: Request, parameter: Parameter, package: Package) -> bool:
    """Whether the package's own types allow what the document does not."""
    inside = fault.place[2:]
    if fault.rule == "unknown-parameter":
        return not inside or types.knows(package, parameter.term, inside)
    if fault.rule == "invalid-value":
        return fault.got.strip('"') in types.literals(package, parameter.term, inside)
    value = _value(made, parameter.name, fault.place[1])
    if fault.rule == "missing-parameter" and not types.describes(package, parameter.term, inside[:-1]):
        return False
    if value is None or parameter.term == "?":
        return value is not None
    if isinstance(value, Literal) and not inside:
        parameter = parameter._replace(term=types.named(parameter.term))
    own = types.check(package, parameter, value, fault.place[:2])
    return all(one.place != fault.place for one in own)


def _value(made: Request, name: str, sent: str) -> Value | None:
    """What is given for a parameter; `sent` is its name in the request."""
    if made.payload is not None and made.payload.key == name:
        return made.payload.value
    for argument in made.call.arguments:
        if isinstance(argument.value, Mapping):
            for entry in argument.value.entries:
                if entry.key == sent:
                    return entry.value
    return None
