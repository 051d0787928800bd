"""One recorded exchange: a request and its reply, with the places where they are written."""

from __future__ import annotations

from truthcheck.model.location import Span
from truthcheck.model.noun import dataclass

# What servers and proxies add to a reply, and nobody who invents one does.
_RECEIVED = frozenset(("date", "server", "etag", "via"))


def is_received(header: str) -> bool:
    """Whether the name of a reply's header, in lower case, shows that a server sent it."""
    return header in _RECEIVED or header.endswith("request-id")


@dataclass(frozen=True, slots=True)
class RecordedBody:
    """`data` is the decoded body, `at` its place. `known` is false for what is not JSON, or not all there."""

    data: object = None
    at: Span | None = None
    known: bool = False
    media: str = ""


@dataclass(frozen=True, slots=True)
class Recorded:
    """`index` counts from 0 in its file. `status` is 0 when none was recorded.

    `headers` are names of the request's headers, in lower case; what they hold is never kept. `received`: the reply has
    the marks that a server leaves, so it was really sent once.
    """

    index: int
    method: str
    url: str
    at: Span
    request: RecordedBody
    status: int
    status_at: Span
    response: RecordedBody
    headers: tuple[str, ...] = ()
    received: bool = False
