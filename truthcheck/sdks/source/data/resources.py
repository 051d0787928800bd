"""Resource models to classes: objects with identifiers, actions, collections, references and waiters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from truthcheck.sdks.index.records import (
    ATTRIBUTES,
    KEY,
    KEYWORD,
    METHODS,
    OPERATIONS,
    PARAMETERS,
    PLACED,
    RETURNS,
    FunctionRecord,
    Record,
    function,
    parameter,
)
from truthcheck.sdks.index.terms import ANY, Term, iterator_of, list_of, union
from truthcheck.sdks.source.data.naming import snake
from truthcheck.sdks.source.data.services import Service

ROOT = "ServiceResource"
GIVEN = ("limit", "page_size")  # a collection takes them beside the parameters of its operation


class Resources:
    """The resources of one service; `service.shapes_as` is asked for shapes in which some are converted."""

    def __init__(self, service: Service, model: Mapping[str, Any], free: tuple[str, ...]) -> None:
        self.service = service
        self.model = model
        self.definitions: Mapping[str, Any] = model.get("resources", {})
        self.shapes = service.shapes_as(f"{service.name}.resource", free) if free else service.shapes
        self.converts = bool(free)

    def records(self) -> Iterator[tuple[str, Record]]:
        if self.converts:
            yield from self.shapes.records()
        root = {**self.model["service"], "has": self._has_of_root()}
        for name, definition in {ROOT: root, **self.definitions}.items():
            yield from _Resource(self, name, definition).records()
        client: Term = ANY if self.converts else self.service.class_key("Client")
        attributes = {"client": client, "service_name": "str", "identifiers": list_of("str"), "data": ANY}
        yield self.key("ResourceMeta"), {ATTRIBUTES: {**attributes, "resource_model": ANY}, METHODS: {}}

    def key(self, name: str) -> str:
        return self.service.class_key(name)

    def _has_of_root(self) -> Mapping[str, Any]:
        """The service offers every resource, under the name that it says itself or under its own."""
        stated: Mapping[str, Any] = self.model["service"].get("has", {})
        found: dict[str, Any] = {}
        for name, definition in self.definitions.items():
            said = {alias: held for alias, held in stated.items() if held["resource"]["type"] == name}
            needed = [{"target": one["name"], "source": "input"} for one in definition.get("identifiers", ())]
            found |= said or {name: {"resource": {"type": name, "identifiers": needed}}}
        return found


class _Resource:
    """One class. The first to claim a name keeps it; a later one gets its category behind."""

    def __init__(self, room: Resources, name: str, definition: Mapping[str, Any]) -> None:
        self.room = room
        self.name = name
        self.definition = definition
        self.taken = {"meta"} | ({"load"} if "load" in definition else set())
        self.methods: dict[str, Record] = {}
        self.attributes: dict[str, Term] = {"meta": room.key("ResourceMeta")}
        self.more: list[tuple[str, Record]] = []

    def records(self) -> Iterator[tuple[str, Record]]:
        identifiers = {self._named(i["name"], "identifier"): i for i in self.definition.get("identifiers", ())}
        self.attributes.update(dict.fromkeys(identifiers, "str"))
        self._actions()
        self._relations()
        self._collections()
        self._waiters()
        self._data(set(identifiers), {snake(i["memberName"], {}) for i in identifiers.values() if "memberName" in i})
        self.methods["get_available_subresources"] = function((), list_of("str"))
        yield self.room.key(self.name), {METHODS: self.methods, ATTRIBUTES: self.attributes}
        yield from self.more

    def _named(self, name: str, category: str, raw: bool = False) -> str:
        plain = name if raw else snake(name, self.room.service.exceptions)
        free = plain if plain not in self.taken else f"{plain}_{category}"
        self.taken.add(free)
        return free

    def _actions(self) -> None:
        if "load" in self.definition:
            made = {**self._action(self.definition["load"]), RETURNS: "None"}
            self.methods |= {"load": made, "reload": made}
        for name, held in self.definition.get("actions", {}).items():
            self.methods[self._named(name, "action")] = self._action(held)

    def _action(self, held: Mapping[str, Any]) -> Record:
        request = held["request"]
        made = self.room.service.method(request["operation"], self.room.shapes)
        made |= self._filled(request)
        if "resource" in held:
            made[RETURNS] = self._held(held["resource"])
        elif held.get("path", "$") != "$" or self.room.converts:
            made[RETURNS] = ANY
        return made

    def _filled(self, request: Mapping[str, Any]) -> Record:
        """What a resource says of itself need not be said again."""
        targets = {p["target"] for p in request.get("params", ()) if p["source"] != "input"}
        return self.room.service.filled(target.partition(".")[0].partition("[")[0] for target in targets)

    def _held(self, resource: Mapping[str, Any]) -> Term:
        """One resource, or a list when its identifiers are found at many places."""
        key = self.room.key(resource["type"])
        paths = [one.get("path", "") for one in resource.get("identifiers", ())]
        return list_of(key) if any("[" in path for path in paths) else key

    def _relations(self) -> None:
        """A relation that needs no data is made by calling its name; another is an attribute."""
        for name, held in self.definition.get("has", {}).items():
            resource = held["resource"]
            if any(one["source"] == "data" for one in resource.get("identifiers", ())):
                term = self._held(resource)
                self.attributes[self._named(name, "reference")] = union([term, "None"])
            else:
                self.methods[self._named(name, "subresource", raw=True)] = self._maker(resource)

    def _maker(self, resource: Mapping[str, Any]) -> Record:
        names = [one["target"] for one in resource.get("identifiers", ()) if one["source"] == "input"]
        known = [one["target"] for one in resource.get("identifiers", ()) if one["source"] != "input"]
        needed: list[list[Any]] = [parameter(snake(name, {}), PLACED, 1) for name in names]
        others: list[list[Any]] = [parameter(snake(name, {}), KEYWORD, 0) for name in (*known, "client")]
        return function([*needed, *others], self.room.key(resource["type"]))

    def _collections(self) -> None:
        for name, held in self.definition.get("hasMany", {}).items():
            attribute = self._named(name, "collection")
            key = self.room.key(f"{self.name}.{attribute}")
            self.attributes[attribute] = key
            self.more.append((key, {METHODS: self._collection(held)}))

    def _collection(self, held: Mapping[str, Any]) -> dict[str, Record]:
        item = self.room.key(held["resource"]["type"])
        listed = self.room.service.method(held["request"]["operation"], self.room.shapes)
        listed |= self._filled(held["request"])
        sent = listed[OPERATIONS]
        also: list[list[Any]] = [parameter(name, KEY, 0, "int") for name in GIVEN]
        filtered = {**listed, PARAMETERS: [*also, *FunctionRecord(listed).parameters]}
        methods: dict[str, Record] = {
            "all": _sending((), sent),
            "filter": {**filtered, RETURNS: "self"},
            "limit": _sending([parameter("count", PLACED, 1, "int")], sent),
            "page_size": _sending([parameter("count", PLACED, 1, "int")], sent),
            "iterator": {**filtered, RETURNS: iterator_of(item)},
            "pages": {PARAMETERS: [], OPERATIONS: sent, RETURNS: iterator_of(list_of(item))},
            "__iter__": function((), iterator_of(item)),
        }
        definition = self.room.definitions.get(held["resource"]["type"], {})
        for name, action in definition.get("batchActions", {}).items():
            made = self.room.service.method(action["request"]["operation"], self.room.shapes)
            made |= self._filled(action["request"])
            methods[snake(name, {})] = {**made, RETURNS: list_of(FunctionRecord(made).returns)}
        return methods

    def _waiters(self) -> None:
        service = self.room.service
        for name, held in self.definition.get("waiters", {}).items():
            waiter = service.waiters.get(held["waiterName"])
            if waiter is not None:
                made = service.waiting(waiter["operation"]) | self._filled(held)
                self.methods[self._named(f"WaitUntil{name}", "waiter")] = made

    def _data(self, identifiers: set[str], aliases: set[str]) -> None:
        """What loading the resource fills in; an identifier is there already."""
        shape = self.definition.get("shape")
        members = self.room.shapes.all[shape].get("members", {}) if shape else {}
        for name, held in members.items():
            if snake(name, {}) in identifiers:
                continue
            term = "str" if snake(name, {}) in aliases else self.room.shapes.term(held["shape"], sent=False)
            self.attributes[self._named(name, "attribute")] = term


def _sending(parameters: Iterable[list[Any]], operations: Any) -> Record:
    """A step of a collection that gives the collection again."""
    return {PARAMETERS: list(parameters), OPERATIONS: operations, RETURNS: "self"}
