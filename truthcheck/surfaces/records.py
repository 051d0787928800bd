"""The nouns of a surface as small JSON, and back.

Short keys, defaults left out, no prose: a reviewer can diff it, and one record is quick to read.
A string stands for a `Ref`, an object for a `Shape`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from truthcheck.model.surface import Body, Bounds, Operation, Parameter, Ref, Response, Shape

# OpenAPI's own defaults, which a record leaves out.
_STYLES = {"query": ("form", True), "cookie": ("form", True), "path": ("simple", False), "header": ("simple", False)}


def encode_node(node: Shape | Ref) -> Any:
    return node.id if isinstance(node, Ref) else encode_shape(node)


def encode_shape(shape: Shape) -> dict[str, Any]:
    """The facts that differ from the empty shape; order of keys is fixed, so that bytes are too."""
    facts: tuple[tuple[str, Any], ...] = (
        ("t", "|".join(shape.types)),
        ("f", shape.format),
        ("e", list(shape.enum)),
        ("adv", int(shape.advisory)),
        ("p", {name: encode_node(node) for name, node in shape.properties.items()}),
        ("r", list(shape.required)),
        ("add", "" if shape.additional == "open" else shape.additional),
        ("v", None if shape.values is None else encode_node(shape.values)),
        ("i", None if shape.items is None else encode_node(shape.items)),
        ("any", [encode_node(node) for node in shape.any_of]),
        ("all", [encode_node(node) for node in shape.all_of]),
        ("d", shape.discriminator),
        ("ro", int(shape.read_only)),
        ("dep", int(shape.deprecated)),
        ("at", shape.pointer),
        ("len", list(shape.length or ())),
        ("b", _bounds(shape.bounds)),
    )
    return {key: value for key, value in facts if value or (value == {} and key in "vi")}


def _bounds(bounds: Bounds | None) -> list[float | None]:
    """In the order of the noun, without None at the end."""
    row = [bounds.least, bounds.most, bounds.shortest, bounds.longest] if bounds else []
    while len(row) > 1 and row[-1] is None:
        row.pop()
    return row


def decode_node(data: Any) -> Shape | Ref:
    return Ref(data) if isinstance(data, str) else decode_shape(data)


def decode_shape(data: Mapping[str, Any], pointer: str = "") -> Shape:
    get = data.get
    types = get("t")
    values, items = get("v"), get("i")
    return Shape(
        types=tuple(types.split("|")) if types else (),
        enum=tuple(get("e", ())),
        advisory=bool(get("adv")),
        format=get("f", ""),
        properties={name: decode_node(node) for name, node in get("p", {}).items()},
        required=tuple(get("r", ())),
        additional=get("add", "open"),
        values=None if values is None else decode_node(values),
        items=None if items is None else decode_node(items),
        any_of=tuple(decode_node(node) for node in get("any", ())),
        all_of=tuple(decode_node(node) for node in get("all", ())),
        discriminator=get("d", ""),
        read_only=bool(get("ro")),
        deprecated=bool(get("dep")),
        pointer=get("at", pointer),
        length=tuple(data["len"]) if "len" in data else None,
        bounds=Bounds(*data["b"]) if "b" in data else None,
    )


def encode_operation(operation: Operation) -> dict[str, Any]:
    """The rest of an operation: its method, path, host and greedy names stand in the directory."""
    at = operation.pointer
    facts: tuple[tuple[str, Any], ...] = (
        ("op", f"{operation.method} {operation.path}"),
        ("id", operation.id),
        ("dep", int(operation.deprecated)),
        ("at", at),
        ("par", [_parameter(p, i, at) for i, p in enumerate(operation.parameters)]),
        ("body", None if operation.body is None else _body(operation.body, at)),
        ("res", {r.status: _response(r, at) for r in operation.responses}),
    )
    return {key: value for key, value in facts if value or (key == "body" and value is not None)}


def _parameter(parameter: Parameter, index: int, at: str) -> dict[str, Any]:
    style, explode = _STYLES.get(parameter.location, ("", False))
    facts: tuple[tuple[str, Any], ...] = (
        ("n", parameter.name),
        ("in", parameter.location),
        ("req", int(parameter.required)),
        ("s", encode_node(parameter.shape)),
        ("style", "" if parameter.style == style else parameter.style),
        ("x", None if parameter.explode == explode else int(parameter.explode)),
        ("dep", int(parameter.deprecated)),
        ("at", "" if parameter.pointer == f"{at}/parameters/{index}" else parameter.pointer),
    )
    return {key: value for key, value in facts if value or (key == "x" and value is not None)}


def _media(media: Mapping[str, Shape | Ref]) -> dict[str, Any]:
    return {name: encode_node(node) for name, node in media.items()}


def _body(body: Body, at: str) -> dict[str, Any]:
    facts = (
        ("m", _media(body.media)),
        ("req", int(body.required)),
        ("at", "" if body.pointer == f"{at}/requestBody" else body.pointer),
    )
    return {key: value for key, value in facts if value}


def _response(response: Response, at: str) -> Any:
    media = _media(response.media)
    return media if response.pointer == f"{at}/responses/{response.status}" else [media, response.pointer]


def decode_operation(data: Mapping[str, Any], host: str, greedy: tuple[str, ...]) -> Operation:
    method, path = data["op"].split(" ", 1)
    at = data.get("at", "")
    return Operation(
        method=method,
        path=path,
        id=data.get("id", ""),
        host=host,
        deprecated=bool(data.get("dep")),
        parameters=tuple(_read_parameter(p, i, at) for i, p in enumerate(data.get("par", ()))),
        body=_read_body(data["body"], at) if "body" in data else None,
        responses=tuple(_read_response(status, r, at) for status, r in data.get("res", {}).items()),
        pointer=at,
        greedy=greedy,
    )


def _read_parameter(data: Mapping[str, Any], index: int, at: str) -> Parameter:
    style, explode = _STYLES.get(data["in"], ("", False))
    return Parameter(
        name=data["n"],
        location=data["in"],
        required=bool(data.get("req")),
        shape=decode_node(data.get("s", {})),
        style=data.get("style", style),
        explode=bool(data.get("x", explode)),
        deprecated=bool(data.get("dep")),
        pointer=data.get("at") or f"{at}/parameters/{index}",
    )


def _read_body(data: Mapping[str, Any], at: str) -> Body:
    media = {name: decode_node(node) for name, node in data.get("m", {}).items()}
    return Body(media=media, required=bool(data.get("req")), pointer=data.get("at") or f"{at}/requestBody")


def _read_response(status: str, data: Any, at: str) -> Response:
    media, pointer = data if isinstance(data, list) else (data, f"{at}/responses/{status}")
    return Response(status, {name: decode_node(node) for name, node in media.items()}, pointer)
