"""What unannotated attributes and returns are: a few certain steps through the package's own expressions."""

from __future__ import annotations

import ast

from truthcheck.sdks.index.terms import ANY, Term, substitute, union, variables
from truthcheck.sdks.source.annotations import Terms
from truthcheck.sdks.source.classes import ClassInfo, Definition, is_property, own_nodes, parameters
from truthcheck.sdks.source.library import Library
from truthcheck.sdks.source.modules import Func, Module

MAX_STEPS = 12


class Infer:
    """Terms of attributes, returns and expressions inside one library."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.terms = Terms(library)
        self._attributes: dict[tuple[str, str], Term] = {}
        self._expressions: dict[tuple[ast.expr, ClassInfo | None, Definition | None], Term] = {}
        self._returned: dict[tuple[Definition, ClassInfo | None], Term] = {}

    def classes(self, term: Term) -> list[ClassInfo]:
        """The package's classes among the members of a term."""
        if isinstance(term, list) and term[0] == "|":
            return [info for part in term[1:] for info in self.classes(part)]
        key = term if isinstance(term, str) else term[0]
        info = self.find(key) if ":" in key and not key.startswith("ext:") else None
        return [info] if info is not None else []

    def find(self, key: str) -> ClassInfo | None:
        """The class with this key; None when it is gone."""
        module, _, name = key.partition(":")
        head, *rest = name.split(".")
        found = self.library.lookup(module, head)
        for part in rest:
            found = found.inner.get(part) if isinstance(found, ClassInfo) else None
        return found if isinstance(found, ClassInfo) else None

    def constant(self, dotted: str) -> str:
        """The string of "module:Class.NAME", "" when there is none."""
        key, _, name = dotted.rpartition(".")
        info = self.find(key)
        value = info.values.get(name) if info else None
        return value.value if isinstance(value, ast.Constant) and isinstance(value.value, str) else ""

    def attribute(self, info: ClassInfo, name: str) -> Term:
        """What `instance.name` is, "?" when nothing certain is known."""
        key = (info.key, name)
        if key not in self._attributes:
            self._attributes[key] = ANY  # attributes that lean on each other end here
            self._attributes[key] = self._attribute(info, name)
        return self._attributes[key]

    def _attribute(self, info: ClassInfo, name: str) -> Term:
        for ancestor in self.library.mro(info):
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
            found = [self.expression(info.module, value, info, method) for value, method in info.assigned[name]]
            known = [term for term in found if term not in (ANY, "None")]
            return union(known) if known else ANY
        if name in info.inner:
            return ["type", info.inner[name].key]
        if name in info.values:
            return self.expression(info.module, info.values[name], info, None)
        return ANY if name in info.assigned else None

    def returned(self, info: ClassInfo | None, definition: Definition, module: Module | None = None) -> Term:
        """The return annotation, else the union of what the returns are, when each is known."""
        key = (definition, info)
        if key not in self._returned:
            self._returned[key] = ANY  # functions that call each other end here
            self._returned[key] = self._returns(info, definition, module)
        return self._returned[key]

    def _returns(self, info: ClassInfo | None, definition: Definition, module: Module | None) -> Term:
        home = info.module if info is not None else module
        if home is None:
            return ANY
        if definition.returns is not None:
            stated = self.terms.of(home, definition.returns, info)
            # `def __enter__(self) -> "Client": return self` gives an instance of the class below, too
            return "self" if info is not None and stated == info.key and _returns_itself(definition) else stated
        values = [n.value for n in own_nodes(definition) if isinstance(n, ast.Return) and n.value is not None]
        if not values:
            return ANY
        found = [self.expression(home, value, info, definition) for value in values]
        return ANY if ANY in found else union(found)

    def expression(
        self, module: Module, node: ast.expr, info: ClassInfo | None, within: Definition | None, steps: int = 0
    ) -> Term:
        """Each expression is looked at once: names lead to names, and without that the walk doubles at every step."""
        key = (node, info, within)
        if key not in self._expressions:
            self._expressions[key] = ANY  # expressions that lead back to themselves end here
            self._expressions[key] = self._expression(module, node, info, within, steps)
        return self._expressions[key]

    def _expression(
        self, module: Module, node: ast.expr, info: ClassInfo | None, within: Definition | None, steps: int
    ) -> Term:
        if steps > MAX_STEPS:
            return ANY
        match node:
            case ast.Await():
                return self.expression(module, node.value, info, within, steps + 1)
            case ast.Constant(value=value):
                return _constant(value)
            case ast.JoinedStr():
                return "str"
            case ast.Dict():
                return ["dict", ANY]
            case ast.List() | ast.ListComp():
                return ["list", ANY]
            case ast.BoolOp(values=parts):
                return self._some([self.expression(module, part, info, within, steps + 1) for part in parts])
            case ast.IfExp():
                both = (node.body, node.orelse)
                return self._some([self.expression(module, part, info, within, steps + 1) for part in both])
            case ast.Call():
                return self._call(module, node, info, within, steps)
            case ast.Attribute():
                return self._member(module, node, info, within, steps)
            case ast.Name():
                return self._name(module, node.id, info, within, steps)
        return ANY

    def _some(self, found: list[Term]) -> Term:
        return ANY if ANY in found else union([term for term in found if term != "None"] or found)

    def _call(
        self, module: Module, node: ast.Call, info: ClassInfo | None, within: Definition | None, steps: int
    ) -> Term:
        func = node.func
        if isinstance(func, ast.Name) and func.id == "cast" and node.args:
            return self.terms.of(module, node.args[0], info)
        if isinstance(func, ast.Name) and func.id == "cls" and info is not None:
            return "self"
        generic = isinstance(func, ast.Subscript)
        match self.library.expression(module, func.value if isinstance(func, ast.Subscript) else func, 0, info):
            case ClassInfo() as found:
                return self.terms.of(module, func, info) if generic else found.key
            case Func(home, nodes):
                return self.returned(None, nodes[0], home)
        if not isinstance(func, ast.Attribute):
            return ANY
        owner = self.expression(module, func.value, info, within, steps + 1)
        for found in [info] if owner == "self" and info is not None else self.classes(owner):
            method = self.library.method(found, func.attr)
            if method is not None:
                term = self.returned(method[0], method[1][0])
                return owner if term == "self" else self.filled(found, method[0], owner, term)
        return ANY

    def filled(self, info: ClassInfo, owner: ClassInfo, instance: Term, term: Term) -> Term:
        """Type variables of `term`, written in `owner`, replaced when `instance` names their arguments itself."""
        if not variables(term):
            return term
        if owner is info and isinstance(instance, list):
            return substitute(term, dict(zip(self.terms.variables_of(info), instance[1:], strict=False)))
        return ANY

    def _member(
        self, module: Module, node: ast.Attribute, info: ClassInfo | None, within: Definition | None, steps: int
    ) -> Term:
        owner = self.expression(module, node.value, info, within, steps + 1)
        found = [info] if owner == "self" and info is not None else self.classes(owner)
        terms = [self.attribute(one, node.attr) for one in found]
        return ANY if not terms or ANY in terms else union(terms)

    def _name(self, module: Module, name: str, info: ClassInfo | None, within: Definition | None, steps: int) -> Term:
        if name in ("self", "cls") and info is not None:
            return "self"
        if within is None:
            return ANY
        for arg in parameters(within):
            if arg.arg == name:
                return self.terms.of(module, arg.annotation, info)
        values = [value for value in bound_values(within, name) if not _mentions(value, name)]
        found = [self.expression(module, value, info, within, steps + 1) for value in values]
        return self._some(found) if found else ANY


def _returns_itself(definition: Definition) -> bool:
    found = [node.value for node in own_nodes(definition) if isinstance(node, ast.Return)]
    return bool(found) and all(isinstance(value, ast.Name) and value.id == "self" for value in found)


def bound_values(within: Definition, name: str) -> list[ast.expr]:
    """Every expression that the function assigns to the local `name`, in source order."""
    found: list[ast.expr] = []
    for node in own_nodes(within):
        match node:
            case ast.Assign(targets=targets, value=value):
                found += [value for target in targets if isinstance(target, ast.Name) and target.id == name]
            case ast.AnnAssign(target=ast.Name(id=bound), value=ast.expr() as value) if bound == name:
                found.append(value)
    return found


def _mentions(node: ast.expr, name: str) -> bool:
    return any(isinstance(part, ast.Name) and part.id == name for part in ast.walk(node))


def _constant(value: object) -> Term:
    if value is None:
        return "None"
    word = type(value).__name__
    return word if word in ("str", "int", "float", "bool", "bytes") else ANY
