"""One scalar beside one plain shape: type first, then the allowed values."""

from __future__ import annotations

import json
from collections.abc import Iterator

from truthcheck.checks.core.fault import Fault
from truthcheck.checks.core.text_form import fits, known_text, reads_as, written
from truthcheck.model.noun import replace
from truthcheck.model.surface import Bounds, Shape
from truthcheck.model.value import Literal, Scalar, Template, Typed

_SAID = {
    "string": "a string",
    "integer": "an integer",
    "number": "a number",
    "boolean": "a boolean",
    "array": "a list",
    "object": "an object",
    "null": "null",
}
_WIDER = {"integer": ("integer", "number"), "number": ("number", "integer")}  # 5.0 is an integer in JSON


def judge(value: Literal | Template | Typed, shape: Shape, text: bool) -> Iterator[Fault]:
    """Faults without place; `text` when the value travels in a query or form."""
    match value:
        case Literal(None) | Typed("null" | "file"):
            return  # documents rarely say whether null is taken
        case Literal(bytes()):
            return
        case Literal(scalar):
            yield from _literal(scalar, shape, text)
        case Template():
            yield from _template(value, shape, text)
        case Typed(kind):
            yield from _typed(kind, shape, text)


def kinds(shape: Shape) -> tuple[str, ...]:
    """The types of `shape` as a person says them."""
    return tuple(_SAID.get(kind, kind) for kind in shape.types if kind != "null")


def shown(value: Scalar) -> str:
    return json.dumps(value, ensure_ascii=False) if not isinstance(value, bytes) else "bytes"


def _literal(value: Scalar, shape: Shape, text: bool) -> Iterator[Fault]:
    if text and value == "":
        return  # an empty text unsets a value in many APIs
    if not (_text_type(value, shape) if text else _json_type(value, shape)):
        yield _type_fault(_with_kind(value), shape, certain=not _is_coercible(value, shape))
    elif shape.enum and not shape.advisory and not (_is_beyond(value, shape, text) or is_listed(value, shape, text)):
        same = written(value).lower() in [written(item).lower() for item in shape.enum]
        yield _value_fault(shown(value), shape, certain=not same)
    elif shape.bounds and (told := _beyond_bounds(value, shape.bounds)):
        yield Fault("invalid-value", (), got=_short(shown(value)), choices=(told,), certain=False)


def _beyond_bounds(value: Scalar, bounds: Bounds) -> str:
    """The bound that is broken, as a person says it; "" for none."""
    number = _number(value)
    if number is not None and (bounds.least is not None or bounds.most is not None):
        return _side(number, bounds.least, bounds.most, "", "")
    if isinstance(value, str) and value:
        return _side(len(value), bounds.shortest, bounds.longest, "", " characters")
    return ""


def _side(size: float, least: float | None, most: float | None, before: str, unit: str) -> str:
    if least is not None and size < least:
        return f"at least {least:g}{unit}"
    return f"at most {most:g}{unit}" if most is not None and size > most else ""


def _number(value: Scalar) -> float | None:
    """A number, also one that is written as a text."""
    if isinstance(value, bool | bytes) or value is None:
        return None
    try:
        return float(value)
    except ValueError:
        return None


def _is_coercible(value: Scalar, shape: Shape) -> bool:
    """Whether many servers take the value all the same: a number in quotes, a number for a text."""
    numeric = isinstance(value, str) and reads_as(value, shape)
    return numeric or ("string" in shape.types and not isinstance(value, bool))


def _is_beyond(value: Scalar, shape: Shape, text: bool) -> bool:
    """Whether the list does not speak of this value: a switch beside a list of texts (`true` or "recurring")."""
    if text and isinstance(value, str) and value.lower() in ("true", "false"):
        value = True
    if not isinstance(value, bool | int | float) or any(type(item) is type(value) for item in shape.enum):
        return False
    return "boolean" in shape.types if isinstance(value, bool) else bool({"integer", "number"} & set(shape.types))


def _json_type(value: Scalar, shape: Shape) -> bool:
    if not shape.types:
        return True
    match value:
        case bool():
            return "boolean" in shape.types
        case int():
            return bool({"integer", "number"} & set(shape.types)) or ("string" in shape.types and bool(shape.format))
        case float():
            return "number" in shape.types or ("integer" in shape.types and value.is_integer())
        case _:
            return "string" in shape.types


def _text_type(value: Scalar, shape: Shape) -> bool:
    if not shape.types or {"array", "object"} & set(shape.types):
        return True
    if isinstance(value, float) and value.is_integer():
        return True
    return reads_as(written(value), shape)


def is_listed(value: Scalar, shape: Shape, text: bool) -> bool:
    """Whether a value is one of the list; in text also several of it with commas between."""
    if not text:
        return value in shape.enum
    allowed = {written(item) for item in shape.enum}
    whole = written(value)
    return whole in allowed or ("," in whole and all(piece.strip() in allowed for piece in whole.split(",")))


def _template(value: Template, shape: Shape, text: bool) -> Iterator[Fault]:
    known = known_text(value)
    if shape.types and "string" not in shape.types:
        if not text or _is_no_number(known, shape):
            yield _type_fault("a string", shape, certain=text)
    elif not shape.enum or shape.advisory or (text and "," in known):
        return
    elif not any(fits(value, written(item)) for item in shape.enum):
        yield _value_fault("this text", shape)


def _is_no_number(known: str, shape: Shape) -> bool:
    """Whether only a number is taken, and there are letters."""
    return set(shape.types) <= {"integer", "number"} and any(letter.isalpha() for letter in known)


def _typed(kind: str, shape: Shape, text: bool) -> Iterator[Fault]:
    """A type alone, which is no proof: Python holds nobody to an annotation.

    In text every scalar is text, and a list is a name sent several times.
    """
    if text or not shape.types:
        return
    if any(wide in shape.types for wide in _WIDER.get(kind, (kind,))):
        return
    if kind in ("integer", "number") and "string" in shape.types and shape.format:
        return  # long ids that are written as strings are mostly taken as numbers too
    yield replace(_type_fault(_SAID.get(kind, kind), shape, certain=False), assumed=True)


def _with_kind(value: Scalar) -> str:
    kind = {bool: "boolean", int: "integer", float: "number", str: "string"}.get(type(value), "")
    return f"{_SAID[kind]} ({_short(shown(value))})" if kind else shown(value)


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:36] + '..."'


def _type_fault(got: str, shape: Shape, certain: bool = True) -> Fault:
    return Fault("invalid-type", (), got=got, choices=kinds(shape), listed=True, certain=certain)


def _value_fault(got: str, shape: Shape, certain: bool = True) -> Fault:
    choices = tuple(written(item) for item in shape.enum if item not in (None, ""))
    return Fault("invalid-value", (), got=_short(got), choices=choices, listed=True, certain=certain)
