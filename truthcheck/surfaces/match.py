"""Which operation a call means: by host, base path, template and method.

A call's path may have holes. First the plain reading is tried, in which every hole is one whole parameter that is
named alike. Where it fails, every route that some filling of the holes reaches is a candidate.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from truthcheck.model.noun import NamedTuple
from truthcheck.model.reason import Reason, Why
from truthcheck.model.surface import Candidate, Found, Match, NoMatch, NoMethod, NoPath, NoValue, Origin, Route, Surface
from truthcheck.model.value import Literal, Template
from truthcheck.surfaces.addresses import host_fits
from truthcheck.surfaces.pathvalues import allows, mistyped
from truthcheck.surfaces.routing import LITERAL, Row, is_named, plain, reaches, settled, table, whole
from truthcheck.surfaces.template import Gap, Pieces, call_pieces, fits, narrow, route_pieces, segments

MAX_CANDIDATES = 40
KNOWN = "known"  # the kind of a surface that holds methods and paths alone: it only excuses
_Place = tuple[tuple[int, ...], Surface, Route]  # with how each segment was taken, best first


def match(surfaces: Iterable[Surface], method: str, host: str, path: Literal | Template) -> Match:
    """The operations that `method` on `host` and `path` may mean.

    `host` has no port. `path` is below the host, without scheme; a query in it is not looked at.
    NoPath and NoMethod are certain for the surfaces given: no filling of the holes makes the call true.
    """
    host = host.lower()
    call = call_pieces(path)
    at_host = [(surface, _partly(surface, host)) for surface in surfaces if _speaks_for(surface, host)]
    covering = [(surface, partly) for surface, partly in at_host if _covers(surface, call)]
    if not covering:
        return NoMatch(Reason(Why.NO_SURFACE, host, _lead(call)))
    ask = _Ask(method.upper(), host, call, covering)
    places = _plain(ask)
    if not places and any(isinstance(piece, Gap) for piece in call):
        places = _possible(ask)
    answer = _judge(ask, places)
    return _excused(ask, at_host) or answer if isinstance(answer, (NoPath, NoMethod)) else answer


def _excused(ask: _Ask, at_host: list[tuple[Surface, bool]]) -> NoMatch | None:
    """For an endpoint that no document has, but the vendor's own package calls; each hole is one segment there."""
    parts = segments(narrow(ask.call))
    for surface in (surface for surface, _ in at_host if surface.origin.kind == KNOWN):
        rows = table(surface).candidates(len(parts))
        if any(row.route.method == ask.method and reaches(parts, row.segments) for row in rows):
            return NoMatch(Reason(Why.KNOWN_TO_PACKAGE_ONLY, surface.origin.source))
    return None


class _Ask(NamedTuple):
    """One question: `covering` are the surfaces that could answer, and whether the host serves them in part only."""

    method: str
    host: str
    call: Pieces
    covering: list[tuple[Surface, bool]]

    def asked(self) -> tuple[Origin, ...]:
        return tuple(surface.origin for surface, _ in self.covering)

    def rows(self) -> Iterator[tuple[Surface, Row]]:
        for surface, partly in self.covering:
            for row in table(surface).rows:
                if _at(row.route, self.host, partly):
                    yield surface, row


def _speaks_for(surface: Surface, host: str) -> bool:
    return not host or host_fits(host, surface.hosts)


def _partly(surface: Surface, host: str) -> bool:
    """Whether the host serves only some operations of the surface, such as uploads: what else it does is not known."""
    hosts = {route.host for route in surface.routes}
    return host in hosts and "" in hosts


def _covers(surface: Surface, call: Pieces) -> bool:
    """Whether the known beginning of the path is below a base path of the surface."""
    first = call[0] if isinstance(call[0], str) else ""
    return any(first.startswith(f"{base}/") or (first == base and len(call) == 1) for base in surface.bases)


def _lead(call: Pieces) -> str:
    """The known beginning of the path, for the reason."""
    first = call[0] if isinstance(call[0], str) else ""
    return "/".join(first.split("/")[:3]) if len(call) > 1 or first != "/" else ""


def _at(route: Route, host: str, partly: bool) -> bool:
    return route.host == host if partly else route.host in ("", host)


def _plain(ask: _Ask) -> list[_Place]:
    """Routes by the plain reading."""
    return [
        (taken, surface, row.route)
        for surface, partly in ask.covering
        for row, taken in plain(ask.call, table(surface))
        if _at(row.route, ask.host, partly)
    ]


def _possible(ask: _Ask) -> list[_Place]:
    """Every route that some filling reaches, all equally; one too many at most.

    Those of the wanted method rule out the others, and of these the ones that keep the end that is written.
    """
    rows = [(surface, row) for surface, row in ask.rows() if _begins_alike(ask.call, row)]
    call = settled(ask.call, [row for _, row in rows])
    parts = segments(call)
    is_whole = whole(parts)
    ranked = [(_rank(ask, parts, row), surface, row) for surface, row in rows]
    found: list[_Place] = []
    best = (True, True)
    for rank, surface, row in sorted(ranked, key=lambda place: place[0]):
        if rank > best and not best[0]:
            break
        if reaches(parts, row.segments) if is_whole else fits(call, route_pieces(row.route)):
            best = best if found else rank
            found.append(((), surface, row.route))
        if len(found) > MAX_CANDIDATES:
            break
    return found


def _rank(ask: _Ask, parts: tuple[Pieces, ...], row: Row) -> tuple[bool, bool]:
    methods = ("GET", "HEAD") if ask.method == "HEAD" else (ask.method,)
    return row.route.method not in methods, not _keeps_end(parts, row)


def _keeps_end(parts: tuple[Pieces, ...], row: Row) -> bool:
    """Whether the route ends in just the texts behind the last hole, or in the parameter that the hole is named for.

    A parameter could take such texts as well, and a `repo` could be `a/b/branches`, but that is hardly meant. All that
    is written has to be the route's own: an abbreviation such as `pr` is like many names.
    """
    if not _holds_texts(parts, row):
        return False
    last = max(index for index, part in enumerate(parts) if _has_hole(part))
    end = parts[last + 1 :]
    if end:
        return tuple(segment.pieces for segment in row.segments[-len(end) :]) == end
    hole = parts[last][0]
    return len(parts[last]) == 1 and isinstance(hole, Gap) and is_named(hole, row.segments[-1])


def _has_hole(part: Pieces) -> bool:
    return any(isinstance(piece, Gap) for piece in part)


def _holds_texts(parts: tuple[Pieces, ...], row: Row) -> bool:
    """Whether all whole texts of the path are texts of the route, in their order."""
    texts = iter([segment.text for segment in row.segments if segment.kind == LITERAL])
    return all(part[0] in texts for part in parts if len(part) == 1 and isinstance(part[0], str))


def _begins_alike(call: Pieces, row: Row) -> bool:
    """A quick no: the whole segments that the call starts with, and the last one, against the route's."""
    first, last = call[0], call[-1]
    if isinstance(last, str) and "/" in last and not row.route.greedy:
        end = row.segments[-1]
        if end.kind == LITERAL and end.text != last.rpartition("/")[2]:
            return False
    known = first.split("/")[1:-1] if isinstance(first, str) else []
    for text, segment in zip(known, row.segments, strict=False):
        if segment.kind:
            return True
        if text != segment.text:
            return False
    return len(known) <= len(row.segments)


def _judge(ask: _Ask, places: list[_Place]) -> Match:
    if not places:
        return _in_part(ask) or _no_path(ask)
    wanted = _wanted(ask.method, places)
    if not wanted and ask.method == "OPTIONS":
        return NoMatch(Reason(Why.OPTIONS_UNDESCRIBED))
    if not wanted:
        return _in_part(ask) or _no_method(ask, places)
    if len(wanted) > MAX_CANDIDATES:
        return NoMatch(Reason(Why.PATH_AT_RUN_TIME))
    best = _best(ask, wanted)
    return Found(best) if best else _in_part(ask) or _no_value(ask, wanted) or _no_path(ask)


def _in_part(ask: _Ask) -> NoMatch | None:
    """The answer where the host serves more than its surfaces say: nothing that is missing proves anything."""
    if all(partly for _, partly in ask.covering):
        return NoMatch(Reason(Why.HOST_DESCRIBED_IN_PART, ask.host))
    return None


def _wanted(method: str, places: list[_Place]) -> list[_Place]:
    """Those of the method; a HEAD is a GET without its body."""
    wanted = [place for place in places if place[2].method == method]
    if method == "HEAD" and not wanted:
        return _wanted("GET", places)
    return wanted


def _best(ask: _Ask, wanted: list[_Place]) -> tuple[Candidate, ...]:
    """The operations whose parameters allow what the path says, of these the ones that take it most literally."""
    parts = segments(ask.call)
    read = [(taken, Candidate(surface, surface.operation(route))) for taken, surface, route in wanted]
    possible = [(taken, one) for taken, one in read if allows(one.surface, one.operation, parts)]
    best = min((taken for taken, _ in possible), default=())
    return tuple(candidate for taken, candidate in possible if taken == best)


def _no_value(ask: _Ask, wanted: list[_Place]) -> NoValue | None:
    """Of the one path that fits, the parameter that wants a number where a word is written."""
    if len({route.path for _, _, route in wanted}) > 1:
        return None
    _, surface, route = wanted[0]
    found = mistyped(surface, surface.operation(route), segments(ask.call))
    return NoValue(Candidate(surface, surface.operation(route)), *found, ask.asked()) if found else None


def _no_method(ask: _Ask, places: list[_Place]) -> NoMethod:
    best = min(taken for taken, _, _ in places)
    routes = {(route.method, route.path): route for taken, _, route in places if taken == best}
    surface = next(surface for taken, surface, _ in places if taken == best)
    return NoMethod(surface.origin, tuple(routes[key] for key in sorted(routes)), ask.asked())


def _no_path(ask: _Ask) -> NoPath:
    from truthcheck.surfaces.nearest import nearest

    rows = list(ask.rows())
    found = nearest(ask.call, ask.method, [row for _, row in rows])
    owner = next((surface for surface, row in rows if found and row.route is found[0]), ask.covering[0][0])
    return NoPath(owner.origin, found, ask.asked())
