"""The shapes of a service model as terms: structures become typed dictionaries, long lists of values are left out."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from truthcheck.model.noun import NamedTuple
from truthcheck.sdks.index.records import alias, typed
from truthcheck.sdks.index.terms import ANY, Term, dict_of, list_of, literal

MAX_DEPTH = 20  # of lists and maps inside one another
MAX_VALUES = 100  # a longer list (kinds of machines, regions) grows with every release
PLAIN = {
    "string": "str", "character": "str", "integer": "int", "long": "int", "float": "float", "double": "float",
    "boolean": "bool", "blob": "bytes",
}  # fmt: skip


class Depths(NamedTuple):
    """How many structures inside one another are kept of what is sent, and of what comes back."""

    sent: int
    replied: int


class ModelShapes:
    """The shapes of one service. `free` are names of shapes that the SDK converts: they may be anything.

    `values` are taken beside those that a list of values names. `decoded` are shapes that may be anything in replies,
    to which the keys of `added` are added.
    """

    def __init__(self, space: str, model: Mapping[str, Any], free: Collection[str], depths: Depths) -> None:
        self.space = space
        self.values: Mapping[str, Sequence[str]] = {}
        self.decoded: Collection[str] = ()
        self.added: Mapping[str, Term] = {}
        self.all: Mapping[str, Any] = model["shapes"]
        self.free = frozenset(free)
        self.sent: set[str] = set()
        self.known: set[str] = set()
        self.replies: frozenset[str] = frozenset()
        self._depths = depths

    def keep(self, inputs: Collection[str], outputs: Collection[str]) -> None:
        """Mark what is reached from the shapes that are sent and from those of replies."""
        self.sent = self._reached(inputs, self._depths.sent)
        self.known = self.sent | self._reached(outputs, self._depths.replied)
        self.replies = frozenset(outputs)

    def _reached(self, roots: Collection[str], depth: int) -> set[str]:
        found: set[str] = set()
        level = set(roots)
        for _ in range(depth):
            found |= level
            level = {below for name in level for below in self._below(name)} - found
        return found

    def _below(self, name: str) -> Iterator[str]:
        """The structures inside one, through lists and maps."""
        for member in self.all[name].get("members", {}).values():
            inner = self._inner(member["shape"])
            if self.all[inner]["type"] == "structure" and inner not in self.free:
                yield inner

    def _inner(self, name: str) -> str:
        for _ in range(MAX_DEPTH):
            shape = self.all[name]
            held = shape.get("member") or shape.get("value")
            if shape["type"] not in ("list", "map") or not held or name in self.free:
                return name
            name = held["shape"]
        return name

    def key(self, name: str) -> str:
        return f"{self.space}:{name}"

    def term(self, name: str, sent: bool = True, depth: int = 0) -> Term:
        shape = self.all[name]
        if depth > MAX_DEPTH or self._is_unsaid(name, sent):
            return ANY
        match shape["type"]:
            case "structure":
                return self.key(name) if name in self.known else dict_of(ANY)
            case "list":
                return list_of(self.term(shape["member"]["shape"], sent, depth + 1))
            case "map":
                return dict_of(self.term(shape["value"]["shape"], sent, depth + 1))
        if sent and self._is_listed(shape):
            return self.key(name)
        return PLAIN.get(shape["type"], ANY)

    def _is_unsaid(self, name: str, sent: bool) -> bool:
        """Whether the model does not say what a value of the shape is in Python."""
        shape = self.all[name]
        if name in self.free or shape.get("document") or shape.get("eventstream"):
            return True
        return not sent and (bool(shape.get("streaming")) or name in self.decoded)

    def _is_listed(self, shape: Mapping[str, Any]) -> bool:
        return shape["type"] == "string" and 0 < len(shape.get("enum", ())) <= MAX_VALUES

    def records(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """The typed dictionaries and the lists of values that were marked."""
        for name in sorted(self.known):
            if self.all[name]["type"] == "structure":
                yield self.key(name), self._typed(name)
        for name in sorted({n for key in self.sent for n in self._values(key)}):
            yield self.key(name), alias(literal((*self.all[name]["enum"], *self.values.get(name, ()))))

    def _values(self, name: str) -> Iterator[str]:
        for member in self.all[name].get("members", {}).values():
            inner = self._inner(member["shape"])
            if inner not in self.free and self._is_listed(self.all[inner]):
                yield inner

    def _typed(self, name: str) -> dict[str, Any]:
        shape = self.all[name]
        members: Mapping[str, Any] = shape.get("members", {})
        fields = {member: self._member(given, name in self.sent) for member, given in members.items()}
        if name in self.replies:
            fields |= self.added
        needed = [n for n in shape.get("required", ()) if n in members and not members[n].get("idempotencyToken")]
        return typed(fields, needed if name in self.sent else ())

    def _member(self, given: Mapping[str, Any], sent: bool) -> Term:
        if given.get("jsonvalue") or (given.get("streaming") and not sent):
            return ANY
        return self.term(given["shape"], sent)
