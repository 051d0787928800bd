"""One operation of a surface as an OpenAPI 3.1 document of its own, for a validator that only knows documents.

It says what the surface knows, and nothing that such validators read too strictly: no discriminator (they want a
mapping), no lists that may be incomplete, no security, no query in the form of deep objects.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from truthcheck.model.surface import Operation, Ref, Shape, Surface

MAX_SHAPES = 4_000
_JSON_TYPES = frozenset(("string", "integer", "number", "boolean", "array", "object", "null"))
_SIMPLE = frozenset(("form", "simple", ""))


def document(surface: Surface, operation: Operation) -> dict[str, Any]:
    """The document, with every shape that the operation reaches, by reference."""
    writer = _Writer(surface)
    item: dict[str, Any] = {
        "parameters": [dict(one) for one in _parameters(writer, operation)],
        "responses": {
            response.status: {"description": "", "content": writer.content(response.media)}
            for response in operation.responses
        }
        or {"default": {"description": ""}},
    }
    if operation.body is not None and any("json" in media for media in operation.body.media):
        item["requestBody"] = {"required": operation.body.required, "content": writer.content(operation.body.media)}
    return {
        "openapi": "3.1.0",
        "info": {"title": surface.origin.document or "surface", "version": surface.origin.version or "0"},
        "servers": [{"url": "https://surface.invalid"}],
        "paths": {operation.path: {operation.method.lower(): item}},
        "components": {"schemas": writer.schemas()},
    }


def _parameters(writer: _Writer, operation: Operation) -> Iterator[Mapping[str, Any]]:
    for parameter in operation.parameters:
        if parameter.location == "path" or (parameter.location == "query" and parameter.style in _SIMPLE):
            yield {
                "name": parameter.name,
                "in": parameter.location,
                "required": parameter.location == "path" or parameter.required,
                "schema": writer.schema(parameter.shape),
            }


class _Writer:
    """Shapes as JSON Schema. A shape that stands elsewhere is written once, whoever refers to it."""

    def __init__(self, surface: Surface) -> None:
        self._surface = surface
        self._names: dict[str, str] = {}

    def content(self, media: Mapping[str, Shape | Ref]) -> dict[str, Any]:
        return {name: {"schema": self.schema(shape)} for name, shape in media.items() if "json" in name}

    def schemas(self) -> dict[str, Any]:
        """Every shape that was referred to, and those to which these refer."""
        written: dict[str, Any] = {}
        while len(written) < len(self._names) and len(written) < MAX_SHAPES:
            for id, name in list(self._names.items()):
                if name not in written:
                    written[name] = self.schema(self._surface.shape(Ref(id)))
        return {name: written.get(name, {}) for name in self._names.values()}

    def schema(self, node: Shape | Ref) -> dict[str, Any]:
        if isinstance(node, Ref):
            name = self._names.setdefault(node.id, f"s{len(self._names)}")
            return {"$ref": f"#/components/schemas/{name}"}
        found: dict[str, Any] = {}
        if node.types and _JSON_TYPES.issuperset(node.types):
            found["type"] = list({**dict.fromkeys(node.types), "null": None})  # documents rarely say that it may be
        if node.enum and not node.advisory:
            found["enum"] = [*node.enum, None]
        found |= self._object(node)
        if node.items is not None:
            found["items"] = self.schema(node.items)
        for word, parts in (("anyOf", node.any_of), ("allOf", node.all_of)):
            if parts:
                found[word] = [self.schema(part) for part in parts]
        return found

    def _object(self, node: Shape) -> dict[str, Any]:
        found: dict[str, Any] = {}
        if node.properties:
            found["properties"] = {name: self.schema(part) for name, part in node.properties.items()}
        if node.required:
            found["required"] = [
                name for name in node.required if name in node.properties or node.additional == "closed"
            ]
        if node.values is not None:
            found["additionalProperties"] = self.schema(node.values)
        elif node.additional == "closed" and not (node.any_of or node.all_of):
            found["additionalProperties"] = False
        return found
