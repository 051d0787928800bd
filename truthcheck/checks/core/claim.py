"""What a check judges: one reading of a call beside one operation it may mean."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as MappingABC
from itertools import islice, product

from truthcheck.model.call import Argument, Call
from truthcheck.model.noun import dataclass
from truthcheck.model.provider import Provider
from truthcheck.model.reason import Reason, Why
from truthcheck.model.surface import Candidate, Operation, Surface
from truthcheck.model.value import Entry, Literal, Mapping, Sequence, Typed, Unknown, Value, alternatives

READINGS = 32  # more alternatives than this are read as one unknown
BODIES = ("json", "form", "file", "content")


@dataclass(frozen=True, slots=True)
class Claim:
    """`sent` maps a location of model.call to everything sent there; no Union at its top."""

    call: Call
    provider: Provider
    candidate: Candidate
    sent: MappingABC[str, Value]

    @property
    def operation(self) -> Operation:
        return self.candidate.operation

    @property
    def surface(self) -> Surface:
        return self.candidate.surface


def readings(call: Call) -> Iterator[dict[str, Value]]:
    """Every way the arguments of `call` can turn out, branch by branch."""
    options = [(argument.location, _options(argument)) for argument in call.arguments]
    count = 1
    for _, values in options:
        count *= len(values)
    if count > READINGS:
        options = [
            (where, [Unknown(Reason(Why.TOO_MANY_BRANCHES))] if len(values) > 1 else values)
            for where, values in options
        ]
    for picked in islice(product(*(values for _, values in options)), READINGS):
        yield _joined(tuple((where, value) for (where, _), value in zip(options, picked, strict=True)))


def _options(argument: Argument) -> list[Value]:
    value = argument.value
    members = list(alternatives(value))
    return [
        _mapping(member) if argument.location in ("query", "form", "header", "cookie", "file") else member
        for member in members
    ] or [Unknown(Reason(Why.NOTHING_KNOWN))]


def _mapping(value: Value) -> Value:
    """Pairs and None as the mapping they mean; what is no mapping is left as it is."""
    match value:
        case Literal(None) | Typed("null"):
            return Mapping((), at=value.at)
        case Sequence(items, rest, at) if items and all(_is_pair(item) for item in items):
            return Mapping(tuple(_entry(item) for item in items), rest, at)
        case _:
            return value


def _is_pair(value: Value) -> bool:
    match value:
        case Sequence((Literal(str()), _), None):
            return True
        case _:
            return False


def _entry(value: Value) -> Entry:
    match value:
        case Sequence((Literal(str(key), at), second)):
            return Entry(key, second, at)
        case _:
            raise AssertionError("only pairs get here")


def _joined(arguments: tuple[tuple[str, Value], ...]) -> dict[str, Value]:
    sent: dict[str, Value] = {}
    for where, value in arguments:
        if where in BODIES and isinstance(value, Literal) and value.value is None:
            continue  # `json=None` sends nothing
        sent[where] = _join(sent[where], value) if where in sent else value
    return sent


def _join(one: Value, other: Value) -> Value:
    """Two arguments for one location, such as a query in the URL and `params=`."""
    if not isinstance(one, Mapping):
        one, other = other, one
    if not isinstance(one, Mapping):
        return Unknown(Reason(Why.SENT_TWICE))
    if not isinstance(other, Mapping):
        return Mapping(one.entries, one.rest or Unknown(Reason(Why.JOINED_WITH_UNKNOWN)), one.at)
    return Mapping(one.entries + other.entries, one.rest or other.rest, one.at or other.at)
