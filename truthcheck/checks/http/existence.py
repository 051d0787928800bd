"""unknown-endpoint, wrong-method: what "there is none" is worth. The law is docs/adr/0015-the-age-of-a-document.md."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from truthcheck.checks.core.fault import Fault
from truthcheck.checks.http.age import Age, best, doubt
from truthcheck.model.noun import NamedTuple, replace
from truthcheck.model.provider import Provider
from truthcheck.model.reason import Reason, Why
from truthcheck.model.surface import NoMethod, NoPath, NoValue, Origin, Surface
from truthcheck.suggest import likeness, nearest, same_word
from truthcheck.surfaces.routing import Row, route_segments, table
from truthcheck.surfaces.template import Pieces
from truthcheck.surfaces.twins import LONGER, SUFFIX, VERSION, swallows, twin

_ALIKE = 0.6
_CERTAIN, _LIKELY, _DOUBT = "certain", "likely", "doubt"
# by kind: in a young document, in one of the project's own without a date, in an aged one, in an old one
_LAW: Mapping[str, Mapping[Age, str]] = {
    kind: {"young": young, "undated": undated, "aged": aged, "old": old}
    for kind, young, undated, aged, old in (
        ("misspelt", _CERTAIN, _LIKELY, _LIKELY, _LIKELY),
        ("near", _CERTAIN, _LIKELY, _LIKELY, _DOUBT),
        ("strange", _CERTAIN, _LIKELY, _DOUBT, _DOUBT),
        ("misspelt longer", _LIKELY, _LIKELY, _LIKELY, _LIKELY),
        ("near longer", _LIKELY, _LIKELY, _DOUBT, _DOUBT),
        ("strange longer", _LIKELY, _LIKELY, _DOUBT, _DOUBT),
        ("method", _CERTAIN, _LIKELY, _LIKELY, _DOUBT),
        ("method of a word", _LIKELY, _LIKELY, _DOUBT, _DOUBT),
    )
}


class Weighed(NamedTuple):
    """The fault with its evidence, or why there is none."""

    fault: Fault | None = None
    origin: Origin | None = None
    why: Reason | None = None


def weigh(
    fault: Fault,
    match: NoPath | NoMethod | NoValue,
    call: Pieces,
    surfaces: Iterable[Surface],
    asked: Iterable[tuple[Origin, Provider]],
) -> Weighed:
    """The fault as sure as the document makes it that knows most of those `asked`."""
    kin = twin(call, _rows(surfaces)) if isinstance(match, NoPath) else ""
    if kin in (VERSION, SUFFIX):
        return Weighed(why=Reason(Why.OTHER_SPELLING, kin))
    found = best(asked)
    if found is None:
        return Weighed(why=Reason(Why.UNDESCRIBED))
    age, origin = found
    said = _LAW[_kind(fault, match, call, kin)][age]
    if said == _DOUBT:
        return Weighed(why=doubt(origin))
    return Weighed(fault if said == _CERTAIN else replace(fault, certain=False), origin)


def _rows(surfaces: Iterable[Surface]) -> list[Row]:
    return [row for surface in surfaces for row in table(surface).rows]


def _kind(fault: Fault, match: NoPath | NoMethod | NoValue, call: Pieces, kin: str) -> str:
    if isinstance(match, NoValue):
        return "method of a word"
    if isinstance(match, NoMethod):
        word = all(swallows(call, route_segments(route.path)) for route in match.routes)
        return "method of a word" if word else "method"
    return f"{_beside(fault)} longer" if kin == LONGER else _beside(fault)


def _beside(fault: Fault) -> str:
    if not fault.choices:
        return "strange"
    pair = one_segment(fault.got.partition(" ")[2], fault.choices[0].partition(" ")[2])
    return "misspelt" if pair and same_word(*pair) else "near"


def one_segment(written: str, path: str) -> tuple[str, str] | None:
    """The one segment that differs, as written and as it is, where the two are alike."""
    left, right = written.strip("/").split("/"), path.strip("/").split("/")
    if len(left) != len(right):
        return None
    literal = [pair for pair in zip(left, right, strict=True) if pair[0] != pair[1] and "{" not in pair[1]]
    if len(literal) != 1 or "{" in literal[0][0] or likeness(*literal[0]) < _ALIKE:
        return None
    return literal[0]


_OF_ABSENCE = ("unknown-parameter", "unknown-response-field", "invalid-value")  # newer documents may have it


def aged(fault: Fault, age: Age) -> Fault | None:
    """What a document of that age says of an operation that it has; None when it proves nothing any more."""
    new = fault.rule in _OF_ABSENCE
    if age == "young" or (age != "old" and not new) or fault.rule == "deprecated":
        return fault
    if age == "old" and not (new and _is_misspelt(fault)):
        return None
    return replace(fault, certain=False)


def _is_misspelt(fault: Fault) -> bool:
    if fault.rule == "unknown-response-field" or not fault.place:
        return False
    near = nearest(fault.got or fault.place[-1], fault.choices)
    return bool(near) and same_word(fault.got or fault.place[-1], near[0])
