"""What the schemas of a document inherit of one another by `allOf`, and which required names only replies hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from truthcheck.surfaces.refs import Documents

Target = tuple[str, str]  # document and pointer
_PLACES = ("/components/schemas", "/definitions", "/schemas")
_MAX_DEPTH = 8
_COMPOSED = ("allOf", "oneOf", "anyOf")


class Inheritance:
    """Answers about schemas where they stand; who extends whom is looked up once."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents
        self._heirs: dict[Target, list[Target]] | None = None

    def asked(self, schema: Mapping[str, Any], doc: str) -> tuple[str, ...]:
        """The required names that a request has to send.

        A list that names what a part of the schema marks as read-only was written for replies, and proves nothing;
        where the schema marks its own names, the others are wanted. What tells heirs apart is no name of their base.
        """
        names = _names(schema.get("required"))
        if not names:
            return ()
        own = {name for name, one in _mapping(schema, "properties").items() if self._is_read_only(one, doc)}
        if set(names) & self._marked(schema, doc, _MAX_DEPTH):
            return ()
        left_out = own | {"id"} if own & set(names) else own
        if not (schema.get("oneOf") or schema.get("anyOf")):
            left_out = left_out | {discriminator(schema)}
        return tuple(name for name in names if name not in left_out)

    def _marked(self, schema: Mapping[str, Any], doc: str, depth: int) -> set[str]:
        """Read-only names of the parts that a schema is composed of."""
        found: set[str] = set()
        for key in _COMPOSED:
            for part in schema[key] if depth and isinstance(schema.get(key), list) else ():
                node, where, _ = self._documents.follow(part, doc, "")
                listed = _mapping(node, "properties")
                found |= {name for name, one in listed.items() if self._is_read_only(one, where)}
                found |= self._marked(node, where, depth - 1)
        return found

    def _is_read_only(self, schema: Any, doc: str) -> bool:
        if not isinstance(schema, dict):
            return False
        if schema.get("readOnly") is True:
            return True
        return (
            isinstance(schema.get("$ref"), str) and self._documents.follow(schema, doc, "")[0].get("readOnly") is True
        )

    def heirs(self, target: Target) -> tuple[tuple[Target, tuple[str, ...]], ...]:
        """The schemas that extend a base with a discriminator but no list, each with the values that mean it."""
        base = self._documents.find(*target)
        if not isinstance(base, dict) or not discriminator(base) or base.get("oneOf") or base.get("anyOf"):
            return ()
        mapped = dict(self._mapped(base, target[0]))
        listed = dict.fromkeys((*mapped.values(), *self._extending(target)))
        return tuple((heir, _values(heir, mapped)) for heir in listed)

    def _mapped(self, base: Mapping[str, Any], doc: str) -> Iterator[tuple[str, Target]]:
        given = base.get("discriminator")
        mapping = given.get("mapping") if isinstance(given, dict) else None
        for value, address in mapping.items() if isinstance(mapping, dict) else ():
            if isinstance(address, str) and "#/" in address:
                target = self._documents.target(address, doc)
                if self._documents.find(*target) is not None:
                    yield value, target

    def _extending(self, target: Target) -> list[Target]:
        if self._heirs is None:
            self._heirs = {}
            for heir, schema in self._named():
                for part in schema["allOf"] if isinstance(schema.get("allOf"), list) else ():
                    if isinstance(part, dict) and isinstance(part.get("$ref"), str):
                        self._heirs.setdefault(self._documents.target(part["$ref"], heir[0]), []).append(heir)
        return self._heirs.get(target, [])

    def _named(self) -> Iterator[tuple[Target, dict[str, Any]]]:
        doc = self._documents.name
        root = self._documents.find(doc, "")
        for pointer in _PLACES:
            listed = root
            for part in pointer.strip("/").split("/"):
                listed = listed.get(part) if isinstance(listed, dict) else None
            for name, schema in listed.items() if isinstance(listed, dict) else ():
                if isinstance(schema, dict):
                    yield (doc, f"{pointer}/{name.replace('~', '~0').replace('/', '~1')}"), schema


def discriminator(schema: Mapping[str, Any]) -> str:
    """The name that tells the kinds apart, "" without one."""
    given = schema.get("discriminator")
    name = given.get("propertyName") if isinstance(given, dict) else given  # Swagger 2.0 writes the name alone
    return name if isinstance(name, str) else ""


def _values(heir: Target, mapped: Mapping[str, Target]) -> tuple[str, ...]:
    """What means it: the values of the mapping, or its name."""
    values = tuple(value for value, target in mapped.items() if target == heir)
    return values or (heir[1].rpartition("/")[2].replace("~1", "/").replace("~0", "~"),)


def _names(value: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(n for n in value if isinstance(n, str))) if isinstance(value, list) else ()


def _mapping(schema: Mapping[str, Any], key: str) -> dict[str, Any]:
    value = schema.get(key)
    return value if isinstance(value, dict) else {}
