"""What a value looks like once it is text, as in a query or a form."""

from __future__ import annotations

import re

from truthcheck.model.surface import Shape
from truthcheck.model.value import Scalar, Template, Text

# Not compiled at every start: `re` keeps what is used.
_INTEGER = r"\s*[-+]?\d+\s*"
_NUMBER = r"\s*[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?\s*"
_BOOLEANS = ("true", "false", "1", "0", "yes", "no", "on", "off")


def written(value: Scalar) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return "" if value is None else str(value)


def reads_as(text: str, shape: Shape) -> bool:
    """Whether a server can read `text` as one of the types of `shape`."""
    return not shape.types or any(_reads(text, kind) for kind in shape.types)


def _reads(text: str, kind: str) -> bool:
    match kind:
        case "integer":
            return bool(re.fullmatch(_INTEGER, text))
        case "number":
            return bool(re.fullmatch(_NUMBER, text))
        case "boolean":
            return text.lower() in _BOOLEANS
        case _:
            return True  # string; null, array, object and file have spellings that no document fixes


def fits(template: Template, text: str) -> bool:
    """Whether some filling of the holes gives `text`. A hole is taken to hold anything."""
    pieces: list[str] = [""]
    for part in template.parts:
        if isinstance(part, Text):
            pieces[-1] += part.text
        else:
            pieces.append("")
    first, *middle = pieces
    if not middle:
        return text == first
    last = middle.pop()
    if not text.startswith(first):
        return False
    position = len(first)
    for piece in middle:
        position = text.find(piece, position)
        if position < 0:
            return False
        position += len(piece)
    return text.endswith(last) and position <= len(text) - len(last)


def known_text(template: Template) -> str:
    return "".join(part.text for part in template.parts if isinstance(part, Text))
