"""Modules of a package and what their names stand for: parsed on demand, resolved through imports."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping

from truthcheck.sdks.source.modules import parse
from truthcheck.sdks.source.modules.module_names import read_names
from truthcheck.sdks.source.modules.nouns import (
    ClassInfo,
    Definition,
    ImportedName,
    ModuleName,
    OutsideName,
    Resolved,
    SourceModule,
    Symbol,
    Value,
)
from truthcheck.sdks.source.modules.stubs import merge
from truthcheck.sdks.source.modules.syntax import last_word, unsubscripted

MAX_HOPS = 16  # re-exports followed for one name; circles end here


class Codebase:
    """All modules of one or several distributions, by dotted name. A file that does not parse is absent."""

    def __init__(self, files: Mapping[str, Callable[[], bytes]]) -> None:
        self._files = files
        self.paths = {_dotted(path): path for path in files if path.endswith(".py")}
        self.folders = {name[:end] for name in self.paths for end in _ends(name)}
        self.namespaces = self.folders - self.paths.keys()
        self._modules: dict[str, SourceModule | None] = {}

    def module(self, name: str) -> SourceModule | None:
        if name not in self._modules:
            self._modules[name] = self._load(name)
        return self._modules[name]

    def home(self, module: str, name: str) -> SourceModule | None:
        """The module in which one name is looked up."""
        return self.module(module)

    def _load(self, name: str) -> SourceModule | None:
        if name in self.namespaces:
            return SourceModule(name, True, ast.Module([], []))
        path = self.paths.get(name)
        if path is None:
            return None
        tree = parse.module(self._files[path]())
        if tree is None:
            return None
        module = SourceModule(name, path.endswith("__init__.py"), tree)
        stub = parse.module(self._files[path + "i"]()) if path + "i" in self._files else None
        if stub is not None:
            merge(tree, stub)
        read_names(module)
        return module

    def lookup(self, module: str, name: str, hops: int = 0) -> Resolved | None:
        """What `name` means inside `module`; None when the module has no such name."""
        found = self.home(module, name)
        if found is None or hops > MAX_HOPS:
            return None
        symbol = found.names.get(name)
        if symbol is not None:
            return self._follow(found, name, symbol, hops)
        if f"{module}.{name}" in self.paths:
            return ModuleName(f"{module}.{name}")
        for star in found.stars:
            resolved = self._starred(star, name, hops)
            if resolved is not None:
                return resolved
        hidden = found.hidden.get(name)
        return self._imported(hidden, hops) if hidden is not None else None

    def _starred(self, star: str, name: str, hops: int) -> Resolved | None:
        source = self.module(star)
        if source is None or (source.exports is not None and name not in source.exports):
            return None
        return self.lookup(star, name, hops + 1)

    def _follow(self, module: SourceModule, name: str, symbol: Symbol, hops: int) -> Resolved | None:
        if isinstance(symbol, ImportedName):
            return self._imported(symbol, hops)
        if not isinstance(symbol, Value) or symbol.annotation is not None:
            return symbol
        value = symbol.value
        if isinstance(value, ast.Attribute) or (isinstance(value, ast.Name) and value.id != name):
            return self.expression(module, value, hops + 1) or symbol
        return symbol

    def _imported(self, symbol: ImportedName, hops: int) -> Resolved | None:
        if not self._inside(symbol.module):
            return OutsideName(f"{symbol.module}.{symbol.attr}".rstrip("."))
        if not symbol.attr:
            return ModuleName(symbol.module)
        found = self.lookup(symbol.module, symbol.attr, hops + 1)
        if found is None and f"{symbol.module}.{symbol.attr}" in self.paths:
            return ModuleName(f"{symbol.module}.{symbol.attr}")
        return found

    def _inside(self, module: str) -> bool:
        return module in self.folders

    def expression(
        self, module: SourceModule, node: ast.expr, hops: int = 0, scope: ClassInfo | None = None
    ) -> Resolved | None:
        """What a dotted expression names; `scope` is the class whose nested names are visible."""
        if hops > MAX_HOPS:
            return None
        if isinstance(node, ast.Name):
            nested = _nested(scope, node.id)
            return nested or self.lookup(module.name, node.id, hops + 1)
        if not isinstance(node, ast.Attribute):
            return None
        match self.expression(module, node.value, hops + 1, scope):
            case ModuleName(name):
                return self.lookup(name, node.attr, hops + 1)
            case OutsideName(name):
                return OutsideName(f"{name}.{node.attr}")
            case ClassInfo() as info:
                return next((c.inner[node.attr] for c in self.mro(info) if node.attr in c.inner), None)
        return None

    def mro(self, info: ClassInfo) -> tuple[ClassInfo, ...]:
        """The class and its known ancestors, depth first without repeats: near enough to Python's order."""
        if info.ancestors is None:
            info.ancestors = (info,)  # a circle of bases ends here
            found = [info]
            for base in info.node.bases:
                parent = self.base(info, base)
                if isinstance(parent, ClassInfo):
                    found += [c for c in self.mro(parent) if c not in found]
            info.ancestors = tuple(found)
        return info.ancestors

    def base(self, info: ClassInfo, node: ast.expr) -> Resolved | None:
        return self.expression(info.module, unsubscripted(node), 0, info.outer)

    def base_names(self, info: ClassInfo) -> set[str]:
        """The last words of all bases, also of the unknown ones ("TypedDict", "BaseModel")."""
        names: set[str] = set()
        for ancestor in self.mro(info):
            names |= {last_word(unsubscripted(base), "?") for base in ancestor.node.bases}
        return names

    def method(self, info: ClassInfo, name: str) -> tuple[ClassInfo, list[Definition]] | None:
        return next(((c, c.methods[name]) for c in self.mro(info) if name in c.methods), None)

    def public_names(self, module: SourceModule, hops: int = 0) -> Iterator[str]:
        """Every name a user can read off the module, star imports followed."""
        yield from module.names
        for star in module.stars:
            source = self.module(star)
            if source is None or hops > MAX_HOPS:
                continue
            names = source.exports if source.exports is not None else self.public_names(source, hops + 1)
            yield from (name for name in names if source.exports is not None or not name.startswith("_"))


def _dotted(path: str) -> str:
    parts = path[:-3].split("/")
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _ends(name: str) -> Iterator[int]:
    """Where the dotted prefixes of a name end, the whole name included."""
    yield from (index for index, letter in enumerate(name) if letter == ".")
    yield len(name)


def _nested(scope: ClassInfo | None, name: str) -> ClassInfo | None:
    while scope is not None:
        if name in scope.inner:
            return scope.inner[name]
        scope = scope.outer
    return None
