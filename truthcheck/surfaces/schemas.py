"""JSON Schema, in the dialects of OpenAPI 3.0, 3.1 and Swagger 2.0, to shapes.

References stay references, by id: inlining Stripe's document would give 4.6e10 nodes. What cannot be
understood becomes the open shape, which proves nothing, and a note.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from truthcheck.errors import DocumentError
from truthcheck.model.noun import replace
from truthcheck.model.surface import Ref, Shape
from truthcheck.rulebook.generators import advisory
from truthcheck.surfaces.inheritance import Inheritance, discriminator
from truthcheck.surfaces.refs import Documents
from truthcheck.surfaces.value_bounds import bounds

MAX_DEPTH = 60  # of one inline schema
MAX_NODES = 2_000_000  # of one document
_OPEN = Shape()
_NULL = Shape(types=("null",))
_TYPES = ("string", "integer", "number", "boolean", "array", "object", "null", "file")
_PYTHON: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
}
_NAMED = ("/components/schemas/", "/definitions/", "/schemas/")


class Schemas:
    """Compiles schemas on demand and keeps the named ones that anything refers to."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents
        self._inheritance = Inheritance(documents)
        self._pending: list[tuple[str, str, str]] = []
        self._ids: dict[tuple[str, str], str] = {}
        self._nodes = 0

    def node(self, schema: Any, doc: str, depth: int = 0, base: bool = False) -> Shape | Ref:
        """The shape of `schema`, or a reference to a named one. As a `base` it stands for itself, not for its heirs."""
        self._nodes += 1
        if self._nodes > MAX_NODES:
            raise DocumentError(f"{self._documents.name}: describes more than {MAX_NODES:,} schema nodes")
        if not isinstance(schema, dict):
            return _OPEN
        if depth > MAX_DEPTH:
            self._documents.note(f"schema nested more than {MAX_DEPTH} deep: left open")
            return _OPEN
        if isinstance(schema.get("$ref"), str):
            return self._reference(schema, doc, base)
        return self._shape(schema, doc, depth + 1)

    def named(self) -> dict[str, Shape]:
        """Every shape that a reference has asked for so far, and those they ask for in turn."""
        done: dict[str, Shape] = {}
        while self._pending:
            name, doc, pointer = self._pending.pop()
            node = self.node(self._documents.find(doc, pointer), doc)
            label = self._documents.label(doc, pointer)
            done[name] = (
                replace(node, pointer=label) if isinstance(node, Shape) else Shape(all_of=(node,), pointer=label)
            )
        return done

    def _reference(self, schema: dict[str, Any], doc: str, base: bool) -> Shape | Ref:
        target = self._documents.target(schema["$ref"], doc)
        if self._documents.find(*target) is None:
            return _OPEN
        ref = (None if base else self._heirs(target)) or Ref(self._id(target))
        read_only, deprecated = schema.get("readOnly") is True, schema.get("deprecated") is True
        if _nullable(schema):
            return Shape(any_of=(ref, _NULL), read_only=read_only, deprecated=deprecated)
        return Shape(all_of=(ref,), read_only=read_only, deprecated=deprecated) if read_only or deprecated else ref

    def _heirs(self, target: tuple[str, str]) -> Shape | None:
        """The kinds of a base that lists none of them, each with the value that means it."""
        heirs = self._inheritance.heirs(target)
        name = discriminator(self._documents.find(*target)) if heirs else ""
        kinds = [
            Shape(all_of=(Ref(self._id(heir)), Shape(properties={name: Shape(enum=values)}))) for heir, values in heirs
        ]
        return Shape(any_of=tuple(kinds), discriminator=name) if kinds else None

    def _id(self, target: tuple[str, str]) -> str:
        if target not in self._ids:
            self._ids[target] = name = self._name(*target)
            self._pending.append((name, *target))
        return self._ids[target]

    def _name(self, doc: str, pointer: str) -> str:
        if doc == self._documents.name:
            for prefix in _NAMED:
                rest = pointer[len(prefix) :]
                if pointer.startswith(prefix) and "/" not in rest:
                    return rest.replace("~1", "/").replace("~0", "~")
        return f"#{pointer}" if doc == self._documents.name else f"{doc}#{pointer}"

    def _shape(self, schema: dict[str, Any], doc: str, depth: int) -> Shape:
        types = _types(schema)
        enum = _enum(schema, types)
        properties = self._properties(schema, doc, depth)
        unlisted = _unlisted(schema)
        shape = Shape(
            types=_fitting(types, enum),
            enum=enum,
            advisory=bool(enum) and _advisory(schema),
            format=_word(schema, "format"),
            properties=properties,
            required=self._inheritance.asked(schema, doc),
            additional=_additional(schema, unlisted, properties),
            values=None if unlisted is None or unlisted is False else self.node(unlisted, doc, depth),
            items=self._items(schema, doc, depth),
            any_of=self._members(schema, ("oneOf", "anyOf", "x-oneOf", "x-anyOf"), doc, depth),
            all_of=self._members(schema, ("allOf",), doc, depth),
            discriminator=discriminator(schema),
            read_only=schema.get("readOnly") is True,
            deprecated=schema.get("deprecated") is True,
            bounds=bounds(schema, types),
        )
        if not types and _nullable(schema) and (shape.any_of or shape.all_of):
            return Shape(any_of=(shape, _NULL))
        return shape

    def _properties(self, schema: dict[str, Any], doc: str, depth: int) -> dict[str, Shape | Ref]:
        """By name. The whole list may be kept in another file; a property named "$ref" has a schema, not an address."""
        listed = _mapping(schema, "properties")
        if isinstance(listed.get("$ref"), str):
            listed, doc, _ = self._documents.follow(listed, doc, "")
        return {name: self.node(one, doc, depth) for name, one in listed.items()}

    def _items(self, schema: dict[str, Any], doc: str, depth: int) -> Shape | Ref | None:
        items, first = schema.get("items"), schema.get("prefixItems")
        if isinstance(items, list) or isinstance(first, list):  # a tuple: an item may be any of them
            members = [*(first or ()), *(items if isinstance(items, list) else ())]
            return Shape(any_of=tuple(self.node(member, doc, depth) for member in members)) if members else _OPEN
        return self.node(items, doc, depth) if isinstance(items, dict) else None

    def _members(self, schema: dict[str, Any], keys: tuple[str, ...], doc: str, depth: int) -> tuple[Shape | Ref, ...]:
        lists = [schema[key] for key in keys if isinstance(schema.get(key), list)]
        if keys != ("allOf",) and len(lists) > 1:  # both a oneOf and an anyOf: either may be met
            lists = [max(lists, key=len)]
        base = keys == ("allOf",)
        return tuple(self.node(member, doc, depth, base) for members in lists for member in members)


def _mapping(schema: Mapping[str, Any], key: str) -> dict[str, Any]:
    value = schema.get(key)
    return value if isinstance(value, dict) else {}


def _word(schema: Mapping[str, Any], key: str) -> str:
    value = schema.get(key)
    return value if isinstance(value, str) else ""


def _nullable(schema: Mapping[str, Any]) -> bool:
    return schema.get("nullable") is True or schema.get("x-nullable") is True


def _types(schema: Mapping[str, Any]) -> tuple[str, ...]:
    given = schema.get("type")
    listed = given if isinstance(given, list) else [given] if given is not None else _implied(schema)
    types = [name for name in listed if name in _TYPES]
    if len(types) < len(listed):  # "any" or an invented type among others: all are possible
        return ()
    if types and _nullable(schema):
        types.append("null")
    if "string" in types and schema.get("format") == "binary":
        types.append("file")
    return tuple(dict.fromkeys(types))


def _implied(schema: Mapping[str, Any]) -> list[str]:
    """What a schema without a type can only be."""
    return ["object"] if "properties" in schema else ["array"] if "items" in schema else []


def _enum(schema: Mapping[str, Any], types: tuple[str, ...]) -> tuple[Any, ...]:
    given = schema.get("enum", [schema["const"]] if "const" in schema else [])
    listed = given if isinstance(given, list) else []
    values = [value for value in listed if value is None or isinstance(value, (str, int, float, bool))]
    if len(values) < len(listed):
        return ()  # it also allows objects or lists, which a set of scalars cannot say
    if values and "null" in types and None not in values:
        values.append(None)
    return tuple({(type(v), v): v for v in values}.values())


def _fitting(types: tuple[str, ...], enum: tuple[Any, ...]) -> tuple[str, ...]:
    """No types where the enum contradicts them (`type: boolean, enum: ["true"]`): the enum is the better witness."""
    if not enum or not types:
        return types
    return types if all(any(isinstance(v, _PYTHON.get(t, ())) for t in types) for v in enum) else ()


def _advisory(schema: Mapping[str, Any]) -> bool:
    """Whether an extension says that the enum is not the whole truth."""
    for name, key in advisory().items():
        if _mapping(schema, name).get(key) is True if key else schema.get(name) not in (None, False):
            return True
    return False


def _unlisted(schema: Mapping[str, Any]) -> Any:
    """What is said of properties that are not listed: a schema, False, or None when nothing is said."""
    given = schema.get("additionalProperties", schema.get("unevaluatedProperties"))
    if schema.get("patternProperties"):
        return {}
    return {} if given is True else given if given is False or isinstance(given, dict) else None


def _additional(schema: Mapping[str, Any], unlisted: Any, properties: Mapping[str, Any]) -> str:
    if unlisted is False:
        return "closed"
    return "documented" if properties and unlisted is None else "open"
