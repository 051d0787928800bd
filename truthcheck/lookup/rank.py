"""Which operation a few words mean. Typing errors are forgiven; only routes are read, and the ids of the best.

A word meets a word of the path, or what a method is for ("create", "list"). The better each word is met and the less
of the path is left over, the higher the score: 1.0 is a perfect answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from truthcheck.model.noun import NamedTuple
from truthcheck.model.surface import Route, Surface
from truthcheck.suggest import distance

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_VERBS = {
    "create": ("POST", "PUT"), "add": ("POST", "PUT"), "new": ("POST",), "make": ("POST",), "send": ("POST",),
    "post": ("POST",), "open": ("POST",), "submit": ("POST",), "start": ("POST",), "upload": ("POST", "PUT"),
    "get": ("GET",), "read": ("GET",), "fetch": ("GET",), "retrieve": ("GET",), "show": ("GET",), "find": ("GET",),
    "download": ("GET",), "list": ("GET",), "all": ("GET",), "search": ("GET",), "query": ("GET", "POST"),
    "update": ("PATCH", "PUT", "POST"), "edit": ("PATCH", "PUT", "POST"), "change": ("PATCH", "PUT", "POST"),
    "modify": ("PATCH", "PUT", "POST"), "set": ("PUT", "PATCH", "POST"), "patch": ("PATCH",), "put": ("PUT",),
    "replace": ("PUT",), "delete": ("DELETE",), "remove": ("DELETE",), "destroy": ("DELETE",),
    "cancel": ("DELETE",), "head": ("HEAD",),
}  # fmt: skip
_ONE = _set("get read fetch retrieve show update edit change modify delete remove destroy cancel replace patch")
_MANY = _set("list all search find create add new make")
_FILLERS = _set("a an the of for to in on by with from and or my from via using api endpoint call")
_NAMED = 40  # the best, whose ids are read as well
_FOUND = 0.55  # below this an operation is not what the words mean


class Ranked(NamedTuple):
    """`complete` says that every word was met."""

    score: float
    complete: bool
    surface: Surface
    route: Route


def ranked(surfaces: Iterable[Surface], words: Iterable[str]) -> list[Ranked]:
    """The operations that the words may mean, best first; "POST /v1/customers" names one exactly."""
    written = " ".join(words)
    exact = list(_exact(surfaces := tuple(surfaces), written))
    if exact:
        return exact
    asked = _joined(_asked(written), surfaces)
    if not asked:
        return []
    found = [_scored(surface, route, asked) for surface in surfaces for route in surface.routes]
    found = sorted((one for one in found if one.score >= _FOUND), key=_order)
    named = [_by_id(one, asked) for one in found[:_NAMED]]
    return list(_once([*sorted(named, key=_order), *found[_NAMED:]]))


def _order(one: Ranked) -> tuple[bool, float, int, str, str]:
    return not one.complete, -one.score, len(one.route.path), one.route.path, one.route.method


def _once(found: Iterable[Ranked]) -> Iterable[Ranked]:
    """What an older document says as well is the same operation: of those, the newest document's."""
    best: dict[tuple[str, str], Ranked] = {}
    for one in found:
        key = (one.route.method, one.route.path)
        if key not in best or best[key].surface.origin.date < one.surface.origin.date:
            best[key] = one._replace(score=best[key].score if key in best else one.score)
    return best.values()


def _by_id(one: Ranked, asked: tuple[str, ...]) -> Ranked:
    """An operation's id is its vendor's shortest name for it: the fewer other words in it, the more it is meant."""
    written = _WORD.findall(one.surface.operation(one.route).id)
    mine = {_singular(word.lower()) for word in written} - set(_VERBS)
    wanted = {_singular(word) for word in asked} - set(_VERBS)
    if not (mine and wanted):
        return one
    return one._replace(score=one.score + 0.12 * len(mine & wanted) / len(mine | wanted))


def _exact(surfaces: Iterable[Surface], written: str) -> Iterable[Ranked]:
    method, _, path = written.strip().rpartition(" ")
    if not path.startswith("/"):
        return
    wanted = _bare(path)
    for surface in surfaces:
        for route in surface.routes:
            if _bare(route.path) == wanted and method.upper() in ("", route.method):
                yield Ranked(1.0, True, surface, route)


def named(surfaces: Iterable[Surface], written: str) -> list[Ranked]:
    """The operations of this "METHOD /path" or path, or else of this id."""
    surfaces = tuple(surfaces)
    found = list(_exact(surfaces, written))
    if found:
        return found
    every = ((surface, route) for surface in surfaces for route in surface.routes)
    return [Ranked(1.0, True, s, r) for s, r in every if s.operation(r).id == written.strip()]


def _bare(path: str) -> str:
    return re.sub(r"\{[^{}]*\}", "{}", path.partition("?")[0].rstrip("/"))


def _asked(written: str) -> tuple[str, ...]:
    """The words that tell something, in small letters: of "refunds.create" both."""
    every = dict.fromkeys(word.lower() for word in _WORD.findall(re.sub(r"\{[^{}]*\}", " ", written[:400])))
    telling = tuple(word for word in every if word not in _FILLERS)
    return (telling or tuple(every))[:12]


def _joined(asked: tuple[str, ...], surfaces: Iterable[Surface]) -> tuple[str, ...]:
    """Two words that the API writes as one: "sign up" for `/signup`."""
    vocabulary = {word for surface in surfaces for route in surface.routes for word in _path_words(route.path)[0]}
    for index in range(len(asked) - 1):
        one, two = asked[index : index + 2]
        if one + two in vocabulary and not {one, two} <= vocabulary:
            return _joined((*asked[:index], one + two, *asked[index + 2 :]), surfaces)
    return asked


def _scored(surface: Surface, route: Route, asked: tuple[str, ...]) -> Ranked:
    known, names = _path_words(route.path)
    ends_in_one = route.path.rstrip("/").endswith("}")
    total, met = 0.0, 0
    used: set[str] = set()
    for word in asked:
        score, meant = _in_path(word, known)
        verb = _as_verb(word, route.method, ends_in_one)
        if verb > score:
            score, meant = verb, ""
        if not score:
            score = 0.6 * _in_path(word, names)[0]
        total += score
        met += score > 0.5
        used.add(meant)
    mean = total / len(asked)
    spare = len([word for word in known if word not in used and not re.fullmatch(r"v?\d+", word)])
    score = mean - 0.06 * spare - 0.01 * len(names) + _habit(asked, route.method)
    return Ranked(score, met == len(asked), surface, route)


def _habit(asked: tuple[str, ...], method: str) -> float:
    """Without a verb, the plural asks for a list and the singular for making one."""
    if any(word in _VERBS for word in asked):
        return 0.0
    many = asked[-1] != _singular(asked[-1])
    return 0.02 if method == ("GET" if many else "POST") else 0.0


@lru_cache(maxsize=20_000)
def _path_words(path: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words of a path's known text, and those of its parameters' names."""
    known = _WORD.findall(re.sub(r"\{[^{}]*\}", " ", path.removesuffix(".json")))
    names = _WORD.findall(" ".join(re.findall(r"\{([^{}]*)\}", path)))
    return tuple(dict.fromkeys(w.lower() for w in known)), tuple(dict.fromkeys(w.lower() for w in names))


def _as_verb(word: str, method: str, ends_in_one: bool) -> float:
    methods = _VERBS.get(word) or _VERBS.get(_misspelt(word), ())
    if method not in methods:
        return 0.0
    word = word if word in _VERBS else _misspelt(word)
    best = 0.95 if method == methods[0] else 0.85
    if (word in _ONE and not ends_in_one) or (word in _MANY and ends_in_one):
        best -= 0.2
    return best


@lru_cache(maxsize=1_000)
def _misspelt(word: str) -> str:
    if len(word) < 5:
        return ""
    return next((verb for verb in _VERBS if len(verb) >= 5 and distance(word, verb) == 1), "")


def _in_path(word: str, known: tuple[str, ...]) -> tuple[float, str]:
    """How well the best of the path's words meets this one, and which it is."""
    best, meant = 0.0, ""
    for other in known:
        score = _alike(word, other)
        if score > best:
            best, meant = score, other
    return best, meant


@lru_cache(maxsize=100_000)
def _alike(word: str, other: str) -> float:
    if word == other:
        return 1.0
    one, two = _singular(word), _singular(other)
    if one == two:
        return 0.97
    if min(len(one), len(two)) >= 3 and (two.startswith(one) or one.startswith(two)):
        return 0.75 + 0.15 * min(len(one), len(two)) / max(len(one), len(two))
    allowed = 0 if len(one) < 4 else 1 if len(one) < 8 else 2
    if abs(len(one) - len(two)) > allowed or not allowed or one[0] != two[0]:
        return 0.0
    errors = distance(one, two)
    return 0.8 - 0.1 * errors if errors <= allowed else 0.0


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ses", "xes", "ches", "shes")) and len(word) > 4:
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word
