"""Routes written as lines, and calls written as lines: a hole is `<name>` or `<name:type>`."""

from __future__ import annotations

import re

from surfaces_in_memory import Memory

from truthcheck.model.reason import Reason, Why
from truthcheck.model.surface import Found, Match, Operation, Route
from truthcheck.model.value import Hole, Literal, Template, Text
from truthcheck.surfaces.match import match


class World(Memory):
    def __init__(self, *lines: str, hosts: tuple[str, ...] = ("api.acme.dev",), bases: tuple[str, ...] = ("",)) -> None:
        """Each line is "METHOD /path/{name}"; `{*name}` may hold slashes; a host may stand before the path."""
        super().__init__(hosts=hosts, bases=bases, routes=tuple(_route(line, key) for key, line in enumerate(lines)))

    def operation(self, route: Route) -> Operation:
        return Operation(route.method, route.path)


def _route(line: str, key: int) -> Route:
    method, address = line.split(" ")
    host, slash, rest = address.partition("/")
    greedy = tuple(re.findall(r"\{\*(\w+)\}", rest))
    return Route(method, slash + rest.replace("{*", "{"), host, key, greedy)


def path(text: str) -> Literal | Template:
    if "<" not in text:
        return Literal(text)
    parts = re.split(r"<([^>]*)>", text)
    made: list[Text | Hole] = []
    for index, part in enumerate(parts):
        if index % 2:
            name, _, kind = part.partition(":")
            made.append(Hole(Reason(Why.NOT_SETTLED, "unknown"), name, kind))
        elif part:
            made.append(Text(part))
    return Template(tuple(made))


def ask(world: World, call: str) -> Match:
    method, address = call.split(" ")
    host, slash, rest = address.partition("/")
    return match((world,), method, host or "api.acme.dev", path(slash + rest))


def found(world: World, call: str) -> list[str]:
    result = ask(world, call)
    assert isinstance(result, Found), result
    return [candidate.operation.path for candidate in result.candidates]
