"""An operation as plain data: the very shape of `lookup --format json`, and what its screen is made from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from truthcheck.model.noun import NamedTuple
from truthcheck.model.surface import Operation, Ref, Shape, Surface
from truthcheck.surfaces.shapes import expand

_DEPTH = 3  # objects inside one another
MOST = 300  # fields of one body or reply


def describe(surface: Surface, operation: Operation, sdk: tuple[str, ...] = ()) -> dict[str, Any]:
    """Keys: provider, method, path, hosts, id, deprecated, document, version, date, source, pointer, sdk, parameters,
    body and response; the last two are lists with an entry for each media type."""
    origin = surface.origin
    reply = _reply(operation)
    return {
        "provider": origin.provider,
        "method": operation.method,
        "path": operation.path,
        "hosts": [operation.host] if operation.host else list(surface.hosts),
        "id": operation.id,
        "deprecated": operation.deprecated,
        "document": origin.document,
        "version": origin.version,
        "date": origin.date,
        "source": origin.source,
        "pointer": operation.pointer,
        "sdk": list(sdk),
        "parameters": [
            {"name": p.name, "in": p.location, "required": p.required, **_facts(surface, p.shape), **_old(p.deprecated)}
            for p in operation.parameters
        ],
        "body": _media(surface, operation.body.media, required=operation.body.required) if operation.body else [],
        "response": _media(surface, reply[1], status=reply[0]) if reply else [],
    }


def _reply(operation: Operation) -> tuple[str, Any] | None:
    """The reply of a call that went well."""
    good = [r for r in operation.responses if r.status.startswith("2")] or list(operation.responses)
    described = [r for r in good if r.media] or good
    return (described[0].status, described[0].media) if described else None


def _media(surface: Surface, media: Any, **known: Any) -> list[dict[str, Any]]:
    if not media:
        return [{**known, "media": "", "fields": []}]
    return [
        {**known, "media": name, "type": _type(surface, node), "fields": fields(surface, node)}
        for name, node in media.items()
    ]


def fields(surface: Surface, node: Shape | Ref) -> list[dict[str, Any]]:
    """Every field below a shape, the outer before the inner, as {"name": "items[].id", "required", "type", "values"}.

    At most `MOST` fields, and three objects deep.
    """
    found: list[dict[str, Any]] = []
    level = [_Place(node, "", ())]
    for _ in range(_DEPTH):
        following: list[_Place] = []
        for place in level:
            for name, (shape, required) in _inside(surface, place).items():
                found.append({"name": name, "required": required, **_facts(surface, shape)})
                following.append(_Place(shape, f"{name}.", place.above))
                if len(found) >= MOST:
                    return found
        level = following
    return found


class _Place(NamedTuple):
    """A shape to look into; `prefix` goes before its names, `above` are the shapes that it lies in."""

    node: Shape | Ref
    prefix: str
    above: tuple[str, ...]


def _inside(surface: Surface, place: _Place) -> dict[str, tuple[Shape | Ref, bool]]:
    """The properties of an object, or of the objects in a list, by their whole names."""
    node, prefix, above = place
    for _ in range(_DEPTH):
        if isinstance(node, Ref):
            if node.id in above:
                return {}
            above = (*above, node.id)
        alternatives = expand(surface, node)
        found = _properties(alternatives)
        if found:
            return {f"{prefix}{name}": fact for name, fact in found.items()}
        items = next((one.items for one in alternatives if one.items is not None), None)
        if items is None:
            return {}
        node, prefix = items, f"{prefix.removesuffix('.')}[]."
    return {}


def _properties(alternatives: Sequence[Shape]) -> dict[str, tuple[Shape | Ref, bool]]:
    """Of every alternative; required is what each of them requires."""
    objects = [one for one in alternatives if one.properties]
    found: dict[str, tuple[Shape | Ref, bool]] = {}
    for one in objects:
        for name, shape in one.properties.items():
            needed = all(name in other.required for other in objects)
            found.setdefault(name, (shape, needed))
    return found


def _facts(surface: Surface, node: Shape | Ref) -> dict[str, Any]:
    alternatives = expand(surface, node)
    values = list(dict.fromkeys(value for one in alternatives for value in one.enum))
    facts: dict[str, Any] = {"type": _type(surface, node)}
    if values and all(one.enum or one.types == ("null",) for one in alternatives):
        facts["values"] = values
        if any(one.advisory for one in alternatives):
            facts["more_values"] = True
    return {**facts, **_old(any(one.deprecated for one in alternatives))}


def _old(deprecated: bool) -> dict[str, Any]:
    return {"deprecated": True} if deprecated else {}


def _type(surface: Surface, node: Shape | Ref, depth: int = 3) -> str:
    """ "string", "array of object", "string or integer"; "any" when nothing is said."""
    names: dict[str, None] = {}
    for one in expand(surface, node):
        for name in one.types or (("object",) if one.properties else ("any",)):
            if name == "array" and one.items is not None and depth:
                name = f"array of {_type(surface, one.items, depth - 1)}"
            elif name == "string" and one.format:
                name = f"string ({one.format})"
            names[name] = None
    names.pop("null", None)
    return " or ".join(names) or "any"
