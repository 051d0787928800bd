"""unknown-response-field through SDKs: the code reads what the class of a reply does not have.

The class of the package decides. Where objects take whatever the server sends, the API's document may still know a
field that the class lacks, and a project without a pin may use an older version that had it: then nothing is said.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Protocol

from truthcheck.checks.core.fault import Fault, common
from truthcheck.checks.http.exchange import Placed
from truthcheck.checks.sdk import builders, reply_fields
from truthcheck.checks.sdk.reply_fields import Absent
from truthcheck.checks.sdk.request import FREE
from truthcheck.checks.sdk.walk import RAW, Reached, is_constructor, walk
from truthcheck.model.call import Call, Member, Read
from truthcheck.model.location import Span
from truthcheck.model.noun import Node
from truthcheck.model.value import Mapping
from truthcheck.sdks.index.decode import make
from truthcheck.sdks.index.package import Package
from truthcheck.sdks.index.values import AnyOf, Instance, Items, Keyed, Method, Open, Plain, Thing
from truthcheck.sdks.registry import Chosen

RULE = "unknown-response-field"


class Told(Node):
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


class Registry(Protocol):
    """Which package an import means, and the versions of it."""

    def choose(self, module: str, project: Path) -> Chosen | None: ...
    def others(self, chosen: Chosen) -> tuple[Package, ...]: ...


def judge(call: Call, registry: Registry, elsewhere: Collection[str]) -> Told | None:
    """What the reads of one call come to; None when it gives no reply, or one of another server (see `sdk_replies`)."""
    assert call.member is not None
    chosen = registry.choose(call.member.steps[0].text, Path(call.at.path).parent)
    packages = (chosen.around or (chosen.package,)) if chosen is not None else ()
    ways = [(package, walk(package, call.member)) for package in packages]
    if chosen is None or any(_is_elsewhere(call.member, package, way, elsewhere) for package, way in ways):
        return None
    return _judged(call, chosen, ways, registry)


def _is_elsewhere(member: Member, package: Package, way: Reached, elsewhere: Collection[str]) -> bool:
    if way.redirected or (way.unseen and member.steps[0].text in elsewhere):
        return True
    return any(name in package.redirects or name in elsewhere for name in member.redirected)


def _judged(call: Call, chosen: Chosen, ways: list[tuple[Package, Reached]], registry: Registry) -> Told | None:
    replies = [_reply(package, way, call) for package, way in ways]
    known = [reply for reply in replies if reply is not None]
    if not known:
        return None
    judged = [(read, _faults(known, read)) for read in call.reads]
    faults = _false(call, chosen, judged) if len(known) == len(replies) and chosen.around else ()
    removed = frozenset(_removed(call, faults, registry.others(chosen))) if faults else frozenset()
    if chosen.pin is None:  # the project may use one of them
        faults = tuple(fault for fault in faults if fault.at not in removed)
    told = {fault.at for fault in faults}
    right = frozenset((read.at, _name(read.path)) for read, _ in judged if read.at not in told)
    reads = tuple(Read(path, read.at, read.certain) for read, _ in judged if (path := shown(read.path)))
    return Told(call, chosen, _request(call, *ways[-1]), reads, faults, removed, right)


def _false(call: Call, chosen: Chosen, judged: list[tuple[Read, list[Fault]]]) -> tuple[Fault, ...]:
    found = tuple(fault for read, faults in judged if read.certain for fault in faults)
    return () if found and _changes(call, chosen.package) else found


def _removed(call: Call, faults: tuple[Fault, ...], others: tuple[Package, ...]) -> Iterator[Span]:
    """Where something is read that another version has."""
    at = {fault.at for fault in faults}
    for read in call.reads:
        if read.at in at and any(_has(package, call, read) for package in others):
            yield read.at


class _Reply:
    """What a call gives in one version of its package; where paths lead is remembered."""

    def __init__(self, package: Package, thing: Thing) -> None:
        self.package = package
        self._known: dict[tuple[str, ...], Thing | Absent] = {(): thing}

    def at(self, path: tuple[str, ...]) -> Thing | Absent:
        """Only the last step of a path is judged, since each step before it is a read of its own."""
        if path not in self._known:
            above = self.at(path[:-1])
            below = Open("told") if isinstance(above, Absent) else reply_fields.step(self.package, above, path[-1])
            self._known[path] = below
        return self._known[path]


def _faults(replies: list[_Reply], read: Read) -> list[Fault]:
    return common([list(_absent(reply, read)) for reply in replies])


def _absent(reply: _Reply, read: Read) -> Iterator[Fault]:
    found = reply.at(read.path)
    if isinstance(found, Absent):
        place = ("response", *shown(read.path))
        yield Fault(RULE, place, read.at, found.what, found.names, False, not found.free, found.on)


def _has(package: Package, call: Call, read: Read) -> bool:
    """Whether another version certainly has what is read."""
    assert call.member is not None
    reply = _reply(package, walk(package, call.member), call)
    if reply is None or isinstance(reply.at(read.path), Absent | Open):
        return False
    return not isinstance(reply.at(read.path[:-1]), Keyed)  # which takes any key


def _reply(package: Package, way: Reached, call: Call) -> _Reply | None:
    """What the call gives, None when that is no reply: a client, a part of one, something the user hands in."""
    member = call.member
    method = way.thing
    if member is None or not isinstance(method, Method) or any(step.text in RAW for step in member.steps):
        return None
    thing = _given(package, method)
    if way.replied or (not is_constructor(method) and _sends(package, member, method)):
        return _Reply(package, thing)
    own = package.classes.is_model(method.owner) if method.owner else False
    return _Reply(package, thing) if not own and _is_value(package, thing) else None


def _given(package: Package, method: Method) -> Thing:
    """What the method gives: rule data knows where the package does not say."""
    if not isinstance(method.returns, Open):
        return method.returns
    term = package.rules.returns.get(method.symbol)
    return make(term) if term else method.returns


def _sends(package: Package, member: Member, method: Method) -> bool:
    if method.operations or builders.operation(package.rules.builder, member):
        return True
    return method.symbol in package.rules.operations


def _is_value(package: Package, thing: Thing) -> bool:
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


def _request(call: Call, package: Package, way: Reached) -> Span:
    """Where the request itself stands, of which this call handles the reply."""
    member = call.member
    assert member is not None
    own = isinstance(way.thing, Method) and _sends(package, member, way.thing)
    return call.at if own or not way.replied else member.steps[way.sent].at or call.at


def _changes(call: Call, package: Package) -> bool:
    """Whether settings or arguments make the reply another one than the package says."""
    member = call.member
    assert member is not None
    names = {*package.rules.versioned, *FREE}
    if names.intersection(member.redirected) or member.changed:
        return True
    return any(names.intersection(step.keywords) for step in member.steps) or bool(names.intersection(_named(call)))


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
