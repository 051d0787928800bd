"""unknown-response-field through SDKs: the code reads what the class of a reply does not have.

The class of the package decides. Where objects take whatever the server sends, the API's document may still know a
field that the class lacks, and a project without a pin may use an older version that had it: then nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterator

from truthcheck.checks.calls.exchange import Placed
from truthcheck.checks.core.fault import Fault, common
from truthcheck.checks.sdk import reply_fields, sent
from truthcheck.checks.sdk.reply_fields import AbsentField
from truthcheck.checks.sdk.subject import ProjectFacts, Registry, Subject, Version, find
from truthcheck.checks.sdk.walk import is_constructor, walk
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

    `removed` are places of reads that another version of the package has.
    """

    call: Call
    chosen: Chosen
    at: Span
    reads: tuple[Read, ...]
    faults: tuple[Fault, ...]
    removed: frozenset[Span]
    right: frozenset[Placed]


def judge(call: Call, registry: Registry, project: ProjectFacts) -> ReadReply | None:
    """What the reads of one call come to; None when it gives no reply, or one of another server (see `replies`)."""
    subject = find(call, registry)
    if subject is None or any(subject.is_elsewhere(version, project) for version in subject.versions):
        return None
    replies = [_reply(version, subject) for version in subject.versions]
    known = [reply for reply in replies if reply is not None]
    return _judged(subject, known, len(known) == len(replies), registry) if known else None


def _judged(subject: Subject, replies: list[_Reply], in_all: bool, registry: Registry) -> ReadReply:
    """`in_all`: every version gives a reply; else nothing is false for certain."""
    call = subject.call
    faults = tuple(_false(subject, replies)) if in_all else ()
    removed = frozenset(_removed(subject, faults, registry))
    if subject.chosen.pin is None:  # the project may use one of the versions that have it
        faults = tuple(fault for fault in faults if fault.at not in removed)
    broken = {fault.at for fault in faults}
    right = frozenset((read.at, _name(read.path)) for read in call.reads if read.at not in broken)
    return ReadReply(call, subject.chosen, _request(subject), tuple(_places(call)), faults, removed, right)


def _places(call: Call) -> Iterator[Read]:
    """The reads as places in a reply."""
    for read in call.reads:
        path = shown(read.path)
        if path:
            yield Read(path, read.at, read.certain)


def _false(subject: Subject, replies: list[_Reply]) -> Iterator[Fault]:
    """What is false of the reads that surely are made. Nothing where the project's version is not known."""
    if not subject.chosen.around or _changes(subject):
        return
    for read in subject.call.reads:
        if read.certain:
            yield from common([list(_absent(reply, read)) for reply in replies])


def _removed(subject: Subject, faults: tuple[Fault, ...], registry: Registry) -> Iterator[Span]:
    """Where something is read that another version has."""
    at = {fault.at for fault in faults}
    others = registry.others(subject.chosen) if faults else ()
    for read in subject.call.reads:
        if read.at in at and any(_has(package, subject, read) for package in others):
            yield read.at


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


def _has(package: Package, subject: Subject, read: Read) -> bool:
    """Whether another version certainly has what is read."""
    reply = _reply(Version(package, walk(package, subject.member)), subject)
    if reply is None or isinstance(reply.at(read.path), AbsentField | Open):
        return False
    return not isinstance(reply.at(read.path[:-1]), Keyed)  # which takes any key


def _reply(version: Version, subject: Subject) -> _Reply | None:
    """What the call gives, None when that is no reply: a client, a part of one, something the user hands in."""
    method = version.way.thing
    if not isinstance(method, SdkMethod) or _is_raw(subject.member):
        return None
    package = version.package
    thing = _given(package, method)
    asks = not is_constructor(method) and sent.sends(package, subject.member, method)
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
