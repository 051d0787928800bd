"""Everything a user can reach in a package, as records: modules, classes, functions."""

from __future__ import annotations

import ast
from typing import Any

from truthcheck.sdks.index import records
from truthcheck.sdks.index.records import ATTRIBUTES, BASES, KIND, LOOSE, METHODS, OPEN, VARIABLES, ClassRecord, Record
from truthcheck.sdks.index.terms import ANY, OUTSIDE, Term
from truthcheck.sdks.source.members.reader import MemberReader
from truthcheck.sdks.source.modules.nouns import ClassInfo, OutsideName, SourceModule, Value
from truthcheck.sdks.source.modules.syntax import last_word, name_of, uncalled, unsubscripted
from truthcheck.sdks.source.types.class_fields import is_typed_dict, typed_keys

HARMLESS = {"dataclass", "final", "runtime_checkable", "total_ordering", "deprecated", "type_check_only", "unique"}
MARKERS = {"Generic", "Protocol", "TypedDict", "NamedTuple", "ABC", "object"}
METACLASSES = ("ABCMeta", "EnumMeta", "type")


class FullReader(MemberReader):
    """`records()` maps "module:" to modules and "module:Class" to classes; only what public modules lead to."""

    def records(self) -> dict[str, Record]:
        found = self._modules()
        while self.queue:
            key = self.queue.pop()
            info = None if key in found else self.infer.find(key)
            if info is not None:
                found[key] = {}  # seen, also while its own record leads back here
                found[info.key] = self._class(info) or {METHODS: {}}
        self._complete(found)
        return {key: found[key] for key in sorted(found) if found[key]}

    def _modules(self) -> dict[str, Record]:
        found: dict[str, Record] = {}
        names = [name for name in sorted({*self.codebase.paths, *self.codebase.namespaces}) if self.is_public(name)]
        for name in names:  # grows: a private module may have a public name, such as `error` for `_error`
            module = self.codebase.module(name) if f"{name}:" not in found else None
            if module is not None:
                found[f"{name}:"] = self._module(module)
            names += self.private
            self.private.clear()
        return found

    def _complete(self, found: dict[str, Record]) -> None:
        """Names that a class gives to the objects it holds may be known only after these were read."""
        for key in self.attached.keys() & found.keys():
            info = self.infer.find(key)
            record = ClassRecord(found[key])
            names = self.attached.to(info) if info is not None and not record.is_typed else []
            if names:
                found[key][ATTRIBUTES] = dict.fromkeys(names, ANY) | dict(record.attributes)

    def _module(self, module: SourceModule) -> Record:
        self.attached.by_module(module)
        names = {name: self.named(module, name) for name in self.names(module)}
        return self.module(module, names)

    def module(self, module: SourceModule, names: dict[str, Any]) -> Record:
        """A module with these names: whether it is a mere folder, and why it may have more of them."""
        return records.module(names, self.why_open(module), module.name in self.codebase.namespaces)

    def _class(self, info: ClassInfo) -> Record:
        record = self.head(info)
        return record | (self.keys(info) if ClassRecord(record).is_typed else self._members(info))

    def head(self, info: ClassInfo) -> Record:
        """A class without its members: bases, type variables, kind, and why it may have more names."""
        bases, reason = self._bases(info)
        parts = {
            BASES: bases,
            VARIABLES: self.infer.terms.variables_of(info),
            KIND: self._kind(info),
            OPEN: info.open or reason or self._why_strange(info),
        }
        return {part: value for part, value in parts.items() if value}

    def _bases(self, info: ClassInfo) -> tuple[list[Term], str]:
        terms: list[Term] = []
        reason = ""
        for base in info.node.bases:
            term = self._base(info, base)
            if term is None:
                reason = "a base class is computed"
            elif term != ANY:
                terms.append(term)
        return terms, reason

    def _base(self, info: ClassInfo, base: ast.expr) -> Term | None:
        """One base; unknown for one that adds no names, None for one that is computed."""
        word = last_word(unsubscripted(base))
        match self.codebase.base(info, base):
            case ClassInfo() as parent:
                term = self.infer.terms.of(info.module, base, info.outer)
                return self.noted(term if term != ANY else parent.key)
            case _ if word in MARKERS or word.endswith(("Enum", "Flag")):
                return ANY
            case OutsideName(name):
                return f"{OUTSIDE}{name}"
            case None if word:
                return f"{OUTSIDE}builtins.{word}"
            case Value(value=ast.Call(func=ast.Name(id="TypedDict"))):
                return ANY
        return None

    def _why_strange(self, info: ClassInfo) -> str:
        """Decorators and metaclasses that may add names."""
        known = HARMLESS | set(self.rules.harmless)
        words = [last_word(uncalled(node), "?") for node in info.node.decorator_list]
        strange = [word for word in words if word not in known]
        if strange:
            return f"decorated by {strange[0]}"
        metas = [last_word(keyword.value) for keyword in info.node.keywords if keyword.arg == "metaclass"]
        return "has a metaclass" if set(metas) - {*METACLASSES, *self.rules.harmless} else ""

    def _kind(self, info: ClassInfo) -> str:
        words = self.codebase.base_names(info)
        if is_typed_dict(self.infer, info):
            return records.TYPED
        if any(word.endswith(("Enum", "Flag")) for word in words):
            return records.ENUM
        if "NamedTuple" in words:
            return records.NAMED
        decorated = {name_of(uncalled(node)) for node in info.node.decorator_list}
        return records.DATACLASS if "dataclass" in decorated else ""

    def keys(self, info: ClassInfo) -> Record:
        """All keys of a TypedDict, inherited ones too: bases may be built by a call."""
        fields = typed_keys(self.infer, info).values()
        needed = [field.name for field in fields if field.required]
        return records.typed({field.name: self.noted(field.term) for field in fields}, needed)

    def _members(self, info: ClassInfo) -> Record:
        record: Record = {}
        for part, names in self.members(info).items():
            values = {name: self.member(info, part, name) for name in names}
            record[part] = {name: value for name, value in values.items() if value != []}
        record[LOOSE] = self.why_loose(info)
        return {part: value for part, value in record.items() if value}
