"""Functions and methods as records: parameters, return, and what keeps them from being judged."""

from __future__ import annotations

import ast
from typing import Any

from truthcheck.model.sdk import Sdk
from truthcheck.sdks.index.records import (
    ASYNC,
    DEPRECATED,
    KEY,
    KEYWORD,
    NAMED_REST,
    ONLY_PLACED,
    OPEN,
    OVERLOADS,
    PLACED,
    PLACED_REST,
    RETURNS,
    FunctionRecord,
    Record,
    function,
    parameter,
)
from truthcheck.sdks.index.terms import ANY, Term, entering, head, union
from truthcheck.sdks.source.members.picked_kwargs import picked
from truthcheck.sdks.source.modules.nouns import ClassInfo, Definition, SourceModule
from truthcheck.sdks.source.modules.syntax import decorators, name_of
from truthcheck.sdks.source.types.inference import Inference, Scope

TRANSPARENT = {
    "overload", "staticmethod", "classmethod", "abstractmethod", "abstractproperty", "override", "final", "deprecated",
    "wraps", "lru_cache", "cache", "no_type_check", "typing_override", "contextmanager", "asynccontextmanager",
    "cached_property", "property",
}  # fmt: skip
CONTEXTS = {"contextmanager", "asynccontextmanager"}
BINDINGS = {"staticmethod": "static", "classmethod": "class"}


class Signatures:
    """Reads definitions of one package; operations are added by the reader of members."""

    def __init__(self, infer: Inference, rules: Sdk) -> None:
        self.infer = infer
        self.transparent = TRANSPARENT | set(rules.transparent)

    def of(self, module: SourceModule, info: ClassInfo | None, definitions: list[Definition]) -> Record:
        """One record for all definitions of a name: the overloads when there are any, else the last one."""
        ways = [self._one(module, info, definition) for definition in _overloads(definitions)]
        if ways:
            record = {OVERLOADS: ways, RETURNS: _common([FunctionRecord(way).returns for way in ways])}
        else:
            record = self._one(module, info, definitions[-1])
        return record | self._flags(definitions)

    def _flags(self, definitions: list[Definition]) -> Record:
        words = {word for definition in definitions for word in decorators(definition)}
        strange = sorted(words - self.transparent)
        return {
            **({ASYNC: 1} if isinstance(definitions[0], ast.AsyncFunctionDef) else {}),
            **({DEPRECATED: 1} if "deprecated" in decorators(definitions[-1]) else {}),
            **({OPEN: f"decorated by {', '.join(strange)}"} if strange else {}),
        }

    def _one(self, module: SourceModule, info: ClassInfo | None, definition: Definition) -> Record:
        words = decorators(definition)
        binding = next((BINDINGS[word] for word in BINDINGS if word in words), "")
        rows = self._parameters(Scope(module, info, definition), definition, binding)
        returned = self.infer.returned(info, definition, module)
        if CONTEXTS & set(words):
            returned = entering(returned[1]) if head(returned) == "iter" else ANY
        if returned == ANY and _gives_nothing(definition):
            returned = "None"
        return function(rows, returned, (), binding)

    def _parameters(self, scope: Scope, definition: Definition, binding: str) -> list[list[Any]]:
        given = definition.args
        rows = self._placed(scope, given)
        if scope.info is not None and binding != "static":
            rows = rows[1:]  # self or cls
        if given.vararg:
            rows.append(parameter(given.vararg.arg, PLACED_REST, 0, self._term(scope, given.vararg)))
        for arg, default in zip(given.kwonlyargs, given.kw_defaults, strict=True):
            rows.append(parameter(arg.arg, KEYWORD, default is None, self._term(scope, arg)))
        return rows + (self._keywords(scope, definition, given.kwarg) if given.kwarg else [])

    def _placed(self, scope: Scope, given: ast.arguments) -> list[list[Any]]:
        positional = [*given.posonlyargs, *given.args]
        needed = len(positional) - len(given.defaults)
        return [
            parameter(arg.arg, _kind(arg, given), place < needed, self._term(scope, arg))
            for place, arg in enumerate(positional)
        ]

    def _keywords(self, scope: Scope, definition: Definition, kwarg: ast.arg) -> list[list[Any]]:
        names = picked(self.infer.codebase, scope.module, definition)
        if names is not None:
            return [parameter(name, KEY, 0) for name in names]
        return [parameter(kwarg.arg, NAMED_REST, 0, self._term(scope, kwarg))]

    def _term(self, scope: Scope, arg: ast.arg) -> Term:
        return self.infer.terms.of(scope.module, arg.annotation, scope.info)


def _overloads(definitions: list[Definition]) -> list[Definition]:
    """The ways of calling that are stated one by one; an implementation that takes anything only dispatches."""
    last = definitions[-1]
    stated = [definition for definition in definitions if "overload" in decorators(definition)]
    if not stated or last in stated or last.args.kwarg or last.args.vararg:
        return stated
    return [*stated, last]


def _kind(arg: ast.arg, given: ast.arguments) -> str:
    return ONLY_PLACED if arg in given.posonlyargs or arg.arg.startswith("__") else PLACED


def _gives_nothing(definition: Definition) -> bool:
    """A body that does something and returns nothing; one that only stands for others may return anything."""
    if definition.returns is not None or "abstractmethod" in decorators(definition):
        return False
    own = list(ast.walk(definition))
    does_something = any(isinstance(node, ast.Call) for node in own)
    return does_something and not any(_gives(node) or name_of(node) == "NotImplementedError" for node in own)


def _gives(node: ast.AST) -> bool:
    if isinstance(node, ast.Return):
        return node.value is not None
    return isinstance(node, ast.Yield | ast.YieldFrom)


def _common(terms: list[Term]) -> Term:
    """The return of overloads: only what all of them agree on is known without looking at the arguments."""
    return ANY if ANY in terms else union(terms)
