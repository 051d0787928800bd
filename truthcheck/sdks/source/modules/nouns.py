"""What the source of a package consists of: modules, classes, and the things that a module's names stand for."""

from __future__ import annotations

import ast
from typing import TypeAlias

from truthcheck.model.noun import NamedTuple

Definition: TypeAlias = "ast.FunctionDef | ast.AsyncFunctionDef"

# maps an attribute to the expressions given to it and the method that does so
Assigned: TypeAlias = "dict[str, list[tuple[ast.expr, Definition]]]"


class ClassInfo:
    """One class as its source writes it. `open` says why the class object may have more names, `loose` an instance.

    `attached` are the names that it sets on what it holds, as in `self.holder.name = value`.
    """

    def __init__(self, module: SourceModule, node: ast.ClassDef, outer: ClassInfo | None) -> None:
        self.module = module
        self.node = node
        self.outer = outer
        self.name: str = f"{outer.name}.{node.name}" if outer else node.name
        self.methods: dict[str, list[Definition]] = {}
        self.fields: dict[str, ast.expr] = {}
        self.values: dict[str, ast.expr] = {}
        self.assigned: Assigned = {}
        self.inner: dict[str, ClassInfo] = {}
        self.attached: list[tuple[str, str]] = []
        self.ancestors: tuple[ClassInfo, ...] | None = None
        self.open = ""
        self.loose = ""

    @property
    def key(self) -> str:
        """ "module:Outer.Inner", the name of the class in an index."""
        return f"{self.module.name}:{self.name}"


class Func(NamedTuple):
    """A module-level function with all its definitions (overloads first, the implementation last)."""

    module: SourceModule
    nodes: tuple[Definition, ...]


class Value(NamedTuple):
    """A module-level assignment; either part may be missing."""

    module: SourceModule
    value: ast.expr | None
    annotation: ast.expr | None


class ImportedName(NamedTuple):
    """`from module import attr`; no attr for `import module`."""

    module: str
    attr: str


class ModuleName(NamedTuple):
    """A module of the package, dotted."""

    name: str


class OutsideName(NamedTuple):
    """A name of another distribution or of the standard library, dotted."""

    name: str


Symbol: TypeAlias = "ClassInfo | Func | Value | ImportedName"
Resolved: TypeAlias = "ClassInfo | Func | Value | ModuleName | OutsideName"


class SourceModule:
    """One parsed file. `names` are bound at module level; `hidden` are imported inside functions."""

    def __init__(self, name: str, is_package: bool, tree: ast.Module) -> None:
        self.name = name
        self.is_package = is_package
        self.tree = tree
        self.names: dict[str, Symbol] = {}
        self.stars: list[str] = []
        self.exports: tuple[str, ...] | None = None
        self.open = ""
        self._hidden: dict[str, ImportedName] | None = None

    @property
    def hidden(self) -> dict[str, ImportedName]:
        if self._hidden is None:
            self._hidden = {}
            for node in ast.walk(self.tree):
                if isinstance(node, ast.ImportFrom):
                    self._hide(node)
        return self._hidden

    def _hide(self, node: ast.ImportFrom) -> None:
        for alias in node.names:
            self.hidden.setdefault(alias.asname or alias.name, ImportedName(self.absolute(node), alias.name))

    def absolute(self, node: ast.ImportFrom) -> str:
        """The dotted module that a (relative) import names."""
        if not node.level:
            return node.module or ""
        base = self.name.split(".")
        drop = node.level - 1 if self.is_package else node.level
        kept = base[: len(base) - drop] if drop else base
        return ".".join([*kept, node.module] if node.module else kept)
