"""What one check says against one reading of a call, before all readings are compared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from truthcheck.model.location import Span
from truthcheck.model.noun import dataclass, replace
from truthcheck.model.provider import Notice


@dataclass(frozen=True, slots=True)
class Fault:
    """`rule` broken at `place`: the location, then keys and indexes down to the value ("json", "items", "0", "price").

    `got` is what was written, `choices` what would be right: names, values, types or methods, best unsorted.
    `listed` says whether `choices` is a full list that may be shown, or only the place to look for near names.
    `inner` is the rule that is broken within, for a rule that gathers others.
    `assumed`: of the value only an annotation tells the type, which no caller need keep.
    `notice` is what proves it where no document does, and `warns` that it is no error yet.
    """

    rule: str
    place: tuple[str, ...]
    at: Span | None = None
    got: str = ""
    choices: tuple[str, ...] = ()
    listed: bool = False
    certain: bool = True
    pointer: str = ""
    inner: str = ""
    notice: Notice | None = None
    warns: bool = False
    assumed: bool = False

    @property
    def name(self) -> str:
        """The place as a person writes it: `items[0].price`."""
        text = ""
        for part in self.place[1:]:
            text += "[]" if part == "[]" else f"[{part}]" if part.isdigit() else ("." + part if text else part)
        return text


def common(readings: Sequence[Iterable[Fault]]) -> list[Fault]:
    """The faults of the first reading that all others share, by rule and place. One without any clears all."""
    if not readings:
        return []
    first, *others = (_by_identity(reading) for reading in readings)
    for other in others:
        first = {key: _join(fault, other[key]) for key, fault in first.items() if key in other}
    return list(first.values())


def _by_identity(faults: Iterable[Fault]) -> dict[tuple[str, tuple[str, ...]], Fault]:
    found: dict[tuple[str, tuple[str, ...]], Fault] = {}
    for fault in faults:
        found.setdefault((fault.rule, fault.place), fault)
    return found


def _join(one: Fault, other: Fault) -> Fault:
    """What is right by either reading is right."""
    extra = tuple(choice for choice in other.choices if choice not in one.choices)
    certain = one.certain and other.certain
    if not extra and certain == one.certain:
        return one
    return replace(one, choices=one.choices + extra, certain=certain)
