"""Abstract values as JSON and as short text. What may be a secret is never shown."""

from __future__ import annotations

import re
from typing import Any

from truthcheck.model import value as v
from truthcheck.model.call import Argument
from truthcheck.report.reasons import sentence
from truthcheck.report.text import mask

_SECRET = re.compile(r"(?i)auth|key|token|secret|passw|pwd|credential|signature|cookie|session")
_HIDDEN = {"$hidden": "may be a secret"}


def argument(item: Argument) -> Any:
    """Headers and cookies show their names and, of plain values, only those that cannot be a key."""
    return to_json(item.value, hide=item.location == "cookie")


def to_json(value: v.Value, *, hide: bool = False) -> Any:
    """A known value as itself, anything less as an object whose one key starts with `$`.

    `$template`, `$type`, `$one_of`, `$unknown`; an open mapping has `$rest`, keys that may be left out are in `$maybe`.
    """
    match value:
        case v.Literal(known):
            return _HIDDEN if hide else _scalar(known)
        case v.Template():
            return _HIDDEN if hide else {"$template": mask(to_text(value))}
        case v.Mapping(entries, rest):
            return _mapping(entries, rest, hide)
        case v.Sequence(items, rest):
            return _sequence(items, rest, hide)
        case v.Union(members):
            return {"$one_of": [to_json(member, hide=hide) for member in members]}
        case v.Typed(name):
            return {"$type": name}
        case v.Unknown(why):
            return {"$unknown": mask(sentence(why))}


def _sequence(items: tuple[v.Value, ...], rest: v.Unknown | None, hide: bool) -> list[Any]:
    shown = [to_json(item, hide=hide) for item in items]
    return [*shown, {"$rest": sentence(rest.why)}] if rest else shown


def _mapping(entries: tuple[v.Entry, ...], rest: v.Unknown | None, hide: bool) -> dict[str, Any]:
    shown = {entry.key: to_json(entry.value, hide=hide or bool(_SECRET.search(entry.key))) for entry in entries}
    if maybe := [entry.key for entry in entries if not entry.always]:
        shown["$maybe"] = maybe
    if rest:
        shown["$rest"] = mask(sentence(rest.why))
    return shown


def _scalar(known: v.Scalar) -> Any:
    match known:
        case str():
            return mask(known)
        case bytes():
            return {"$bytes": len(known)}
        case float() if known != known or known in (float("inf"), float("-inf")):
            return {"$type": "number"}  # JSON has no word for it
    return known


def to_text(value: v.Value) -> str:
    """A string value with its holes as `{name}`; "" when it is no string that is known in part."""
    match value:
        case v.Literal(str() as known):
            return mask(known)
        case v.Template(parts):
            return mask("".join(part.text if isinstance(part, v.Text) else "{" + part.name + "}" for part in parts))
    return ""


def members(value: v.Value) -> tuple[v.Value, ...]:
    return value.members if isinstance(value, v.Union) else (value,)


def path_of(url: str) -> str:
    """The path of a URL as text, without its scheme, host or the hole that stands for them."""
    rest = url.partition("://")[2] if "://" in url else url
    slash = rest.find("/")
    return rest[slash:] if slash >= 0 else "/" if "://" in url else ""
