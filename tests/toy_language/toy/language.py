"""A language of nine lines of grammar, to hold that a language is one folder: nothing else knows that it is there.

file   := line*
line   := "use" NAME                          # a client, or another file of the folder
        | "def" NAME "(" NAME ")" ":=" sum    # a function of one parameter
        | NAME ":=" sum
        | sum
sum    := term ("+" term)*
term   := STRING | chain
chain  := NAME ("." NAME | "(" [item ("," item)*] ")")*
item   := [NAME "="] sum
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from truthcheck.claims import ir
from truthcheck.claims.engine.scan import mentioned, statements
from truthcheck.claims.engine.templates import concat
from truthcheck.claims.language import Comment
from truthcheck.claims.reach import parsed
from truthcheck.claims.reach.outline import NAMED, Binding, Function, Outline, OutlineImport

if TYPE_CHECKING:
    from truthcheck.claims.language import Find

_TOKEN = re.compile(r'\s*(?:"(?P<text>[^"]*)"|(?P<name>\w+)|(?P<op>:=|[.,()+=])|(?P<bad>\S))')

_COMMENT = re.compile(r"(?<!:)//.*")  # not in a URL


class Line:
    """The tokens of one line, read from left to right."""

    def __init__(self, number: int, text: str) -> None:
        self.number = number
        self.tokens = list(_TOKEN.finditer(text))
        self.next = 0

    def at(self, first: int) -> ir.Pos:
        """From a token to the last one that was taken."""
        start = self.tokens[first]
        column = start.end() - len(start[0].lstrip()) + 1
        return (self.number, column, self.number, self.tokens[self.next - 1].end() + 1)

    def sees(self, *words: str) -> bool:
        ahead = self.tokens[self.next : self.next + len(words)]
        return [found[found.lastgroup or 0] for found in ahead] == list(words)

    def takes(self, word: str) -> bool:
        found = self.sees(word)
        self.next += found
        return found

    def name(self) -> str:
        if self.next < len(self.tokens) and (found := self.tokens[self.next])["name"]:
            self.next += 1
            return found["name"]
        raise ir.Unreadable("a name is missing", self.number)

    def statement(self) -> ir.Stmt:
        start = self.next
        if self.takes("use"):
            name = self.name()
            return ir.Import(((name, ""),), self.at(start))
        if self.takes("def"):
            return self.function(start)
        if len(self.tokens) > 1 and self.tokens[1]["op"] == ":=":
            target = ir.Name(self.name(), self.at(start))
            self.takes(":=")
            return ir.Assign((target,), self.sum(), self.at(start))
        return ir.ExprStmt(self.sum(), self.at(start))

    def function(self, start: int) -> ir.FuncDef:
        name, place = self.name(), self.at(start + 1)
        self.takes("(")
        param = ir.Param(self.name(), "normal", None, None, self.at(start + 3))
        self.takes(")")
        self.takes(":=")
        value = self.sum()
        at = self.at(start)
        return ir.FuncDef(name, ((param,), (ir.Return(value, at),), None), (), at=at, name_at=place)

    def sum(self) -> ir.Expr:
        start, value = self.next, self.term()
        while self.takes("+"):
            value = ir.Bin("+", value, self.term(), self.at(start))
        return value

    def term(self) -> ir.Expr:
        start = self.next
        if start < len(self.tokens) and (found := self.tokens[start])["text"] is not None:
            self.next += 1
            return ir.Const(found["text"], self.at(start))
        value: ir.Expr = ir.Name(self.name(), self.at(start))
        while self.sees(".") or self.sees("("):
            if self.takes("."):
                before = self.next
                value = ir.Attr(value, self.name(), self.at(start), self.at(before))
            else:
                self.takes("(")
                value = ir.CallExpr(value, tuple(self.items()), self.at(start))
        return value

    def items(self) -> Iterator[ir.Arg]:
        found = []
        while not self.takes(")"):
            start, keyword, place = self.next, "", None
            if start + 1 < len(self.tokens) and self.tokens[start + 1]["op"] == "=":
                keyword, place = self.name(), self.at(start)
                self.takes("=")
            found.append(ir.Arg(self.sum(), keyword, "", self.at(start), place))
            self.takes(",")
        yield from found


class Meaning:
    """What toy code means: texts are added. It has no classes and no methods; whoever asks for one gets None."""

    builtins: frozenset[str] = frozenset()
    sdks = False
    harmless: frozenset[str] = frozenset()
    missing_name: frozenset[str] = frozenset()
    missing_field: frozenset[str] = frozenset()
    expects: frozenset[str] = frozenset()
    functions: MappingProxyType[str, Any] = MappingProxyType({})
    external_types: MappingProxyType[str, str] = MappingProxyType({})

    def label(self, expr: ir.Expr) -> str:
        return expr.id if isinstance(expr, ir.Name) else ""

    def binary(self, op: str, left: Any, right: Any, names: tuple[str, str], at: Any, frame: Any) -> Any:
        return concat([(left, names[0]), (right, names[1])], at)

    def bind(self, params: tuple[ir.Param, ...], given: Any, receiver: Any) -> Any:
        from truthcheck.claims.engine.arguments import Bindings

        return Bindings(dict(zip([param.name for param in params], given.positional, strict=False)), (), [], {})

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *asked: None


class Folder:
    """An import names a file beside the one that imports."""

    def find(self, importer: Path, specifier: str) -> Path | None:
        file = importer.with_name(f"{specifier}.toy")
        return file if file.is_file() else None

    def folder(self, file: Path) -> Path:
        return file.parent


class Toy:
    name = "Toy"
    suffixes = (".toy",)
    stubs = ()
    takes_any = False
    skipped = frozenset(("toybox",))
    foreign = ()
    packages = ()
    meaning = Meaning()

    def decode(self, source: bytes) -> str:
        return source.decode()

    def comments(self, source: bytes) -> Iterator[Comment]:
        for number, line in enumerate(self.decode(source).splitlines(), 1):
            if found := _COMMENT.search(line):
                yield Comment(found[0], number, found.start() + 1, line[: found.start()].rstrip())

    def lower(self, path: str, source: bytes) -> ir.Module:
        code = [_COMMENT.sub("", line) for line in self.decode(source).splitlines()]
        return ir.Module(path, tuple(Line(n, text).statement() for n, text in enumerate(code, 1) if text.strip()), ())

    def may_call(self, roots: frozenset[str]) -> Callable[[bytes], bool]:
        return lambda source: not roots.isdisjoint(re.findall(r"use (\w+)", source.decode()))

    def resolver(self) -> Folder:
        return Folder()

    def outline(self, module: ir.Module, find: Find) -> Outline:
        body = list(statements(module.body))
        functions = [node for node in body if isinstance(node, ir.FuncDef)]
        imports = [name for node in body if isinstance(node, ir.Import) for name, _ in node.names]
        made = [node for node in body if isinstance(node, ir.Assign)]
        return Outline(
            tuple(Function(f.name, "", f, parsed.words(f), parsed.words(f), NAMED, False) for f in functions),
            (),
            tuple(Binding(frozenset(mentioned(node.targets)), frozenset(mentioned(node))) for node in made),
            tuple(OutlineImport(name, name, str(file) if (file := find(name)) else None, "") for name in imports),
            frozenset(),
            parsed,
        )

    def homes(self, file: Path, name: str) -> set[str]:
        return {file.stem}


LANGUAGE = Toy()
