"""Calls over HTTP and through SDKs that ask a database: all of them tell which clients mean the project's own."""

from __future__ import annotations

from collections.abc import Sequence

from truthcheck.checks.calls.exchange import Judged
from truthcheck.checks.core.library import Library
from truthcheck.checks.database import over_http
from truthcheck.checks.database.verdicts import check
from truthcheck.checks.sdk import verdicts
from truthcheck.checks.sdk.subject import Registry
from truthcheck.model.call import Call
from truthcheck.model.interface import Interface


def judged(
    direct: Sequence[Judged],
    through: Sequence[Call],
    services: Sequence[Interface],
    library: Library,
    registry: Registry | None,
) -> list[Judged]:
    """The calls over HTTP, judged already, with what databases and services behind settings say; those through SDKs.

    Without a `registry`, no call goes through an SDK.
    """
    asked = over_http.asked(direct, services)
    beside = tuple(asked.values())
    if registry is not None:
        told = verdicts.check_beside(through, library, registry, beside)
    else:
        told = verdicts.Answers([], check(beside, library.database))
    rows = over_http.replaced(direct, dict(zip(asked, told.beside, strict=True)))
    return [*over_http.presumed(rows, services, library), *told.calls]
