"""One class as its source writes it: methods, annotated fields, what `__init__` assigns, what stays open."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from truthcheck.sdks.source.modules import Module

Definition: TypeAlias = "ast.FunctionDef | ast.AsyncFunctionDef"

# `assigned` maps an attribute to the expressions given to it and the method that does so.
Assigned: TypeAlias = "dict[str, list[tuple[ast.expr, Definition]]]"

WRITTEN = "attributes are written into __dict__"


class ClassInfo:
    """`open` says why the class object may have more names, `loose` why an instance may."""

    def __init__(self, module: Module, node: ast.ClassDef, outer: ClassInfo | None) -> None:
        self.module = module
        self.node = node
        self.outer = outer
        self.name: str = f"{outer.name}.{node.name}" if outer else node.name
        self.methods: dict[str, list[Definition]] = {}
        self.fields: dict[str, ast.expr] = {}
        self.values: dict[str, ast.expr] = {}
        self.assigned: Assigned = {}
        self.inner: dict[str, ClassInfo] = {}
        self.attached: list[tuple[str, str]] = []  # `self.holder.name = value`
        self.ancestors: tuple[ClassInfo, ...] | None = None
        self.open = ""
        self.loose = ""

    @property
    def key(self) -> str:
        """ "module:Outer.Inner", the name of the class in an index."""
        return f"{self.module.name}:{self.name}"


def collect_class(module: Module, node: ast.ClassDef, outer: ClassInfo | None) -> ClassInfo:
    info = ClassInfo(module, node, outer)
    _body(info, node.body)
    for definitions in info.methods.values():
        for definition in definitions:
            _assignments(info, definition)
    return info


def _body(info: ClassInfo, body: list[ast.stmt]) -> None:
    for node in body:
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                info.methods.setdefault(node.name, []).append(node)
            case ast.ClassDef():
                info.inner[node.name] = collect_class(info.module, node, info)
            case ast.AnnAssign(target=ast.Name(id=name)):
                info.fields[name] = node.annotation
                if node.value is not None:
                    info.values[name] = node.value
            case ast.Assign():
                for target in node.targets:
                    _bind(info, target, node.value)
            case ast.For() | ast.While() | ast.Import() | ast.ImportFrom() | ast.Expr(value=ast.Call()):
                info.open = info.open or "its body makes names by a loop, a call or an import"
            case ast.If() | ast.Try():
                _body(info, [inner for inner in node.body if not _is_hidden(node, inner)])
                _body(info, node.orelse)
            case ast.With():
                _body(info, node.body)


def _bind(info: ClassInfo, target: ast.expr, value: ast.expr) -> None:
    match target:
        case ast.Name(id=name):
            info.values[name] = value
        case ast.Tuple(elts=items) | ast.List(elts=items):
            for item in items:
                _bind(info, item, ast.Constant(value=...))
        case ast.Subscript():
            info.open = info.open or "its body writes its own namespace"


def _is_hidden(branch: ast.If | ast.Try, node: ast.stmt) -> bool:
    """`if not TYPE_CHECKING: def __getattr__`: it serves names that the class declares, unless it gives data."""
    match branch:
        case ast.If(test=ast.UnaryOp(op=ast.Not(), operand=ast.Name(id=word) | ast.Attribute(attr=word))):
            named = word == "TYPE_CHECKING" and getattr(node, "name", "") in ("__getattr__", "__getattribute__")
            return named and not _gives_items(node)
    return False


def _gives_items(node: ast.stmt) -> bool:
    """Whether it reads `self[...]`: attributes are then the keys of some data."""
    return any(isinstance(n, ast.Subscript) and getattr(n.value, "id", "") == "self" for n in ast.walk(node))


def _assignments(info: ClassInfo, definition: Definition) -> None:
    """`self.x = value` anywhere in the method; in `__getattr__` they only cache what the table already says."""
    if definition.name in ("__getattr__", "__setattr__"):
        return
    for node in own_nodes(definition):
        match node:
            case ast.Assign():
                for target in node.targets:
                    _target(info, definition, target, node.value)
            case ast.AnnAssign(target=ast.Attribute(value=ast.Name(id="self"), attr=attr)):
                info.fields.setdefault(attr, node.annotation)
                if node.value is not None:
                    info.assigned.setdefault(attr, []).append((node.value, definition))
            case ast.Call(func=ast.Name(id="setattr"), args=[ast.Name(id="self"), name, *_]):
                _set(info, name)
            case ast.Call(
                func=ast.Attribute(value=ast.Attribute(value=ast.Name(id="self"), attr="__dict__"), attr=word)
            ):
                if word in ("update", "setdefault"):
                    info.loose = info.loose or WRITTEN


def _target(info: ClassInfo, definition: Definition, target: ast.expr, value: ast.expr) -> None:
    match target:
        case ast.Attribute(value=ast.Name(id="self"), attr="__dict__"):
            info.loose = info.loose or WRITTEN
        case ast.Subscript(value=ast.Attribute(value=ast.Name(id="self"), attr="__dict__"), slice=name):
            _set(info, name)
        case ast.Attribute(value=ast.Name(id="self"), attr=attr):
            info.assigned.setdefault(attr, []).append((value, definition))
        case ast.Attribute(value=ast.Attribute(value=ast.Name(id="self"), attr=holder), attr=attr):
            info.attached.append((holder, attr))
        case ast.Tuple():
            for item in target.elts:
                _target(info, definition, item, ast.Constant(value=...))


def _set(info: ClassInfo, name: ast.expr) -> None:
    if isinstance(name, ast.Constant) and isinstance(name.value, str):
        info.assigned.setdefault(name.value, [])
    else:
        info.loose = info.loose or "attributes are set by computed names"


def own_nodes(definition: Definition) -> Iterator[ast.AST]:
    """The calls, dictionaries, returns and assignments of a function in source order, nested functions included."""
    cached: list[ast.AST] | None = getattr(definition, "_own", None)
    if cached is None:
        cached = []
        stack: list[ast.AST] = list(reversed(definition.body))
        while stack:
            node = stack.pop()
            if isinstance(node, ast.Call | ast.Dict | ast.Return | ast.Assign | ast.AnnAssign | ast.AugAssign):
                cached.append(node)
            if not isinstance(node, ast.Constant | ast.Name):
                stack.extend(reversed(list(ast.iter_child_nodes(node))))
        definition._own = cached  # type: ignore[union-attr]
    yield from cached


def decorators(definition: Definition) -> list[str]:
    """The last word of each decorator."""
    names = []
    for node in definition.decorator_list:
        bare = node.func if isinstance(node, ast.Call) else node
        names.append(bare.attr if isinstance(bare, ast.Attribute) else getattr(bare, "id", "?"))
    return names


def is_property(definition: Definition) -> bool:
    """Packages bring properties of their own: cached, lazy, per slot; all say so in their name."""
    return any(name.lower().endswith("property") for name in decorators(definition))


def parameters(definition: Definition) -> list[ast.arg]:
    """All named parameters, positional ones first."""
    given = definition.args
    return [*given.posonlyargs, *given.args, *given.kwonlyargs]
