"""Does some filling of a path's holes fit a route's template? A walk over both at once; no regular expressions.

A call's path and a route are both sequences of pieces: text, or a gap. A route's gap (a parameter) takes one or more
characters without a slash, a greedy one any; a call's gap (a hole) takes anything at all, or, when it is narrow, what
a single segment may hold.
"""

from __future__ import annotations

import re
from typing import TypeAlias

from truthcheck.model.noun import NamedTuple
from truthcheck.model.surface import Route
from truthcheck.model.value import Hole, Literal, Template, Text

_PARAMETER = re.compile(r"\{([^{}]*)\}")
_NARROW = ("integer", "number", "boolean")
_MAX_STATES = 20_000  # of one walk; a path that needs more is not worth an answer


class Gap(NamedTuple):
    """An unknown stretch. `wide` may hold slashes; `empty` may hold nothing."""

    name: str
    wide: bool
    empty: bool
    type: str = ""


Piece: TypeAlias = "str | Gap"
Pieces: TypeAlias = "tuple[Piece, ...]"


def route_pieces(route: Route) -> Pieces:
    """The pieces of a route's template, without a slash at its end."""
    return template_pieces(route.path.rstrip("/") or "/", route.greedy)


def template_pieces(text: str, greedy: tuple[str, ...] = ()) -> Pieces:
    """The pieces of a part of a route's template."""
    pieces: list[Piece] = []
    for index, part in enumerate(_PARAMETER.split(text)):
        if index % 2:
            pieces.append(Gap(part, part in greedy, False))
        elif part:
            pieces.append(part)
    return tuple(pieces)


def segments(pieces: Pieces) -> tuple[Pieces, ...]:
    """The pieces of each segment, as the slashes in the text part them."""
    found: list[list[Piece]] = [[]]
    for piece in pieces:
        if isinstance(piece, Gap):
            found[-1].append(piece)
            continue
        first, *rest = piece.split("/")
        if first:
            found[-1].append(first)
        found.extend([text] if text else [] for text in rest)
    return tuple(tuple(segment) for segment in found[1:])


def call_pieces(path: Literal | Template) -> Pieces:
    """The pieces of a call's path: doubled slashes and one at the end do not count, nor does a query or fragment."""
    parts = (Text(str(path.value)),) if isinstance(path, Literal) else path.parts
    pieces: list[Piece] = []
    for part in parts:
        if isinstance(part, Hole):
            pieces.append(Gap(part.name, part.type not in _NARROW, part.type in ("", "string"), part.type))
            continue
        text, ended = _until_query(part.text)
        pieces.append(text)
        if ended:
            break
    return _tidy(pieces)


def _until_query(text: str) -> tuple[str, bool]:
    bare = re.split(r"[?#]", text, maxsplit=1)[0]
    return bare, bare != text


def _tidy(pieces: list[Piece]) -> Pieces:
    """Texts joined, slashes single, one slash in front, none at the end."""
    joined: list[Piece] = ["/"]
    for piece in pieces:
        if isinstance(piece, str) and isinstance(joined[-1], str):
            joined[-1] += piece
        elif piece:
            joined.append(piece)
    tidy: list[Piece] = [re.sub(r"/{2,}", "/", piece) if isinstance(piece, str) else piece for piece in joined]
    last = tidy[-1]
    if isinstance(last, str) and last.endswith("/") and len(tidy) + len(last) > 2:
        tidy[-1] = last[:-1]
    return tuple(piece for piece in tidy if piece)


def narrow(pieces: Pieces) -> Pieces:
    """The same path, every hole held to a part of one segment, and not empty."""
    return tuple(p._replace(wide=False, empty=False) if isinstance(p, Gap) else p for p in pieces)


def fits(call: Pieces, route: Pieces) -> bool:
    """Whether some filling of `call` is a path of `route`."""
    return _Search(call, route).run()


class _Search:
    """A search over states (call piece, offset, route piece, offset, inside): where both have got to.

    `inside` says that the route's gap has begun and may take more.
    """

    def __init__(self, call: Pieces, route: Pieces) -> None:
        self._call, self._route = call, route

    def run(self) -> bool:
        start = (0, 0, 0, 0, False)
        seen, todo = {start}, [start]
        while todo:
            state = todo.pop()
            if state[0] == len(self._call) and self._route_ends(state):
                return True
            for following in self._next(*state):
                if following not in seen:
                    seen.add(following)
                    todo.append(following)
            if len(seen) > _MAX_STATES:
                return True  # doubt: it may fit
        return False

    def _route_ends(self, state: tuple[int, int, int, int, bool]) -> bool:
        _, _, j, _, inside = state
        return j == len(self._route) or (inside and j == len(self._route) - 1)

    def _next(self, i: int, a: int, j: int, b: int, inside: bool) -> list[tuple[int, int, int, int, bool]]:
        route = self._route[j] if j < len(self._route) else None
        following = []
        if inside:  # the route's gap may stop here
            following.append((i, a, j + 1, 0, False))
        if i == len(self._call):
            return following
        call = self._call[i]
        if isinstance(call, Gap):
            return following + self._hole(call, i, a, j, b, inside, route)
        if isinstance(route, Gap):
            return following + self._parameter(call, i, a, j, route)
        if route is not None:
            return following + self._texts(call, route, i, a, j, b)
        return (
            [*following, (i + 1, 0, j, 0, False)] if call[a:] == "/" else following
        )  # f"/items/{x}" with nothing for x

    def _texts(self, call: str, route: str, i: int, a: int, j: int, b: int) -> list[tuple[int, int, int, int, bool]]:
        size = min(len(call) - a, len(route) - b)
        if call[a : a + size] != route[b : b + size]:
            return []
        at = (i + 1, 0) if a + size == len(call) else (i, a + size)
        to = (j + 1, 0) if b + size == len(route) else (j, b + size)
        return [(*at, *to, False)]

    def _parameter(self, call: str, i: int, a: int, j: int, route: Gap) -> list[tuple[int, int, int, int, bool]]:
        """Known text against a parameter: all of it up to a slash, or less where text follows in the segment."""
        if call[a] == "/" and not route.wide:
            return []
        end = len(call) if route.wide else _before_slash(call, a)
        behind = self._route[j + 1] if j + 1 < len(self._route) else "/"
        whole = not route.wide and isinstance(behind, str) and behind.startswith("/")
        ends = (end,) if whole else range(a + 1, end + 1)
        return [(i + 1, 0, j, 0, True) if to == len(call) else (i, to, j, 0, True) for to in ends]

    def _hole(
        self, call: Gap, i: int, a: int, j: int, b: int, inside: bool, route: Piece | None
    ) -> list[tuple[int, int, int, int, bool]]:
        """A hole: `a` counts whether it has taken anything yet (0 or 1). It may stop, or take more of the route."""
        following = [(i + 1, 0, j, b, inside)] if a or call.empty else []
        if isinstance(route, Gap):
            if not inside:
                following.append((i, 1, j, 0, True))
        elif route is not None:
            following += [(i, 1, *to, False) for to in self._swallowed(call, route, j, b)]
        return following

    def _swallowed(self, call: Gap, route: str, j: int, b: int) -> list[tuple[int, int]]:
        """Where in the route's text a hole may have got to."""
        end = len(route) if call.wide else _before_slash(route, b)
        if call.type in ("integer", "number"):
            end = min(end, b + len(route[b:]) - len(route[b:].lstrip("-.0123456789")))
        return [(j + 1, 0) if to == len(route) else (j, to) for to in range(b + 1, end + 1)]


def _before_slash(text: str, start: int) -> int:
    slash = text.find("/", start)
    return len(text) if slash < 0 else slash
