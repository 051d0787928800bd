"""Where an expression of the package stands, and which of its functions a call reaches."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import NamedTuple

from truthcheck.sdks.source.classes import ClassInfo, Definition
from truthcheck.sdks.source.infer import Infer
from truthcheck.sdks.source.modules import Func, Module


class Frame(NamedTuple):
    """Where an expression stands: `receiver` is the class of `self`, `info` the class that wrote the function."""

    module: Module
    info: ClassInfo | None
    receiver: ClassInfo | None
    function: Definition | None
    bound: Mapping[str, list[str]]
    stack: tuple[Definition, ...] = ()


class Target(NamedTuple):
    """A function of the package that a call reaches."""

    module: Module
    info: ClassInfo | None
    receiver: ClassInfo | None
    function: Definition


class Calls:
    """Follows calls inside one library."""

    def __init__(self, infer: Infer) -> None:
        self.infer = infer
        self.library = infer.library

    def targets(self, call: ast.Call, frame: Frame) -> list[Target]:
        """The package's functions that a call may reach."""
        func = call.func
        match self.library.expression(frame.module, func, 0, frame.info):
            case Func(module, nodes):
                return [Target(module, None, None, nodes[-1])]
        if not isinstance(func, ast.Attribute):
            return []
        if isinstance(func.value, ast.Call) and getattr(func.value.func, "id", "") == "super" and frame.info:
            above = self.library.mro(frame.info)[1:]
            return [
                Target(c.module, c, frame.receiver, c.methods[func.attr][-1]) for c in above if func.attr in c.methods
            ][:1]
        found = []
        for receiver in self.receivers(func.value, frame)[:3]:
            method = self.library.method(receiver, func.attr)
            if method is not None:
                found.append(Target(method[0].module, method[0], receiver, method[1][-1]))
        return found

    def receivers(self, node: ast.expr, frame: Frame) -> list[ClassInfo]:
        """The classes an expression may be, or be an instance of."""
        if isinstance(node, ast.Name) and node.id in ("self", "cls") and frame.receiver:
            return [frame.receiver]
        resolved = self.library.expression(frame.module, node, 0, frame.info)
        if isinstance(resolved, ClassInfo):
            return [resolved]
        info = frame.receiver if isinstance(node, ast.Attribute) and frame.receiver else frame.info
        term = self.infer.expression(frame.module, node, info, frame.function) if info else "?"
        return [frame.receiver] if term == "self" and frame.receiver else self.infer.classes(term)
