"""What was recorded may be secret: of texts only words are kept, as enumerations have them."""

from __future__ import annotations

import re
from urllib.parse import SplitResult

from truthcheck.model.location import Span
from truthcheck.model.noun import replace
from truthcheck.model.reason import Reason, Why
from truthcheck.model.value import Hole, Literal, Mapping, Sequence, Template, Text, Typed, Value

_WORD = re.compile(r"[A-Za-z][A-Za-z]*(?:[ _.:/-][A-Za-z]{1,20}|[ _.-]?\d{1,4}){0,5}\Z")
_LONG = 40
_OPAQUE = re.compile(r"(?=.*\d)(?=.*[A-Za-z]).{12,}|.{33,}|.*[%:=@].*")  # a segment that no document writes


def value(whole: Value) -> Value:
    """The same shape; texts that are no plain words are only known to be texts."""
    match whole:
        case Literal(str(text), at):
            return whole if len(text) <= _LONG and _WORD.match(text) else Typed("string", at)
        case Mapping(entries):
            return replace(whole, entries=tuple(replace(entry, value=value(entry.value)) for entry in entries))
        case Sequence(items):
            return replace(whole, items=tuple(map(value, items)))
        case _:
            return whole


def address(parts: SplitResult, at: Span) -> Literal | Template:
    """The URL without user, password and query; a segment that may be a secret is a hole."""
    host = f"{parts.scheme}://{parts.hostname or ''}" + (f":{port}" if (port := _port(parts)) else "")
    found: list[Text | Hole] = [Text(host, at)]
    for segment in parts.path.split("/")[1:]:
        found.append(Text("/", at))
        found.append(Hole(Reason(Why.NOT_PLAIN), "value", "", at) if _OPAQUE.match(segment) else Text(segment, at))
    if all(isinstance(part, Text) for part in found):
        return Literal(host + parts.path, at)
    return Template(tuple(found), at)


def _port(parts: SplitResult) -> int | None:
    try:
        return parts.port
    except ValueError:
        return None
