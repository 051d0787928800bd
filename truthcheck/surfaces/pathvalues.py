"""Whether the known text in a path can be the value of the parameter it stands for.

`list` is no issue's number, so `/issues/list` is not `/issues/{issue_number}`. Only a plain word is ever refused, and
not one that services take in place of an identifier, described or not.
"""

from __future__ import annotations

import re

from truthcheck.model.surface import Operation, Shape, Surface
from truthcheck.surfaces.naming import alike, words
from truthcheck.surfaces.routing import MIXED, PARAMETER, Segment, route_segments
from truthcheck.surfaces.template import Gap, Pieces

_WORD = re.compile(r"[a-z]+([_-][a-z]+)*")
_STANDS_FOR = frozenset(("me", "self", "current", "mine", "default", "latest", "all", "any", "none", "primary", "main"))
_SURE_VERBS = frozenset(("create", "update", "delete", "retrieve"))
_VERBS = _SURE_VERBS | {"list", "new", "get", "add", "remove", "edit", "fetch"}
_IDENTIFIER = frozenset(("id", "sid", "uuid", "guid"))
_CHOSEN = frozenset(("name", "slug", "key", "login", "username", "org", "repo", "owner", "or"))
_PLACEHOLDER = frozenset(("your", "my", "some", "example", "test", "dummy", "placeholder", "x", "xx", "xxx", "xxxx"))

_NUMBERS = (("integer",), ("number",))


def allows(surface: Surface, operation: Operation, parts: tuple[Pieces, ...]) -> bool:
    """False when some known segment of the call cannot be the value of its path parameter."""
    route = route_segments(operation.path)
    if operation.greedy or len(route) != len(parts):
        return True
    shapes = {p.name: surface.shape(p.shape) for p in operation.parameters if p.location == "path"}
    nouns = ["", *(segment.text for segment in route)]
    return all(_fits(part, segment, noun, shapes) for part, segment, noun in zip(parts, route, nouns, strict=False))


def mistyped(
    surface: Surface, operation: Operation, parts: tuple[Pieces, ...]
) -> tuple[str, str, tuple[str, ...]] | None:
    """The parameter that wants a number, the word that is written there, and the types it takes; None without any.

    A verb is no value but the name of another operation.
    """
    shapes = {p.name: surface.shape(p.shape) for p in operation.parameters if p.location == "path"}
    route = route_segments(operation.path)
    for part, segment, noun in zip(parts, route, ["", *(one.text for one in route)], strict=False):
        name = segment.text.strip("{}")
        if segment.kind == PARAMETER and not _fits(part, segment, noun, shapes):
            text, types = str(part[0]), shapes[name].types
            return (name, text, types) if types in _NUMBERS and text not in _VERBS else None
    return None


def _fits(part: Pieces, segment: Segment, noun: str, shapes: dict[str, Shape]) -> bool:
    """`noun` is the route's segment before."""
    if segment.kind not in (PARAMETER, MIXED) or len(part) != 1 or not isinstance(part[0], str):
        return True
    names = [piece.name for piece in segment.pieces if isinstance(piece, Gap)]
    if len(names) != 1 or names[0] not in shapes:
        return True
    text = part[0]
    if _trailing(segment):
        text = text[: -len(str(segment.pieces[1]))]
    return not _is_verb(text, names[0], noun) and _is_value(text, segment, names[0], shapes[names[0]])


def _is_verb(text: str, name: str, noun: str) -> bool:
    """`create` is nobody's identifier; where people choose the name themselves, it may be one."""
    named = words(name)
    if named & _CHOSEN:
        return False
    return (text in _VERBS and bool(named & _IDENTIFIER)) or (
        text in _SURE_VERBS and alike(Gap(name, True, True), noun)
    )


def _trailing(segment: Segment) -> bool:
    """`{Sid}.json`: the text stands behind the parameter."""
    return len(segment.pieces) == 2 and isinstance(segment.pieces[0], Gap)


def _is_value(text: str, segment: Segment, name: str, shape: Shape) -> bool:
    if (
        not _WORD.fullmatch(text)
        or text in _STANDS_FOR
        or words(text) & _PLACEHOLDER
        or alike(Gap(text, True, True), name)
    ):
        return True  # an identifier, a made-up one such as "AC123" or "your-sid", or a word that stands for one
    if shape.any_of or shape.all_of or (segment.kind == MIXED and not _trailing(segment)):
        return True
    if shape.types in _NUMBERS:
        return False
    return shape.length is None or shape.length[0] <= len(text) <= shape.length[1]
