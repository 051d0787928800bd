"""Type literals of TypeScript, as far as generated types need them: objects, lists, unions, texts, names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeAlias

from truthcheck.database.tokens import Broken
from truthcheck.model.noun import NamedTuple

_TOKEN = re.compile(
    r"""(?P<blank>\s+|//[^\n]*|/\*.*?\*/)|(?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(?P<word>[\w$]+)|(?P<mark>.)""",
    re.DOTALL,
)
_DEEPEST = 40


class TypeField(NamedTuple):
    """A member of an object type. `optional` is written with a question mark."""

    type: Type
    optional: bool
    line: int


class ObjectType(NamedTuple):
    fields: Mapping[str, TypeField]


class ListType(NamedTuple):
    item: Type


class Alternatives(NamedTuple):
    members: tuple[Type, ...]


class TextType(NamedTuple):
    text: str


class TupleType(NamedTuple):
    items: tuple[Type, ...]


class NamedType(NamedTuple):
    """`path` holds what stands in brackets: `Database["public"]["Enums"]["mood"]`."""

    name: str
    path: tuple[str, ...] = ()


Type: TypeAlias = "ObjectType | ListType | Alternatives | TextType | TupleType | NamedType"


class LiteralReader:
    def __init__(self, source: str, start: int) -> None:
        self._source, self._at = source, start
        self._line, self._counted = source.count("\n", 0, start) + 1, start
        self._next()

    def _next(self) -> None:
        """Takes the next token that is no blank."""
        self.kind, self.text = "end", ""
        while found := _TOKEN.match(self._source, self._at):
            start, self._at = self._at, found.end()
            if found.lastgroup != "blank":
                self._line += self._source.count("\n", self._counted, start)
                self._counted = start
                self.kind, self.text = found.lastgroup or "", found[0]
                return

    def accept(self, mark: str) -> bool:
        if self.text != mark or self.kind == "text":
            return False
        self._next()
        return True

    def take(self) -> str:
        text = self.text
        self._next()
        return text

    def object(self, depth: int = 0) -> ObjectType:
        """The members up to the closing brace; the opening one has been taken."""
        fields: dict[str, TypeField] = {}
        while not self.accept("}"):
            if self.kind == "end" or depth > _DEEPEST:
                raise Broken("an object type is not closed")
            name = self._name()
            line, optional = self._line, self.accept("?")
            if not self.accept(":"):
                continue
            type = self.type(depth + 1)
            if name is not None:
                fields[name] = TypeField(type, optional, line)
            _ = self.accept(";") or self.accept(",")
        return ObjectType(fields)

    def _name(self) -> str | None:
        """The name of a member; None for an index signature, which names none."""
        if self.accept("["):
            while not self.accept("]") and self.kind != "end":
                self.take()
            return None
        self.accept("readonly")
        return _plain(self.take())

    def type(self, depth: int) -> Type:
        self.accept("|")
        members = [self._member(depth)]
        while self.accept("|"):
            members.append(self._member(depth))
        return members[0] if len(members) == 1 else Alternatives(tuple(members))

    def _member(self, depth: int) -> Type:
        found = self._primary(depth)
        while self.accept("["):
            if self.accept("]"):
                found = ListType(found)
                continue
            key = _plain(self.take())
            self.accept("]")
            found = NamedType(found.name, (*found.path, key)) if isinstance(found, NamedType) else found
        return found

    def _primary(self, depth: int) -> Type:
        if depth > _DEEPEST:
            raise Broken("nested too deeply")
        if self.accept("{"):
            return self.object(depth + 1)
        if self.accept("("):
            inner = self.type(depth + 1)
            self.accept(")")
            return inner
        if self.accept("["):
            return self._tuple(depth)
        if self.kind == "text":
            return TextType(_plain(self.take()))
        name = self.take()
        if self.accept("<"):
            while not self.accept(">") and self.kind != "end":
                self.type(depth + 1)
                self.accept(",")
        return NamedType(name)

    def _tuple(self, depth: int) -> Type:
        items = []
        while not self.accept("]"):
            if self.kind == "end":
                raise Broken("a tuple type is not closed")
            items.append(self.type(depth + 1))
            self.accept(",")
        return TupleType(tuple(items))


def _plain(text: str) -> str:
    return text[1:-1] if text[:1] in "\"'" else text
