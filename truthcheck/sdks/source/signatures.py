"""Functions and methods as records: parameters, return, operations, and what keeps them from being judged.

A record has "p" (parameters: name, kind, 1 when required, term), "r" (return), "op" ([method, path, host]),
"x" (it sends to what a "reply", an "argument" or the "heirs" of the class say; 1 when that is not known),
"s" ("class" or "static"), "a" (async), "d" (deprecated), "o" (why the signature is open), "ov" (overloads: p, r, s).
"filled" are required keywords that need not be given.
Kinds are "/" positional only, "p", "k" keyword only, "u" a keyword picked out of `**`, "*" and "**".
"""

from __future__ import annotations

import ast
from typing import Any, TypeAlias

from truthcheck.model.sdk import Sdk
from truthcheck.sdks.index.terms import ANY, Term, union
from truthcheck.sdks.source.classes import ClassInfo, Definition, decorators
from truthcheck.sdks.source.infer import Infer
from truthcheck.sdks.source.modules import Module
from truthcheck.sdks.source.picked_kwargs import picked

Record: TypeAlias = "dict[str, Any]"

TRANSPARENT = {
    "overload", "staticmethod", "classmethod", "abstractmethod", "abstractproperty", "override", "final", "deprecated",
    "wraps", "lru_cache", "cache", "no_type_check", "typing_override", "contextmanager", "asynccontextmanager",
    "cached_property", "property",
}  # fmt: skip


class Signatures:
    """Reads definitions of one library; operations are added by the collector."""

    def __init__(self, infer: Infer, rules: Sdk) -> None:
        self.infer = infer
        self.transparent = TRANSPARENT | set(rules.transparent)

    def of(self, module: Module, info: ClassInfo | None, definitions: list[Definition]) -> Record:
        """One record for all definitions of a name: the overloads when there are any, else the last one."""
        last = definitions[-1]
        stated = [d for d in definitions if "overload" in decorators(d)]
        record: Record = {}
        if stated:
            # an implementation that takes anything is only there to dispatch
            shown = stated if last in stated or last.args.kwarg or last.args.vararg else [*stated, last]
            record["ov"] = [self._one(module, info, definition) for definition in shown]
            record["r"] = _common([one["r"] for one in record["ov"]])
        else:
            record = self._one(module, info, last)
        return record | self._flags(definitions, last)

    def _flags(self, definitions: list[Definition], last: Definition) -> Record:
        words = {word for definition in definitions for word in decorators(definition)}
        strange = sorted(words - self.transparent)
        flags: Record = {}
        if isinstance(definitions[0], ast.AsyncFunctionDef):
            flags["a"] = 1
        if "deprecated" in decorators(last):
            flags["d"] = 1
        if strange:
            flags["o"] = f"decorated by {', '.join(strange)}"
        return flags

    def _one(self, module: Module, info: ClassInfo | None, definition: Definition) -> Record:
        words = decorators(definition)
        record: Record = {"p": self._parameters(module, info, definition, "staticmethod" in words)}
        if "staticmethod" in words or "classmethod" in words:
            record["s"] = "static" if "staticmethod" in words else "class"
        returned = self.infer.returned(info, definition, module)
        if {"contextmanager", "asynccontextmanager"} & set(words):
            returned = ["with", returned[1]] if isinstance(returned, list) and returned[0] == "iter" else ANY
        record["r"] = "None" if returned == ANY and _gives_nothing(definition) else returned
        return record

    def _parameters(
        self, module: Module, info: ClassInfo | None, definition: Definition, static: bool
    ) -> list[list[Any]]:
        given = definition.args
        positional = [*given.posonlyargs, *given.args]
        needed = len(positional) - len(given.defaults)
        found: list[list[Any]] = []
        for place, arg in enumerate(positional):
            if place == 0 and info is not None and not static:
                continue  # self or cls
            kind = "/" if arg in given.posonlyargs or arg.arg.startswith("__") else "p"
            found.append([arg.arg, kind, int(place < needed), self._term(module, info, arg)])
        if given.vararg:
            found.append([given.vararg.arg, "*", 0, self._term(module, info, given.vararg)])
        for arg, default in zip(given.kwonlyargs, given.kw_defaults, strict=True):
            found.append([arg.arg, "k", int(default is None), self._term(module, info, arg)])
        if given.kwarg:
            found += self._keywords(module, info, definition, given.kwarg)
        return found

    def _keywords(
        self, module: Module, info: ClassInfo | None, definition: Definition, kwarg: ast.arg
    ) -> list[list[Any]]:
        names = picked(self.infer.library, module, definition)
        if names is not None:
            return [[name, "u", 0, ANY] for name in names]
        return [[kwarg.arg, "**", 0, self._term(module, info, kwarg)]]

    def _term(self, module: Module, info: ClassInfo | None, arg: ast.arg) -> Term:
        return self.infer.terms.of(module, arg.annotation, info)


def _gives_nothing(definition: Definition) -> bool:
    """A body that does something and returns nothing; one that only stands for others may return anything."""
    if definition.returns is not None or "abstractmethod" in decorators(definition):
        return False
    own = list(ast.walk(definition))
    gives = any(isinstance(n, ast.Yield | ast.YieldFrom) or (isinstance(n, ast.Return) and n.value) for n in own)
    stands = any(isinstance(node, ast.Name) and node.id == "NotImplementedError" for node in own)
    return not gives and not stands and any(isinstance(node, ast.Call) for node in own)


def _common(found: list[Term]) -> Term:
    """The return of overloads: only what all of them agree on is known without looking at the arguments."""
    return ANY if ANY in found else union(found)
