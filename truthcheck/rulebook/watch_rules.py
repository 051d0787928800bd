"""Where a client can be watched while it sends: what is wrapped, and where request and reply stand."""

from __future__ import annotations

from collections.abc import Mapping

from truthcheck.model.noun import NamedTuple

PARTS = ("method", "url", "sent", "sent_headers", "status", "body", "headers")
OF = ("result", "self")


class WatchRule(NamedTuple):
    """`name` is wrapped. `parts` are attributes of its result, or with `of = "self"` of the object it is called on;
    "@1:url" is an argument."""

    name: str
    of: str
    parts: Mapping[str, str]
