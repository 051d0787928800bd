"""What of a request, and of what is read of its reply, nothing could check: what leaves a verified call so in part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from truthcheck.checks.core.claim import BODIES, Claim
from truthcheck.checks.core.openness import unchecked
from truthcheck.checks.core.values import Context
from truthcheck.checks.http import bodies, parameters, reply
from truthcheck.model.reason import Reason, Why
from truthcheck.model.surface import Shape
from truthcheck.model.value import Mapping, Typed, Unknown, Value

QUERY, BODY, HEADERS = "the query", "the body", "the headers"

# What HTTP itself names, and what proxies and tracers add: in lower case. Anything that looks like a key is
# authentication, of which the description of an operation seldom speaks.
_STANDARD = (
    "accept accept-charset accept-encoding accept-language accept-datetime cache-control connection "
    "content-disposition content-encoding content-language content-length content-location content-md5 "
    "content-range content-type cookie date depth dnt expect forwarded from host if-match if-modified-since "
    "if-none-match if-range if-unmodified-since last-modified link max-forwards origin overwrite pragma prefer "
    "proxy-connection range referer slug te traceparent tracestate baggage trailer transfer-encoding upgrade "
    "upgrade-insecure-requests user-agent via warning x-correlation-id x-forwarded-for x-forwarded-host "
    "x-forwarded-proto x-http-method-override x-request-id x-requested-with "
)
_SECRETS = ("auth", "key", "token", "secret", "signature", "credential", "password", "session", "csrf")


def of_claim(claim: Claim) -> Iterator[Reason]:
    """What is left open of one reading of a call beside the operation that is meant."""
    yield from _query(claim)
    yield from _body(claim)
    yield from _headers(claim)
    yield from _reads(claim)


def _query(claim: Claim) -> Iterator[Reason]:
    sent = claim.sent.get("query")
    if sent is None:
        return
    if not isinstance(sent, Mapping):
        yield from _names(QUERY, sent)
        return
    shape = parameters.query_shape(claim)
    known = {*shape.properties, *parameters.path_names(claim), *claim.provider.judgement.accepted}
    if not shape.properties:
        others = {*known, *parameters.body_names(claim)}
        yield from (Reason(Why.NAME_UNDESCRIBED, e.key, QUERY) for e in sent.entries if e.key not in others)
    else:
        folded = parameters.folded(sent, shape)
        listed = Mapping(tuple(e for e in folded.entries if e.key in shape.properties), None)
        yield from unchecked(_context(claim, True), listed, shape, ("query",))
    yield from _names(QUERY, sent)


def _body(claim: Claim) -> Iterator[Reason]:
    if not any(where in claim.sent for where in BODIES):
        return
    sent, body = bodies.sent_body(claim), claim.operation.body
    if sent is None:
        if body is not None and bodies.kinds(body) & {"json", "form", "multipart"}:
            yield Reason(Why.NAMES_OPEN, BODY)
        return
    encoding, value = sent
    shape = bodies.shape_for(claim, encoding)
    if body is None or shape is None:
        if bodies.has_content(value):
            yield Reason(Why.PART_UNDESCRIBED, BODY)
        return
    yield from _names(BODY, value)
    yield from _inside(claim, encoding, value, shape)


def _inside(claim: Claim, encoding: str, value: Value, shape: Shape) -> Iterator[Reason]:
    text = parameters.travels_as_text(claim, encoding)
    if text and not isinstance(value, Mapping):
        return
    if isinstance(value, Mapping) and text:
        value = parameters.folded(value, parameters.merged(claim, shape))
    for reason in unchecked(_context(claim, text), value, shape, (encoding,)):
        yield Reason(reason.why, BODY) if reason.about == encoding else reason


def _context(claim: Claim, text: bool) -> Context:
    return Context(claim.surface, claim.provider.judgement, text, "", claim.call.choice)


def _names(where: str, value: Value) -> Iterator[Reason]:
    """Whether there may be names that are not written here."""
    match value:
        case Mapping(_, Unknown()) | Unknown() | Typed("object" | "array"):
            yield Reason(Why.NAMES_OPEN, where)


def _headers(claim: Claim) -> Iterator[Reason]:
    sent = claim.sent.get("header")
    if not isinstance(sent, Mapping):
        return
    listed = (parameter.name for parameter in claim.operation.parameters if parameter.location == "header")
    judgement = claim.provider.judgement
    known = _lower((*listed, *judgement.headers, *judgement.accepted_headers))
    for entry in sent.entries:
        if not _is_known(entry.key.lower(), known):
            yield Reason(Why.NAME_UNDESCRIBED, entry.key, HEADERS)


def _lower(names: Iterable[str]) -> frozenset[str]:
    return frozenset(name.lower() for name in names)


def _is_known(name: str, listed: frozenset[str]) -> bool:
    return (
        name in listed
        or f" {name} " in f" {_STANDARD}"
        or name.startswith("sec-")
        or any(word in name for word in _SECRETS)
    )


def _reads(claim: Claim) -> Iterator[Reason]:
    """The first read of a reply that nothing describes: what follows is as open."""
    for name in reply.unchecked(claim):
        yield Reason(Why.REPLY_UNDESCRIBED, name)
        return
