"""unknown-response-field through SDKs: the code reads what the class of a reply does not have.

The class of the package decides. Where objects take whatever the server sends, the API's document may still know a
field that the class lacks: then nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterator

from truthcheck.checks.calls.exchange import Placed
from truthcheck.checks.core.fault import Fault, common
from truthcheck.checks.sdk import over_releases, reply_fields, sent
from truthcheck.checks.sdk.refused import Partly, of_some
from truthcheck.checks.sdk.reply_fields import AbsentField
from truthcheck.checks.sdk.subject import ProjectFacts, Registry, Subject, Version, find
from truthcheck.checks.sdk.walk import is_constructor
from truthcheck.model.call import Call, Member, Read
from truthcheck.model.location import Span
from truthcheck.model.noun import Node
from truthcheck.model.value import Mapping
from truthcheck.sdks.index.decode import make
from truthcheck.sdks.index.package import Package
from truthcheck.sdks.index.values import AnyOf, Instance, Items, Keyed, Open, Plain, SdkMethod, StepValue
from truthcheck.sdks.registry import Chosen
from truthcheck.sdks.rules.shared_words import words

RULE = "unknown-response-field"


class ReadReply(Node):
    """`at` is where the request stands whose reply is read; `right` are reads that may be true, with their places.

    `faults` hold in every release that the project may use, `parts` in some of them.
    """

    call: Call
    chosen: Chosen
    at: Span
    reads: tuple[Read, ...]
    faults: tuple[Fault, ...]
    parts: tuple[Partly, ...]
    right: frozenset[Placed]


def judge(call: Call, registry: Registry, project: ProjectFacts) -> ReadReply | None:
    """What the reads of one call come to; None when it gives no reply, or one of another server (see `replies`)."""
    found = find(call, registry)
    if found is None or found.chosen.instead or any(found.is_elsewhere(version, project) for version in found.versions):
        return None
    subject = over_releases.widened(found, lambda version: _false(found, version), ())
    rows = [(version, _false(subject, version)) for version in subject.versions]
    told = [(version, faults) for version, faults in rows if faults is not None]
    return _judged(subject, told, len(told) == len(rows)) if told else None


def _judged(subject: Subject, rows: list[tuple[Version, list[Fault]]], in_all: bool) -> ReadReply:
    """`in_all`: every release gives a reply; else nothing is false in all of them."""
    call = subject.call
    faults = tuple(common([told for _, told in rows])) if in_all else ()
    parts = tuple(of_some(rows, without=faults))
    broken = {fault.at for fault in (*faults, *(part.fault for part in parts))}
    right = frozenset((read.at, _name(read.path)) for read in call.reads if read.at not in broken)
    return ReadReply(call, subject.chosen, _request(subject), tuple(_places(call)), faults, parts, right)


def _places(call: Call) -> Iterator[Read]:
    """The reads as places in a reply."""
    for read in call.reads:
        path = shown(read.path)
        if path:
            yield Read(path, read.at, read.certain)


def _false(subject: Subject, version: Version) -> list[Fault] | None:
    """What is false in one release of the reads that surely are made; None where it gives no reply.

    Nothing where the reply may be another one than the package says.
    """
    reply = _reply(version, subject.member)
    if reply is None:
        return None
    if _changes(subject):
        return []
    return [fault for read in subject.call.reads if read.certain for fault in _absent(reply, read)]


class _Reply:
    """What a call gives in one version of its package; where paths lead is remembered."""

    def __init__(self, package: Package, thing: StepValue) -> None:
        self.package = package
        self._known: dict[tuple[str, ...], StepValue | AbsentField] = {(): thing}

    def at(self, path: tuple[str, ...]) -> StepValue | AbsentField:
        """Only the last step of a path is judged, since each step before it is a read of its own."""
        if path not in self._known:
            above = self.at(path[:-1])
            below = Open("told") if isinstance(above, AbsentField) else reply_fields.step(self.package, above, path[-1])
            self._known[path] = below
        return self._known[path]


def _absent(reply: _Reply, read: Read) -> Iterator[Fault]:
    found = reply.at(read.path)
    if isinstance(found, AbsentField):
        place = ("response", *shown(read.path))
        yield Fault(RULE, place, read.at, found.what, found.names, False, not found.free, found.on)


def has_field(call: Call, version: Version, fault: Fault) -> bool | None:
    """Whether a release has what a fault says to be absent, None where that is not known."""
    path = next((read.path for read in call.reads if read.at == fault.at and shown(read.path) == fault.place[1:]), ())
    reply = _reply(version, call.member) if call.member and path else None
    if reply is None or isinstance(reply.at(path), Open) or isinstance(reply.at(path[:-1]), Keyed):
        return None  # a dictionary takes any key
    return not isinstance(reply.at(path), AbsentField)


def _reply(version: Version, member: Member) -> _Reply | None:
    """What the call gives, None when that is no reply: a client, a part of one, something the user hands in."""
    method = version.way.thing
    if not isinstance(method, SdkMethod) or _is_raw(member):
        return None
    package = version.package
    thing = _given(package, method)
    asks = not is_constructor(method) and sent.sends(package, member, method)
    return _Reply(package, thing) if version.way.replied or asks or _is_own_value(package, method, thing) else None


def _is_raw(member: Member) -> bool:
    return not words().raw_replies.isdisjoint(step.text for step in member.steps)


def _is_own_value(package: Package, method: SdkMethod, thing: StepValue) -> bool:
    """Whether something that is no reply itself gives data."""
    is_of_reply = bool(method.owner) and package.classes.is_model(method.owner)
    return not is_of_reply and _is_value(package, thing)


def _given(package: Package, method: SdkMethod) -> StepValue:
    """What the method gives: rule data knows where the package does not say."""
    if not isinstance(method.returns, Open):
        return method.returns
    term = package.rules.returns.get(method.symbol)
    return make(term) if term else method.returns


def _is_value(package: Package, thing: StepValue) -> bool:
    """Whether a result is data, whoever made it."""
    match thing:
        case Plain() | Items() | Keyed():
            return True
        case Instance(key):
            return package.classes.is_model(key) and not reply_fields.is_plain(package, key)
        case AnyOf(members):
            return all(_is_value(package, member) for member in members)
        case _:
            return False


def _request(subject: Subject) -> Span:
    """Where the request itself stands, of which this call handles the reply."""
    newest = subject.versions[-1]
    way = newest.way
    own = isinstance(way.thing, SdkMethod) and sent.sends(newest.package, subject.member, way.thing)
    return subject.call.at if own or not way.replied else subject.member.steps[way.sent].at or subject.call.at


def _changes(subject: Subject) -> bool:
    """Whether settings or arguments make the reply another one than the package says."""
    member = subject.member
    names = {*subject.chosen.package.rules.versioned, *words().additions}
    given = (*member.redirected, *(name for step in member.steps for name in step.keywords), *_named(subject.call))
    return bool(member.changed) or not names.isdisjoint(given)


def _named(call: Call) -> Iterator[str]:
    """Names of the arguments, those inside an options argument included."""
    for argument in call.arguments:
        if isinstance(argument.value, Mapping):
            for entry in argument.value.entries:
                yield entry.key
                if isinstance(entry.value, Mapping):
                    yield from (inner.key for inner in entry.value.entries)


def shown(path: tuple[str, ...]) -> tuple[str, ...]:
    """A path as the reply is written: keys and "[]", without the calls on the way."""
    kept = []
    for number, text in enumerate(path):
        called = path[number + 1 : number + 2] == ("()",)
        if text not in ("()", "await", "with") and not called:
            kept.append("[]" if text in ("[]", "[?]") else text[1:-1] if text.startswith("[") else text)
    return tuple(kept)


def _name(path: tuple[str, ...]) -> str:
    return path[-1].strip("[]")
