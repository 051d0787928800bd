"""What the names of a package stand for, as terms and records: the ground that readers of modules and classes share."""

from __future__ import annotations

import ast
import re
from typing import Any

from truthcheck.model.sdk import Sdk
from truthcheck.sdks.index import terms
from truthcheck.sdks.index.dist_names import SKIPPED
from truthcheck.sdks.index.records import OPERATIONS, WRITTEN_AS, FunctionRecord, Record
from truthcheck.sdks.index.terms import ANY, Term, keys_in
from truthcheck.sdks.source.members.getattr_tables import ServedNames
from truthcheck.sdks.source.members.outside_attributes import OutsideAttributes
from truthcheck.sdks.source.members.signatures import Signatures
from truthcheck.sdks.source.modules.codebase import Codebase
from truthcheck.sdks.source.modules.nouns import (
    ClassInfo,
    Definition,
    Func,
    ModuleName,
    OutsideName,
    Resolved,
    SourceModule,
    Value,
)
from truthcheck.sdks.source.requests import address_owner
from truthcheck.sdks.source.requests.operations import Operations
from truthcheck.sdks.source.requests.paths import ReachedOperation, has_literal
from truthcheck.sdks.source.requests.prefixes import Prefixes
from truthcheck.sdks.source.requests.url_templates import UrlTemplates
from truthcheck.sdks.source.types.inference import Inference, Scope


class SymbolReader:
    """`symbol` is what a resolved name is.

    `queue` gathers the classes that what was read leads to, `private` the modules with a public name only, `attached`
    the names that a class gives to the objects it holds, by the class of these.
    """

    def __init__(self, codebase: Codebase, rules: Sdk) -> None:
        self.codebase = codebase
        self.rules = rules
        self.infer = Inference(codebase)
        self.signatures = Signatures(self.infer, rules)
        self.operations = Operations(UrlTemplates(self.infer), rules)
        self.prefixes = Prefixes(self.infer, rules)
        self.queue: list[str] = []
        self.private: list[str] = []
        self.attached = OutsideAttributes(codebase, self.infer)
        self._served: dict[str, ServedNames | None] = {}

    def is_public(self, name: str) -> bool:
        """Whether a module may be imported by users."""
        parts = name.split(".")
        if parts[0] not in self.rules.imports or name.startswith(self.rules.skip or ("\0",)):
            return False
        return not any(part.startswith("_") or part in SKIPPED for part in parts)

    def symbol(self, resolved: Resolved | None) -> Any:
        match resolved:
            case ClassInfo():
                return self.noted(terms.class_object(resolved.key))
            case Func(module, nodes):
                return self._function(module, list(nodes))
            case Value():
                return self._value(resolved)
            case ModuleName(name):
                return self._submodule(name)
            case OutsideName(name):
                return terms.outside(name)
        return ANY

    def _submodule(self, name: str) -> Term:
        if not self.is_public(name) and name.split(".")[0] in self.rules.imports:
            self.private.append(name)
        return terms.module(name)

    def _function(self, module: SourceModule, nodes: list[Definition]) -> Record:
        record = self.signature(module, None, nodes)
        reached = self.reached(self.operations.of(module, None, None, nodes[-1]), None)
        return record | ({OPERATIONS: reached} if reached else {}) | {WRITTEN_AS: nodes[-1].name}

    def signature(self, module: SourceModule, info: ClassInfo | None, nodes: list[Definition]) -> Record:
        """A function without what it sends."""
        record = self.signatures.of(module, info, nodes)
        whole = FunctionRecord(record)
        for way in (whole, *whole.overloads):
            self.noted(way.returns)
            for _, _, _, term in way.parameters:
                self.noted(term)
        return record

    def _value(self, found: Value) -> Term:
        if found.annotation is not None:
            return self.noted(self.infer.terms.of(found.module, found.annotation))
        if found.value is None or isinstance(found.value, ast.Subscript | ast.BinOp):
            return ANY  # a type alias
        return self.noted(self.infer.expression(found.value, Scope(found.module)))

    def reached(self, found: tuple[ReachedOperation, ...], info: ClassInfo | None) -> list[list[str]]:
        """Operations as a record holds them: complete, each once."""
        made = [self.prefixes.apply(operation, info) for operation in found if is_whole(operation.path)]
        rows = [(r.method, address_owner.shown(r.path), *([r.host] if r.host else [])) for r in made]
        return [list(row) for row in address_owner.distinct(rows)]

    def noted(self, term: Term) -> Term:
        """Puts every class a term names on the queue."""
        self.queue += keys_in(term)
        return term


def is_whole(path: str) -> bool:
    """No hole in capitals: that would be a constant of the classes that inherit the method."""
    return has_literal(path) and not re.search(r"\{[A-Z_]+\}", path)
