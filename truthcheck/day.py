"""The day of a run: documents are old or young by it.

`SOURCE_DATE_EPOCH` (seconds since 1970, https://reproducible-builds.org) sets it, so that a run can be repeated.
"""

from __future__ import annotations

import os
from datetime import date, datetime, timezone


def today() -> date:
    """The day by which this run judges, in UTC."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    if given.isdigit() and len(given) < 12:
        return datetime.fromtimestamp(int(given), timezone.utc).date()
    return datetime.now(timezone.utc).date()


def days_since(day: str) -> int | None:
    """How many days ago an ISO date was; None for what is none."""
    try:
        return (today() - date.fromisoformat(day[:10])).days
    except ValueError:
        return None
