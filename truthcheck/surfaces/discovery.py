"""Google's discovery documents to operations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from truthcheck.model.noun import replace
from truthcheck.model.surface import Body, Operation, Parameter, Ref, Response, Shape
from truthcheck.surfaces import addresses
from truthcheck.surfaces.openapi import OpenApiReader, escape

_JSON = "application/json"
_WIDE = ("int64", "uint64")  # written as strings, accepted as numbers too


def root_servers(root: Mapping[str, Any]) -> tuple[tuple[str, ...], str]:
    service = str(root.get("servicePath", "")).strip("/")
    hosts = addresses.server({"url": str(root.get("rootUrl", ""))}).hosts
    return hosts, f"/{service}" if service else ""


def operations(reader: OpenApiReader, root: Mapping[str, Any]) -> Iterator[Operation]:
    """Every method, and once more for each address that it takes uploads at."""
    common = _dict(root, "parameters")
    for method, pointer in _methods(root, ""):
        yield from _operations(reader, root, common, method, pointer)


def _methods(node: Mapping[str, Any], pointer: str) -> Iterator[tuple[dict[str, Any], str]]:
    for name, method in _dict(node, "methods").items():
        if isinstance(method, dict):
            yield method, f"{pointer}/methods/{escape(name)}"
    for name, resource in _dict(node, "resources").items():
        if isinstance(resource, dict):
            yield from _methods(resource, f"{pointer}/resources/{escape(name)}")


def _operations(
    r: OpenApiReader, root: Mapping[str, Any], common: Mapping[str, Any], method: dict[str, Any], at: str
) -> Iterator[Operation]:
    parameters = {**common, **_dict(method, "parameters")}
    template = method.get("flatPath") or method.get("path")
    if not isinstance(template, str):
        r.documents.note(f"{at}: has no path: left out")
        return
    yield _operation(r, method, at, r.base, template, parameters, upload=False)
    for protocol in _dict(_dict(method, "mediaUpload"), "protocols").values():
        if isinstance(protocol, dict) and isinstance(protocol.get("path"), str):
            upload = Parameter("uploadType", "query", False, Shape(types=("string",)), "form", True)
            made = _operation(r, method, at, "", protocol["path"], parameters, upload=True)
            yield replace(made, parameters=(*made.parameters, upload))


def _operation(
    r: OpenApiReader,
    method: Mapping[str, Any],
    at: str,
    base: str,
    template: str,
    parameters: Mapping[str, Any],
    upload: bool,
) -> Operation:
    path = addresses.path_key(template, base)
    names = set(re.findall(r"\{([^{}]*)\}", path.path))
    known = [_parameter(r, n, p, at) for n, p in parameters.items() if isinstance(p, dict) and _sent(n, p, names)]
    undeclared = names - {p.name for p in known}  # a flat path splits one parameter into several
    return Operation(
        method=str(method.get("httpMethod", "GET")).upper(),
        path=path.path,
        id=str(method.get("id", "")),
        deprecated=method.get("deprecated") is True,
        parameters=(
            *known,
            *(Parameter(n, "path", True, Shape(types=("string",)), "simple") for n in sorted(undeclared)),
        ),
        body=None if upload else _body(r, method, at),
        responses=tuple(_responses(r, method, at)),
        pointer=at,
        greedy=path.greedy,
    )


def _sent(name: str, parameter: Mapping[str, Any], in_path: set[str]) -> bool:
    return parameter.get("location") != "path" or name in in_path


def _parameter(r: OpenApiReader, name: str, data: dict[str, Any], at: str) -> Parameter:
    location = "path" if data.get("location") == "path" else "query"
    repeated = data.get("repeated") is True
    shape = r.schemas.node(
        _schema({k: v for k, v in data.items() if k not in ("required", "repeated", "location")}), ""
    )
    return Parameter(
        name=name,
        location=location,
        required=data.get("required") is True or location == "path",
        shape=Shape(types=("array",), items=shape) if repeated else shape,
        style="simple" if location == "path" else "form",
        explode=location == "query",
        deprecated=data.get("deprecated") is True,
        pointer=f"{at}/parameters/{escape(name)}",
    )


def _body(r: OpenApiReader, method: Mapping[str, Any], at: str) -> Body | None:
    request = _dict(method, "request")
    if not request:
        return None
    media: dict[str, Shape | Ref] = {_JSON: r.schemas.node(_schema(request), r.documents.name)}
    if "mediaUpload" in method:  # sent in parts or raw as well, of whatever type the file has
        media["*/*"] = Shape()
    return Body(media, False, f"{at}/request")


def _responses(r: OpenApiReader, method: Mapping[str, Any], at: str) -> Iterator[Response]:
    response = _dict(method, "response")
    media: dict[str, Shape | Ref] = {_JSON: r.schemas.node(_schema(response), r.documents.name)} if response else {}
    if method.get("supportsMediaDownload") is True:
        media["*/*"] = Shape()
    yield Response("200", media, f"{at}/response")


def _schema(data: Any) -> Any:
    """A discovery schema in JSON Schema's words; named ones stand under `schemas` and are referred to by bare name."""
    if not isinstance(data, dict):
        return data
    made = {k: v for k, v in data.items() if k not in ("required", "id")}
    if isinstance(data.get("$ref"), str) and not data["$ref"].startswith("#"):
        made["$ref"] = f"#/schemas/{escape(data['$ref'])}"
    if data.get("format") in _WIDE and data.get("type") == "string":
        made["type"] = ["string", "integer"]
    for key in ("items", "additionalProperties"):
        if key in data:
            made[key] = _schema(data[key])
    if isinstance(data.get("properties"), dict):
        made["properties"] = {name: _schema(schema) for name, schema in data["properties"].items()}
    return made


def prepared(root: dict[str, Any]) -> dict[str, Any]:
    """The document with its named schemas in JSON Schema's words, so that references find them so."""
    return {**root, "schemas": {name: _schema(schema) for name, schema in _dict(root, "schemas").items()}}


def _dict(node: Mapping[str, Any], key: str) -> dict[str, Any]:
    value = node.get(key)
    return value if isinstance(value, dict) else {}
