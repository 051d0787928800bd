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
    Sdk,
    Sent,
    Several,
    Val,
)
from truthcheck.model.reason import Reason, Why
from truthcheck.model.value import Literal, Template, Typed, Unknown

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
    flat: list[Val] = []
    for value in values:
        for member in members(value):
            for seen in flat:
                if member is seen or same(member, seen):
                    break
            else:
                flat.append(member)
    if len(flat) == 1:
        return flat[0]
    if len(flat) > MAX_MEMBERS:
        return Unknown(Reason(Why.TOO_MANY_VALUES))
    return Several(tuple(flat)) if flat else Unknown(Reason(Why.NOTHING_ASSIGNED))


def same(left: Val, right: Val) -> bool:
    """Equal but for the place of writing."""
    if left is right:
        return True
    if type(left) is not type(right):
        return False
    by_type = _SAME.get(type(left))
    return by_type(left, right) if by_type is not None else False


def _chain(value: Sdk) -> tuple[object, ...]:
    return tuple((step.text, step.keywords, step.positional, step.first) for step in value.steps)


# By type: a match over pairs of so many types is slow to run, and slower to type check.
_SAME: dict[type, Callable[[Any, Any], bool]] = {
    Literal: lambda a, b: type(a.value) is type(b.value) and a.value == b.value,
    Template: lambda a, b: signature(a) == signature(b),
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
    Sdk: lambda a, b: _chain(a) == _chain(b),
    Sent: operator.eq,
    Data: operator.eq,
    Imported: operator.eq,
}


def signature(template: Template) -> tuple[str, ...]:
    """The template's texts joined where they touch; a hole is "{name}" between them."""
    out: list[str] = []
    for part in template.parts:
        text = getattr(part, "text", None)
        out.append(text if text is not None else "{" + getattr(part, "name", "") + "}")
    return tuple(out)
