"""Names that objects and classes of a package get from outside of their own class."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from truthcheck.sdks.source.modules.codebase import Codebase
from truthcheck.sdks.source.modules.nouns import ClassInfo, SourceModule
from truthcheck.sdks.source.modules.syntax import is_public
from truthcheck.sdks.source.types.inference import Inference


class OutsideAttributes:
    """Filled by what is read, and then asked: `self.holder.name = ...` in a class, `Class.name = ...` in a module."""

    def __init__(self, codebase: Codebase, infer: Inference) -> None:
        self._codebase = codebase
        self._infer = infer
        self._names: dict[str, set[str]] = {}

    def by_class(self, info: ClassInfo) -> None:
        for holder, name in info.attached:
            for owner in self._infer.classes(self._infer.attribute(info, holder)):
                self._add(owner, name)

    def by_module(self, module: SourceModule) -> None:
        """What the module sets on classes, its own or others', and what its classes set on what they hold."""
        statements = [node for node in module.tree.body if isinstance(node, ast.Assign)]
        for place in (target for node in statements for target in node.targets):
            owner = self._codebase.expression(module, place.value) if isinstance(place, ast.Attribute) else None
            if isinstance(place, ast.Attribute) and isinstance(owner, ClassInfo):
                self._add(owner, place.attr)
        for found in module.names.values():
            if isinstance(found, ClassInfo):
                self.by_class(found)

    def _add(self, info: ClassInfo, name: str) -> None:
        if is_public(name):
            self.add(info.key, name)

    def add(self, key: str, name: str) -> None:
        """What another reading found."""
        self._names.setdefault(key, set()).add(name)

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Classes and names, in a fixed order."""
        for key, names in sorted(self._names.items()):
            yield from ((key, name) for name in sorted(names))

    def keys(self) -> set[str]:
        """The classes that have such names."""
        return set(self._names)

    def to(self, info: ClassInfo) -> list[str]:
        """Those of one class that it does not declare itself."""
        known = [part for ancestor in self._codebase.mro(info) for part in (ancestor.methods, ancestor.fields)]
        return sorted(name for name in self._names.get(info.key, ()) if not any(name in part for part in known))
