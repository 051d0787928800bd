"""Discovery documents to classes: nested resources, their methods, and the schemas of what they send and receive."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from truthcheck.sdks.index import records
from truthcheck.sdks.index.records import BASES, KEY, METHODS, NAMED_REST, PLACED, Record, function, parameter
from truthcheck.sdks.index.terms import ANY, Term, dict_of, either, list_of, literal, union, unpacked
from truthcheck.sdks.source.data.models import MAX_VALUES
from truthcheck.sdks.source.data.naming import method as method_name
from truthcheck.sdks.source.data.naming import parameter as parameter_name

PLAIN = {"string": "str", "integer": "int", "number": "float", "boolean": "bool"}
WIDE = ("int64", "uint64")  # written as texts, taken as numbers too
SENDING = ("PUT", "POST", "PATCH")
TOKENS = ("pageToken", "nextPageToken")
MAX_DEPTH = 20


class Api:
    """One document. `rules` name the class of requests, and the parameters that every method takes."""

    def __init__(self, document: Mapping[str, Any], rules: Mapping[str, Any]) -> None:
        self.document = document
        self.rules = rules
        self.name: str = document["name"]
        self.space = f"{self.name}.{document['version']}"
        self.schemas: Mapping[str, Any] = document.get("schemas", {})
        self.root = f"{self.space}:{self.name}"
        self.host = urlsplit(document.get("rootUrl", "")).hostname or ""
        self._inner: dict[str, Mapping[str, Any]] = {}

    def records(self) -> Iterator[tuple[str, Record]]:
        yield from self._resource(self.root, self.document, [])
        common = {parameter_name(n): self.term(p) for n, p in self.document.get("parameters", {}).items()}
        always = dict.fromkeys(self.rules["common"], "str")
        yield f"{self.space}:common", records.typed({**always, **common})
        self._inner.update({name: held for name, held in self.schemas.items() if held.get("properties")})
        done: set[str] = set()
        while names := [name for name in self._inner if name not in done]:  # objects inside objects come to light
            for name in names:
                done.add(name)
                yield self.key(name), self._typed(name, self._inner[name])

    def key(self, name: str) -> str:
        return f"{self.space}:{name}"

    def _typed(self, name: str, schema: Mapping[str, Any]) -> Record:
        fields = schema["properties"].items()
        return records.typed({key: self.term(held, inside=f"{name}.{key}") for key, held in fields})

    def _resource(self, key: str, node: Mapping[str, Any], above: list[str]) -> Iterator[tuple[str, Record]]:
        methods: dict[str, Record] = {}
        for name, held in node.get("methods", {}).items():
            methods |= self._methods(name, held)
        for name, inner in node.get("resources", {}).items():
            below = f"{key}.{method_name(name)}"
            methods[method_name(name)] = function((), below)
            yield from self._resource(below, inner, [*above, name])
        yield key, {BASES: [self.rules["base" if above else "root_base"]], METHODS: methods}

    def _methods(self, name: str, held: Mapping[str, Any]) -> dict[str, Record]:
        """The method, its twin that downloads, and the one that asks for the next page."""
        made: dict[str, Record] = {method_name(name): self._method(held, self.reply(held))}
        if held.get("supportsMediaDownload"):
            made[method_name(f"{name}_media")] = self._method(held, "bytes")
        asked = {**held.get("parameters", {}), **self._properties(held, "request")}
        if any(t in self._properties(held, "response") for t in TOKENS) and any(t in asked for t in TOKENS):
            pages: list[list[Any]] = [parameter(n, PLACED, 1) for n in ("previous_request", "previous_response")]
            made[method_name(f"{name}_next")] = function(pages, [self.rules["request"], self.reply(held)])
        return made

    def _properties(self, held: Mapping[str, Any], part: str) -> Mapping[str, Any]:
        described: Mapping[str, Any] = held.get(part, {})
        found: Mapping[str, Any] = self.schemas.get(described.get("$ref", ""), described).get("properties", {})
        return found

    def reply(self, held: Mapping[str, Any]) -> Term:
        return self.term(held["response"]) if "response" in held else ANY

    def _method(self, held: Mapping[str, Any], returned: Term) -> Record:
        sent: list[list[Any]] = [
            parameter(parameter_name(name), KEY, self._is_required(name, given, held), self.term(given, parameter=True))
            for name, given in sorted(held.get("parameters", {}).items())
        ]
        if held.get("httpMethod") in SENDING and "request" in held:
            sent.append(parameter("body", KEY, 0, self.term(held["request"])))
        if "mediaUpload" in held:
            sent += [parameter(name, KEY, 0) for name in ("media_body", "media_mime_type")]
        sent.append(parameter("common", NAMED_REST, 0, unpacked(f"{self.space}:common")))
        path = held.get("flatPath") or held["path"].replace("{+", "{")
        whole = f"/{self.document.get('servicePath', '').strip('/')}/{path}".replace("//", "/")
        operation = [held.get("httpMethod", "GET"), whole, self.host]
        return function(sent, [self.rules["request"], returned], [operation])

    def _is_required(self, name: str, given: Mapping[str, Any], held: Mapping[str, Any]) -> bool:
        if name in TOKENS and not any(token in self._properties(held, "response") for token in TOKENS):
            return False
        return given.get("required") is True

    def term(self, schema: Mapping[str, Any], inside: str = "", parameter: bool = False, depth: int = 0) -> Term:
        """A schema as a term; `inside` names an object without a name of its own.

        A parameter that may stand several times takes one value or a list.
        """
        if depth > MAX_DEPTH:
            return ANY
        if schema.get("repeated"):
            one = self.term({k: v for k, v in schema.items() if k != "repeated"}, inside, depth=depth + 1)
            return either([one, list_of(one)]) if parameter else list_of(one)
        if "$ref" in schema:
            named = self.schemas.get(schema["$ref"], {})
            return self.key(schema["$ref"]) if named.get("properties") else self.term(named, inside, depth=depth + 1)
        if schema.get("type") == "array":
            return list_of(self.term(schema.get("items", {}), inside, depth=depth + 1))
        return self._object(schema, inside, depth) if schema.get("type") == "object" else _scalar(schema)

    def _object(self, schema: Mapping[str, Any], inside: str, depth: int) -> Term:
        if inside and schema.get("properties"):
            self._inner[inside] = schema
            return self.key(inside)
        return dict_of(self.term(schema.get("additionalProperties", {}), inside, depth=depth + 1))


def _scalar(schema: Mapping[str, Any]) -> Term:
    if schema.get("enum") and len(schema["enum"]) <= MAX_VALUES:
        return literal(schema["enum"])
    if schema.get("format") in WIDE:
        return union(["str", "int"])
    return PLAIN.get(str(schema.get("type")), ANY)
