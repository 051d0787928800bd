"""Names in a query or form that stand for nesting: `items[0][price]`, `expand[]`, `created[gte]`."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from dataclasses import dataclass, field

from truthcheck.model.location import Span
from truthcheck.model.reason import Reason, Why
from truthcheck.model.value import Entry, Literal, Mapping, Sequence, Typed, Union, Unknown, Value

# Not compiled at every start: `re` keeps what is used.
_BRACKETS = r"([^\[\]]+)((?:\[[^\[\]]*\])+)"
_KEY = r"\[([^\[\]]*)\]"
_DEPTH = 20


@dataclass(slots=True)
class _Node:
    """A name with what was written below it; `leaves` are values written for exactly this name."""

    at: Span | None
    always: bool
    leaves: list[Entry] = field(default_factory=list)
    below: dict[str, _Node] = field(default_factory=dict)


def fold(mapping: Mapping, known: Container[str], heads: Container[str]) -> Mapping:
    """`mapping` with bracketed names nested. Names in `known` are kept as they are, and so are those
    whose first part is in `heads`: there the document itself writes brackets."""
    root = _Node(mapping.at, True)
    for entry in mapping.entries:
        _insert(root, _keys(entry.key, known, heads), entry)
    return Mapping(tuple(_entries(root, mapping.rest)), mapping.rest, mapping.at)


def _keys(name: str, known: Container[str], heads: Container[str]) -> list[str]:
    if name in known or "[" not in name:
        return [name]
    found = re.fullmatch(_BRACKETS, name)
    if found is None or found[1] in heads:
        return [name]
    keys = [found[1], *re.findall(_KEY, found[2])]
    return keys if len(keys) <= _DEPTH else [name]


def _insert(node: _Node, keys: list[str], entry: Entry) -> None:
    for key in keys:
        if key not in node.below:
            node.below[key] = _Node(entry.at, False)
        node = node.below[key]
        node.always = node.always or entry.always
    node.leaves.append(entry)


def _entries(node: _Node, rest: Unknown | None) -> Iterable[Entry]:
    for key, child in node.below.items():
        for leaf in child.leaves:
            yield Entry(key, _plain(leaf.value), leaf.at, leaf.always)
        if child.below:
            yield Entry(key, _branch(child, rest), child.at, child.always)


def _branch(node: _Node, rest: Unknown | None) -> Value:
    if all(key.isdigit() or not key for key in node.below):
        items = tuple(item for child in node.below.values() for item in _items(child, rest))
        return Sequence(items, rest, node.at)
    return Mapping(tuple(_entries(node, rest)), rest, node.at)


def _items(node: _Node, rest: Unknown | None) -> Iterable[Value]:
    for leaf in node.leaves:
        yield _plain(leaf.value)
    if node.below:
        yield _branch(node, rest)


def _plain(value: Value) -> Value:
    """A text can hold no mapping: what a client makes of one differs, so it says nothing."""
    match value:
        case Mapping() | Typed("object"):
            return Unknown(Reason(Why.MAPPING_IN_FORM), value.at)
        case Sequence(items, rest, at):
            return Sequence(tuple(_plain(item) for item in items), rest, at)
        case Union(members, at):
            return Union(tuple(_plain(member) for member in members), at)
        case Literal(None) | Typed("null"):
            return Unknown(Reason(Why.NOTHING_MAY_BE_SENT), value.at)
        case _:
            return value
