"""Reads the body of one class: methods, annotated fields, what its methods assign, what stays open.

example: `def __init__(self): self.users = Users(self)` assigns `users`
"""

from __future__ import annotations

import ast

from truthcheck.sdks.source.modules.nouns import ClassInfo, Definition, SourceModule
from truthcheck.sdks.source.modules.syntax import last_word, name_of, own_nodes, text_of

WRITTEN = "attributes are written into __dict__"
COMPUTED = "attributes are set by computed names"
IN_A_LOOP = "its body makes names by a loop, a call or an import"
OWN_NAMESPACE = "its body writes its own namespace"


def collect_class(module: SourceModule, node: ast.ClassDef, outer: ClassInfo | None) -> ClassInfo:
    info = ClassInfo(module, node, outer)
    _body(info, node.body)
    for definitions in info.methods.values():
        for definition in definitions:
            _assignments(info, definition)
    return info


def _body(info: ClassInfo, body: list[ast.stmt]) -> None:
    for node in body:
        _statement(info, node)


def _statement(info: ClassInfo, node: ast.stmt) -> None:
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            info.methods.setdefault(node.name, []).append(node)
        case ast.ClassDef():
            info.inner[node.name] = collect_class(info.module, node, info)
        case ast.AnnAssign(target=ast.Name(id=name)):
            _field(info, name, node)
        case ast.Assign():
            for target in node.targets:
                _bind(info, target, node.value)
        case ast.For() | ast.While() | ast.Import() | ast.ImportFrom() | ast.Expr(value=ast.Call()):
            info.open = info.open or IN_A_LOOP
        case ast.If() | ast.Try() | ast.With():
            _block(info, node)


def _field(info: ClassInfo, name: str, node: ast.AnnAssign) -> None:
    info.fields[name] = node.annotation
    if node.value is not None:
        info.values[name] = node.value


def _block(info: ClassInfo, node: ast.If | ast.Try | ast.With) -> None:
    if isinstance(node, ast.With):
        _body(info, node.body)
        return
    _body(info, [inner for inner in node.body if not _is_hidden(node, inner)])
    _body(info, node.orelse)


def _bind(info: ClassInfo, target: ast.expr, value: ast.expr) -> None:
    match target:
        case ast.Name(id=name):
            info.values[name] = value
        case ast.Tuple(elts=items) | ast.List(elts=items):
            for item in items:
                _bind(info, item, ast.Constant(value=...))
        case ast.Subscript():
            info.open = info.open or OWN_NAMESPACE


def _is_hidden(branch: ast.If | ast.Try, node: ast.stmt) -> bool:
    """`if not TYPE_CHECKING: def __getattr__`: it serves names that the class declares, unless it gives data."""
    match branch:
        case ast.If(test=ast.UnaryOp(op=ast.Not(), operand=operand)) if last_word(operand) == "TYPE_CHECKING":
            getter = getattr(node, "name", "") in ("__getattr__", "__getattribute__")
            return getter and not _gives_items(node)
    return False


def _gives_items(node: ast.stmt) -> bool:
    """Whether it reads `self[...]`: attributes are then the keys of some data."""
    return any(isinstance(part, ast.Subscript) and name_of(part.value) == "self" for part in ast.walk(node))


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
            case ast.Call():
                _effect(info, node)


def _effect(info: ClassInfo, call: ast.Call) -> None:
    """`setattr(self, name, ...)` and `self.__dict__.update(...)`."""
    match call:
        case ast.Call(func=ast.Name(id="setattr"), args=[ast.Name(id="self"), name, *_]):
            _set(info, name)
        case ast.Call(func=ast.Attribute(value=holder, attr="update" | "setdefault")) if _is_own_dict(holder):
            info.loose = info.loose or WRITTEN


def _is_own_dict(node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "__dict__" and name_of(node.value) == "self"


def _target(info: ClassInfo, definition: Definition, target: ast.expr, value: ast.expr) -> None:
    match target:
        case ast.Attribute(value=ast.Name(id="self"), attr="__dict__"):
            info.loose = info.loose or WRITTEN
        case ast.Subscript(value=holder, slice=name) if _is_own_dict(holder):
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
        info.assigned.setdefault(text_of(name), [])
    else:
        info.loose = info.loose or COMPUTED
