"""Monotone doubt: knowing less about a call never adds a finding."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from surfaces_in_memory import AT, BOOLEAN, INTEGER, STRING, call, candidate, closed, operation, provider

from truthcheck.checks.calls import judge
from truthcheck.model.reason import Reason, Why
from truthcheck.model.surface import Operation, Shape
from truthcheck.model.value import Entry, Hole, Literal, Mapping, Sequence, Template, Text, Union, Unknown, Value

COLOUR = Shape(types=("string",), enum=("red", "green", "blue-green"))
ITEM = replace(closed(name=STRING, count=INTEGER), required=("name",))
BODY = replace(
    closed(
        name=STRING,
        count=INTEGER,
        open=BOOLEAN,
        colour=COLOUR,
        items=Shape(types=("array",), items=ITEM),
        either=Shape(any_of=(STRING, ITEM, Shape(types=("array",), items=COLOUR))),
    ),
    required=("name", "colour"),
)
ABSENT = ("missing-parameter", "wrong-location")
WHY = Unknown(Reason(Why.NOTHING_KNOWN))
NAMES = st.sampled_from(
    ("name", "count", "open", "colour", "items", "either", "nam", "colours", "items[0][name]", "either[]")
)
SCALARS = st.sampled_from(("red", "blue", "5", "x", "", 5, 1.5, True, None)).map(lambda scalar: Literal(scalar, AT))


def mappings(values: st.SearchStrategy[Value], least: int) -> st.SearchStrategy[Value]:
    entry = st.builds(Entry, NAMES, values, st.just(AT), st.just(True))
    entries = st.lists(entry, min_size=least, max_size=4, unique_by=lambda e: e.key)
    return entries.map(lambda found: Mapping(tuple(found), None, AT))


def deeper(values: st.SearchStrategy[Value]) -> st.SearchStrategy[Value]:
    """Nothing empty: an empty list or mapping may stand for nothing yet and is let pass."""
    lists = st.lists(values, min_size=1, max_size=3).map(lambda found: Sequence(tuple(found), None, AT))
    return st.one_of(lists, mappings(values, 1))


VALUES = st.recursive(SCALARS, deeper, max_leaves=8)
PAYLOADS = mappings(VALUES, 0)
LOCATIONS = st.sampled_from(("json", "form", "query"))
OPERATIONS = st.sampled_from(
    (
        operation(json=BODY),
        operation(form=BODY),
        operation("GET", {"name": STRING, "count": INTEGER, "colour": COLOUR}, ("name",)),
        operation("POST", {"open": BOOLEAN}, json=BODY),
    )
)


def blamed(operation: Operation, where: str, value: Value) -> set[tuple[str, tuple[str, ...]]]:
    """Rules with places. A required name sent in the wrong place is told once, as either of two rules."""
    found = judge.faults(call(operation.method, **{where: value}), provider(), [candidate(operation)])
    return {("absent", f.place[1:]) if f.rule in ABSENT else (f.rule, f.place) for f in found}


def everywhere(value: Value, change: Callable[[Value], Value], picked: Callable[[], bool]) -> Value:
    """`change` at the places that `picked` chooses, from the leaves up."""
    match value:
        case Mapping(entries, rest, at):
            kept = tuple(replace(entry, value=everywhere(entry.value, change, picked)) for entry in entries)
            value = Mapping(kept, rest, at)
        case Sequence(items, rest, at):
            value = Sequence(tuple(everywhere(item, change, picked) for item in items), rest, at)
        case _:
            pass
    return change(value) if picked() else value


def with_rest(value: Value) -> Value:
    match value:
        case Mapping(entries, _, at):
            return Mapping(entries, WHY, at)
        case Sequence(items, _, at):
            return Sequence(items, WHY, at)
        case _:
            return value


def hollow(value: Value) -> Value:
    """A text with its end unknown; anything else unknown altogether."""
    match value:
        case Literal(str(text), at) if text:
            return Template((Text(text[:1], at), Hole(Reason(Why.NOTHING_KNOWN))), at)
        case _:
            return WHY


def sometimes(value: Value) -> Value:
    match value:
        case Mapping(entries, rest, at):
            return Mapping(tuple(replace(entry, always=False) for entry in entries), rest, at)
        case _:
            return value


@given(OPERATIONS, LOCATIONS, PAYLOADS, st.data())
@settings(max_examples=60)
def test_further_keys_and_unknown_parts_add_nothing(
    operation: Operation, where: str, value: Value, data: st.DataObject
) -> None:
    for change in (with_rest, hollow, sometimes):
        doubtful = everywhere(value, change, lambda: data.draw(st.booleans()))
        assert blamed(operation, where, doubtful) <= blamed(operation, where, value)


@given(OPERATIONS, LOCATIONS, PAYLOADS, PAYLOADS)
@settings(max_examples=60)
def test_a_further_branch_adds_nothing(operation: Operation, where: str, value: Value, other: Value) -> None:
    assert blamed(operation, where, Union((value, other))) <= blamed(operation, where, value)
    assert blamed(operation, where, Union((value, WHY))) <= blamed(operation, where, WHY)


@given(OPERATIONS, LOCATIONS, PAYLOADS, VALUES)
@settings(max_examples=60)
def test_a_further_branch_inside_adds_nothing(operation: Operation, where: str, value: Value, other: Value) -> None:
    if isinstance(value, Mapping):
        widened = Mapping(tuple(replace(e, value=Union((e.value, other))) for e in value.entries), None, AT)
        assert blamed(operation, where, widened) <= blamed(operation, where, value)


@given(LOCATIONS, PAYLOADS)
@settings(max_examples=60)
def test_a_further_operation_adds_nothing(where: str, value: Value) -> None:
    one, other = operation(json=BODY), operation(form=BODY)
    alone = judge.faults(call(**{where: value}), provider(), [candidate(one)])
    found = judge.faults(call(**{where: value}), provider(), [candidate(one), candidate(other)])
    assert {(fault.rule, fault.place) for fault in found} <= {(fault.rule, fault.place) for fault in alone}
