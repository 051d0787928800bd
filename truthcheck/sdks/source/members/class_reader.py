"""Classes member by member: which members there are costs little, what one of them is, is read when asked."""

from __future__ import annotations

import ast
from typing import Any

from truthcheck.sdks.index import records, terms
from truthcheck.sdks.index.records import (
    ATTRIBUTES,
    CONSTANTS,
    ELSEWHERE,
    FIELDS,
    INHERITED,
    METHODS,
    OPERATIONS,
    Record,
)
from truthcheck.sdks.index.terms import ANY, Term
from truthcheck.sdks.source.members import property_tables
from truthcheck.sdks.source.members.getattr_tables import ServedNames, class_nodes, target
from truthcheck.sdks.source.members.signatures import TRANSPARENT
from truthcheck.sdks.source.members.symbols import SymbolReader, is_whole
from truthcheck.sdks.source.members.wrapped_methods import wrapped
from truthcheck.sdks.source.modules.nouns import ClassInfo, Definition, Func, OutsideName, SourceModule
from truthcheck.sdks.source.modules.syntax import decorators, is_property, is_public, last_word, name_of
from truthcheck.sdks.source.requests import address_owner
from truthcheck.sdks.source.requests.paths import ReachedOperation

SPECIAL = {
    "__init__", "__new__", "__call__", "__iter__", "__next__", "__getitem__", "__enter__", "__aenter__", "__aiter__",
    "__anext__", "__await__", "__contains__", "__len__", "__setitem__",
}  # fmt: skip


class ClassReader(SymbolReader):
    """`members` of a class, by the parts of its record, and `member`: what one of them is."""

    def members(self, info: ClassInfo) -> dict[str, list[str]]:
        """The names of a class itself: fields, what instances have, constants, methods, inherited operations."""
        self.attached.by_class(info)
        return {
            FIELDS: [name for name in info.fields if is_public(name)],
            ATTRIBUTES: self._attribute_names(info),
            CONSTANTS: _constant_names(info),
            METHODS: [name for name, definitions in info.methods.items() if _is_called(name, definitions)],
            INHERITED: self._inheritable(info),
        }

    def _attribute_names(self, info: ClassInfo) -> list[str]:
        properties = [name for name in info.methods if _is_property_of(info, name)]
        own = [name for name in (*info.assigned, *properties) if self._is_attribute(info, name)]
        served = [name for name in self._served_by_class(info) or () if name not in info.fields]
        return list(dict.fromkeys((*own, *served, *self.attached.to(info))))

    def _is_attribute(self, info: ClassInfo, name: str) -> bool:
        is_field = name in info.fields and not _is_property_of(info, name)
        return is_public(name) and not is_field and not self._is_rewrapped(info, name)

    def _is_rewrapped(self, info: ClassInfo, name: str) -> bool:
        """Whether all that an instance does to a method is to decorate it: `self.chat = noted(self.chat)`."""
        values = [value for value, _ in info.assigned.get(name, ())]
        known = (*self.rules.transparent, *TRANSPARENT)
        calls = [value for value in values if isinstance(value, ast.Call) and last_word(value.func) in known]
        own = [call for call in calls if call.args and ast.unparse(call.args[0]) == f"self.{name}"]
        return bool(values) and len(own) == len(values) and self.codebase.method(info, name) is not None

    def member(self, info: ClassInfo, part: str, name: str) -> Any:
        """What a name in `members` is: a term, a method's record, operations."""
        match part:
            case records.FIELDS:
                return self.noted(self.infer.terms.of(info.module, info.fields[name], info))
            case records.ATTRIBUTES:
                return self.noted(self._attribute(info, name))
            case records.CONSTANTS:
                return self._constant(info, name)
            case records.METHODS:
                return self._method(info, info.methods[name], info.module)
        return self._inherited(info, name)

    def why_loose(self, info: ClassInfo) -> str:
        """Why instances may have further attributes, "" when they cannot."""
        if any(last_word(base) == "Protocol" for base in info.node.bases):
            return "a protocol, which says only what is needed"
        return info.loose if self._served_by_class(info) is not None else "it has a __getattr__ that computes names"

    def _served_by_class(self, info: ClassInfo) -> ServedNames | None:
        """What the class's `__getattr__` serves; None for anything."""
        if info.key not in self._served:
            self._served[info.key] = class_nodes(self.codebase, info)
        return self._served[info.key]

    def _attribute(self, info: ClassInfo, name: str) -> Term:
        """An attribute of instances: served by `__getattr__`, a property, assigned by a method."""
        served = self._served_by_class(info) or {}
        if name in served and name not in info.fields:
            resolved = target(self.codebase, name, served[name])
            return resolved.key if isinstance(resolved, ClassInfo) else ANY
        if _is_property_of(info, name):
            return self.infer.returned(info, info.methods[name][0])
        through = wrapped(self.infer, info, name) if name in info.assigned else None
        return through if through is not None else self.infer.own_attribute(info, name) or ANY

    def _constant(self, info: ClassInfo, name: str) -> Any:
        if name in info.inner:
            return self.noted(terms.class_object(info.inner[name].key))
        value = info.values[name]
        if name_of(value) in info.methods:
            return terms.same_as(name_of(value))
        if isinstance(value, ast.Name | ast.Attribute):
            resolved = self.codebase.expression(info.module, value, 0, info)
            if isinstance(resolved, Func):  # what a class holds is called with the instance
                return self._method(info, list(resolved.nodes), resolved.module)
            if resolved is not None:
                return self.symbol(resolved)
        if isinstance(value, ast.Call) and name_of(value.func) == "property":
            return ANY
        return self.noted(self.infer.own_attribute(info, name) or ANY)

    def _method(self, info: ClassInfo, definitions: list[Definition], module: SourceModule) -> Record:
        record = self.signature(module, info, definitions)
        definition = definitions[-1]
        if self.rules.properties and definition.name == "__init__":
            return property_tables.constructor(record, info, definition, self.rules.properties)
        stated = self.rules.operations.get(f"{info.key}.{definition.name}", "")
        if stated:
            return record | {OPERATIONS: [part.split(" ", 1) for part in stated.split(", ")]}
        if self.rules.builder.get(definition.name, "").startswith("/"):
            return record  # it begins a request that a later step sends
        return record | self._sent(info, self.operations.of(module, info, info, definition), definition)

    def _sent(self, info: ClassInfo, found: tuple[ReachedOperation, ...], definition: Definition) -> Record:
        reached = self.reached(found, info)
        owner = address_owner.given_by([operation.path for operation in found], definition) or 1
        return {OPERATIONS: reached} if reached else {ELSEWHERE: owner} if found else {}

    def _inheritable(self, info: ClassInfo) -> list[str]:
        """Inherited methods whose path may need this class's own constants; a field's default is none in a model.

        What the base of models does for all of them needs none.
        """
        constants = [name for name in info.values if name not in info.fields or not self._is_model(info)]
        ancestors = self.codebase.mro(info)[1:] if constants else ()
        names = dict.fromkeys(name for a in ancestors if a.key not in self.rules.models for name in a.methods)
        return [name for name in names if is_public(name) and name not in info.methods]

    def _is_model(self, info: ClassInfo) -> bool:
        """Whether a class of another package that holds parsed data is among its bases."""
        bases = ((ancestor, base) for ancestor in self.codebase.mro(info) for base in ancestor.node.bases)
        found = (self.codebase.base(ancestor, base) for ancestor, base in bases)
        return any(isinstance(one, OutsideName) and f"{terms.OUTSIDE}{one.name}" in self.rules.models for one in found)

    def _inherited(self, info: ClassInfo, name: str) -> list[list[str]]:
        """Operations of an inherited method whose path needs this class's own constants; empty for any other."""
        for ancestor in self.codebase.mro(info)[1:]:
            definitions = ancestor.methods.get(name)
            if not definitions or is_property(definitions[0]):
                continue
            theirs = self.operations.of(ancestor.module, ancestor, ancestor, definitions[-1])
            if any(is_whole(operation.path) for operation in theirs):
                continue
            ours = self.reached(self.operations.of(ancestor.module, ancestor, info, definitions[-1]), info)
            if ours:
                return ours
        return []


def _constant_names(info: ClassInfo) -> list[str]:
    names = dict.fromkeys((*info.inner, *info.values))
    return [name for name in names if is_public(name) and name not in info.fields]


def _is_property_of(info: ClassInfo, name: str) -> bool:
    return name in info.methods and is_property(info.methods[name][0])


def _is_called(name: str, definitions: list[Definition]) -> bool:
    if is_property(definitions[0]) or "setter" in decorators(definitions[-1]):
        return False
    return is_public(name) or name in SPECIAL
