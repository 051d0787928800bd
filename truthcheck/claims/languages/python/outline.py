"""What a module's names have to do with each other, told from words: nothing is evaluated, no function is parsed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from truthcheck.claims import ir
from truthcheck.claims.engine.scan import assigned_names, blocks, mentioned, statements
from truthcheck.model.noun import Node

if TYPE_CHECKING:
    from truthcheck.claims.engine.values import Module
    from truthcheck.claims.languages.python.modules import Project


class Function(Node):
    """A function of a module, or a method of its class `owner` ("" for none)."""

    name: str
    owner: str
    node: ir.FuncDef
    words: frozenset[str]
    attributes: frozenset[str]


class Binding(Node):
    """Names that a statement gives a value, and the words of the statement."""

    names: frozenset[str]
    words: frozenset[str]


class Class(Node):
    """`bases` are last names; `fields` are what its body binds apart from methods."""

    name: str
    bases: frozenset[str]
    fields: tuple[Binding, ...]


class Import(Node):
    """`bound` is the name in the importing module; `source` is "" for a whole module, "*" for all its names."""

    bound: str
    dotted: str
    file: str | None  # of the project
    source: str


class Outline(Node):
    functions: tuple[Function, ...]
    classes: tuple[Class, ...]
    bindings: tuple[Binding, ...]
    imports: tuple[Import, ...]


def outline(module: Module, project: Project) -> Outline:
    """One module that is parsed as far as its top level."""
    functions: list[Function] = []
    classes: list[Class] = []
    _collect(module.tree.body, "", functions, classes)
    imports = [found for statement in statements(module.tree.body) for found in _imports(statement, module, project)]
    return Outline(tuple(functions), tuple(classes), tuple(_bindings(module.tree.body)), tuple(imports))


def _collect(block: ir.Block, owner: str, functions: list[Function], classes: list[Class]) -> None:
    for statement in statements(block):
        if isinstance(statement, ir.FuncDef):
            functions.append(Function(statement.name, owner, statement, *_words(statement)))
        elif isinstance(statement, ir.ClassDef):
            bases = frozenset(mentioned(statement.bases))
            classes.append(Class(statement.name, bases, tuple(_bindings(statement.body))))
            _collect(statement.body, statement.name, functions, classes)


def _words(node: ir.FuncDef) -> tuple[frozenset[str], frozenset[str]]:
    """All words of a function, and those that may be names of attributes."""
    if node.late is None:
        words = frozenset(mentioned((node.params, node.body, node.decorators, (node.returns,))))
        return words, words
    decorators = mentioned(node.decorators)
    return node.late.words() | decorators, node.late.attributes()


def _bindings(block: ir.Block) -> Iterator[Binding]:
    for statement in statements(block):
        if isinstance(statement, ir.FuncDef | ir.ClassDef | ir.Import | ir.ImportFrom) or blocks(statement):
            continue
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


def _imports(statement: ir.Stmt, module: Module, project: Project) -> Iterator[Import]:
    match statement:
        case ir.Import(names):
            for dotted, alias in names:
                bound = alias or dotted.partition(".")[0]
                yield Import(bound, dotted, _text(project.find(module, dotted)), "")
        case ir.ImportFrom(dotted, level, names):
            file = project.find(module, dotted, level)
            for name, alias in names:
                yield _from(dotted, level, name, alias or name, file, module, project)
        case _:
            return


def _from(
    dotted: str, level: int, name: str, bound: str, file: Path | None, module: Module, project: Project
) -> Import:
    """`from package import module` binds a module."""
    if name != "*" and (file is None or file.name == "__init__.py"):
        below = project.find(module, f"{dotted}.{name}" if dotted else name, level)
        if below is not None:
            return Import(bound, f"{dotted}.{name}", str(below), "")
    return Import(bound, dotted, _text(file), name)


def _text(file: Path | None) -> str | None:
    return None if file is None else str(file)
