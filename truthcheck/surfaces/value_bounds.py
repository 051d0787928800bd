"""Bounds of numbers and of short texts, as a schema gives them in any dialect.

An upper length that no written text comes near (`maxLength: 5000`) says nothing about code and would only cost room.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from truthcheck.model.surface import Bounds

_LONGEST = 500  # characters


def bounds(schema: Mapping[str, Any], types: tuple[str, ...]) -> Bounds | None:
    """None where nothing is bounded, or where the schema contradicts itself."""
    numeric = bool({"integer", "number"} & set(types))
    least = _number(schema, "minimum", "exclusiveMinimum") if numeric else None
    most = _number(schema, "maximum", "exclusiveMaximum") if numeric else None
    shortest = _length(schema, "minLength") if "string" in types else None
    longest = _length(schema, "maxLength") if "string" in types else None
    found = Bounds(least, most, _if(shortest, (shortest or 0) > 1), _if(longest, 0 < (longest or 0) <= _LONGEST))
    return None if found == Bounds() or _crossed(least, most) or _crossed(shortest, longest) else found


def _number(schema: Mapping[str, Any], name: str, exclusive: str) -> float | None:
    """The bound itself where it is exclusive, too: milder by that one value."""
    given = [schema.get(key) for key in (name, exclusive)]
    return next((one for one in given if isinstance(one, int | float) and not isinstance(one, bool)), None)


def _length(schema: Mapping[str, Any], name: str) -> int | None:
    given = schema.get(name)
    return given if isinstance(given, int) and not isinstance(given, bool) and given >= 0 else None


def _if(value: int | None, wanted: bool) -> int | None:
    return value if wanted else None


def _crossed(least: float | None, most: float | None) -> bool:
    return least is not None and most is not None and least > most
