"""Whether a database can take a value as one of a type: what its input functions read, and what they refuse."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from truthcheck.model.noun import Node
from truthcheck.model.value import HOLE, Literal, Sequence, Template, Typed, Value
from truthcheck.model.value import Mapping as Keyed

_DIGITS = re.compile(r"[-+]?\d+(_\d+)*")
_NUMBER = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?|[-+]?(nan|inf|infinity)", re.I)
_UUID = re.compile(r"\{?[0-9a-f]{4}-?([0-9a-f]{4}-?){6}[0-9a-f]{4}\}?", re.I)
_TRUTHS = ("true", "false", "yes", "no", "on", "off", "1", "0")
_MOMENTS = ("now", "now()", "today", "tomorrow", "yesterday", "epoch", "infinity", "-infinity", "allballs")
_SIZED = re.compile(r"(?:character varying|varchar|character|char|bpchar)\((\d+)\)")
_RANGES = {"smallint": 2**15, "integer": 2**31, "bigint": 2**63}


class Kind(Node):
    """A type with the labels that an enum of it allows; `open`: there may be more labels."""

    type: str
    enum: tuple[str, ...] = ()
    open: bool = False


class Misfit(Node):
    """Why a value is refused: it is of another kind (`rule` "invalid-type"), or no such value ("invalid-value")."""

    rule: str
    got: str
    choices: tuple[str, ...] = ()
    value: Value | None = None


def misfit(kind: Kind, value: Value) -> Misfit | None:
    """Why a value as JSON cannot be taken; None where it can, or may."""
    if kind.type.endswith("[]"):
        return _array(kind, value)
    if kind.type in ("json", "jsonb") or not (kind.type or kind.enum):
        return None
    match value:
        case Literal(bool() | int() | float() | str() as content):
            found = refused(kind, _written(content))
            return found and found._replace(rule=_rule(kind, content, found), value=value)
        case Template():
            return _template(kind, value)
        case _:
            return _other_kind(kind, value)


def _other_kind(kind: Kind, value: Value) -> Misfit | None:
    """Why a value of which only the kind counts cannot be taken."""
    scalar, got = _is_scalar(kind), ""
    match value:
        case Keyed() if scalar:
            got = "an object"
        case Sequence() if scalar:
            got = "a list"
        case Typed("object" | "array" as name) if scalar:
            got = f"of type {name}"
        case Typed("boolean") if _family(kind) in ("integer", "number", "uuid", "moment"):
            got = "a boolean"
    return Misfit("invalid-type", got, (shown(kind),), value) if got else None


def _rule(kind: Kind, content: object, found: Misfit) -> str:
    """Another kind of value than the type has is told as such."""
    other = isinstance(content, bool) or (not isinstance(content, str) and _family(kind) in ("uuid", "enum"))
    return "invalid-type" if other and not kind.enum else found.rule


def _array(kind: Kind, value: Value) -> Misfit | None:
    inner = kind._replace(type=kind.type.removesuffix("[]"))
    match value:
        case Sequence(items):
            return next((found for item in items if (found := misfit(inner, item))), None)
        case Literal(bool() | int() | float()) | Keyed() | Typed("boolean" | "integer" | "number" | "object"):
            return Misfit("invalid-type", _said(value), (shown(kind),), value)
        case Literal(str(text)) if not text.lstrip().startswith(("{", "[")):
            return Misfit("invalid-type", _said(value), (shown(kind),), value)
        case _:
            return None


def _said(value: Value) -> str:
    match value:
        case Literal(content):
            return repr(content)
        case Typed(name):
            return f"of type {name}"
        case _:
            return "an object"


def _template(kind: Kind, value: Template) -> Misfit | None:
    """A text with holes: wrong when no label of an enum fits."""
    from truthcheck.checks.core.text_form import fits

    if not kind.enum or kind.open or any(fits(value, label) for label in kind.enum):
        return None
    return Misfit("invalid-value", "a text that is none of these", kind.enum, value)


def refused(kind: Kind, text: str) -> Misfit | None:
    """Why a text cannot be read as the type."""
    if HOLE in text:
        return None
    if kind.enum:
        known = kind.open or text in kind.enum
        return None if known else Misfit("invalid-value", f'"{text}"', kind.enum)
    reads = _READERS.get(_family(kind))
    if reads is None or reads(text.strip(), kind):
        return None
    return Misfit("invalid-value", f'"{text}"', (shown(kind),))


def shown(kind: Kind) -> str:
    return kind.type or "one of the labels"


def _written(content: object) -> str:
    return str(content).lower() if isinstance(content, bool) else str(content)


def _family(kind: Kind) -> str:
    if kind.enum:
        return "enum"
    plain = kind.type.partition("(")[0].strip()
    return _FAMILIES.get(plain, "moment" if plain.startswith(("timestamp", "time ")) else "")


def _is_scalar(kind: Kind) -> bool:
    """Whether an object or a list is refused: a text takes any JSON as it is written."""
    return _family(kind) in ("integer", "number", "boolean", "uuid", "moment", "enum")


def _integer(text: str, kind: Kind) -> bool:
    if not _DIGITS.fullmatch(text):
        return False
    bound = _RANGES.get(kind.type)
    return bound is None or len(text) > 25 or -bound <= int(text.replace("_", "")) < bound


def _truth(text: str, kind: Kind) -> bool:
    return text.lower() not in ("", "o") and any(word.startswith(text.lower()) for word in _TRUTHS)


def _moment(text: str, kind: Kind) -> bool:
    """Dates have many spellings, but none without a digit other than some words."""
    return text.lower() in _MOMENTS or any(mark.isdigit() for mark in text)


def _sized(text: str, kind: Kind) -> bool:
    found = _SIZED.fullmatch(kind.type)
    return found is None or len(text) <= int(found[1])


_FAMILIES = {
    **dict.fromkeys(("smallint", "integer", "bigint"), "integer"),
    **dict.fromkeys(("numeric", "real", "double precision"), "number"),
    **dict.fromkeys(("character varying", "character"), "sized"),
    **dict.fromkeys(("date", "timestamp", "timestamptz"), "moment"),
    "boolean": "boolean",
    "uuid": "uuid",
}
_READERS: Mapping[str, Callable[[str, Kind], bool]] = {
    "integer": _integer,
    "number": lambda text, kind: bool(_NUMBER.fullmatch(text)),
    "boolean": _truth,
    "uuid": lambda text, kind: bool(_UUID.fullmatch(text)),
    "moment": _moment,
    "sized": _sized,
}
