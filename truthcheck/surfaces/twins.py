"""How a path that no operation has may still be true: as another version or spelling of one, or as its continuation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from truthcheck.surfaces.routing import LITERAL, PARAMETER, Row, Segment, could_take, reaches
from truthcheck.surfaces.template import Gap, Pieces, narrow, segments

VERSION, SUFFIX, LONGER = "version", "suffix", "longer"
_VERSION = re.compile(r"v?\d+([._]\d+)*((alpha|beta|rc|preview)\d*)?|\d{4}-\d{2}(-\d{2})?|latest|unstable", re.I)
_SUFFIX = re.compile(r"\.(json|xml|csv|yaml|yml|html|txt|atom|rss)$", re.I)
_MORE = 2  # segments by which a path may go on behind a true one


def twin(call: Pieces, rows: Iterable[Row]) -> str:
    """VERSION for a path that differs from a true one in its version alone, SUFFIX for one that has a suffix such as
    `json` besides, LONGER for one that goes on behind a true one; "" for none of these."""
    parts = segments(narrow(call))
    bare = _without_suffix(parts)
    longer = False
    for row in rows:
        if _is_version(parts, row.segments):
            return VERSION
        if bare and reaches(bare, row.segments):
            return SUFFIX
        longer = longer or _goes_on(parts, row.segments)
    return LONGER if longer else ""


def _is_version(parts: Sequence[Pieces], route: Sequence[Segment]) -> bool:
    if len(parts) != len(route):
        return False
    other = [(part, segment) for part, segment in zip(parts, route, strict=True) if not could_take(part, segment)]
    return bool(other) and all(map(_versions, *zip(*other, strict=True))) and _is_told(parts, route)


def _versions(part: Pieces, segment: Segment) -> bool:
    text = _text(part)
    return segment.kind == LITERAL and bool(_VERSION.fullmatch(text) and _VERSION.fullmatch(segment.text))


def _is_told(parts: Sequence[Pieces], route: Sequence[Segment]) -> bool:
    """Whether they share a word beside the version."""
    return any(s.kind == LITERAL and _text(p) == s.text for p, s in zip(parts, route, strict=True))


def _without_suffix(parts: tuple[Pieces, ...]) -> tuple[Pieces, ...] | None:
    """The path without the suffix at its end; None when there is none."""
    if not parts or not parts[-1]:
        return None
    *before, last = parts[-1]
    bare = _SUFFIX.sub("", last) if isinstance(last, str) else last
    return (*parts[:-1], (*before, bare) if bare else tuple(before)) if bare != last else None


def _goes_on(parts: tuple[Pieces, ...], route: tuple[Segment, ...]) -> bool:
    more = len(parts) - len(route)
    if not 0 < more <= _MORE or not any(segment.kind == LITERAL for segment in route):
        return False
    return reaches(parts[: len(route)], route)


def swallows(call: Pieces, route: Sequence[Segment]) -> bool:
    """Whether a parameter at the route's end takes a written word, which may be the name of another operation."""
    last = segments(narrow(call))[-1:]
    return bool(last and route) and route[-1].kind == PARAMETER and _is_word(_text(last[0]))


def _is_word(text: str) -> bool:
    return bool(re.fullmatch(r"[a-z]{3,}([-_.]?[a-z]+)*", text, re.I))


def _text(part: Pieces) -> str:
    """The text of a segment; "" for one with a hole."""
    return part[0] if len(part) == 1 and not isinstance(part[0], Gap) else ""
