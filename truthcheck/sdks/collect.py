"""Everything a user can reach in a package, as records: modules, classes, functions."""

from __future__ import annotations

import ast
import re
from typing import Any

from truthcheck.sdks.algebra import ANY, Term, keys_in
from truthcheck.sdks.classes import ClassInfo, Definition, decorators, is_property
from truthcheck.sdks.fields import is_typed_dict, typed_keys
from truthcheck.sdks.infer import Infer
from truthcheck.sdks.library import Library
from truthcheck.sdks.modules import External, Func, Module, ModuleName, Resolved, Value
from truthcheck.sdks.operations import Operations, Reached, has_literal
from truthcheck.sdks.prefixes import Prefixes
from truthcheck.sdks.rules import Sdk
from truthcheck.sdks.signatures import Record, Signatures
from truthcheck.sdks.strings import Strings
from truthcheck.sdks.tables import class_getattr, served
from truthcheck.sdks.wrapped import wrapped

SPECIAL = {
    "__init__", "__new__", "__call__", "__iter__", "__next__", "__getitem__", "__enter__", "__aenter__", "__aiter__",
    "__anext__", "__await__", "__contains__", "__len__", "__setitem__",
}  # fmt: skip
HARMLESS = {"dataclass", "final", "runtime_checkable", "total_ordering", "deprecated", "type_check_only", "unique"}
MARKERS = {"Generic", "Protocol", "TypedDict", "NamedTuple", "ABC", "object"}
SKIPPED = ("tests", "test", "testing", "cli", "examples", "_vendor")


class Collector:
    """`records()` maps "module:" to modules and "module:Class" to classes; only what public modules lead to."""

    def __init__(self, library: Library, rules: Sdk) -> None:
        self.library = library
        self.rules = rules
        self.infer = Infer(library)
        self.signatures = Signatures(self.infer, rules)
        self.operations = Operations(Strings(self.infer), rules)
        self.prefixes = Prefixes(self.infer, rules)
        self._queue: list[str] = []
        self._private: list[str] = []

    def records(self) -> dict[str, Record]:
        found: dict[str, Record] = {}
        names = [name for name in sorted(self.library.paths) if self._is_public(name)]
        for name in names:  # grows: a private module may have a public name, such as `error` for `_error`
            module = self.library.module(name) if f"{name}:" not in found else None
            if module is not None:
                found[f"{name}:"] = self._module(module)
            names += self._private
            self._private.clear()
        while self._queue:
            key = self._queue.pop()
            info = None if key in found else self.infer.find(key)
            if info is not None:
                found[key] = {}  # seen, also while its own record leads back here
                found[info.key] = self._class(info)
        return {key: found[key] for key in sorted(found) if found[key]}

    def _is_public(self, name: str) -> bool:
        parts = name.split(".")
        if parts[0] not in self.rules.imports or name.startswith(self.rules.skip or ("\0",)):
            return False
        return not any(part.startswith("_") or part in SKIPPED for part in parts)

    def _module(self, module: Module) -> Record:
        names: dict[str, Any] = {}
        for name in dict.fromkeys(self.library.public_names(module)):
            if not name.startswith("__"):
                names[name] = self._symbol(self.library.lookup(module.name, name))
        reason = module.open
        getter = module.names.get("__getattr__")
        if isinstance(getter, Func):
            more = served(self.library, module, getter.nodes[-1])
            reason = reason or ("" if more is not None else "the module has a __getattr__ that computes names")
            for name, resolved in (more or {}).items():
                if names.get(name, ANY) == ANY:
                    names[name] = self._symbol(resolved)
        for star in module.stars:
            if star not in self.library.paths:
                reason = reason or f"star import from {star}"
            elif self.library.module(star) is None:
                reason = reason or f"{star} cannot be read"
        return {"n": dict(sorted(names.items())), **({"o": reason} if reason else {})}

    def _symbol(self, resolved: Resolved | None) -> Any:
        match resolved:
            case ClassInfo():
                return self._noted(["type", resolved.key])
            case Func(module, nodes):
                return self._function(module, list(nodes))
            case Value():
                return self._value(resolved)
            case ModuleName(name):
                if not self._is_public(name) and name.split(".")[0] in self.rules.imports:
                    self._private.append(name)
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
            return self._noted(self.infer.terms.of(found.module, found.annotation))
        if found.value is None or isinstance(found.value, ast.Subscript | ast.BinOp):
            return ANY  # a type alias
        return self._noted(self.infer.expression(found.module, found.value, None, None))

    def _class(self, info: ClassInfo) -> Record:
        record: Record = {}
        bases, reason = self._bases(info)
        if bases:
            record["b"] = bases
        names = self.infer.terms.variables_of(info)
        if names:
            record["v"] = names
        kind = self._kind(info)
        if kind:
            record["k"] = kind
        reason = info.open or reason or self._strange(info)
        if reason:
            record["o"] = reason
        if kind == "typed":
            return record | self._keys(info)
        record |= self._members(info)
        return record

    def _bases(self, info: ClassInfo) -> tuple[list[Term], str]:
        found: list[Term] = []
        reason = ""
        for base in info.node.bases:
            bare = base.value if isinstance(base, ast.Subscript) else base
            word = bare.attr if isinstance(bare, ast.Attribute) else getattr(bare, "id", "")
            match self.library.base(info, base):
                case ClassInfo() as parent:
                    term = self.infer.terms.of(info.module, base, info.outer)
                    found.append(self._noted(term if term != ANY else parent.key))
                case _ if word in MARKERS or word.endswith(("Enum", "Flag")):
                    continue
                case External(name):
                    found.append(f"ext:{name}")
                case None if word:
                    found.append(f"ext:builtins.{word}")
                case Value(value=ast.Call(func=ast.Name(id="TypedDict"))):
                    continue
                case _:
                    reason = "a base class is computed"
        return found, reason

    def _strange(self, info: ClassInfo) -> str:
        """Decorators and metaclasses that may add names."""
        known = HARMLESS | set(self.rules.harmless)
        words = []
        for node in info.node.decorator_list:
            bare = node.func if isinstance(node, ast.Call) else node
            words.append(bare.attr if isinstance(bare, ast.Attribute) else getattr(bare, "id", "?"))
        strange = [word for word in words if word not in known]
        if strange:
            return f"decorated by {strange[0]}"
        metas = [k.value for k in info.node.keywords if k.arg == "metaclass"]
        known_meta = ("ABCMeta", "EnumMeta", "type", *self.rules.harmless)
        if any(getattr(meta, "id", getattr(meta, "attr", "")) not in known_meta for meta in metas):
            return "has a metaclass"
        return ""

    def _kind(self, info: ClassInfo) -> str:
        words = self.library.base_names(info)
        if is_typed_dict(self.infer, info):
            return "typed"
        if any(word.endswith(("Enum", "Flag")) for word in words):
            return "enum"
        if "NamedTuple" in words:
            return "named"
        decorated = {getattr(getattr(n, "func", n), "id", "") for n in info.node.decorator_list}
        return "data" if "dataclass" in decorated else ""

    def _keys(self, info: ClassInfo) -> Record:
        """All keys of a TypedDict, inherited ones too: bases may be built by a call."""
        fields = typed_keys(self.infer, info)
        needed = [field.name for field in fields.values() if field.required]
        return {"f": {f.name: self._noted(f.term) for f in fields.values()}, **({"q": needed} if needed else {})}

    def _members(self, info: ClassInfo) -> Record:
        record: Record = {"f": {}, "a": {}, "c": {}, "m": {}}
        for name, annotation in info.fields.items():
            if _public(name):
                record["f"][name] = self._noted(self.infer.terms.of(info.module, annotation, info))
        for name in (*info.inner, *info.values):
            if _public(name) and name not in info.fields:
                record["c"][name] = self._constant(info, name)
        for name in info.assigned:
            if _public(name) and name not in info.fields:
                record["a"][name] = self._assigned(info, name)
        for name, definitions in info.methods.items():
            if is_property(definitions[0]):
                if _public(name):
                    record["a"][name] = self._noted(self.infer.returned(info, definitions[0]))
            elif (_public(name) or name in SPECIAL) and "setter" not in decorators(definitions[-1]):
                record["m"][name] = self._method(info, definitions)
        record["i"] = self._inherited(info)
        record["g"], table = self._getattr(info)
        record["a"] |= table
        return {key: value for key, value in record.items() if value}

    def _constant(self, info: ClassInfo, name: str) -> Any:
        if name in info.inner:
            return self._noted(["type", info.inner[name].key])
        value = info.values[name]
        if isinstance(value, ast.Name) and value.id in info.methods:
            return ["same", value.id]
        if isinstance(value, ast.Name | ast.Attribute):
            found = self.library.expression(info.module, value, 0, info)
            if found is not None:
                return self._symbol(found)
        if isinstance(value, ast.Call) and getattr(value.func, "id", "") == "property":
            return ANY
        return self._noted(self.infer.own_attribute(info, name) or ANY)

    def _assigned(self, info: ClassInfo, name: str) -> Any:
        through = wrapped(self.infer, info, name)
        if through is not None:
            return self._noted(through)
        return self._noted(self.infer.own_attribute(info, name) or ANY)

    def _method(self, info: ClassInfo, definitions: list[Definition]) -> Record:
        record = self.signatures.of(info.module, info, definitions)
        self._note_record(record)
        stated = self.rules.operations.get(f"{info.key}.{definitions[-1].name}", "")
        if stated:
            return record | {"op": [part.split(" ", 1) for part in stated.split(", ")]}
        found = self.operations.of(info.module, info, info, definitions[-1])
        reached = self._reached(found, info)
        # "x": it sends, but where to is not to be read
        return record | ({"op": reached} if reached else {"x": 1} if found else {})

    def _inherited(self, info: ClassInfo) -> dict[str, list[list[str]]]:
        """Operations of inherited methods whose path needs this class's own constants."""
        found: dict[str, list[list[str]]] = {}
        if not info.values:
            return found
        for ancestor in self.library.mro(info)[1:]:
            for name, definitions in ancestor.methods.items():
                if not _public(name) or name in info.methods or name in found or is_property(definitions[0]):
                    continue
                theirs = self.operations.of(ancestor.module, ancestor, ancestor, definitions[-1])
                if any(_is_whole(reached.path) for reached in theirs):
                    continue
                ours = self._reached(self.operations.of(ancestor.module, ancestor, info, definitions[-1]), info)
                if ours:
                    found[name] = ours
        return found

    def _reached(self, found: tuple[Reached, ...], info: ClassInfo | None) -> list[list[str]]:
        made = [self.prefixes.apply(reached, info) for reached in found if _is_whole(reached.path)]
        return [[r.method, r.path, r.host] if r.host else [r.method, r.path] for r in dict.fromkeys(made)]

    def _getattr(self, info: ClassInfo) -> tuple[str, dict[str, Any]]:
        table = class_getattr(self.library, info)
        if table is None:
            return "it has a __getattr__ that computes names", {}
        found = {}
        for name, resolved in table.items():
            symbol = resolved.key if isinstance(resolved, ClassInfo) else ANY
            if name not in info.fields:
                found[name] = self._noted(symbol)
        return info.loose, found

    def _noted(self, term: Term) -> Term:
        """Puts every class a term names on the queue."""
        for key in keys_in(term):
            self._queue.append(key)
        return term

    def _note_record(self, record: Record) -> None:
        for one in (record, *record.get("ov", ())):
            self._noted(one.get("r", ANY))
            for parameter in one.get("p", ()):
                self._noted(parameter[3])


def _is_whole(path: str) -> bool:
    """No hole in capitals: that would be a constant of the classes that inherit the method."""
    return has_literal(path) and not re.search(r"\{[A-Z_]+\}", path)


def _public(name: str) -> bool:
    return not name.startswith("_")
