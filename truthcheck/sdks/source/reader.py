"""Modules and classes piece by piece: which names there are costs little, what one of them is, is read when asked.

`collect` asks for all of them ahead of time, `lazily` for those that a call needs.
"""

from __future__ import annotations

import ast
import re
from typing import Any

from truthcheck.model.sdk import Sdk
from truthcheck.sdks.index.dist_names import SKIPPED
from truthcheck.sdks.index.terms import ANY, Term, keys_in
from truthcheck.sdks.source import address_owner, property_tables
from truthcheck.sdks.source.classes import ClassInfo, Definition, decorators, is_property
from truthcheck.sdks.source.getattr_tables import Nodes, class_nodes, module_nodes, target
from truthcheck.sdks.source.infer import Infer
from truthcheck.sdks.source.library import MAX_HOPS, Library
from truthcheck.sdks.source.modules import External, Func, Module, ModuleName, Resolved, Value, replaces_modules
from truthcheck.sdks.source.operations import Operations, Reached, has_literal
from truthcheck.sdks.source.outside_attributes import Attached
from truthcheck.sdks.source.prefixes import Prefixes
from truthcheck.sdks.source.signatures import TRANSPARENT, Record, Signatures
from truthcheck.sdks.source.url_templates import Strings
from truthcheck.sdks.source.wrapped_methods import wrapped

SPECIAL = {
    "__init__", "__new__", "__call__", "__iter__", "__next__", "__getitem__", "__enter__", "__aenter__", "__aiter__",
    "__anext__", "__await__", "__contains__", "__len__", "__setitem__",
}  # fmt: skip


class Parts:
    """Of a module: `names` and `named`; of a class: `members` (by the parts of its record) and `member`.

    `queue` gathers the classes that what was read leads to, `private` the modules with a public name only, `attached`
    the names that a class gives to the objects it holds, by the class of these.
    """

    def __init__(self, library: Library, rules: Sdk) -> None:
        self.library = library
        self.rules = rules
        self.infer = Infer(library)
        self.signatures = Signatures(self.infer, rules)
        self.operations = Operations(Strings(self.infer), rules)
        self.prefixes = Prefixes(self.infer, rules)
        self.queue: list[str] = []
        self.private: list[str] = []
        self.attached = Attached(library, self.infer)
        self._served: dict[str, Nodes | None] = {}
        self._hidden: dict[str, list[str]] | None = None

    def is_public(self, name: str) -> bool:
        """Whether a module may be imported by users."""
        parts = name.split(".")
        if parts[0] not in self.rules.imports or name.startswith(self.rules.skip or ("\0",)):
            return False
        return not any(part.startswith("_") or part in SKIPPED for part in parts)

    def names(self, module: Module) -> list[str]:
        found = {name for name in self.library.public_names(module) if not name.startswith("__")}
        return sorted(found.union(self._of_module(module) or (), self._aliased(module), self._left_out(module)))

    def named(self, module: Module, name: str) -> Any:
        """What `name` stands for in the module."""
        if name not in module.names and name in self._left_out(module):
            return ANY
        found = self.symbol(self.library.lookup(module.name, name))
        if found == ANY and name in self._aliased(module):
            return ["mod", f"{self.rules.aliases[module.name]}.{name}"]
        served = self._of_module(module) or {}
        return self.symbol(target(self.library, name, served[name])) if found == ANY and name in served else found

    def why_open(self, module: Module, hops: int = 0) -> str:
        """Why the module may have further names, "" when it cannot."""
        if module.name in self.library.namespaces or module.name in self.rules.aliases:
            return "other packages may add modules to it"
        if module.open or self._of_module(module) is None:
            return module.open or "the module has a __getattr__ that computes names"
        if self._is_replaced(module):
            return "the module puts another one in its place"
        for star in module.stars:
            if star not in self.library.paths:
                return f"star import from {star}"
            source = self.library.module(star)
            if source is None:
                return f"{star} cannot be read"
            if source.exports is None and hops < MAX_HOPS and (reason := self.why_open(source, hops + 1)):
                return f"{star}: {reason}"
        return ""

    def _aliased(self, module: Module) -> list[str]:
        """The submodules that are another package's, imported under this one's name."""
        place = self.rules.aliases.get(module.name, "\0")
        return [name.rpartition(".")[2] for name in self.library.folders if name.rpartition(".")[0] == place]

    def _left_out(self, module: Module) -> list[str]:
        """Submodules that users may import, but of which nothing is kept."""
        if self._hidden is None:
            self._hidden = {}
            for name in {*self.library.folders, *self.library.paths}:
                above, _, last = name.rpartition(".")
                if above and not last.startswith("_") and not self.is_public(name):
                    self._hidden.setdefault(above, []).append(last)
        return self._hidden.get(module.name, [])

    def _is_replaced(self, module: Module) -> bool:
        """Whether importing it writes `sys.modules`, itself or by a function that it calls."""
        alone = [node.value for node in module.tree.body if isinstance(node, ast.Expr)]
        called = [self.library.expression(module, call.func) for call in alone if isinstance(call, ast.Call)]
        bodies = [list(found.nodes[-1].body) for found in called if isinstance(found, Func)]
        own: list[ast.stmt] = [node for node in module.tree.body if isinstance(node, ast.Assign)]
        return any(replaces_modules(body) for body in (own, *bodies))

    def _of_module(self, module: Module) -> Nodes | None:
        key = f"{module.name}:"
        if key not in self._served:
            getter = module.names.get("__getattr__")
            nodes = module_nodes(self.library, module, getter.nodes[-1]) if isinstance(getter, Func) else {}
            self._served[key] = nodes
        return self._served[key]

    def members(self, info: ClassInfo) -> dict[str, list[str]]:
        """The names of a class itself: fields, what instances have, constants, methods, inherited operations."""
        methods = {name: one for name, one in info.methods.items() if not is_property(one[0])}
        properties = [name for name in info.methods if name not in methods]
        held = [name for name in (*info.assigned, *properties) if _public(name)]
        held = [name for name in held if name not in info.fields or name in properties]
        held = [name for name in held if not self._is_rewrapped(info, name)]
        served = [name for name in self._of_class(info) or () if name not in info.fields]
        self.attached.by_class(info)
        return {
            "f": [name for name in info.fields if _public(name)],
            "a": list(dict.fromkeys((*held, *served, *self.attached.to(info)))),
            "c": [n for n in dict.fromkeys((*info.inner, *info.values)) if _public(n) and n not in info.fields],
            "m": [name for name, one in methods.items() if _is_called(name, one[-1])],
            "i": self._inheritable(info),
        }

    def _is_rewrapped(self, info: ClassInfo, name: str) -> bool:
        """Whether all that an instance does to a method is to decorate it: `self.chat = noted(self.chat)`."""
        values = [value for value, _ in info.assigned.get(name, ())]
        known = (*self.rules.transparent, *TRANSPARENT)
        calls = [value for value in values if isinstance(value, ast.Call) and _last_word(value.func) in known]
        own = [call for call in calls if call.args and ast.unparse(call.args[0]) == f"self.{name}"]
        return bool(values) and len(own) == len(values) and self.library.method(info, name) is not None

    def member(self, info: ClassInfo, part: str, name: str) -> Any:
        """What a name in `members` is: a term, a method's record, operations."""
        match part:
            case "f":
                return self.noted(self.infer.terms.of(info.module, info.fields[name], info))
            case "a":
                return self._held(info, name)
            case "c":
                return self._constant(info, name)
            case "m":
                return self._method(info, info.methods[name])
        return self._inherited(info, name)

    def why_loose(self, info: ClassInfo) -> str:
        """Why instances may have further attributes, "" when they cannot."""
        if any(_last_word(base) == "Protocol" for base in info.node.bases):
            return "a protocol, which says only what is needed"
        return info.loose if self._of_class(info) is not None else "it has a __getattr__ that computes names"

    def _of_class(self, info: ClassInfo) -> Nodes | None:
        if info.key not in self._served:
            self._served[info.key] = class_nodes(self.library, info)
        return self._served[info.key]

    def symbol(self, resolved: Resolved | None) -> Any:
        match resolved:
            case ClassInfo():
                return self.noted(["type", resolved.key])
            case Func(module, nodes):
                return self._function(module, list(nodes))
            case Value():
                return self._value(resolved)
            case ModuleName(name):
                if not self.is_public(name) and name.split(".")[0] in self.rules.imports:
                    self.private.append(name)
                return ["mod", name]
            case External(name):
                return ["ext", name]
        return ANY

    def _function(self, module: Module, nodes: list[Definition]) -> Record:
        record = self.signatures.of(module, None, nodes)
        self._note_record(record)
        reached = self._reached(self.operations.of(module, None, None, nodes[-1]), None)
        return record | ({"op": reached} if reached else {}) | {"fn": nodes[-1].name}

    def _value(self, found: Value) -> Term:
        if found.annotation is not None:
            return self.noted(self.infer.terms.of(found.module, found.annotation))
        if found.value is None or isinstance(found.value, ast.Subscript | ast.BinOp):
            return ANY  # a type alias
        return self.noted(self.infer.expression(found.module, found.value, None, None))

    def _held(self, info: ClassInfo, name: str) -> Any:
        """An attribute of instances: served by `__getattr__`, a property, assigned by a method."""
        served = self._of_class(info) or {}
        if name in served and name not in info.fields:
            resolved = target(self.library, name, served[name])
            return self.noted(resolved.key if isinstance(resolved, ClassInfo) else ANY)
        definitions = info.methods.get(name)
        if definitions and is_property(definitions[0]):
            return self.noted(self.infer.returned(info, definitions[0]))
        through = wrapped(self.infer, info, name) if name in info.assigned else None
        if through is not None:
            return self.noted(through)
        return self.noted(self.infer.own_attribute(info, name) or ANY)

    def _constant(self, info: ClassInfo, name: str) -> Any:
        if name in info.inner:
            return self.noted(["type", info.inner[name].key])
        value = info.values[name]
        if isinstance(value, ast.Name) and value.id in info.methods:
            return ["same", value.id]
        if isinstance(value, ast.Name | ast.Attribute):
            found = self.library.expression(info.module, value, 0, info)
            if isinstance(found, Func):  # what a class holds is called with the instance
                return self._method(info, list(found.nodes), found.module)
            if found is not None:
                return self.symbol(found)
        if isinstance(value, ast.Call) and getattr(value.func, "id", "") == "property":
            return ANY
        return self.noted(self.infer.own_attribute(info, name) or ANY)

    def _method(self, info: ClassInfo, definitions: list[Definition], module: Module | None = None) -> Record:
        home = module or info.module
        record = self.signatures.of(home, info, definitions)
        self._note_record(record)
        if self.rules.properties and definitions[-1].name == "__init__":
            return property_tables.constructor(record, info, definitions[-1], self.rules.properties)
        stated = self.rules.operations.get(f"{info.key}.{definitions[-1].name}", "")
        if stated:
            return record | {"op": [part.split(" ", 1) for part in stated.split(", ")]}
        if self.rules.builder.get(definitions[-1].name, "").startswith("/"):
            return record  # it begins a request that a later step sends
        found = self.operations.of(home, info, info, definitions[-1])
        reached = self._reached(found, info)
        given = address_owner.given_by([one.path for one in found], definitions[-1]) or 1
        return record | ({"op": reached} if reached else {"x": given} if found else {})

    def _inheritable(self, info: ClassInfo) -> list[str]:
        """Inherited methods whose path may need this class's own constants."""
        ancestors = self.library.mro(info)[1:] if info.values else ()
        names = dict.fromkeys(name for ancestor in ancestors for name in ancestor.methods)
        return [name for name in names if _public(name) and name not in info.methods]

    def _inherited(self, info: ClassInfo, name: str) -> list[list[str]]:
        """Operations of an inherited method whose path needs this class's own constants; empty for any other."""
        for ancestor in self.library.mro(info)[1:]:
            definitions = ancestor.methods.get(name)
            if not definitions or is_property(definitions[0]):
                continue
            theirs = self.operations.of(ancestor.module, ancestor, ancestor, definitions[-1])
            if any(_is_whole(reached.path) for reached in theirs):
                continue
            ours = self._reached(self.operations.of(ancestor.module, ancestor, info, definitions[-1]), info)
            if ours:
                return ours
        return []

    def _reached(self, found: tuple[Reached, ...], info: ClassInfo | None) -> list[list[str]]:
        made = [self.prefixes.apply(reached, info) for reached in found if _is_whole(reached.path)]
        rows = [(r.method, address_owner.shown(r.path), *([r.host] if r.host else [])) for r in made]
        return [list(row) for row in address_owner.distinct(rows)]

    def noted(self, term: Term) -> Term:
        """Puts every class a term names on the queue."""
        self.queue += keys_in(term)
        return term

    def _note_record(self, record: Record) -> None:
        for one in (record, *record.get("ov", ())):
            self.noted(one.get("r", ANY))
            for parameter in one.get("p", ()):
                self.noted(parameter[3])


def _is_called(name: str, definition: Definition) -> bool:
    return (_public(name) or name in SPECIAL) and "setter" not in decorators(definition)


def _is_whole(path: str) -> bool:
    """No hole in capitals: that would be a constant of the classes that inherit the method."""
    return has_literal(path) and not re.search(r"\{[A-Z_]+\}", path)


def _last_word(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _public(name: str) -> bool:
    return not name.startswith("_")
