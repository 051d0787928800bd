"""Everything a user can reach in a package, as records: modules, classes, functions."""

from __future__ import annotations

import ast

from truthcheck.sdks.index.terms import ANY, Term
from truthcheck.sdks.source.classes import ClassInfo
from truthcheck.sdks.source.fields import is_typed_dict, typed_keys
from truthcheck.sdks.source.modules import External, Module, Value
from truthcheck.sdks.source.reader import Parts
from truthcheck.sdks.source.signatures import Record

HARMLESS = {"dataclass", "final", "runtime_checkable", "total_ordering", "deprecated", "type_check_only", "unique"}
MARKERS = {"Generic", "Protocol", "TypedDict", "NamedTuple", "ABC", "object"}


class Collector(Parts):
    """`records()` maps "module:" to modules and "module:Class" to classes; only what public modules lead to."""

    def records(self) -> dict[str, Record]:
        found: dict[str, Record] = {}
        names = [name for name in sorted({*self.library.paths, *self.library.namespaces}) if self.is_public(name)]
        for name in names:  # grows: a private module may have a public name, such as `error` for `_error`
            module = self.library.module(name) if f"{name}:" not in found else None
            if module is not None:
                found[f"{name}:"] = self._module(module)
            names += self.private
            self.private.clear()
        while self.queue:
            key = self.queue.pop()
            info = None if key in found else self.infer.find(key)
            if info is not None:
                found[key] = {}  # seen, also while its own record leads back here
                found[info.key] = self._class(info) or {"m": {}}
        self._complete(found)
        return {key: found[key] for key in sorted(found) if found[key]}

    def _complete(self, found: dict[str, Record]) -> None:
        """Names that a class gives to the objects it holds may be known only after these were read."""
        for key in self.attached.keys() & found.keys():
            info = self.infer.find(key)
            names = self.attached.to(info) if info is not None and found[key].get("k") != "typed" else []
            if names:
                found[key]["a"] = dict.fromkeys(names, ANY) | found[key].get("a", {})

    def _module(self, module: Module) -> Record:
        self.attached.by_module(module)
        names = {name: self.named(module, name) for name in self.names(module)}
        return {"n": names, **self.module_head(module)}

    def module_head(self, module: Module) -> Record:
        """A module without its names: whether it is a mere folder, and why it may have more names."""
        reason = self.why_open(module)
        space = {"ns": 1} if module.name in self.library.namespaces else {}
        return {**space, **({"o": reason} if reason else {})}

    def _class(self, info: ClassInfo) -> Record:
        record = self.head(info)
        return record | (self.keys(info) if record.get("k") == "typed" else self._members(info))

    def head(self, info: ClassInfo) -> Record:
        """A class without its members: bases, type variables, kind, and why it may have more names."""
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
        return record | ({"o": reason} if reason else {})

    def _bases(self, info: ClassInfo) -> tuple[list[Term], str]:
        found: list[Term] = []
        reason = ""
        for base in info.node.bases:
            bare = base.value if isinstance(base, ast.Subscript) else base
            word = bare.attr if isinstance(bare, ast.Attribute) else getattr(bare, "id", "")
            match self.library.base(info, base):
                case ClassInfo() as parent:
                    term = self.infer.terms.of(info.module, base, info.outer)
                    found.append(self.noted(term if term != ANY else parent.key))
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

    def keys(self, info: ClassInfo) -> Record:
        """All keys of a TypedDict, inherited ones too: bases may be built by a call."""
        fields = typed_keys(self.infer, info)
        needed = [field.name for field in fields.values() if field.required]
        return {"f": {f.name: self.noted(f.term) for f in fields.values()}, **({"q": needed} if needed else {})}

    def _members(self, info: ClassInfo) -> Record:
        record: Record = {}
        for part, names in self.members(info).items():
            found = {name: self.member(info, part, name) for name in names}
            record[part] = {name: value for name, value in found.items() if value != []}
        record["g"] = self.why_loose(info)
        return {key: value for key, value in record.items() if value}
