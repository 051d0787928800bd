"""Values that may be one of several: how they join, what they have in common, when two are the same."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

from truthcheck.claims.engine.values import (
    Absent,
    Assumed,
    ClassVal,
    Data,
    External,
    FuncVal,
    Imported,
    Method,
    ModuleVal,
    Ref,
    SdkValue,
    Sent,
    Several,
    Val,
)
from truthcheck.model.reason import Reason, Why
from truthcheck.model.value import Hole, Literal, Template, Text, Typed, Unknown

MAX_MEMBERS = 8  # alternatives of one value; more say nothing that a person could act on


def members(value: Val) -> tuple[Val, ...]:
    """The alternatives of a value, itself when it has none."""
    match value:
        case Several(found):
            return found
        case _:
            return (value,)


def plain(value: Val) -> Val:
    """Without the mark that it is only a default."""
    return value.value if isinstance(value, Assumed) else value


def one_of(values: list[Val]) -> Val:
    """The join of several values: duplicates merged, bounded."""
    if len(values) == 2 and values[0] is values[1]:
        return values[0]
    distinct: list[Val] = []
    for value in values:
        for member in members(value):
            if not distinct or not _among(member, distinct):
                distinct.append(member)
        if len(distinct) > MAX_MEMBERS:
            return Unknown(Reason(Why.TOO_MANY_VALUES))
    if len(distinct) == 1:
        return distinct[0]
    return Several(tuple(distinct)) if distinct else Unknown(Reason(Why.NOTHING_ASSIGNED))


def _among(value: Val, known: list[Val]) -> bool:
    return any(value is other or same(value, other) for other in known)


def same(left: Val, right: Val) -> bool:
    """Equal but for the place of writing."""
    if left is right:
        return True
    if type(left) is not type(right):
        return False
    by_type = _SAME.get(type(left))
    return by_type(left, right) if by_type is not None else False


def _chain(value: SdkValue) -> tuple[object, ...]:
    return tuple((step.text, step.keywords, step.positional, step.first, step.given) for step in value.steps)


def _same_text(left: Template, right: Template) -> bool:
    """Equal texts, and holes of equal names at equal places."""
    if len(left.parts) != len(right.parts):
        return False
    return all(one is two or _sign(one) == _sign(two) for one, two in zip(left.parts, right.parts, strict=True))


def _sign(part: Text | Hole) -> str:
    return part.text if isinstance(part, Text) else "{" + part.name + "}"


# By type: a match over pairs of so many types is slow to run, and slower to type check.
_SAME: dict[type, Callable[[Any, Any], bool]] = {
    Literal: lambda a, b: type(a.value) is type(b.value) and a.value == b.value,
    Template: _same_text,
    Typed: lambda a, b: a.type == b.type,
    Unknown: lambda a, b: a.why == b.why,
    Assumed: lambda a, b: same(a.value, b.value),
    FuncVal: lambda a, b: a.node is b.node,
    ClassVal: lambda a, b: a.node is b.node,
    ModuleVal: lambda a, b: a.module is b.module,
    Method: lambda a, b: a.name == b.name and same(a.receiver, b.receiver),
    Ref: operator.eq,
    Absent: lambda a, b: True,
    External: operator.eq,
    SdkValue: lambda a, b: _chain(a) == _chain(b),
    Sent: operator.eq,
    Data: operator.eq,
    Imported: operator.eq,
}
