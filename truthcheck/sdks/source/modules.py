"""What the names of one module stand for, as its statements bind them."""

from __future__ import annotations

import ast
from typing import NamedTuple, TypeAlias

from truthcheck.sdks.source.classes import ClassInfo, Definition, collect_class


class Func(NamedTuple):
    """A module-level function with all its definitions (overloads first, the implementation last)."""

    module: Module
    nodes: tuple[Definition, ...]


class Value(NamedTuple):
    """A module-level assignment; either part may be missing."""

    module: Module
    value: ast.expr | None
    annotation: ast.expr | None


class Import(NamedTuple):
    """`from module import attr`; no attr for `import module`."""

    module: str
    attr: str


class ModuleName(NamedTuple):
    name: str


class External(NamedTuple):
    """A name of another distribution or of the standard library, dotted."""

    name: str


Symbol: TypeAlias = "ClassInfo | Func | Value | Import"
Resolved: TypeAlias = "ClassInfo | Func | Value | ModuleName | External"


class Module:
    """One parsed file. `names` are bound at module level; `hidden` are imported inside functions."""

    def __init__(self, name: str, is_package: bool, tree: ast.Module) -> None:
        self.name = name
        self.is_package = is_package
        self.tree = tree
        self.names: dict[str, Symbol] = {}
        self.stars: list[str] = []
        self.exports: tuple[str, ...] | None = None
        self.open = ""
        self._hidden: dict[str, Import] | None = None

    @property
    def hidden(self) -> dict[str, Import]:
        if self._hidden is None:
            self._hidden = {}
            for node in ast.walk(self.tree):
                if isinstance(node, ast.ImportFrom):
                    for alias in node.names:
                        self._hidden.setdefault(alias.asname or alias.name, Import(self.absolute(node), alias.name))
        return self._hidden

    def absolute(self, node: ast.ImportFrom) -> str:
        """The dotted module that a (relative) import names."""
        if not node.level:
            return node.module or ""
        base = self.name.split(".")
        drop = node.level - 1 if self.is_package else node.level
        kept = base[: len(base) - drop] if drop else base
        return ".".join([*kept, node.module] if node.module else kept)


def read_names(module: Module) -> None:
    """Fills `names`, `stars`, `exports` and `open` of a module."""
    _Collector(module).block(module.tree.body)


class _Collector:
    """Fills `names` from statements, also those under `if` and `try`: the branch a type checker sees wins."""

    def __init__(self, module: Module) -> None:
        self.module = module
        self.spaces: set[str] = set()

    def _is_space(self, node: ast.expr) -> bool:
        """Whether an expression is the module's own namespace, or a name that was given to it."""
        return _is_namespace(node) or (isinstance(node, ast.Name) and node.id in self.spaces)

    def block(self, body: list[ast.stmt]) -> None:
        for node in body:
            self.statement(node)

    def statement(self, node: ast.stmt) -> None:
        match node:
            case ast.ClassDef():
                self.module.names[node.name] = collect_class(self.module, node, None)
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                self._function(node)
            case ast.Import():
                self._import(node)
            case ast.ImportFrom():
                self._import_from(node)
            case ast.Assign():
                self._assign(node)
            case ast.AnnAssign(target=ast.Name(id=name)):
                self._annotated(name, node)
            case ast.AugAssign(target=ast.Name(id="__all__")):
                self.module.exports = None
            case ast.Expr(value=ast.Call() as call):
                self._effect(call)
            case ast.If() | ast.Try():
                self._branches(node)
            case ast.With() | ast.For():
                self.block(node.body)

    def _function(self, node: Definition) -> None:
        before = self.module.names.get(node.name)
        nodes = (*before.nodes, node) if isinstance(before, Func) else (node,)
        self.module.names[node.name] = Func(self.module, nodes)

    def _import(self, node: ast.Import) -> None:
        for alias in node.names:
            dotted = alias.name if alias.asname else alias.name.split(".")[0]
            self.module.names[alias.asname or dotted] = Import(dotted, "")

    def _import_from(self, node: ast.ImportFrom) -> None:
        source = self.module.absolute(node)
        for alias in node.names:
            if alias.name == "*":
                self.module.stars.append(source)
            else:
                self.module.names[alias.asname or alias.name] = Import(source, alias.name)

    def _assign(self, node: ast.Assign) -> None:
        if self._is_space(node.value):  # what is done with it, is seen where it is done
            self.spaces |= {target.id for target in node.targets if isinstance(target, ast.Name)}
        for target in node.targets:
            if isinstance(target, ast.Name):
                self._bind(target.id, node.value)
            elif isinstance(target, ast.Tuple):
                for item in target.elts:
                    if isinstance(item, ast.Name):
                        self.module.names.setdefault(item.id, Value(self.module, None, None))
            elif isinstance(target, ast.Subscript) and self._is_space(target.value):
                self.module.open = "the module writes its own namespace"

    def _bind(self, name: str, value: ast.expr) -> None:
        if name == "__all__":
            self.module.exports = _strings(value)
        before = self.module.names.get(name)
        annotation = before.annotation if isinstance(before, Value) else None
        if not isinstance(before, ClassInfo | Func):
            self.module.names[name] = Value(self.module, value, annotation)

    def _annotated(self, name: str, node: ast.AnnAssign) -> None:
        if name == "__all__" and node.value is not None:
            self.module.exports = _strings(node.value)
        self.module.names[name] = Value(self.module, node.value, node.annotation)

    def _effect(self, call: ast.Call) -> None:
        given = (*call.args, *(keyword.value for keyword in call.keywords))
        if any(self._is_space(value) for value in given):
            self.module.open = "the module hands out its own namespace"
        match call.func:
            case ast.Attribute(value=space) if self._is_space(space):
                self.module.open = "the module writes its own namespace"
            case ast.Name(id="exec"):
                self.module.open = "the module runs a text"
            case ast.Name(id="setattr") if call.args and isinstance(call.args[0], ast.Name):
                target = self.module.names.get(call.args[0].id)
                if isinstance(target, ClassInfo):
                    target.open = "attributes are set on the class from outside"
            case ast.Name(id="setattr"):
                self.module.open = "attributes are set on what is computed"

    def _branches(self, node: ast.If | ast.Try) -> None:
        self.block(node.body)
        others = [h.body for h in node.handlers] if isinstance(node, ast.Try) else []
        exports = self.module.exports
        for body in (*others, node.orelse):
            kept = dict(self.module.names)
            self.block(body)
            self.module.names.update(kept)
        self.module.exports = exports if exports is not None else self.module.exports


def replaces_modules(statements: list[ast.stmt]) -> bool:
    """Whether `sys.modules[...]` gets another module: nobody can tell what is in that one."""
    for statement in statements:
        for node in ast.walk(statement):
            match node:
                case ast.Subscript(value=ast.Attribute(value=ast.Name(id="sys"), attr="modules"), ctx=ast.Store()):
                    return True
    return False


def _is_namespace(node: ast.expr) -> bool:
    match node:
        case ast.Call(func=ast.Name(id="globals" | "locals" | "vars")):
            return True
        case ast.Name(id=name):
            return name.strip("_") in ("locals", "globals")
    return False


def _strings(node: ast.expr) -> tuple[str, ...] | None:
    """The strings of a literal list, None when it is anything else."""
    if not isinstance(node, ast.List | ast.Tuple):
        return None
    values = [item.value for item in node.elts if isinstance(item, ast.Constant) and isinstance(item.value, str)]
    return tuple(values) if len(values) == len(node.elts) else None
