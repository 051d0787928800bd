"""Modules name by name: which names there are costs little, what one of them is, is read when asked."""

from __future__ import annotations

import ast
from typing import Any

from truthcheck.sdks.index import terms
from truthcheck.sdks.index.terms import ANY
from truthcheck.sdks.source.members.getattr_tables import ServedNames, module_nodes, target
from truthcheck.sdks.source.members.symbols import SymbolReader
from truthcheck.sdks.source.modules.codebase import MAX_HOPS
from truthcheck.sdks.source.modules.module_names import replaces_modules
from truthcheck.sdks.source.modules.nouns import Func, SourceModule


class ModuleReader(SymbolReader):
    """`names` of a module, and `named`: what one of them stands for."""

    _hidden: dict[str, list[str]] | None = None

    def names(self, module: SourceModule) -> list[str]:
        own = {name for name in self.codebase.public_names(module) if not name.startswith("__")}
        return sorted(own.union(self._served_by(module) or (), self._aliased(module), self._left_out(module)))

    def named(self, module: SourceModule, name: str) -> Any:
        """What `name` stands for in the module."""
        if name not in module.names and name in self._left_out(module):
            return ANY
        symbol = self.symbol(self.codebase.lookup(module.name, name))
        if symbol == ANY and name in self._aliased(module):
            return terms.module(f"{self.rules.aliases[module.name]}.{name}")
        served = self._served_by(module) or {}
        return self.symbol(target(self.codebase, name, served[name])) if symbol == ANY and name in served else symbol

    def why_open(self, module: SourceModule, hops: int = 0) -> str:
        """Why the module may have further names, "" when it cannot."""
        stars = (self._why_star_is_open(star, hops) for star in module.stars)
        return self._why_alone_open(module) or next(filter(None, stars), "")

    def _why_alone_open(self, module: SourceModule) -> str:
        if module.name in self.codebase.namespaces or module.name in self.rules.aliases:
            return "other packages may add modules to it"
        if module.open or self._served_by(module) is None:
            return module.open or "the module has a __getattr__ that computes names"
        return "the module puts another one in its place" if self._is_replaced(module) else ""

    def _why_star_is_open(self, star: str, hops: int) -> str:
        if star not in self.codebase.paths:
            return f"star import from {star}"
        source = self.codebase.module(star)
        if source is None:
            return f"{star} cannot be read"
        reason = self.why_open(source, hops + 1) if source.exports is None and hops < MAX_HOPS else ""
        return f"{star}: {reason}" if reason else ""

    def _aliased(self, module: SourceModule) -> list[str]:
        """The submodules that are another package's, imported under this one's name."""
        place = self.rules.aliases.get(module.name, "\0")
        return [name.rpartition(".")[2] for name in self.codebase.folders if name.rpartition(".")[0] == place]

    def _left_out(self, module: SourceModule) -> list[str]:
        """Submodules that users may import, but of which nothing is kept."""
        if self._hidden is None:
            self._hidden = {}
            for name in {*self.codebase.folders, *self.codebase.paths}:
                above, _, last = name.rpartition(".")
                if above and not last.startswith("_") and not self.is_public(name):
                    self._hidden.setdefault(above, []).append(last)
        return self._hidden.get(module.name, [])

    def _is_replaced(self, module: SourceModule) -> bool:
        """Whether importing it writes `sys.modules`, itself or by a function that it calls."""
        alone = [node.value for node in module.tree.body if isinstance(node, ast.Expr)]
        called = [self.codebase.expression(module, call.func) for call in alone if isinstance(call, ast.Call)]
        bodies = [list(function.nodes[-1].body) for function in called if isinstance(function, Func)]
        own: list[ast.stmt] = [node for node in module.tree.body if isinstance(node, ast.Assign)]
        return any(replaces_modules(body) for body in (own, *bodies))

    def _served_by(self, module: SourceModule) -> ServedNames | None:
        """What the module's `__getattr__` serves; None for anything."""
        key = f"{module.name}:"
        if key not in self._served:
            getter = module.names.get("__getattr__")
            nodes = module_nodes(self.codebase, module, getter.nodes[-1]) if isinstance(getter, Func) else {}
            self._served[key] = nodes
        return self._served[key]
