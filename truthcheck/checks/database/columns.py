"""The columns that conditions, orders and conflict targets name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TypeAlias

from truthcheck.checks.core.fault import Fault, common
from truthcheck.checks.database.conditions import Condition, NamedColumn, column, conditions, orders
from truthcheck.checks.database.grammar import NotInGrammar, Word
from truthcheck.checks.database.levels import Level, unknown
from truthcheck.checks.database.query import UNREAD, Filter, Query
from truthcheck.checks.database.script import SourceText, script, scripts
from truthcheck.checks.database.typed import Kind, Misfit, refused
from truthcheck.checks.database.view import View
from truthcheck.model.database import Column
from truthcheck.model.location import Span
from truthcheck.model.noun import Node
from truthcheck.model.value import HOLE, Literal, Mapping, Sequence, Value, alternatives

_COMPARISONS = ("eq.…", "gt.…", "in.(…)", "is.null")
_COMPARED = ("eq", "neq", "gt", "gte", "lt", "lte")
_STATES = ("null", "not_null", "true", "false", "unknown")
_SAME = {True: "true", False: "false", None: "null"}


def named(view: View, level: Level, query: Query) -> Iterator[Fault]:
    """What is false of all columns that a query names outside of what it asks for."""
    place = _Within(view, level)
    yield from _several("filter", query.filters, partial(_filter, place))
    yield from _several("conditions", query.conditions, partial(_conditions, place))
    yield from _several("order", query.orders, partial(_orders, place))
    windows = [Filter(value) for value in query.windows]
    yield from _several("window", windows, partial(_window, place))
    for value in query.matches:
        yield from _each(_match(place, one) for one in alternatives(value))
    if query.conflict is not None:
        yield from _each(_conflict(place, text) for text in scripts((query.conflict,)))


class _Within(Node):
    """What the columns are looked for in."""

    view: View
    level: Level


_Judge: TypeAlias = "Callable[[Filter, SourceText, str], Iterator[Fault]]"


def _several(kind: str, ones: Iterable[Filter], judge: _Judge) -> Iterator[Fault]:
    for number, one in enumerate(ones):
        yield from _each(judge(one, text, f"{kind} {number}") for text in scripts((one.column,)))


def _each(readings: Iterable[Iterator[Fault]]) -> list[Fault]:
    return common([list(reading) for reading in readings])


def _filter(place: _Within, one: Filter, text: SourceText, where: str) -> Iterator[Fault]:
    try:
        found = column(text.text)
    except NotInGrammar:
        return
    if text.is_open and found.word.text == HOLE and not found.scopes:
        return
    owner, faults = _scoped(place.level, (*_scopes(one.scope), *found.scopes), text, where)
    yield from faults
    if owner is not None:
        yield from _column(place.view, owner, found, text, where, one.operator)
        yield from _compared(owner, found, one, where)


def _scopes(scope: Value | None) -> tuple[Word, ...]:
    if scope is None or (isinstance(scope, Literal) and not scope.value):
        return ()
    try:
        found = column(script(scope).text)
    except NotInGrammar:
        return (Word(HOLE, 0),)
    return (*found.scopes, found.word)


def _scoped(level: Level, scopes: tuple[Word, ...], text: SourceText, where: str) -> tuple[Level | None, list[Fault]]:
    """The level that scopes lead to; None when it is not known, or not there."""
    for scope in scopes:
        if scope.is_open or (level.open and scope.text not in level.embeds):
            return None, []
        below = level.embeds.get(scope.text)
        if below is None:
            return None, [_not_embedded(level, scope, text, where)]
        level = below
    return level, []


def _not_embedded(level: Level, scope: Word, text: SourceText, where: str) -> Fault:
    owner = level.relation.name if level.relation is not None else ""
    at = text.at(scope.offset, len(scope.text))
    return Fault("unknown-relationship", (where, owner, scope.text), at, "", tuple(level.embeds))


def _column(
    view: View, owner: Level, found: NamedColumn, text: SourceText, where: str, operator: str
) -> Iterator[Fault]:
    """Whether an embedded resource is there may be asked by its name."""
    word, relation = found.word, owner.relation
    if relation is None or word.is_open or (operator == "is" and word.text in owner.embeds):
        return
    yield from unknown(view, relation, word.text, where, text.at(word.offset, len(word.text)))


def _compared(owner: Level, found: NamedColumn, one: Filter, where: str) -> Iterator[Fault]:
    """What is false of the value beside a column."""
    if one.operator == UNREAD and one.value is not None:
        yield _no_comparison(found, one, where)
        return
    known = owner.relation.column(found.word.text) if owner.relation is not None and not found.path else None
    if known is None or one.value is None or owner.relation is None:
        return
    readings = [_refused(_kind(known), one.operator, value) for value in alternatives(one.value)]
    first = readings[0] if all(readings) else None
    if first is not None:
        at = getattr(first.value, "at", None) or getattr(one.value, "at", None)
        place = (where, owner.relation.name, known.name)
        yield Fault(first.rule, place, at, first.got, first.choices, listed=True, pointer=str(known.written))


def _kind(column: Column) -> Kind:
    return Kind(column.base or column.type, column.enum, column.enum_open)


def _no_comparison(found: NamedColumn, one: Filter, where: str) -> Fault:
    at = getattr(one.value, "at", None) or getattr(one.column, "at", None)
    got = repr(one.value.value) if isinstance(one.value, Literal) else "a value alone"
    return Fault("invalid-value", (where, found.word.text), at, got, _COMPARISONS, listed=True)


def _refused(kind: Kind, operator: str, value: Value) -> Misfit | None:
    if operator == "in" and isinstance(value, Sequence):
        return next((found for item in value.items if (found := _one(kind, item))), None)
    if operator == "is":
        return _state(value)
    return _one(kind, value) if operator in _COMPARED else None


def _one(kind: Kind, value: Value) -> Misfit | None:
    """A value as text beside a column; only known ones are judged, and those of a list nowhere."""
    if not isinstance(value, Literal) or isinstance(value.value, bytes) or kind.type.endswith("[]"):
        return None
    content = value.value
    text = _SAME[content] if content is None or isinstance(content, bool) else f"{content!s}"
    if kind.type in ("json", "jsonb"):
        return None
    found = refused(kind, text)
    return found and found._replace(value=value)


def _state(value: Value) -> Misfit | None:
    if not isinstance(value, Literal) or not isinstance(value.value, str) or value.value.lower() in _STATES:
        return None
    return Misfit("invalid-value", f'"{value.value}"', _STATES, value)


def _conditions(place: _Within, one: Filter, text: SourceText, where: str) -> Iterator[Fault]:
    owner, faults = _scoped(place.level, _scopes(one.scope), text, where)
    yield from faults
    try:
        found = list(conditions(text.text)) if owner is not None else []
    except NotInGrammar:
        return
    for number, each in enumerate(found if owner is not None else ()):
        yield from _condition(place.view, owner, each, text, f"{where}.{number}")


def _condition(view: View, owner: Level | None, one: Condition, text: SourceText, where: str) -> Iterator[Fault]:
    assert owner is not None
    yield from _column(view, owner, one.column, text, where, one.operator)
    if one.value is None or '"' in one.value:
        return
    value: Value = Literal(one.value, text.at(one.offset))
    if one.operator == "in":
        inner = one.value.strip().removeprefix("(").removesuffix(")")
        value = Sequence(tuple(Literal(item.strip(), text.at(one.offset)) for item in inner.split(",")))
    yield from _compared(owner, one.column, Filter(value, one.operator, value), where)


def _orders(place: _Within, one: Filter, text: SourceText, where: str) -> Iterator[Fault]:
    owner, faults = _scoped(place.level, _scopes(one.scope), text, where)
    yield from faults
    try:
        found = orders(text.text) if owner is not None else ()
    except NotInGrammar:
        return
    for each in found:
        inner, faults = _scoped(owner or place.level, each.scopes, text, where)
        yield from faults
        if inner is not None and each.word.text != HOLE and each.word.text not in inner.keys:
            yield from _column(place.view, inner, each, text, where, "")


def _window(place: _Within, one: Filter, text: SourceText, where: str) -> Iterator[Fault]:
    if text.text and not text.is_open:
        _, faults = _scoped(place.level, _scopes(Literal(text.text)), text, where)
        yield from faults


def _match(place: _Within, value: Value) -> Iterator[Fault]:
    for entry in value.entries if isinstance(value, Mapping) else ():
        one = Filter(Literal(entry.key, entry.at), "eq", entry.value)
        yield from _filter(place, one, script(one.column), "match")


def _conflict(place: _Within, text: SourceText) -> Iterator[Fault]:
    relation = place.level.relation
    if relation is None or text.is_open:
        return
    offset = 0
    for name in text.text.split(","):
        word = name.strip().strip('"')
        at: Span | None = text.at(offset + len(name) - len(name.lstrip()), len(word))
        offset += len(name) + 1
        if word:
            yield from unknown(place.view, relation, word, "on_conflict", at)
