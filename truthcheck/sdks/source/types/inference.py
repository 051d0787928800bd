"""What unannotated attributes and returns are: a few certain steps through the package's own expressions.

example: after `self.users = Users(self)` the attribute `users` is "kit.users:Users"
"""

from __future__ import annotations

import ast

from truthcheck.model.noun import NamedTuple
from truthcheck.sdks.index.terms import (
    ANY,
    OUTSIDE,
    Term,
    class_object,
    dict_of,
    head,
    is_key,
    list_of,
    options,
    substitute,
    union,
    variables,
)
from truthcheck.sdks.source.modules.codebase import Codebase
from truthcheck.sdks.source.modules.nouns import ClassInfo, Definition, Func, SourceModule
from truthcheck.sdks.source.modules.syntax import (
    bound_values,
    is_property,
    mentions,
    name_of,
    parameters,
    returns,
    text_of,
    unsubscripted,
)
from truthcheck.sdks.source.types.annotations import Annotations

MAX_STEPS = 12
SIMPLE = ("str", "int", "float", "bool", "bytes")


class Scope(NamedTuple):
    """Where an expression stands: `info` is the class around it, `within` the function."""

    module: SourceModule
    info: ClassInfo | None = None
    within: Definition | None = None


class Inference:
    """Terms of attributes, returns and expressions inside one package."""

    def __init__(self, codebase: Codebase) -> None:
        self.codebase = codebase
        self.terms = Annotations(codebase)
        self._attributes: dict[tuple[str, str], Term] = {}
        self._expressions: dict[tuple[ast.expr, ClassInfo | None, Definition | None], Term] = {}
        self._returned: dict[tuple[Definition, ClassInfo | None], Term] = {}

    def classes(self, term: Term) -> list[ClassInfo]:
        """The package's classes among the members of a term."""
        parts = options(term)
        if not parts or parts[0] is not term:
            return [info for part in parts for info in self.classes(part)]
        key = head(term)
        info = self.find(key) if is_key(key) and not key.startswith(OUTSIDE) else None
        return [info] if info is not None else []

    def find(self, key: str) -> ClassInfo | None:
        """The class with this key; None when it is gone."""
        module, _, name = key.partition(":")
        first, *rest = name.split(".")
        found = self.codebase.lookup(module, first)
        for part in rest:
            found = found.inner.get(part) if isinstance(found, ClassInfo) else None
        return found if isinstance(found, ClassInfo) else None

    def constant(self, dotted: str) -> str:
        """The string of "module:Class.NAME", "" when there is none."""
        key, _, name = dotted.rpartition(".")
        info = self.find(key)
        return text_of(info.values.get(name)) if info else ""

    def attribute(self, info: ClassInfo, name: str) -> Term:
        """What `instance.name` is, "?" when nothing certain is known."""
        key = (info.key, name)
        if key not in self._attributes:
            self._attributes[key] = ANY  # attributes that lean on each other end here
            self._attributes[key] = self._attribute(info, name)
        return self._attributes[key]

    def _attribute(self, info: ClassInfo, name: str) -> Term:
        for ancestor in self.codebase.mro(info):
            term = self.own_attribute(ancestor, name)
            if term is not None:
                return term
        return ANY

    def own_attribute(self, info: ClassInfo, name: str) -> Term | None:
        """The same for what the class itself declares; None when it does not."""
        definitions = info.methods.get(name)
        if definitions:
            return self.returned(info, definitions[0]) if is_property(definitions[0]) else None
        if name in info.fields:
            return self.terms.of(info.module, info.fields[name], info)
        if info.assigned.get(name):
            return self._assigned(info, name)
        if name in info.inner:
            return class_object(info.inner[name].key)
        if name in info.values:
            return self.expression(info.values[name], Scope(info.module, info))
        return ANY if name in info.assigned else None

    def _assigned(self, info: ClassInfo, name: str) -> Term:
        """The union of what methods assign, as far as it is known."""
        every = [self.expression(value, Scope(info.module, info, method)) for value, method in info.assigned[name]]
        known = [term for term in every if term not in (ANY, "None")]
        return union(known) if known else ANY

    def returned(self, info: ClassInfo | None, definition: Definition, module: SourceModule | None = None) -> Term:
        """The return annotation, else the union of what the returns are, when each is known."""
        key = (definition, info)
        home = info.module if info is not None else module
        if key not in self._returned:
            self._returned[key] = ANY  # functions that call each other end here
            self._returned[key] = self._returns(Scope(home, info, definition), definition) if home else ANY
        return self._returned[key]

    def _returns(self, scope: Scope, definition: Definition) -> Term:
        if definition.returns is not None:
            return self._stated(scope, definition)
        values = [node.value for node in returns(definition) if node.value is not None]
        every = [self.expression(value, scope) for value in values]
        return ANY if ANY in every else union(every)

    def _stated(self, scope: Scope, definition: Definition) -> Term:
        """`def __enter__(self) -> "Client": return self` gives an instance of the class below, too."""
        stated = self.terms.of(scope.module, definition.returns, scope.info)
        is_own = scope.info is not None and stated == scope.info.key
        return "self" if is_own and _returns_itself(definition) else stated

    def expression(self, node: ast.expr, scope: Scope, steps: int = 0) -> Term:
        """Each expression is looked at once: names lead to names, and without that the walk doubles at every step."""
        key = (node, scope.info, scope.within)
        if key not in self._expressions:
            self._expressions[key] = ANY  # expressions that lead back to themselves end here
            self._expressions[key] = self._expression(node, scope, steps) if steps <= MAX_STEPS else ANY
        return self._expressions[key]

    def _expression(self, node: ast.expr, scope: Scope, steps: int) -> Term:
        match node:
            case ast.Await():
                return self.expression(node.value, scope, steps + 1)
            case ast.BoolOp(values=parts):
                return self._one_of(parts, scope, steps)
            case ast.IfExp():
                return self._one_of([node.body, node.orelse], scope, steps)
            case ast.Call():
                return self._call(node, scope, steps)
            case ast.Attribute():
                return self._member(node, scope, steps)
            case ast.Name():
                return self._name(node.id, scope, steps)
        return _written(node)

    def _one_of(self, parts: list[ast.expr], scope: Scope, steps: int) -> Term:
        return _some([self.expression(part, scope, steps + 1) for part in parts])

    def _call(self, node: ast.Call, scope: Scope, steps: int) -> Term:
        func, (module, info, _) = node.func, scope
        if name_of(func) == "cast" and node.args:
            return self.terms.of(module, node.args[0], info)
        if name_of(func) == "cls" and info is not None:
            return "self"
        match self.codebase.expression(module, unsubscripted(func), 0, info):
            case ClassInfo() as made:
                return self.terms.of(module, func, info) if isinstance(func, ast.Subscript) else made.key
            case Func(home, nodes):
                return self.returned(None, nodes[0], home)
        return self._method_call(func, scope, steps) if isinstance(func, ast.Attribute) else ANY

    def _method_call(self, func: ast.Attribute, scope: Scope, steps: int) -> Term:
        owner = self.expression(func.value, scope, steps + 1)
        for info in self._owners(owner, scope):
            method = self.codebase.method(info, func.attr)
            if method is not None:
                term = self.returned(method[0], method[1][0])
                return owner if term == "self" else self.filled(info, method[0], owner, term)
        return ANY

    def _owners(self, owner: Term, scope: Scope) -> list[ClassInfo]:
        return [scope.info] if owner == "self" and scope.info is not None else self.classes(owner)

    def filled(self, info: ClassInfo, owner: ClassInfo, instance: Term, term: Term) -> Term:
        """Type variables of `term`, written in `owner`, replaced when `instance` names their arguments itself."""
        if not variables(term):
            return term
        if owner is info and isinstance(instance, list):
            return substitute(term, dict(zip(self.terms.variables_of(info), instance[1:], strict=False)))
        return ANY

    def _member(self, node: ast.Attribute, scope: Scope, steps: int) -> Term:
        owner = self.expression(node.value, scope, steps + 1)
        terms = [self.attribute(info, node.attr) for info in self._owners(owner, scope)]
        return ANY if not terms or ANY in terms else union(terms)

    def _name(self, name: str, scope: Scope, steps: int) -> Term:
        if name in ("self", "cls") and scope.info is not None:
            return "self"
        if scope.within is None:
            return ANY
        for arg in parameters(scope.within):
            if arg.arg == name:
                return self.terms.of(scope.module, arg.annotation, scope.info)
        values = [value for value in bound_values(scope.within, name) if not mentions(value, name)]
        return self._one_of(values, scope, steps) if values else ANY


def _some(terms: list[Term]) -> Term:
    """One of several, None among them left aside."""
    return ANY if ANY in terms else union([term for term in terms if term != "None"] or terms)


def _written(node: ast.expr) -> Term:
    """What a literal is."""
    match node:
        case ast.Constant(value=value):
            return _constant(value)
        case ast.JoinedStr():
            return "str"
        case ast.Dict():
            return dict_of(ANY)
        case ast.List() | ast.ListComp():
            return list_of(ANY)
    return ANY


def _constant(value: object) -> Term:
    word = "None" if value is None else type(value).__name__
    return word if word in (*SIMPLE, "None") else ANY


def _returns_itself(definition: Definition) -> bool:
    values = [node.value for node in returns(definition)]
    return bool(values) and all(name_of(value) == "self" for value in values)
