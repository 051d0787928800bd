"""Where a document's own examples contradict its schemas, neither is the whole truth: the schema is softened.

A name that an example uses becomes a known one, a value becomes allowed, a type wider, a requirement of a request
is dropped where its example goes without. Only such facts are taken; the examples themselves are not kept.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from truthcheck.surfaces.refs import Documents

_MAX_DEPTH = 14
_MAX_STEPS = 1_500_000  # schema nodes looked at in one document
_MAX_ITEMS = 10  # of one list
_PYTHON: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
    "array": (list,),
    "object": (dict,),
}

Edit = Callable[[], object]


class Examples:
    """Softens schemas in place, before they are compiled. `softened` counts what was changed."""

    def __init__(self, documents: Documents) -> None:
        self.softened = 0
        self._documents = documents
        self._left = _MAX_STEPS

    def media(self, entry: Mapping[str, Any], doc: str, request: bool, form: bool) -> None:
        """One entry of `content`: its schema against its examples. In a form every value is text."""
        schema = entry.get("schema")
        for example in self._examples(entry, doc):
            self.value(schema, doc, example, request, form)

    def value(self, schema: Any, doc: str, example: Any, request: bool = False, form: bool = False) -> None:
        walk = _ExampleWalk(self, request, form)
        for edit in walk.edits(schema, doc, example, True, _MAX_DEPTH) if isinstance(example, (dict, list)) else ():
            edit()
            self.softened += 1

    def resolve(self, node: Any, doc: str) -> tuple[dict[str, Any] | None, str]:
        """The schema itself behind its references, not a copy: it is changed where it stands."""
        for _ in range(20):
            if not isinstance(node, dict) or not isinstance(node.get("$ref"), str):
                break
            doc, pointer = self._documents.target(node["$ref"], doc)
            node = self._documents.find(doc, pointer)
        self._left -= 1
        return (node if isinstance(node, dict) and self._left > 0 else None), doc

    def _examples(self, entry: Mapping[str, Any], doc: str) -> Iterator[Any]:
        schema = entry.get("schema")
        given = [entry.get("example"), schema.get("example") if isinstance(schema, dict) else None]
        named = entry.get("examples")
        for one in named.values() if isinstance(named, dict) else ():
            resolved, _ = self.resolve(one, doc)
            given.append(resolved.get("value") if resolved else None)
        for example in given:
            yield _parsed(example) if isinstance(example, str) else example


def _parsed(text: str) -> Any:
    """An example written as a text that holds JSON."""
    try:
        return json.loads(text) if text.lstrip()[:1] in ("{", "[") else None
    except (ValueError, RecursionError):
        return None


class _ExampleWalk:
    """What would have to change for one example to be right."""

    def __init__(self, owner: Examples, request: bool, form: bool) -> None:
        self._resolve = owner.resolve
        self._request, self._form = request, form

    def edits(self, schema: Any, doc: str, value: Any, whole: bool, depth: int) -> list[Edit]:
        """`whole` is false for a part of an allOf or a union, whose unlisted names are another part's matter."""
        node, doc = self._resolve(schema, doc)
        if node is None or depth == 0:
            return []
        if not self._typed(node, value):
            return [partial(_widen, node, value)]
        found = list(_listed(node, value))
        if isinstance(value, dict):
            found += self._object(node, doc, value, whole, depth)
        if isinstance(value, list) and isinstance(node.get("items"), dict):
            for item in value[:_MAX_ITEMS]:
                found += self.edits(node["items"], doc, item, True, depth - 1)
        return found + self._members(node, doc, value, depth)

    def _members(self, node: dict[str, Any], doc: str, value: Any, depth: int) -> list[Edit]:
        """Every part of an allOf has to be right; of a union the one that needs the fewest edits."""
        found: list[Edit] = []
        for member in _list(node, "allOf"):
            found += self.edits(member, doc, value, False, depth - 1)
        for key in ("oneOf", "anyOf"):
            each = [self.edits(member, doc, value, False, depth - 1) for member in _list(node, key)]
            fewest: list[Edit] = min(each, key=len) if each else []
            found += fewest
        return found

    def _object(self, node: dict[str, Any], doc: str, value: dict[str, Any], whole: bool, depth: int) -> list[Edit]:
        found: list[Edit] = []
        listed, other = _dict(node, "properties"), node.get("additionalProperties")
        known, home, free = self._names(node, doc, depth) if whole else (set(value), None, True)
        for name, item in value.items():
            if name in listed or isinstance(other, dict):
                found += self.edits(listed.get(name, other), doc, item, True, depth - 1)
            elif name not in known and not free and home is not None:
                found.append(partial(home.setdefault, name, {}))
        required = _list(node, "required") if self._request else []
        found += [partial(_drop, required, name) for name in required if name not in value]
        return found

    def _names(self, schema: Any, doc: str, depth: int) -> tuple[set[str], dict[str, Any] | None, bool]:
        """Every name that the schema or a part of it lists, the first list of them, and whether others are allowed."""
        node, doc = self._resolve(schema, doc)
        if node is None or depth == 0:
            return set(), None, True
        listed = _dict(node, "properties")
        known, home = set(listed), listed or None
        free = bool(node.get("additionalProperties") or node.get("patternProperties"))
        for member in (*_list(node, "allOf"), *_list(node, "oneOf"), *_list(node, "anyOf")):
            more, inner, allowed = self._names(member, doc, depth - 1)
            known |= more
            home = inner if home is None else home
            free = free or (allowed and bool(more))
        return known, home, free

    def _typed(self, node: Mapping[str, Any], value: Any) -> bool:
        given = node.get("type")
        types = [name for name in (given if isinstance(given, list) else [given]) if name in _PYTHON]
        if not types or (value is None and _nullable(node)):
            return True
        if self._form and isinstance(value, str) and not {"object", "array"} & set(types):
            return True
        if isinstance(value, bool):
            return "boolean" in types
        return any(isinstance(value, _PYTHON[name]) for name in types)


def _nullable(node: Mapping[str, Any]) -> bool:
    return bool(node.get("nullable") or node.get("x-nullable"))


def _listed(node: Mapping[str, Any], value: Any) -> Iterator[Edit]:
    """A scalar that the enum lacks."""
    enum = node.get("enum")
    if isinstance(enum, list) and enum and value not in enum and isinstance(value, (str, int, float, type(None))):
        yield partial(enum.append, value)


def _widen(node: dict[str, Any], value: Any) -> None:
    if value is None and isinstance(node.get("type"), str):
        node["nullable"] = True
    else:
        node.pop("type", None)


def _drop(names: list[Any], name: Any) -> None:
    if name in names:
        names.remove(name)


def _dict(node: Mapping[str, Any], key: str) -> dict[str, Any]:
    value = node.get(key)
    return value if isinstance(value, dict) else {}


def _list(node: Mapping[str, Any], key: str) -> list[Any]:
    value = node.get(key)
    return value if isinstance(value, list) else []
