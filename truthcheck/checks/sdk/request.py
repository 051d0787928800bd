"""An SDK call as the request it makes: arguments become path, query and body of the operation that it reaches."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from truthcheck.checks.core.claim import Claim
from truthcheck.checks.http import bodies, parameters
from truthcheck.checks.sdk import types
from truthcheck.checks.sdk.arguments import Given, given, meant, sentinel
from truthcheck.model.call import Argument, Call
from truthcheck.model.noun import Node
from truthcheck.model.provider import Provider
from truthcheck.model.reason import Reason, Why
from truthcheck.model.surface import Candidate
from truthcheck.model.value import Entry, Hole, Literal, Mapping, Sequence, Template, Text, Typed, Union, Unknown, Value
from truthcheck.sdks.index.package import Package
from truthcheck.sdks.index.values import Method, Parameter, Signature

PAYLOADS = ("params", "body", "request_body", "data", "json")  # parameters whose items are sent, not they themselves
FREE = ("extra_body", "extra_query", "extra_headers")
_BODILESS = ("GET", "HEAD", "DELETE", "OPTIONS")
_PART = re.compile(r"\{(\w+)\}")
_ENCODINGS = (("json", "json"), ("form", "form"), ("multipart", "form"), ("any", "json"))


class Request(Node):
    """`spread` are the entries that come out of a payload parameter: what they are called is not Python's matter.

    `converts`: something that the method needs has another name in the operation, so that its further keywords may be
    sent in another form, too. `payload` is the argument that `spread` comes out of.
    """

    call: Call
    parameters: dict[str, Parameter]
    spread: frozenset[str]
    converts: bool = False
    payload: Entry | None = None


def plain(name: str) -> str:
    """A name as it compares between Python and the wire: `from_` is "From"."""
    return name.replace("_", "").replace("-", "").lower()


def address(call: Call, method: Method, path: str) -> Literal | Template:
    """The path with what the call says for its parameters."""
    values = {plain(entry.key): entry.value for entry in _entries(call, method)}
    parts: list[Text | Hole] = []
    for number, piece in enumerate(_PART.split(path)):
        if number % 2 == 0:
            parts.append(Text(piece, call.at))
            continue
        known = values.get(plain(piece))
        if isinstance(known, Literal) and isinstance(known.value, str) and known.value and "/" not in known.value:
            parts.append(Text(known.value, known.at))
        else:
            parts.append(Hole(Reason(Why.CHOSEN_AT_RUN_TIME), piece, "integer", call.at))
    texts = [part.text for part in parts if isinstance(part, Text)]
    return Literal("".join(texts), call.at) if len(texts) == len(parts) else Template(tuple(parts), call.at)


def _entries(call: Call, method: Method) -> tuple[Entry, ...]:
    signature = meant(call, method)
    return given(call, signature).entries if signature else ()


def request(call: Call, method: Method, candidate: Candidate, known: frozenset[str], package: Package) -> Request:
    """The call with its arguments where the operation has them. Options of the client itself are left out.

    `known` are names that the package takes, in any version that the project may use.
    """
    signature = meant(call, method) or Signature((), "nothing is known")
    payloads = (*PAYLOADS, *_typed_payload(signature, package))
    found = given(call, signature)
    declared = {p.name: p for p in signature.parameters}
    claim = Claim(call, Provider("", ""), candidate, {})
    query = {plain(name): name for name in parameters.query_shape(claim).properties}
    body = {plain(name): name for name in parameters.body_names(claim)}
    path = {plain(p.name) for p in candidate.operation.parameters if p.location == "path"}
    path |= {plain(name) for name in _PART.findall(candidate.operation.path)}
    sent: dict[str, list[Entry]] = {"query": [], "body": []}
    spread, rest = _opened(found, {**query, **body}, payloads)
    for entry in spread:
        inner = entry.key not in {e.key for e in found.entries}
        name = plain(entry.key)
        if sentinel(entry) or (name in path and name not in body):
            continue
        where = _place(candidate.operation.method, name, query, body)
        true = query.get(name) if where == "query" else body.get(name)
        if true is None and not inner and (entry.key in known or _is_option(package, entry.key, signature)):
            continue  # an option of the client, or something it sends in another form
        if true is None and not inner and not signature.rest and entry.key not in declared and not _typed(declared):
            continue  # Python refuses it: told as such
        kept = entry.key if true is None or inner else true
        sent[where].append(replace(entry, key=kept))
    arguments = tuple(_arguments(sent, rest, claim))
    inner_names = frozenset(e.key for e in spread) - {e.key for e in found.entries}
    converts = bool(signature.rest) and any(_has_another_name(p, {*query, *body, *path}) for p in declared.values())
    payload = next((entry for entry in found.entries if entry.key in payloads and entry not in spread), None)
    return Request(replace(call, arguments=arguments), declared, inner_names, converts, payload)


def _has_another_name(parameter: Parameter, names: set[str]) -> bool:
    needed = parameter.required and parameter.kind not in ("*", "**")
    return needed and parameter.name not in PAYLOADS and plain(parameter.name) not in names


def _is_option(package: Package, name: str, signature: Signature) -> bool:
    """Where any keyword goes, rule data tells which ones steer the client."""
    if not signature.rest:
        return False
    return name in package.rules.options


def _typed(declared: dict[str, Parameter]) -> bool:
    return any(parameter.kind == "u" for parameter in declared.values())


def _typed_payload(signature: Signature, package: Package) -> tuple[str, ...]:
    """The one parameter that must be given, when its type says which keys it holds: `credentials`, `attributes`."""
    needed = [parameter for parameter in signature.parameters if parameter.required]
    if len(needed) != 1 or not types.describes(package, needed[0].term, ()):
        return ()
    return (needed[0].name,)


def _opened(found: Given, names: dict[str, str], payloads: tuple[str, ...]) -> tuple[list[Entry], Unknown | None]:
    """The arguments with payload parameters opened, unless the operation itself has a parameter of that name."""
    entries: list[Entry] = []
    rest = found.rest
    for entry in found.entries:
        if entry.key in FREE:
            rest = rest or Unknown(Reason(Why.ADDED_BY, entry.key))
        elif entry.key not in payloads or plain(entry.key) in names:
            entries.append(entry)
        elif isinstance(entry.value, Mapping):
            entries.extend(entry.value.entries)
            rest = rest or entry.value.rest
        elif not sentinel(entry):
            rest = rest or Unknown(Reason(Why.NAME_UNKNOWN, entry.key))
    return entries, rest


def _place(method: str, name: str, query: dict[str, str], body: dict[str, str]) -> str:
    if name in query and (name not in body or method in _BODILESS):
        return "query"
    if name in body:
        return "body"
    return "query" if method in _BODILESS or (query and not body) else "body"


def _arguments(sent: dict[str, list[Entry]], rest: Unknown | None, claim: Claim) -> Iterator[Argument]:
    body = claim.operation.body
    if sent["query"] or body is None:
        yield Argument("query", flat(_mapping(sent["query"], rest)))
    if body is not None:
        encoding = _encoding(claim, bodies.kinds(body), {entry.key for entry in sent["body"]})
        if encoding:
            whole = _mapping(sent["body"], rest)
            yield Argument(encoding, whole if encoding == "json" else flat(whole))


def _encoding(claim: Claim, kinds: frozenset[str], names: set[str]) -> str:
    """How the body is sent: where the package has the choice, it sends what can hold these names."""
    taken = dict.fromkeys(name for kind, name in _ENCODINGS if kind in kinds)
    if len(taken) < 2:
        return next(iter(taken), "")
    return min(taken, key=lambda encoding: len(names.difference(parameters.body_names(claim, encoding))))


def _mapping(entries: list[Entry], rest: Unknown | None) -> Mapping:
    return Mapping(tuple(map(_settled, entries)), rest)


def flat(whole: Mapping) -> Mapping:
    """Nested values by bracketed names, as SDKs write them into a form; what is open inside opens the whole."""
    entries: list[Entry] = []
    rests: list[Unknown] = []
    for entry in whole.entries:
        _flatten(entry, entry.value, entry.key, entries, rests)
    return Mapping(tuple(entries), whole.rest or next(iter(rests), None), whole.at)


def _flatten(owner: Entry, value: Value, name: str, entries: list[Entry], rests: list[Unknown]) -> None:
    """Add what a value comes down to below a bracketed name."""
    inner: list[tuple[str, Value, Entry]] = []
    match value:
        case Mapping(found, rest) if found:
            inner = [(e.key, e.value, replace(e, always=e.always and owner.always)) for e in found]
        case Sequence(items, rest) if any(isinstance(item, Mapping) for item in items):
            inner = [(str(number), item, owner) for number, item in enumerate(items)]
        case Mapping():
            entries.append(Entry(name, Unknown(Reason(Why.EMPTY)), owner.at, owner.always))
            return
        case _:
            entries.append(Entry(name, value, owner.at, owner.always))
            return
    if rest is not None:
        rests.append(rest)
    for key, held, entry in inner:
        _flatten(entry, held, f"{name}[{key}]", entries, rests)


def _settled(entry: Entry) -> Entry:
    """None beside another value means that the parameter may be left out."""
    match entry.value:
        case Unknown(Reason(Why.LEFT_OUT_OR_FROM_CALLER)):
            return replace(entry, always=False)
        case Union(members, at) if any(_none(member) for member in members):
            left = tuple(member for member in members if not _none(member))
            value: Value = left[0] if len(left) == 1 else Union(left, at)
            return replace(entry, value=value, always=False)
        case _:
            return entry


def _none(value: Value) -> bool:
    return value == Typed("null") or (isinstance(value, Literal) and value.value is None)
