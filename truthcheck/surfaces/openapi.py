"""OpenAPI 3.0 and 3.1 to operations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from truthcheck.model.surface import Body, Operation, Parameter, Ref, Response, Shape
from truthcheck.surfaces import addresses
from truthcheck.surfaces.examples import Examples
from truthcheck.surfaces.refs import Documents
from truthcheck.surfaces.schemas import Schemas

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")
_STYLES = {"query": "form", "cookie": "form", "path": "simple", "header": "simple"}
_NOT_PARAMETERS = ("accept", "content-type", "authorization")  # OpenAPI: such header parameters are ignored
_OPEN = Shape()


@dataclass
class OpenApiReader:
    """What a compiler of one document carries along. `hosts` and `base` are those of its root servers, `greedy` the
    parameters that hold slashes although it does not say so."""

    documents: Documents
    schemas: Schemas
    hosts: tuple[str, ...]
    base: str
    examples: Examples
    extra_hosts: dict[str, None] = field(default_factory=dict)
    greedy: tuple[str, ...] = ()


def root_servers(root: Mapping[str, Any]) -> tuple[tuple[str, ...], str]:
    """Hosts and base path of the document's own servers; the first base path counts."""
    servers = [addresses.server(entry) for entry in _list(root, "servers")]
    hosts = tuple(dict.fromkeys(host for server in servers for host in server.hosts))
    return hosts, servers[0].base if servers else ""


def operations(reader: OpenApiReader, root: Mapping[str, Any]) -> Iterator[Operation]:
    """Every operation under `paths`; one that cannot be read is noted."""
    paths = root.get("paths")
    for key, entry in paths.items() if isinstance(paths, dict) else ():
        item, doc, at = reader.documents.follow(entry, reader.documents.name, f"/paths/{escape(key)}")
        for method in METHODS:
            if method in item:
                yield from _operation(reader, key, method, item, doc, at)


def escape(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")


def _operation(r: OpenApiReader, key: str, method: str, item: dict[str, Any], doc: str, at: str) -> Iterator[Operation]:
    node, where, pointer = r.documents.follow(item[method], doc, f"{at}/{method}")
    label = r.documents.label(where, pointer)
    parameters = _parameters(r, item, node, (doc, at), (where, pointer))
    greedy = [p["name"] for p, _, _ in parameters if p.get("x-multi-segment") or _reserved(p)]
    greedy += r.greedy
    servers = [addresses.server(s) for s in _list(node, "servers") or _list(item, "servers")]
    base = servers[0].base if servers else r.base
    path = addresses.path_key(key, base, greedy)
    for host in _own_hosts(r, servers):
        yield Operation(
            method=method.upper(),
            path=path.path,
            id=node["operationId"] if isinstance(node.get("operationId"), str) else "",
            host=host,
            deprecated=node.get("deprecated") is True or item.get("deprecated") is True,
            parameters=(*(_parameter(r, *p) for p in parameters), *map(_written_query, path.query)),
            body=_body(r, node.get("requestBody"), method, where, f"{pointer}/requestBody"),
            responses=tuple(_responses(r, node.get("responses"), where, f"{pointer}/responses")),
            pointer=label,
            greedy=path.greedy,
        )


def _reserved(parameter: Mapping[str, Any]) -> bool:
    return parameter.get("in") == "path" and parameter.get("allowReserved") is True


def _own_hosts(r: OpenApiReader, servers: list[addresses.Server]) -> tuple[str, ...]:
    """Hosts of an operation's own servers that are not the document's; "" where it lives on the document's."""
    hosts = dict.fromkeys(host for server in servers for host in server.hosts)
    if not hosts or any(addresses.host_fits(host, r.hosts) for host in hosts):
        return ("",)
    r.extra_hosts.update(hosts)
    return tuple(hosts)


def _parameters(
    r: OpenApiReader,
    item: Mapping[str, Any],
    node: Mapping[str, Any],
    at_item: tuple[str, str],
    at_node: tuple[str, str],
) -> list[tuple[dict[str, Any], str, str]]:
    """(parameter, document, pointer) of the path item and of the operation, which has the last word."""
    found: dict[tuple[str, str], tuple[dict[str, Any], str, str]] = {}
    for owner, (doc, at) in ((item, at_item), (node, at_node)):
        for index, entry in enumerate(_list(owner, "parameters")):
            parameter, where, pointer = r.documents.follow(entry, doc, f"{at}/parameters/{index}")
            name, location = parameter.get("name"), parameter.get("in")
            if not isinstance(name, str) or location not in _STYLES:
                r.documents.note(f"{pointer}: is no parameter: left out")
            elif location != "header" or name.lower() not in _NOT_PARAMETERS:
                found[name, location] = (parameter, where, pointer)
    return list(found.values())


def _parameter(r: OpenApiReader, data: dict[str, Any], doc: str, pointer: str) -> Parameter:
    location = data["in"]
    schema = data.get("schema")
    if schema is None and isinstance(data.get("content"), dict):  # the value is a document of its own, such as JSON
        return _made(data, location, Shape(types=("string",)), r.documents.label(doc, pointer))
    shape = r.schemas.node(schema, doc)
    if location == "path" and isinstance(shape, Shape):
        shape = replace(shape, length=_length(schema))
    return _made(data, location, shape, r.documents.label(doc, pointer))


def _length(schema: Any) -> tuple[int, int] | None:
    """Bounds that both are given; a plain identifier of fixed length has them."""
    bounds = (schema.get("minLength"), schema.get("maxLength")) if isinstance(schema, dict) else (None, None)
    least, most = bounds
    return (least, most) if isinstance(least, int) and isinstance(most, int) and 0 <= least <= most else None


def _made(data: Mapping[str, Any], location: str, shape: Shape | Ref, pointer: str) -> Parameter:
    style = data["style"] if isinstance(data.get("style"), str) else _STYLES[location]
    explode = data.get("explode")
    return Parameter(
        name=data["name"],
        location=location,
        required=data.get("required") is True or location == "path",
        shape=shape,
        style=style,
        explode=explode if isinstance(explode, bool) else style in ("form", "deepObject"),
        deprecated=data.get("deprecated") is True,
        pointer=pointer,
    )


def _written_query(pair: tuple[str, str]) -> Parameter:
    """`?beta=true` in a path key: this variant of the operation needs it."""
    name, value = pair
    return Parameter(name, "query", bool(value), Shape(enum=(value,)) if value else _OPEN, "form", True)


def _body(r: OpenApiReader, entry: Any, method: str, doc: str, at: str) -> Body | None:
    node, where, pointer = r.documents.follow(entry, doc, at)
    media = _media(r, node.get("content"), where, request=True)
    if not media or (method in ("get", "head", "delete") and all(_says_nothing(shape) for shape in media.values())):
        return None  # generators write an empty body onto operations that take none
    return Body(media, node.get("required") is True, r.documents.label(where, pointer))


def _says_nothing(shape: Shape | Ref) -> bool:
    return isinstance(shape, Shape) and not (shape.properties or shape.any_of or shape.all_of or shape.values)


def _media(r: OpenApiReader, content: Any, doc: str, request: bool = False) -> dict[str, Shape | Ref]:
    media: dict[str, Shape | Ref] = {}
    for name, entry in content.items() if isinstance(content, dict) else ():
        node, where, _ = r.documents.follow(entry, doc, "")
        bare = name.partition(";")[0].strip().lower()
        if bare in media:
            continue
        r.examples.media(node, where, request, form=bare != "application/json")
        media[bare] = r.schemas.node(node.get("schema"), where)
    return media


def _responses(r: OpenApiReader, entries: Any, doc: str, at: str) -> Iterator[Response]:
    for status, entry in entries.items() if isinstance(entries, dict) else ():
        if status.startswith("x-"):
            continue
        node, where, pointer = r.documents.follow(entry, doc, f"{at}/{escape(status)}")
        yield Response(status, _media(r, node.get("content"), where), r.documents.label(where, pointer))


def _list(node: Mapping[str, Any], key: str) -> list[Any]:
    value = node.get(key)
    return value if isinstance(value, list) else []
