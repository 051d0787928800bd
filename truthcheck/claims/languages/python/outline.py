"""The outline of a Python module: which names it binds, and the words of its functions, without parsing these."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from truthcheck.claims import ir
from truthcheck.claims.engine.scan import assigned_names, mentioned, statements
from truthcheck.claims.languages.python.meaning.fixtures import MAX_ABOVE
from truthcheck.claims.languages.python.textflow import READER
from truthcheck.claims.reach.outline import (
    CONSTRUCTOR,
    IMPLICIT,
    NAMED,
    Binding,
    Class,
    Function,
    Kind,
    Outline,
    OutlineImport,
)
from truthcheck.claims.reach.parsed import words as parsed_words

if TYPE_CHECKING:
    from truthcheck.claims.language import Find

_RECEIVERS = frozenset(("self", "super"))
_DUNDER = re.compile(r"__\w+__").fullmatch


def outline(module: ir.Module, find: Find) -> Outline:
    """One module that is parsed as far as its top level."""
    functions: list[Function] = []
    classes: list[Class] = []
    _collect(module.body, "", functions, classes)
    imports = [found for statement in statements(module.body) for found in _imports(statement, find)]
    if any(function.name.startswith("test") for function in functions):
        imports += _fixtures(find)
    return Outline(tuple(functions), tuple(classes), tuple(_bindings(module.body)), tuple(imports), _RECEIVERS, READER)


def _fixtures(find: Find) -> Iterator[OutlineImport]:
    """What the test runner hands in by its name, as if it were imported: that of each `conftest.py` around."""
    for dots in range(1, MAX_ABOVE + 2):
        file = find("." * dots + "conftest")
        if file is not None:
            yield OutlineImport("", "conftest", str(file), "*")


def _collect(block: ir.Block, owner: str, functions: list[Function], classes: list[Class]) -> None:
    for statement in statements(block):
        if isinstance(statement, ir.FuncDef):
            functions.append(_function(statement, owner))
        elif isinstance(statement, ir.ClassDef):
            bases = frozenset(mentioned(statement.bases))
            classes.append(Class(statement.name, bases, tuple(_bindings(statement.body))))
            _collect(statement.body, statement.name, functions, classes)


def _function(node: ir.FuncDef, owner: str) -> Function:
    words, attributes = _words(node)
    return Function(node.name, owner, node, words, attributes, _kind(node.name, owner), "import" in words)


def _kind(name: str, owner: str) -> Kind:
    if owner and name == "__init__":
        return CONSTRUCTOR
    return IMPLICIT if _DUNDER(name) else NAMED


def _words(node: ir.FuncDef) -> tuple[frozenset[str], frozenset[str]]:
    """All words of a function, and those that may be names of attributes."""
    if node.late is None:
        words = parsed_words(node)
        return words, words
    return node.late.words() | mentioned(node.decorators), node.late.attributes()


def _bindings(block: ir.Block) -> Iterator[Binding]:
    for statement in statements(block):
        names = frozenset(_bound(statement))
        if names:
            yield Binding(names, frozenset(mentioned(statement)))
    for statement in statements(block):
        if isinstance(statement, ir.With | ir.For):
            head = statement.items if isinstance(statement, ir.With) else (statement.target, statement.iter)
            words = frozenset(mentioned(head))
            yield Binding(words, words)


def _bound(statement: ir.Stmt) -> Iterator[str]:
    """What an assignment binds: `app.state.client = x` and `REGISTRY["x"] = x` bind their first name."""
    match statement:
        case ir.Assign(targets):
            for target in targets:
                yield from (*assigned_names(target), *_first_name(target))
        case ir.AnnAssign(target) | ir.AugAssign(target):
            yield from (*assigned_names(target), *_first_name(target))
        case _:
            return


def _first_name(target: ir.Expr) -> Iterator[str]:
    while isinstance(target, ir.Attr | ir.Subscript):
        target = target.value
        if isinstance(target, ir.Name):
            yield target.id


def _imports(statement: ir.Stmt, find: Find) -> Iterator[OutlineImport]:
    match statement:
        case ir.Import(names):
            for dotted, alias in names:
                yield OutlineImport(alias or dotted.partition(".")[0], dotted, _text(find(dotted)), "")
        case ir.ImportFrom(dotted, level, names):
            dots = "." * level
            file = find(dots + dotted)
            for name, alias in names:
                yield _submodule(dotted, dots, name, alias, file, find) or OutlineImport(
                    alias or name, dotted, _text(file), name
                )
        case _:
            return


def _submodule(dotted: str, dots: str, name: str, alias: str, file: Path | None, find: Find) -> OutlineImport | None:
    """`from package import module` binds a module."""
    if name == "*" or (file is not None and file.name != "__init__.py"):
        return None
    full = f"{dotted}.{name}" if dotted else name
    below = find(dots + full)
    return OutlineImport(alias or name, f"{dotted}.{name}", str(below), "") if below is not None else None


def _text(file: Path | None) -> str | None:
    return None if file is None else str(file)
