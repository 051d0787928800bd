"""unknown-endpoint, wrong-method: what is false before any operation is found."""

from __future__ import annotations

import re
from collections.abc import Iterable

from truthcheck.checks.core.fault import Fault
from truthcheck.checks.http import address
from truthcheck.model.location import Span
from truthcheck.model.provider import Judgement
from truthcheck.model.surface import Candidate, NoMethod, NoPath, NoValue, Operation, Route, Surface
from truthcheck.model.value import HOLE, Literal, Template, Text, texts

_PARAMETER = r"\{[^}]*\}"


def unknown(match: NoPath, method: str, path: Literal | Template) -> Fault:
    choices = tuple(f"{route.method} {route.path}" for route in match.nearest)
    guess = match.nearest[0].path if match.nearest else ""
    got = f"{method} {address.shown(path)}"
    return Fault("unknown-endpoint", ("path",), _offender(path, guess), got, choices, listed=True)


def wrong_method(match: NoMethod, method: str, path: Literal | Template) -> Fault:
    methods = tuple(dict.fromkeys(route.method for route in match.routes))
    return Fault("wrong-method", ("method",), None, f"{method} {address.shown(path)}", methods, listed=True)


def wrong_value(match: NoValue, path: Literal | Template) -> Fault:
    """Vendors type identifiers more strictly than they read them: likely at most."""
    place, at = ("path", match.parameter), _offender(path, match.candidate.operation.path)
    return Fault("invalid-type", place, at, f'a string ("{match.written}")', match.takes, listed=True, certain=False)


def is_plain(path: Literal | Template, route: Route | Operation) -> bool:
    """Whether the path fits segment by segment, every hole within a parameter."""
    written = _coded(path).strip("/").split("/")
    template = route.path.strip("/").split("/")
    if route.greedy:
        return True
    return len(written) == len(template) and all(map(_segment_fits, written, template))


def _segment_fits(written: str, template: str) -> bool:
    return "{" in template or written == template


def _coded(path: Literal | Template) -> str:
    """The path as text, with a mark for each hole."""
    return texts(path)[0]


def has_gap(path: Literal | Template, surfaces: Iterable[Surface]) -> bool:
    """Whether two slashes in a row show a part that was read as empty, and will not be when it is sent.

    Two slashes behind a base path come from joining it with a path, which is harmless.
    """
    coded = _coded(path).rstrip("/")
    bases = {base for surface in surfaces for base in surface.bases if coded.startswith(f"{base}//")}
    return "//" in coded[max(map(len, bases)) + 2 :] if bases else "//" in coded


def likely(path: Literal | Template, candidates: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    """The operations that keep most of the written segments; of those, the ones that leave no hole inside empty.

    `/repos/{name}/issues` is not meant for `/repos/{owner}/{repo}/labels/{label}`, although some `name` reaches it.
    """
    written = [segment for segment in _coded(path).split("/") if segment]
    routes = [candidate.operation.path.strip("/").split("/") for candidate in candidates]
    swallowed = [_swallowed(written, route) for route in routes]
    kept = [(c, route) for c, route, n in zip(candidates, routes, swallowed, strict=True) if n == min(swallowed)]
    least = len(written) - (written[-1:] == [HOLE])
    whole = tuple(candidate for candidate, route in kept if len(route) >= least)
    return whole or tuple(candidate for candidate, _ in kept)


def _swallowed(written: list[str], route: list[str]) -> int:
    """How many written segments before the first and behind the last hole are something else in the route."""
    holes = [index for index, segment in enumerate(written) if HOLE in segment]
    if not holes:
        return 0
    head, tail = written[: holes[0]], written[holes[-1] + 1 :]
    pairs = [*zip(head, route, strict=False), *zip(reversed(tail), reversed(route), strict=False)]
    return sum(one != other for one, other in pairs)


def is_undescribed(judgement: Judgement, method: str, path: Literal | Template) -> bool:
    """Whether rule data says that this endpoint is real although no document lists it."""
    text = re.sub(_PARAMETER, "{}", address.shown(path))
    return any(_covers(rule, method, text) for rule in judgement.undescribed)


def _covers(rule: str, method: str, path: str) -> bool:
    verb, _, pattern = rule.rpartition(" ")
    if verb and verb != method:
        return False
    if pattern.endswith("*"):
        return path.startswith(pattern[:-1])
    return path.rstrip("/") == re.sub(_PARAMETER, "{}", pattern).rstrip("/")


def _offender(path: Literal | Template, nearest: str) -> Span | None:
    """Where the last segment stands that the nearest true path does not have; the last text when there is none."""
    if isinstance(path, Literal):
        return path.at
    true = set(nearest.split("/"))
    texts = [part for part in reversed(path.parts) if isinstance(part, Text)]
    for part in texts:
        if any(segment and segment not in true for segment in part.text.split("/")):
            return part.at
    return texts[0].at if texts else None
