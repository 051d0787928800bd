"""What an expression of the user's code is known to be, without running it.

Every value carries `at`, the place where it was written (not where it was used),
so that a finding can stand where the false thing stands.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from truthcheck.model.location import Span
from truthcheck.model.noun import dataclass
from truthcheck.model.reason import Reason

Scalar: TypeAlias = "str | int | float | bool | bytes | None"


@dataclass(frozen=True, slots=True)
class Literal:
    """Exactly this value."""

    value: Scalar
    at: Span | None = None


@dataclass(frozen=True, slots=True)
class Text:
    """A known piece of a template."""

    text: str
    at: Span | None = None


@dataclass(frozen=True, slots=True)
class Hole:
    """An unknown piece of a template: any text, also an empty one, unless `type` says more.

    `type` is a JSON Schema type name when it is known ("integer" holds no slash), else "".
    `name` is what the source calls it (`owner` in `f"/repos/{owner}"`), for messages and path templates.
    """

    why: Reason
    name: str = ""
    type: str = ""
    at: Span | None = None


@dataclass(frozen=True, slots=True)
class Template:
    """A string with holes."""

    parts: tuple[Text | Hole, ...]
    at: Span | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One known key of a mapping. `always` is false when some path through the code leaves it out."""

    key: str
    value: Value
    at: Span | None = None
    always: bool = True


@dataclass(frozen=True, slots=True)
class Mapping:
    """A dictionary. `rest` says why there may be further keys; None means these are all."""

    entries: tuple[Entry, ...]
    rest: Unknown | None = None
    at: Span | None = None


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list, tuple or set. `rest` says why there may be further items; None means these are all."""

    items: tuple[Value, ...]
    rest: Unknown | None = None
    at: Span | None = None


@dataclass(frozen=True, slots=True)
class Union:
    """One of several, by the branch taken. Refuted only when every member is."""

    members: tuple[Value, ...]
    at: Span | None = None


@dataclass(frozen=True, slots=True)
class Typed:
    """Only the type is known, as JSON Schema names it: string, integer, number, boolean, array, object, null;
    and "file" for an open file or bytes. A "string" may hold any text."""

    type: str
    at: Span | None = None


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nothing is known, and why: a phrase for a person, such as "`path` comes from the caller"."""

    why: Reason
    at: Span | None = None


Value: TypeAlias = "Literal | Template | Mapping | Sequence | Union | Typed | Unknown"
HOLE = "\0"  # stands for what is not known in a text, where code looks at the text alone


def alternatives(value: Value) -> Iterator[Value]:
    """The value, or what a Union may be, one in another as well."""
    if isinstance(value, Union):
        for member in value.members:
            yield from alternatives(member)
    else:
        yield value


def texts(value: Value) -> list[str]:
    """What a value says as text in each alternative, `HOLE` for what is not known, wherever it was written."""
    return [_text(member) for member in alternatives(value)]


def _text(value: Value) -> str:
    match value:
        case Literal(content):
            return str(content)
        case Template(parts):
            return "".join(part.text if isinstance(part, Text) else HOLE for part in parts)
        case _:
            return HOLE
