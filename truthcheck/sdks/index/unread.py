"""Records that are read name by name, from a package's source: what stands for a name or class that is not there."""

from __future__ import annotations

from truthcheck.sdks.index.records import (
    ATTRIBUTES,
    CONSTANTS,
    FIELDS,
    INHERITED,
    METHODS,
    NAMES,
    OPEN,
    Record,
    Stored,
)
from truthcheck.sdks.index.terms import ANY, Term

PARTS = (NAMES, FIELDS, ATTRIBUTES, CONSTANTS, METHODS, INHERITED)  # of a record: names, each read on its own
_ABSENT = "none"


def unreadable(why: str) -> Record:
    """A module or class of which nothing is known."""
    return {OPEN: why}


def absent() -> Record:
    """What is kept for a key that was looked up in vain."""
    return {_ABSENT: 1}


def is_absent(record: Stored) -> bool:
    return bool(record.get(_ABSENT))


def nothing_known(part: str) -> Term:
    """What stands for a name of a part that cannot be read."""
    return [] if part == INHERITED else ANY
