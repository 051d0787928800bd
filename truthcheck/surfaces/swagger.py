"""Swagger 2.0 to operations: forms and bodies are parameters there, media types stand apart from schemas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from truthcheck.model.surface import Body, Operation, Parameter, Ref, Response, Shape
from truthcheck.surfaces import addresses
from truthcheck.surfaces.openapi import METHODS, OpenApiReader, escape

_FORM, _PARTS = "application/x-www-form-urlencoded", "multipart/form-data"
_LOCATIONS = ("query", "header", "path", "formData", "body")
_STYLES = {
    "csv": ("form", False),
    "multi": ("form", True),
    "ssv": ("spaceDelimited", False),
    "pipes": ("pipeDelimited", False),
}
_ABOUT = ("name", "in", "description", "required", "collectionFormat", "allowEmptyValue", "example")

Given = tuple[dict[str, Any], str, str]  # a parameter, its document and its pointer


def root_servers(root: Mapping[str, Any]) -> tuple[tuple[str, ...], str]:
    host, base = root.get("host"), root.get("basePath")
    hosts = (host.partition(":")[0].lower(),) if isinstance(host, str) and host else ()
    base = base.strip("/") if isinstance(base, str) else ""
    return hosts, f"/{base}" if base else ""


def operations(reader: OpenApiReader, root: Mapping[str, Any]) -> Iterator[Operation]:
    paths = root.get("paths")
    for key, entry in paths.items() if isinstance(paths, dict) else ():
        item, doc, at = reader.documents.follow(entry, reader.documents.name, f"/paths/{escape(key)}")
        for method in METHODS:
            if isinstance(item.get(method), dict):
                yield _operation(reader, root, key, method, item, doc, at)


def _operation(
    r: OpenApiReader, root: Mapping[str, Any], key: str, method: str, item: dict[str, Any], doc: str, at: str
) -> Operation:
    node = item[method]
    pointer = f"{at}/{method}"
    given = _given(r, item, doc, at) | _given(r, node, doc, pointer)
    greedy = [p["name"] for p, _, _ in given.values() if p.get("x-multi-segment")]
    path = addresses.path_key(key, r.base, greedy)
    produces = _words(node, "produces") or _words(root, "produces") or ["application/json"]
    return Operation(
        method=method.upper(),
        path=path.path,
        id=node["operationId"] if isinstance(node.get("operationId"), str) else "",
        deprecated=node.get("deprecated") is True,
        parameters=tuple(_parameter(r, *g) for (_, where), g in given.items() if where not in ("body", "formData")),
        body=_body(r, given, _words(node, "consumes") or _words(root, "consumes"), method),
        responses=tuple(_responses(r, node.get("responses"), produces, doc, f"{pointer}/responses")),
        pointer=r.documents.label(doc, pointer),
        greedy=path.greedy,
    )


def _given(r: OpenApiReader, owner: Mapping[str, Any], doc: str, at: str) -> dict[tuple[str, str], Given]:
    found: dict[tuple[str, str], Given] = {}
    entries = owner.get("parameters")
    for index, entry in enumerate(entries if isinstance(entries, list) else ()):
        parameter, where, pointer = r.documents.follow(entry, doc, f"{at}/parameters/{index}")
        name, location = parameter.get("name"), parameter.get("in")
        if not isinstance(name, str) or location not in _LOCATIONS:
            r.documents.note(f"{pointer}: is no parameter: left out")
        elif location != "header" or name.lower() not in ("accept", "content-type", "authorization"):
            found[name, location] = (parameter, where, pointer)
    return found


def _shape(r: OpenApiReader, data: Mapping[str, Any], doc: str) -> Shape | Ref:
    return r.schemas.node({key: value for key, value in data.items() if key not in _ABOUT}, doc)


def _parameter(r: OpenApiReader, data: dict[str, Any], doc: str, pointer: str) -> Parameter:
    location = data["in"]
    style, explode = ("form", True) if location == "query" else ("simple", False)
    if data.get("type") == "array" and location == "query":
        style, explode = _STYLES.get(data.get("collectionFormat", "csv"), ("form", False))
    return Parameter(
        name=data["name"],
        location=location,
        required=data.get("required") is True or location == "path",
        shape=_shape(r, data, doc),
        style=style,
        explode=explode,
        deprecated=data.get("deprecated") is True or data.get("x-deprecated") is True,
        pointer=r.documents.label(doc, pointer),
    )


def _body(r: OpenApiReader, given: Mapping[tuple[str, str], Given], consumes: list[str], method: str) -> Body | None:
    forms = [g for (_, location), g in given.items() if location == "formData"]
    if forms:
        return _form(r, forms, consumes)
    bodies = [g for (_, location), g in given.items() if location == "body"]
    if not bodies:
        return None
    data, doc, pointer = bodies[0]
    shape = r.schemas.node(data.get("schema"), doc)
    media = dict.fromkeys(consumes or ["application/json"], shape)
    return Body(media, data.get("required") is True, r.documents.label(doc, pointer))


def _form(r: OpenApiReader, forms: list[Given], consumes: list[str]) -> Body:
    shape = Shape(
        types=("object",),
        properties={data["name"]: _shape(r, data, doc) for data, doc, _ in forms},
        required=tuple(data["name"] for data, _, _ in forms if data.get("required") is True),
        additional="documented",
    )
    file = any(data.get("type") == "file" for data, _, _ in forms)
    media = consumes if {_FORM, _PARTS} & set(consumes) else [*consumes, _PARTS] if file else [*consumes, _FORM, _PARTS]
    _, doc, pointer = forms[0]
    return Body(dict.fromkeys(media, shape), bool(shape.required), r.documents.label(doc, pointer.rpartition("/")[0]))


def _responses(r: OpenApiReader, entries: Any, produces: list[str], doc: str, at: str) -> Iterator[Response]:
    for status, entry in entries.items() if isinstance(entries, dict) else ():
        if status.startswith("x-"):
            continue
        node, where, pointer = r.documents.follow(entry, doc, f"{at}/{escape(status)}")
        schema, examples = node.get("schema"), node.get("examples")
        for example in examples.values() if isinstance(examples, dict) else ():
            r.examples.value(schema, where, example)
        shape = r.schemas.node(schema, where) if isinstance(schema, dict) else None
        media = {} if shape is None else dict.fromkeys(produces, shape)
        yield Response(status, media, r.documents.label(where, pointer))


def _words(node: Mapping[str, Any], key: str) -> list[str]:
    value = node.get(key)
    words = (
        [w.partition(";")[0].strip().lower() for w in value if isinstance(w, str)] if isinstance(value, list) else []
    )
    return list(dict.fromkeys(words))
