"""How far a document may be believed where it says nothing: by its worth, its age, and how fast its API changes.

The law is docs/adr/0015-the-age-of-a-document.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TypeAlias

from truthcheck.day import days_since
from truthcheck.model.provider import Provider
from truthcheck.model.reason import Reason, Why
from truthcheck.model.surface import Origin
from truthcheck.surfaces.store import NAMING_ONLY

Age: TypeAlias = Literal["young", "undated", "aged", "old"]
AGES: tuple[Age, ...] = ("young", "undated", "aged", "old")  # what says most comes first
NAMING = ("complete", "names")  # worths of documents that know every operation
SKETCHES = NAMING_ONLY  # those that prove nothing of an operation but that there is one
# Days until something new is to be expected, and until nothing is proven any more
_DAYS = {"weekly": (60, 365), "monthly": (180, 730), "quarterly": (300, 1100), "yearly": (500, 1500),
         "stable": (1500, 4000)}  # fmt: skip


def of(origin: Origin, provider: Provider) -> Age:
    """The age of a document beside the pace of its API. One that a project keeps itself may well have no date; any
    other without a date is old."""
    days = days_since(origin.date)
    if days is None:
        return "undated" if origin.own else "old"
    if provider.judgement.dated and not origin.own and origin.worth not in SKETCHES:
        return "aged"
    young, aged = _DAYS[provider.pace]
    return "young" if days <= young else "aged" if days <= aged else "old"


def best(asked: Iterable[tuple[Origin, Provider]]) -> tuple[Age, Origin] | None:
    """The age and origin of the document that proves most where none has an operation; None when none does."""
    whole = [(AGES.index(of(origin, provider)), origin) for origin, provider in asked if knows_all(origin, provider)]
    if not whole:
        return None
    number, origin = min(whole, key=lambda pair: pair[0])
    return AGES[number], origin


def knows_all(origin: Origin, provider: Provider) -> bool:
    return origin.worth in NAMING and not provider.judgement.partial


def is_sketch(origin: Origin, provider: Provider) -> bool:
    """Whether it describes nothing of its operations that could be held against a value."""
    return origin.worth in SKETCHES or provider.judgement.sketched


def doubt(origin: Origin) -> Reason:
    return Reason(Why.NEWER_THAN_DOCUMENT, f"of {origin.date[:10]}" if origin.date else "without a date")
