"""The routes of a surface by segments, and the plain reading of a path: every hole is one parameter, named alike."""

from __future__ import annotations

from collections import defaultdict
from weakref import WeakKeyDictionary

from truthcheck.model.noun import NamedTuple
from truthcheck.model.surface import Route, Surface
from truthcheck.surfaces.naming import alike, may_hold_slashes, same_name, words
from truthcheck.surfaces.template import Gap, Pieces, fits, narrow, segments, template_pieces

LITERAL, MIXED, PARAMETER, GREEDY = range(4)  # how a route's segment takes a known text, best first


_MAX_READ = 5_000  # readings remembered for one surface


class Segment(NamedTuple):
    """One segment of a route: its known text (with parameters: the template), its class and pieces."""

    text: str
    kind: int
    pieces: Pieces


class Row(NamedTuple):
    route: Route
    segments: tuple[Segment, ...]


class Table:
    """The routes of one surface, by their number of segments; taken apart when a path of that size comes."""

    def __init__(self, routes: tuple[Route, ...]) -> None:
        self._made: dict[str, Segment] = {}
        self._sizes: dict[int, list[Route]] = defaultdict(list)
        self._rows: dict[int, list[Row]] = {}
        for route in routes:
            if not route.greedy:
                self._sizes[route.path.strip("/").count("/") + 1].append(route)
        self.read: dict[
            Pieces, list[tuple[Row, tuple[int, ...]]]
        ] = {}  # plain readings: callers of a wrapper ask alike
        self._greedy = [self._row(route) for route in routes if route.greedy]

    def candidates(self, size: int) -> list[Row]:
        """The rows that a path of `size` segments could be of, without more than counting."""
        return self._of(size) + [row for row in self._greedy if len(row.segments) <= size]

    @property
    def rows(self) -> list[Row]:
        return [row for size in list(self._sizes) for row in self._of(size)] + self._greedy

    def _of(self, size: int) -> list[Row]:
        if size not in self._rows:
            self._rows[size] = [self._row(route) for route in self._sizes.get(size, ())]
        return self._rows[size]

    def _row(self, route: Route) -> Row:
        texts = route.path.strip("/").split("/")
        if route.greedy:
            return Row(route, tuple(_segment(text, route.greedy) for text in texts))
        made = self._made
        return Row(route, tuple(made.get(text) or made.setdefault(text, _segment(text, ())) for text in texts))


def _segment(text: str, greedy: tuple[str, ...]) -> Segment:
    if "{" not in text:
        return Segment(text, LITERAL, (text,) if text else ())
    pieces = template_pieces(text, greedy)
    first = pieces[0]
    kind = MIXED if len(pieces) > 1 or not isinstance(first, Gap) else GREEDY if first.wide else PARAMETER
    return Segment(text, kind, pieces)


def route_segments(path: str) -> tuple[Segment, ...]:
    """The segments of a route that has no greedy parameter."""
    return tuple(_segment(text, ()) for text in path.strip("/").split("/"))


_tables: WeakKeyDictionary[Surface, Table] = WeakKeyDictionary()


def table(surface: Surface) -> Table:
    """The surface's table, made once and gone with the surface."""
    known = _tables.get(surface)
    if known is None:
        known = _tables[surface] = Table(surface.routes)
    return known


def plain(call: Pieces, table: Table) -> list[tuple[Row, tuple[int, ...]]]:
    """Rows that the path is of when each hole is one whole parameter, with how each segment was taken (see LITERAL)."""
    known = table.read.get(call)
    if known is None:
        if len(table.read) >= _MAX_READ:
            table.read.clear()
        known = table.read[call] = _read(call, table)
    return known


def _read(call: Pieces, table: Table) -> list[tuple[Row, tuple[int, ...]]]:
    parts = segments(call)
    found = []
    for row in table.candidates(len(parts)):
        taken = _taken(parts, row.segments)
        if taken is not None:
            found.append((row, taken))
    return found


def _taken(parts: tuple[Pieces, ...], route: tuple[Segment, ...]) -> tuple[int, ...] | None:
    """How each segment of the call is taken by the route's, or None where one is not.

    Behind a hole that is not surely one parameter, known text must meet known text: `issues` in `/repos/{repo}/issues`
    is no repository's name.
    """
    if len(route) != len(parts):
        return _taken_greedily(parts, route)
    taken = []
    noun, sure = "", True
    for index, (part, segment) in enumerate(zip(parts, route, strict=True)):
        if not (_takes(part, segment, noun) or _enclosed(index, parts, route)):
            return None
        if segment.kind == LITERAL:
            noun = segment.text
        elif len(part) == 1 and isinstance(part[0], Gap):
            sure = sure and is_named(part[0], segment)
        elif segment.kind != MIXED and not sure:
            return None
        taken.append(segment.kind)
    return tuple(taken)


def _enclosed(index: int, parts: tuple[Pieces, ...], route: tuple[Segment, ...]) -> bool:
    """A hole of any name between known texts that are the route's own, as in `/orgs/{owner}/teams`."""
    part, segment = parts[index], route[index]
    if index == 0 or index + 1 == len(parts) or segment.kind != PARAMETER or len(part) != 1:
        return False
    hole = part[0]
    if not isinstance(hole, Gap) or may_hold_slashes(hole.name):
        return False
    return all(route[i].kind == LITERAL and parts[i] == route[i].pieces for i in (index - 1, index + 1))


def _taken_greedily(parts: tuple[Pieces, ...], route: tuple[Segment, ...]) -> tuple[int, ...] | None:
    """The one greedy segment takes what the others leave."""
    at = next((i for i, segment in enumerate(route) if segment.kind == GREEDY), None)
    if at is None:
        return None
    behind = len(route) - at - 1
    head = _taken(parts[:at], route[:at])
    tail = _taken(parts[len(parts) - behind :], route[at + 1 :])
    if head is None or tail is None:
        return None
    return (*head, *[GREEDY] * (len(parts) - at - behind), *tail)


def _takes(part: Pieces, segment: Segment, noun: str) -> bool:
    if len(part) == 1 and isinstance(part[0], str):
        return _takes_text(part[0], part, segment)
    if segment.kind == GREEDY:
        return True
    return segment.kind != LITERAL and bool(part) and _takes_holes(part, segment, noun)


def _takes_text(text: str, part: Pieces, segment: Segment) -> bool:
    if segment.kind == LITERAL:
        return text == segment.text
    return segment.kind != MIXED or fits(part, segment.pieces)


def _takes_holes(part: Pieces, segment: Segment, noun: str) -> bool:
    """Whether every hole is named like a parameter of the segment."""
    holes = [piece for piece in part if isinstance(piece, Gap)]
    names = [piece.name for piece in segment.pieces if isinstance(piece, Gap)]
    if not all(any(alike(hole, name, noun) for name in names) for hole in holes):
        return False
    return segment.kind != MIXED or (len(part) > 1 and fits(narrow(part), segment.pieces))


def settled(call: Pieces, rows: list[Row]) -> Pieces:
    """The path with every hole held to one segment that stands where some route has a parameter of its very name."""
    parts = segments(call)
    certain: set[int] = set()
    going = rows
    for index, part in enumerate(parts):
        going = [row for row in going if index < len(row.segments)]
        if len(part) != 1:
            break
        if isinstance(part[0], Gap):
            going = _with_parameter(going, index, part[0], bool(certain))
            if not going:
                break
            certain.add(id(part[0]))
        else:
            going = [row for row in going if _takes(part, row.segments[index], "")]
    return tuple(_held(piece) if isinstance(piece, Gap) and id(piece) in certain else piece for piece in call)


def _held(hole: Gap) -> Gap:
    return hole._replace(wide=False, empty=False)


def _with_parameter(rows: list[Row], index: int, hole: Gap, behind: bool) -> list[Row]:
    """Those with a parameter of the hole's name there. Behind a settled hole, a bare `name` is any one value:
    `/repos/{owner}/{name}`."""
    bare = behind and words(hole.name) == {"name"}
    places = [(row, row.segments[index]) for row in rows]
    return [row for row, place in places if is_named(hole, place) or (bare and place.kind == PARAMETER)]


def is_named(hole: Gap, segment: Segment) -> bool:
    """Whether the segment is one parameter and the hole is certainly that parameter and no more."""
    first = segment.pieces[0] if segment.kind == PARAMETER else None
    return isinstance(first, Gap) and same_name(hole, first.name)


def reaches(parts: tuple[Pieces, ...], route: tuple[Segment, ...]) -> bool:
    """Whether some filling of the path's holes is a path of the route; each hole is a segment of its own or narrow.

    Walks all readings at once: the set of route segments that may be done after each segment of the path.
    """
    size = len(route)
    done = {0}
    for part in parts:
        hole = part[0] if len(part) == 1 and isinstance(part[0], Gap) else None
        if hole is not None and hole.wide:
            done = set(range(min(done), size + 1))  # it may hold any number of segments, also none
            continue
        following: set[int] = set()
        for at in done:
            if at < size and could_take(part, route[at]):
                following.add(at + 1)
                if route[at].kind == GREEDY:
                    following.add(at)
        if not following:
            return False
        done = following
    return size in done


def could_take(part: Pieces, segment: Segment) -> bool:
    if segment.kind in (PARAMETER, GREEDY):
        return True
    first = part[0] if len(part) == 1 else None
    return first == segment.text if isinstance(first, str) and segment.kind == LITERAL else fits(part, segment.pieces)


def whole(parts: tuple[Pieces, ...]) -> bool:
    """Whether `reaches` can tell: no wide hole shares its segment with text or with another."""
    return all(len(part) == 1 or not any(isinstance(p, Gap) and p.wide for p in part) for part in parts)
