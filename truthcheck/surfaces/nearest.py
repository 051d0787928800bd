"""The true paths nearest to an invented one."""

from __future__ import annotations

from collections.abc import Sequence

from truthcheck.model.surface import Route
from truthcheck.surfaces.routing import LITERAL, Row, Segment
from truthcheck.surfaces.template import Gap, Pieces, segments

_SHOWN = 5
_TOO_FAR = 0.6  # cost beyond which a path is no help: less than one segment that is altogether different
_BESIDE = 0.35  # cost beyond the best one's at which a path is not worth showing beside it
_END = 0.4  # one segment too many or too few at the end: a sub-resource that is not there
_Part = tuple[str, bool]  # the text of a segment of the call, and whether it is known


def nearest(call: Pieces, method: str, rows: Sequence[Row]) -> tuple[Route, ...]:
    """At most five routes, best first, one a path; the method asked for is preferred."""
    parts = [_part(piece) for piece in segments(call)]
    measure = _Measure()
    scored: dict[str, tuple[float, int, str, Route]] = {}
    for row in rows:
        cost = measure.path(parts, row.segments)
        entry = (cost, int(row.route.method != method), row.route.path, row.route)
        if cost <= _TOO_FAR and entry[:3] < scored.get(row.route.path, (9.0, 9, ""))[:3]:
            scored[row.route.path] = entry
    best = sorted(scored.values(), key=lambda entry: entry[:3])[:_SHOWN]
    return tuple(entry[3] for entry in best if entry[0] <= best[0][0] + _BESIDE)


def _part(pieces: Pieces) -> _Part:
    known = len(pieces) == 1 and isinstance(pieces[0], str)
    return "".join(piece.name if isinstance(piece, Gap) else piece for piece in pieces), known


class _Measure:
    """The cost of taking one path for another, segment by segment; comparisons of two texts are remembered.

    A segment missing in the middle is never cheap enough, so no alignment is needed.
    """

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], float] = {}

    def path(self, parts: list[_Part], route: tuple[Segment, ...]) -> float:
        """0 for the same path; more than `_TOO_FAR` as soon as that is certain."""
        longer = abs(len(parts) - len(route))
        if longer > 1:
            return 9.0
        cost = _END * longer
        for index, (part, segment) in enumerate(zip(parts, route, strict=False)):
            cost += self._segment(part, segment, index + 1 == len(parts))
            if cost > _TOO_FAR:
                return 9.0
        return cost

    def _segment(self, part: _Part, segment: Segment, last: bool) -> float:
        text, known = part
        if segment.kind == LITERAL:
            return self.texts(text, segment.text) if known else 0.8
        if not known or any(letter.isdigit() for letter in text):
            return 0.0
        return 0.45 if last else 0.12  # a known word may be meant as a parameter, at the end hardly

    def texts(self, a: str, b: str) -> float:
        """0 for the same text, 1 for two that share nothing."""
        if a == b:
            return 0.0
        if (a, b) not in self._known:
            self._known[a, b] = 1.0 - _likeness(a.lower(), b.lower())
        return self._known[a, b]


def _likeness(a: str, b: str) -> float:
    """Shared pairs of letters (Dice): quick, and fair to a plural, a hyphen or a swapped letter."""
    if a == b:
        return 0.98
    pairs_a, pairs_b = _pairs(a), _pairs(b)
    return 2 * len(pairs_a & pairs_b) / (len(pairs_a) + len(pairs_b))


def _pairs(text: str) -> set[str]:
    padded = f"^{text.replace('-', '_')}$"
    return {padded[i : i + 2] for i in range(len(padded) - 1)}
