"""What the names of one module stand for, as its statements bind them."""

from __future__ import annotations

import ast

from truthcheck.sdks.source.modules.class_body import collect_class
from truthcheck.sdks.source.modules.nouns import ClassInfo, Definition, Func, ImportedName, SourceModule, Value
from truthcheck.sdks.source.modules.syntax import all_texts, name_of

WRITES = "the module writes its own namespace"
HANDS_OUT = "the module hands out its own namespace"
RUNS = "the module runs a text"
SETS = "attributes are set on what is computed"
SET_FROM_OUTSIDE = "attributes are set on the class from outside"


def read_names(module: SourceModule) -> None:
    """Fills `names`, `stars`, `exports` and `open` of a module."""
    _NameReader(module).block(module.tree.body)


class _NameReader:
    """Fills `names` from statements, also those under `if` and `try`: the branch a type checker sees wins."""

    def __init__(self, module: SourceModule) -> None:
        self.module = module
        self.spaces: set[str] = set()

    def _is_space(self, node: ast.expr) -> bool:
        """Whether an expression is the module's own namespace, or a name that was given to it."""
        return _is_namespace(node) or name_of(node) in self.spaces

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
            case ast.Expr(value=ast.Call() as call):
                self._effect(call)
            case ast.If() | ast.Try():
                self._branches(node)
            case ast.With() | ast.For():
                self.block(node.body)
            case _:
                self._assignment(node)

    def _assignment(self, node: ast.stmt) -> None:
        match node:
            case ast.Assign():
                self._assign(node)
            case ast.AnnAssign(target=ast.Name(id=name)):
                self._annotated(name, node)
            case ast.AugAssign(target=ast.Name(id="__all__")):
                self.module.exports = None

    def _function(self, node: Definition) -> None:
        before = self.module.names.get(node.name)
        nodes = (*before.nodes, node) if isinstance(before, Func) else (node,)
        self.module.names[node.name] = Func(self.module, nodes)

    def _import(self, node: ast.Import) -> None:
        for alias in node.names:
            dotted = alias.name if alias.asname else alias.name.split(".")[0]
            self.module.names[alias.asname or dotted] = ImportedName(dotted, "")

    def _import_from(self, node: ast.ImportFrom) -> None:
        source = self.module.absolute(node)
        for alias in node.names:
            if alias.name == "*":
                self.module.stars.append(source)
            else:
                self.module.names[alias.asname or alias.name] = ImportedName(source, alias.name)

    def _assign(self, node: ast.Assign) -> None:
        if self._is_space(node.value):  # what is done with it, is seen where it is done
            self.spaces |= {target.id for target in node.targets if isinstance(target, ast.Name)}
        for target in node.targets:
            match target:
                case ast.Name(id=name):
                    self._bind(name, node.value)
                case ast.Tuple(elts=items):
                    self._unpack(items)
                case ast.Subscript(value=space) if self._is_space(space):
                    self.module.open = WRITES

    def _unpack(self, items: list[ast.expr]) -> None:
        for item in items:
            if isinstance(item, ast.Name):
                self.module.names.setdefault(item.id, Value(self.module, None, None))

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
            self.module.open = HANDS_OUT
        match call.func:
            case ast.Attribute(value=space) if self._is_space(space):
                self.module.open = WRITES
            case ast.Name(id="exec"):
                self.module.open = RUNS
            case ast.Name(id="setattr"):
                self._set_from_outside(call)

    def _set_from_outside(self, call: ast.Call) -> None:
        if not (call.args and isinstance(call.args[0], ast.Name)):
            self.module.open = SETS
            return
        target = self.module.names.get(call.args[0].id)
        if isinstance(target, ClassInfo):
            target.open = SET_FROM_OUTSIDE

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
    values = all_texts(node.elts) if isinstance(node, ast.List | ast.Tuple) else None
    return None if values is None else tuple(values)
