"""Where an expression of the package stands, and which of its functions a call reaches."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from truthcheck.model.noun import NamedTuple
from truthcheck.sdks.index.terms import ANY
from truthcheck.sdks.source.modules.nouns import ClassInfo, Definition, Func, SourceModule
from truthcheck.sdks.source.modules.syntax import name_of
from truthcheck.sdks.source.types.inference import Inference, Scope

MAX_RECEIVERS = 3  # of one call, followed


class Place(NamedTuple):
    """Where an expression stands: `receiver` is the class of `self`, `info` the class that wrote the function."""

    module: SourceModule
    info: ClassInfo | None
    receiver: ClassInfo | None
    function: Definition | None
    bound: Mapping[str, list[str]]
    stack: tuple[Definition, ...] = ()


class Target(NamedTuple):
    """A function of the package that a call reaches."""

    module: SourceModule
    info: ClassInfo | None
    receiver: ClassInfo | None
    function: Definition


class CallTargets:
    """Follows calls inside one package."""

    def __init__(self, infer: Inference) -> None:
        self.infer = infer
        self.codebase = infer.codebase

    def targets(self, call: ast.Call, place: Place) -> list[Target]:
        """The package's functions that a call may reach."""
        func = call.func
        match self.codebase.expression(place.module, func, 0, place.info):
            case Func(module, nodes):
                return [Target(module, None, None, nodes[-1])]
        if not isinstance(func, ast.Attribute):
            return []
        if place.info and _is_super(func.value):
            above = self.codebase.mro(place.info)[1:]
            owner = next((info for info in above if func.attr in info.methods), None)
            return [_target(owner, place.receiver, func.attr)] if owner is not None else []
        return self._methods(func, place)

    def _methods(self, func: ast.Attribute, place: Place) -> list[Target]:
        found = []
        for receiver in self.receivers(func.value, place)[:MAX_RECEIVERS]:
            method = self.codebase.method(receiver, func.attr)
            if method is not None:
                found.append(_target(method[0], receiver, func.attr))
        return found

    def receivers(self, node: ast.expr, place: Place) -> list[ClassInfo]:
        """The classes an expression may be, or be an instance of."""
        if name_of(node) in ("self", "cls") and place.receiver:
            return [place.receiver]
        resolved = self.codebase.expression(place.module, node, 0, place.info)
        if isinstance(resolved, ClassInfo):
            return [resolved]
        info = place.receiver if isinstance(node, ast.Attribute) and place.receiver else place.info
        term = self.infer.expression(node, Scope(place.module, info, place.function)) if info else ANY
        return [place.receiver] if term == "self" and place.receiver else self.infer.classes(term)


def _is_super(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and name_of(node.func) == "super"


def _target(owner: ClassInfo, receiver: ClassInfo | None, name: str) -> Target:
    return Target(owner.module, owner, receiver, owner.methods[name][-1])
