"""Shapes written out more than once become records of their own: less bytes, and a diff shows each change once."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

_WORTH = 120  # bytes of a shape below which a record of its own does not pay

Slot = tuple[Any, Any]  # a container and the key under which an encoded node stands in it


def intern(operations: list[dict[str, Any]], shapes: dict[str, dict[str, Any]]) -> None:
    """Change the encoded records in place; the new ones are named by their content, so that names do not move."""
    counts: Counter[str] = Counter()
    for slot in _all_slots(operations, shapes):
        _count(slot, counts)
    shared: dict[str, dict[str, Any]] = {}
    for slot in _all_slots(operations, shapes):
        _replace(slot, counts, shared)
    shapes.update(shared)


def dumps(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _all_slots(operations: list[dict[str, Any]], shapes: dict[str, dict[str, Any]]) -> Iterator[Slot]:
    for operation in operations:
        yield from _operation_slots(operation)
    for shape in shapes.values():
        yield from _slots(shape)


def _operation_slots(operation: dict[str, Any]) -> Iterator[Slot]:
    yield from ((parameter, "s") for parameter in operation.get("par", ()) if "s" in parameter)
    body = operation.get("body", {}).get("m", {})
    yield from ((body, media) for media in body)
    for response in operation.get("res", {}).values():
        described = response[0] if isinstance(response, list) else response
        yield from ((described, media) for media in described)


def _slots(shape: dict[str, Any]) -> Iterator[Slot]:
    properties = shape.get("p", {})
    yield from ((properties, name) for name in properties)
    yield from ((shape, key) for key in ("v", "i") if key in shape)
    for key in ("any", "all"):
        members = shape.get(key, ())
        yield from ((members, index) for index in range(len(members)))


def _count(slot: Slot, counts: Counter[str]) -> None:
    node = slot[0][slot[1]]
    if isinstance(node, str):
        return
    text = dumps(node)
    if len(text) < _WORTH:
        return
    counts[text] += 1
    if counts[text] == 1:  # what a repeated shape holds is counted once, with the shape
        for inner in _slots(node):
            _count(inner, counts)


def _replace(slot: Slot, counts: Counter[str], shared: dict[str, dict[str, Any]]) -> None:
    container, key = slot
    node = container[key]
    if isinstance(node, str):
        return
    text = dumps(node)
    if len(text) < _WORTH:
        return
    if counts[text] > 1:
        name = "~" + hashlib.sha256(text.encode()).hexdigest()[:10]
        container[key] = name
        if name in shared:
            return
        shared[name] = node
    for inner in _slots(node):
        _replace(inner, counts, shared)
