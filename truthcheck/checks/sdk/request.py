"""An SDK call as the request it makes: arguments become path, query and body of the operation that it reaches."""

from __future__ import annotations

from collections.abc import Iterator

from truthcheck.checks.core.claim import Claim
from truthcheck.checks.http import bodies, parameters
from truthcheck.checks.sdk import types
from truthcheck.checks.sdk.address import parameters_in
from truthcheck.checks.sdk.arguments import BoundArguments, given, meant, plain, sentinel
from truthcheck.checks.sdk.sent_values import flat, mapping
from truthcheck.model.call import BODILESS, Argument, Call
from truthcheck.model.noun import Node, replace
from truthcheck.model.provider import Provider
from truthcheck.model.reason import Reason, Why
from truthcheck.model.surface import Candidate
from truthcheck.model.value import Entry, Mapping, Unknown
from truthcheck.sdks.index.package import Package
from truthcheck.sdks.index.records import KEY, RESTS
from truthcheck.sdks.index.values import SdkMethod, SdkParameter, Signature
from truthcheck.sdks.rules.shared_words import words

_ENCODINGS = (("json", "json"), ("form", "form"), ("multipart", "form"), ("any", "json"))


class SdkRequest(Node):
    """`spread` are the names that come out of a payload parameter: what they are called is not Python's matter.

    `converts`: something that the method needs has another name in the operation, so that its further keywords may be
    sent in another form, too. `payload` is the argument that `spread` comes out of, `rest` why there may be more names.
    """

    call: Call
    parameters: dict[str, SdkParameter]
    spread: frozenset[str]
    converts: bool = False
    payload: Entry | None = None
    rest: Unknown | None = None


class _Names(Node):
    """The names of an operation, by what they compare as."""

    method: str
    query: dict[str, str]
    body: dict[str, str]
    path: frozenset[str]

    def __contains__(self, name: str) -> bool:
        """Whether an argument that is sent has the name."""
        return plain(name) in self.query or plain(name) in self.body

    def is_segment(self, name: str) -> bool:
        """Whether a name is a part of the path alone."""
        return plain(name) in self.path and plain(name) not in self.body

    def place(self, name: str) -> str:
        """Where a name is sent: "query" or "body"."""
        query, body = plain(name) in self.query, plain(name) in self.body
        bodiless = self.method in BODILESS
        if query or body:
            return "query" if query and (bodiless or not body) else "body"
        return "query" if bodiless or (self.query and not self.body) else "body"

    def true(self, name: str) -> str | None:
        """The name as the operation writes it, None when it has no such name there."""
        return (self.query if self.place(name) == "query" else self.body).get(plain(name))


class _SpreadArguments(Node):
    """The arguments with those of payload parameters in their place, which are the names in `spread`."""

    entries: list[Entry]
    rest: Unknown | None
    spread: frozenset[str]
    payload: Entry | None


class _CallForm(Node):
    """One way of calling a method of a package; `known` are names that some version of the package takes."""

    package: Package
    signature: Signature
    known: frozenset[str]

    def leaves_out(self, name: str) -> bool:
        """Whether an argument that the operation does not have is not sent under its name."""
        return self._converts(name) or self._refuses(name)

    def _converts(self, name: str) -> bool:
        """An option of the client, or something that it sends in another form. Rule data tells options."""
        return name in self.known or (bool(self.signature.rest) and name in self.package.rules.options)

    def _refuses(self, name: str) -> bool:
        """Python refuses it: told as such."""
        if self.signature.rest:
            return False
        return all(one.name != name and one.kind != KEY for one in self.signature.parameters)


def request(call: Call, method: SdkMethod, candidate: Candidate, known: frozenset[str], package: Package) -> SdkRequest:
    """The call with its arguments where the operation has them. Options of the client itself are left out.

    `known` are names that the package takes, in any version that the project may use.
    """
    form = _CallForm(package, meant(call, method) or Signature((), "nothing is known"), known)
    claim = Claim(call, Provider("", ""), candidate, {})
    names = _names(claim)
    opened = _opened(given(call, form.signature), names, _payloads(form))
    sent = _sent(opened, names, form)
    return SdkRequest(
        replace(call, arguments=tuple(_arguments(sent, opened.rest, claim))),
        {parameter.name: parameter for parameter in form.signature.parameters},
        opened.spread,
        _converts(form.signature, names),
        opened.payload,
        opened.rest,
    )


def _names(claim: Claim) -> _Names:
    operation = claim.operation
    segments = (*(p.name for p in operation.parameters if p.location == "path"), *parameters_in(operation.path))
    return _Names(
        operation.method,
        {plain(name): name for name in parameters.query_shape(claim).properties},
        {plain(name): name for name in parameters.body_names(claim)},
        frozenset(map(plain, segments)),
    )


def _payloads(form: _CallForm) -> tuple[str, ...]:
    """Parameters whose items are sent.

    One that must be given alone is one when its type says which keys it holds: `credentials`, `attributes`.
    """
    needed = [parameter for parameter in form.signature.parameters if parameter.required]
    typed = len(needed) == 1 and types.describes(form.package, needed[0].term, ())
    return (*words().payloads, *((needed[0].name,) if typed else ()))


def _opened(found: BoundArguments, names: _Names, payloads: tuple[str, ...]) -> _SpreadArguments:
    """The arguments with payload parameters opened, unless the operation itself has a parameter of that name."""
    entries: list[Entry] = []
    rest = found.rest
    payload: Entry | None = None
    for entry in found.entries:
        is_payload = entry.key in payloads and entry.key not in names
        inner = _inside(entry) if is_payload or entry.key in words().additions else Mapping((entry,))
        entries.extend(inner.entries)
        rest = rest or inner.rest
        payload = payload or (entry if is_payload else None)
    own = {entry.key for entry in found.entries}
    return _SpreadArguments(entries, rest, frozenset(entry.key for entry in entries) - own, payload)


def _inside(entry: Entry) -> Mapping:
    """What an argument of which only the items are sent comes down to."""
    if entry.key in words().additions:
        return Mapping((), Unknown(Reason(Why.ADDED_BY, entry.key)))
    if isinstance(entry.value, Mapping):
        return entry.value
    return Mapping((), None if sentinel(entry) else Unknown(Reason(Why.NAME_UNKNOWN, entry.key)))


def _sent(opened: _SpreadArguments, names: _Names, form: _CallForm) -> dict[str, list[Entry]]:
    """What is sent in the query and in the body, by the operation's own names."""
    sent: dict[str, list[Entry]] = {"query": [], "body": []}
    for entry in opened.entries:
        if sentinel(entry) or names.is_segment(entry.key):
            continue
        true = entry.key if entry.key in opened.spread else names.true(entry.key)
        if true is not None or not form.leaves_out(entry.key):
            sent[names.place(entry.key)].append(replace(entry, key=true or entry.key))
    return sent


def _converts(signature: Signature, names: _Names) -> bool:
    """Whether something that must be given has another name in the operation."""
    needed = (p.name for p in signature.parameters if p.required and p.kind not in RESTS)
    return bool(signature.rest) and any(
        name not in words().payloads and name not in names and plain(name) not in names.path for name in needed
    )


def _arguments(sent: dict[str, list[Entry]], rest: Unknown | None, claim: Claim) -> Iterator[Argument]:
    body = claim.operation.body
    if sent["query"] or body is None:
        yield Argument("query", flat(mapping(sent["query"], rest)))
    if body is not None:
        encoding = _encoding(claim, bodies.kinds(body), {entry.key for entry in sent["body"]})
        if encoding:
            whole = mapping(sent["body"], rest)
            yield Argument(encoding, whole if encoding == "json" else flat(whole))


def _encoding(claim: Claim, kinds: frozenset[str], names: set[str]) -> str:
    """How the body is sent: where the package has the choice, it sends what can hold these names."""
    taken = dict.fromkeys(name for kind, name in _ENCODINGS if kind in kinds)
    if len(taken) < 2:
        return next(iter(taken), "")
    return min(taken, key=lambda encoding: len(names.difference(parameters.body_names(claim, encoding))))
