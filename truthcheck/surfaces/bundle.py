"""A document of several files as one: every reference that is left leads inside it, so that nothing follows any more.

What a file beside it names becomes a component of the one document, where components of its kind exist, and stands in
the place of the reference elsewhere (path items, operations). Linear but for the latter, which are bounded.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from truthcheck.errors import DocumentError
from truthcheck.surfaces.refs import Documents

MAX_NODES = 2_000_000  # objects, lists and scalars in the whole

_SCHEMAS = ("allOf", "anyOf", "oneOf", "prefixItems", "properties", "patternProperties", "$defs", "definitions")
_KINDS = ("schemas", "responses", "parameters", "headers", "examples", "links", "callbacks", "requestBodies")
_HOLDERS = {**dict.fromkeys(_SCHEMAS, "schemas"), **{kind: kind for kind in _KINDS}}
_KEYS = {
    **dict.fromkeys(("schema", "items", "additionalProperties", "not", "if", "then", "else", "contains"), "schemas"),
    "requestBody": "requestBodies",
}
_SWAGGER = {"schemas": ("definitions",), "parameters": ("parameters",), "responses": ("responses",)}
_OPENAPI = {kind: ("components", kind) for kind in _KINDS}

Target = tuple[str, str]  # file and JSON pointer
Place = tuple[str, ...]  # keys from the top of the one document


class Bundle(NamedTuple):
    """`labels` say of each component that was brought in from where: `("components", "schemas", "beside.1")`."""

    tree: dict[str, Any]
    labels: Mapping[Place, str]


def bundle(documents: Documents) -> Bundle:
    """The root and what it refers to. What could not be followed is in the notes of `documents`, and left out.

    Raises DocumentError for one that would grow too large or too deep.
    """
    try:
        return _Bundler(documents).whole()
    except RecursionError:
        raise DocumentError(f"{documents.name}: is nested too deeply") from None


class _Bundler:
    def __init__(self, documents: Documents) -> None:
        self._documents = documents
        self._root = documents.find(documents.name, "")
        self._homes: Mapping[str, Place] = _SWAGGER if "swagger" in self._root else _OPENAPI
        self._places: dict[Target, Place] = {}
        self._waiting: list[Target] = []
        self._left = MAX_NODES

    def whole(self) -> Bundle:
        tree = self._copy(self._root, self._documents.name, ("", ""), ())
        while self._waiting:
            target = self._waiting.pop()
            *way, name = self._places[target]
            _holder(tree, way)[name] = self._copy(self._documents.find(*target), target[0], (way[-1], name), (target,))
        return Bundle(tree, {place: self._documents.label(*target) for target, place in self._places.items()})

    def _copy(self, node: Any, doc: str, keys: tuple[str, str], within: tuple[Target, ...]) -> Any:
        """A copy that refers into the root alone. `keys` are the last two on the way, `within` what is inlined here."""
        self._left -= 1
        if self._left < 0:
            raise DocumentError(f"{self._documents.name}: its files refer to one another too often", "bundle it first")
        if isinstance(node, list):
            return [self._copy(inner, doc, (keys[1], ""), within) for inner in node]
        if not isinstance(node, dict):
            return node
        ref = node.get("$ref")
        copied = {
            key: self._copy(inner, doc, (keys[1], key), within)
            for key, inner in node.items()
            if not (key == "$ref" and isinstance(inner, str))
        }
        return (
            self._referred(self._documents.target(ref, doc), copied, keys, within) if isinstance(ref, str) else copied
        )

    def _referred(
        self, target: Target, beside: dict[str, Any], keys: tuple[str, str], within: tuple[Target, ...]
    ) -> Any:
        if target[0] == self._documents.name:
            return {**beside, "$ref": f"#{target[1]}"}
        home = self._homes.get(_KEYS.get(keys[1]) or _HOLDERS.get(keys[0], ""))
        if home is not None:
            return {**beside, "$ref": self._moved(target, home)}
        if target in within:
            return beside  # a circle, which only schemas may close, and those are components
        found = self._copy(self._documents.find(*target), target[0], keys, (*within, target))
        return {**found, **beside} if isinstance(found, dict) else found

    def _moved(self, target: Target, home: Place) -> str:
        if target not in self._places:
            stem = re.sub(r"[^\w.-]+", "-", posixpath.basename(target[1] or target[0]), flags=re.ASCII)
            self._places[target] = (*home, f"beside.{len(self._places) + 1}.{stem}")
            self._waiting.append(target)
        return "#/" + "/".join(self._places[target])


def _holder(tree: dict[str, Any], way: list[str]) -> dict[str, Any]:
    """The object at `way`; made where there is none, lost where the document has something else in its place."""
    for key in way:
        inner = tree.setdefault(key, {})
        tree = inner if isinstance(inner, dict) else {}
    return tree
