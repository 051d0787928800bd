"""The true paths nearest to an invented one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from truthcheck.model.surface import Route
from truthcheck.suggest import likeness_of_texts
from truthcheck.surfaces.routing import LITERAL, Row, Segment
from truthcheck.surfaces.template import Gap, Pieces, segments

_SHOWN = 5
_TOO_FAR = 0.6  # cost beyond which a path is no help: less than one segment that is altogether different
_BESIDE = 0.2  # cost beyond the best one's at which a path is not worth showing beside it
_MISSING = {1: 0.35, 2: 0.45, 3: 0.5}  # segments in a row that the call leaves out
_EXTRA = {1: 0.4, 2: 0.5}  # segments in a row that the call has too many
_END = 0.05  # more where they are left out at the end
_OTHER_VERB = 0.05
_WRITES = ("POST", "PUT", "PATCH")  # for one of these, another is rather meant than a GET
_SPLIT = 0.1  # the same words, parted otherwise: `/checkout_sessions` and `/checkout/sessions`
_VERSION = re.compile(r"v?\d[\d.-]*", re.I)
_BORDER = re.compile(r"[/_.-]+")
_Part = tuple[str, bool]  # the text of a segment of the call, and whether it is known


def nearest(call: Pieces, method: str, rows: Sequence[Row]) -> tuple[Route, ...]:
    """At most five routes, best first, one a path; the method asked for is preferred.

    A route has a word in common with the call, beside those that all routes begin with. Either may have one stretch
    of segments that the other has not: `/transcriptions` is near to `/audio/transcriptions`.
    """
    parts = [_part(piece) for piece in segments(call)]
    measure = _Measure(parts, _base(rows))
    scored: dict[str, tuple[float, str, Route]] = {}
    for row in rows:
        cost = measure.path(row.segments) + _verb(method, row.route.method)
        known = scored.get(row.route.path)
        if cost <= _TOO_FAR and (known is None or cost < known[0]):
            scored[row.route.path] = (cost, row.route.path, row.route)
    best = sorted(scored.values(), key=lambda entry: entry[:2])[:_SHOWN]
    return tuple(entry[2] for entry in best if entry[0] <= best[0][0] + _BESIDE)


def _verb(one: str, other: str) -> float:
    if one == other:
        return 0.0
    return _OTHER_VERB / 2 if one in _WRITES and other in _WRITES else _OTHER_VERB


def _part(pieces: Pieces) -> _Part:
    known = len(pieces) == 1 and isinstance(pieces[0], str)
    return "".join(piece.name if isinstance(piece, Gap) else piece for piece in pieces), known


def _base(rows: Sequence[Row]) -> frozenset[str]:
    """The first segment, where all routes share it: to have it in common says nothing."""
    firsts = {row.segments[0].text for row in rows if row.segments}
    return frozenset(firsts) if len(firsts) == 1 else frozenset()


class _Measure:
    """The cost of taking a route for the call: of both ends, segment by segment, and of the gap between them."""

    def __init__(self, parts: list[_Part], base: frozenset[str]) -> None:
        self._parts = parts
        self._base = base
        self._flat = _flat(text if known else "0" for text, known in parts)
        self._known: dict[tuple[str, str], float] = {}

    def path(self, route: tuple[Segment, ...]) -> float:
        """0 for the same path; at least 9 where nothing is alike."""
        gap = len(route) - len(self._parts)
        cost = 0.0 if not gap else (_MISSING if gap > 0 else _EXTRA).get(abs(gap), 9.0)
        if cost > _TOO_FAR:
            return 9.0
        if gap and self._flat == _flat(segment.text if segment.kind == LITERAL else "0" for segment in route):
            return _SPLIT
        return self._without_gap(route) if not gap else self._with_gap(route, gap, cost)

    def _without_gap(self, route: tuple[Segment, ...]) -> float:
        """The cost of all pairs, where each is bearable."""
        size = len(route)
        costs = self._costs(list(zip(self._parts, route, strict=True)), last=size)
        return costs[-1] if len(costs) > size and self._telling(route, size, 0) else 9.0

    def _with_gap(self, route: tuple[Segment, ...], gap: int, cost: float) -> float:
        """The cheapest place for the gap. `cost` is that of the gap itself, which is positive where the call lacks."""
        size = min(len(route), len(self._parts))
        heads = self._costs(list(zip(self._parts, route, strict=False))[:size], last=-1)
        tails = self._costs(list(zip(reversed(self._parts), reversed(route), strict=False))[:size], last=1)
        places = range(max(0, size - len(tails) + 1), len(heads))
        at_end = {size: _END} if gap > 0 else {}
        costs = (
            heads[at] + cost + tails[size - at] + at_end.get(at, 0.0)
            for at in places
            if self._telling(route, at, size - at)
        )
        return min(costs, default=9.0)

    def _costs(self, pairs: list[tuple[_Part, Segment]], last: int) -> list[float]:
        """The cost of the first 0, 1, 2, ... pairs, as long as it is bearable; `last` counts to the call's last."""
        costs = [0.0]
        for number, (part, segment) in enumerate(pairs, 1):
            cost = costs[-1] + self._segment(part, segment, number == last)
            if cost > _TOO_FAR:
                break
            costs.append(cost)
        return costs

    def _segment(self, part: _Part, segment: Segment, last: bool) -> float:
        text, known = part
        if segment.kind == LITERAL:
            return self.texts(text, segment.text) if known else 0.8
        if not known or _numbered(text):
            return 0.0
        return 0.45 if last else 0.05  # a known word may be meant as a parameter, at the end hardly

    def _telling(self, route: tuple[Segment, ...], head: int, tail: int) -> bool:
        """Whether the first `head` or the last `tail` segments share a word that not every path has."""
        pairs = [*zip(self._parts[:head], route[:head], strict=True)]
        if tail:
            pairs += zip(self._parts[-tail:], route[-tail:], strict=True)
        return any(
            known and segment.kind == LITERAL and text not in self._base and not _VERSION.fullmatch(segment.text)
            for (text, known), segment in pairs
        )

    def texts(self, one: str, other: str) -> float:
        """0 for the same text, 1 for two without a word in common."""
        if one == other:
            return 0.0
        if (one, other) not in self._known:
            self._known[one, other] = 1.0 - likeness_of_texts(one.lower(), other.lower())
        return self._known[one, other]


def _flat(texts: Iterable[str]) -> str:
    """The words of a path; what holds a digit is any value."""
    return _BORDER.sub("/", "/".join("0" if _numbered(text) else text for text in texts))


def _numbered(text: str) -> bool:
    return any(map(str.isdigit, text))
