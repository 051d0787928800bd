"""Strings: pieces known and unknown, put together and taken apart without losing where each was written."""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Iterable

from truthcheck.claims.engine.alternatives import MAX_MEMBERS, members, one_of, plain
from truthcheck.claims.engine.values import Absent, Assumed, Encoded, Several, Val
from truthcheck.model.location import Span
from truthcheck.model.reason import Reason, Why
from truthcheck.model.value import Hole, Literal, Template, Text, Typed, Unknown

Part = Text | Hole


def known(value: Val) -> str | None:
    """The text of a value that is a fully known string, else None."""
    match plain(value):
        case Literal(str(text)):
            return text
        case Template(parts) if all(isinstance(part, Text) for part in parts):
            return "".join(part.text for part in parts if isinstance(part, Text))
        case _:
            return None


def is_none(value: Val) -> bool:
    return isinstance(value, Literal) and value.value is None


def is_nothing(value: Val) -> bool:
    """None, or what was never set."""
    return is_none(value) or isinstance(value, Absent)


def setting(name: Val | None, at: Span) -> Template:
    """A setting that only the running process knows: some text."""
    text = (known(name) if name is not None else None) or "setting"
    return Template((Hole(Reason(Why.FROM_ENVIRONMENT, text), text, "", at),), at)


def parts(value: Val, name: str = "") -> tuple[Part, ...]:
    """The pieces of a value used as text. `name` is what the source calls it, for the hole it may become."""
    match plain(value):
        case Literal(content, at):
            return _written(content, name, at)
        case Template(found):
            return found
        case Typed(kind, at):
            return (Hole(Reason(Why.TYPE_ONLY_OF, name) if name else Reason(Why.TYPE_ONLY), name, kind, at),)
        case Unknown(why, at):
            return (Hole(why, name or _parameter(why), "", at),)
        case Encoded(_, _, inner) if inner is not None:
            return parts(inner, name)
        case _:
            return (Hole(Reason(Why.TEXT_UNKNOWN_OF, name) if name else Reason(Why.TEXT_UNKNOWN), name),)


def _written(content: object, name: str, at: Span | None) -> tuple[Part, ...]:
    """The pieces of a constant used as text."""
    match content:
        case str(text):
            return (Text(text, at),) if text else ()
        case int(number) | float(number) if not isinstance(number, bool):
            return (Text(str(number), at),)
        case bytes(data):
            return (Text(data.decode("utf-8", "replace"), at),)
        case _:
            return (Hole(Reason(Why.FLAG_AS_TEXT), name, "", at),)


def _parameter(reason: Reason) -> str:
    """The name of the parameter that a caller sets."""
    return reason.about if reason.why == Why.FROM_CALLER else ""


def build(pieces: Iterable[Part], at: Span | None) -> Literal | Template:
    found = tuple(pieces)
    if not found:
        return Literal("", at)
    if len(found) == 1 and isinstance(found[0], Text):
        return Literal(found[0].text, found[0].at or at)
    return Template(found, at)


def concat(values: Iterable[tuple[Val, str]], at: Span | None) -> Val:
    """Join (value, its name) pairs into one string; alternatives are multiplied out, up to the bound."""
    rows: list[tuple[Part, ...]] = [()]
    for value, name in values:
        # `None + text` would raise: that alternative is not the one that runs.
        options = [member for member in alternatives(value) if not is_none(member)] or [value]
        if len(rows) * len(options) > MAX_MEMBERS:
            options = [Unknown(Reason(Why.TOO_MANY_VALUES_OF, name) if name else Reason(Why.TOO_MANY_VALUES))]
        rows = [row + parts(option, name) for row in rows for option in options]
    return one_of([build(row, at) for row in rows])


def each_text(value: Val, change: Callable[[tuple[Part, ...]], tuple[Part, ...] | None], at: Span | None) -> Val:
    """Apply `change` to every alternative of a string; None from it means the result is not known."""

    def one(member: Val) -> Val:
        changed = change(parts(member))
        return build(changed, at) if changed is not None else Unknown(Reason(Why.TEXT_OPERATION_NOT_FOLLOWED), at)

    found = [one(member) for member in members(plain(value))]
    return one_of(found)


def strip_left(pieces: tuple[Part, ...], characters: str | None) -> tuple[Part, ...]:
    """`lstrip`: a hole in front stays as it is, since what it starts with is unknown anyway."""
    while pieces and isinstance(pieces[0], Text):
        rest = pieces[0].text.lstrip(characters)
        if rest:
            return (Text(rest, pieces[0].at), *pieces[1:])
        pieces = pieces[1:]
    return pieces


def strip_right(pieces: tuple[Part, ...], characters: str | None) -> tuple[Part, ...]:
    while pieces and isinstance(pieces[-1], Text):
        rest = pieces[-1].text.rstrip(characters)
        if rest:
            return (*pieces[:-1], Text(rest, pieces[-1].at))
        pieces = pieces[:-1]
    return pieces


def fill(template: str, at: Span | None, field: Callable[[str], tuple[Val, str] | None]) -> Val:
    """`str.format`: `field` gives the value and name of one replacement field, None when it is not known."""
    pieces: list[tuple[Val, str]] = []
    try:
        for text, name, spec, conversion in string.Formatter().parse(template):
            if text:
                pieces.append((Literal(text, at), ""))
            if name is None:
                continue
            found = field(name)
            if found is None or spec or conversion not in (None, "s"):
                found = (Unknown(Reason(Why.FORMAT_FIELD_UNKNOWN, name), at), _field_name(name))
            pieces.append(found)
    except ValueError:
        return Unknown(Reason(Why.BROKEN_FORMAT), at)
    return concat(pieces, at)


def _field_name(name: str) -> str:
    return name.split(".")[-1].split("[")[0]


def percent(template: str, at: Span | None, values: Callable[[str, int], tuple[Val, str] | None]) -> Val:
    """`template % values`: `values` takes a mapping key ("" for none) and the position."""
    pieces: list[tuple[Val, str]] = []
    position = last = 0
    for found in re.finditer(r"%(?:\((\w+)\))?([-+ #0-9.]*)([sdifrxge%])", template):
        if found.start() > last:
            pieces.append((Literal(template[last : found.start()], at), ""))
        last = found.end()
        if found[3] == "%":
            pieces.append((Literal("%", at), ""))
            continue
        value = values(found[1] or "", position)
        position += 1
        if value is None or found[2] or found[3] not in "sdi":
            value = (Unknown(Reason(Why.FORMAT_VALUE_UNKNOWN), at), found[1] or "")
        pieces.append(value)
    if last < len(template):
        pieces.append((Literal(template[last:], at), ""))
    return concat(pieces, at)


def alternatives(value: Val) -> tuple[Val, ...]:
    """Every alternative of a string value, defaults taken at their word."""
    out: list[Val] = []
    for member in members(plain(value)):
        inner = plain(member)
        out.extend(members(inner) if isinstance(inner, Several | Assumed) else (inner,))
    return tuple(out)
