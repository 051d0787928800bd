"""What Python itself, and the types that the package declares, say of the arguments of an SDK call."""

from __future__ import annotations

from collections.abc import Iterator

from truthcheck.checks.core.fault import Fault, common
from truthcheck.model.call import Call
from truthcheck.model.noun import Node
from truthcheck.model.reason import Reason, Why
from truthcheck.model.value import Entry, Literal, Mapping, Sequence, Unknown, Value
from truthcheck.sdks.index.records import BY_PLACE, KEY, ONLY_PLACED, PLACED_REST, RESTS
from truthcheck.sdks.index.values import SdkMethod, SdkParameter, Signature


class BoundArguments(Node):
    """The arguments of a call by parameter name; `rest` says why there may be more, `extra` have no parameter."""

    entries: tuple[Entry, ...]
    positional: frozenset[str]
    rest: Unknown | None
    extra: tuple[Value, ...]


def given(call: Call, signature: Signature) -> BoundArguments:
    """How the arguments meet the parameters."""
    placed, named = _arguments(call)
    names = [parameter.name for parameter in signature.parameters if parameter.kind in BY_PLACE]
    taken = tuple(Entry(n, v, getattr(v, "at", None)) for n, v in zip(names, placed.items, strict=False))
    extra = placed.items[len(names) :]
    if any(parameter.kind == PLACED_REST for parameter in signature.parameters):
        extra = ()
    return BoundArguments((*taken, *named.entries), frozenset(e.key for e in taken), placed.rest or named.rest, extra)


def _arguments(call: Call) -> tuple[Sequence, Mapping]:
    found = {argument.location: argument.value for argument in call.arguments}
    placed, named = found.get("args"), found.get("kwargs")
    return (
        placed if isinstance(placed, Sequence) else Sequence((), Unknown(Reason(Why.ARGUMENTS_UNKNOWN))),
        named if isinstance(named, Mapping) else Mapping((), Unknown(Reason(Why.ARGUMENTS_UNKNOWN))),
    )


def check(call: Call, method: SdkMethod) -> list[Fault]:
    """Names that no way of calling takes, and required ones that all of them miss."""
    return common([list(_judged(call, signature, method)) for signature in method.signatures])


def meant(call: Call, method: SdkMethod) -> Signature | None:
    """Of several ways of calling the one that fits best."""
    return min(method.signatures, key=lambda one: len(list(_judged(call, one, method))), default=None)


def _judged(call: Call, signature: Signature, method: SdkMethod) -> Iterator[Fault]:
    """What is false of the arguments in one way of calling."""
    arguments = given(call, signature)
    if not signature.rest:
        yield from _unknown(arguments, signature.parameters, method)
    if arguments.rest is None:
        yield from _missing(arguments, signature.parameters, method)


def _unknown(found: BoundArguments, parameters: tuple[SdkParameter, ...], method: SdkMethod) -> Iterator[Fault]:
    names = tuple(p.name for p in parameters if p.kind not in (ONLY_PLACED, *RESTS))
    # keys of a TypedDict are what the API takes; Python itself would let others through
    rule = "unknown-parameter" if any(p.kind == KEY for p in parameters) else "unknown-sdk-argument"
    for entry in found.entries:
        if entry.key not in found.positional and entry.key not in names:
            yield Fault(rule, ("kwargs", entry.key), entry.at, choices=names, pointer=method.symbol)
    if found.extra:
        at = getattr(found.extra[0], "at", None)
        yield Fault("unknown-sdk-argument", ("args",), at, str(len(found.positional)), names, pointer=method.symbol)


def _missing(found: BoundArguments, parameters: tuple[SdkParameter, ...], method: SdkMethod) -> Iterator[Fault]:
    sent = {entry.key for entry in found.entries}
    needed = tuple(p.name for p in parameters if p.required and p.kind not in RESTS)
    for name in needed:
        if name not in sent:
            yield Fault("missing-parameter", ("kwargs", name), None, choices=needed, pointer=method.symbol)


def sentinel(entry: Entry) -> bool:
    """Whether an argument says nothing: None leaves a parameter out."""
    return isinstance(entry.value, Literal) and entry.value.value is None


def names(call: Call) -> tuple[str, ...] | None:
    """The names of all arguments; None where some have none, or may have others."""
    placed, named = _arguments(call)
    open = placed.items or placed.rest or named.rest
    return None if open else tuple(entry.key for entry in named.entries)


def keywords(call: Call) -> Iterator[str]:
    """The names under which arguments are given."""
    for argument in call.arguments:
        if argument.location == "kwargs" and isinstance(argument.value, Mapping):
            yield from (entry.key for entry in argument.value.entries)


def plain(name: str) -> str:
    """A name as it compares between Python and the wire: `from_` is "From"."""
    return name.replace("_", "").replace("-", "").lower()
