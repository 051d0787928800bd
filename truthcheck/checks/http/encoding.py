"""wrong-encoding: a body that the server reads as JSON sent as a form, or the reverse."""

from __future__ import annotations

from collections.abc import Iterator

from truthcheck.checks.core.claim import Claim
from truthcheck.checks.core.fault import Fault
from truthcheck.checks.http import bodies


def check(claim: Claim) -> Iterator[Fault]:
    """Nothing is said of files, raw bodies, bodies that may be empty, and media types other than JSON and forms."""
    body, sent = claim.operation.body, bodies.sent_body(claim)
    if body is None or sent is None or not body.media:
        return
    encoding, value = sent
    taken = bodies.kinds(body) | set(claim.provider.judgement.encodings)
    if encoding == "multipart" or not bodies.has_content(value) or taken & {"any", "other"}:
        return
    fitting = {"json": {"json"}, "form": {"form", "multipart"}}[encoding]
    if not taken & fitting:
        choices = tuple(media for media in body.media)
        yield Fault("wrong-encoding", (encoding,), value.at, encoding, choices, listed=True, pointer=body.pointer)
