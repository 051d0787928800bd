"""Steps through a package's member index: name, attribute, call, item. Lazy, and open about what it cannot know.

A step never guesses: `Open(why)` is the answer to everything that the index does not settle.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from truthcheck.model.sdk import Sdk, unknown
from truthcheck.sdks.index.class_lookup import ClassRecords, FoundMember
from truthcheck.sdks.index.decode import any_of, chained, make, method, typed_constructor
from truthcheck.sdks.index.dist_names import SKIPPED
from truthcheck.sdks.index.header import Header
from truthcheck.sdks.index.index_file import Index, MemberFile
from truthcheck.sdks.index.plain_values import of_builtin
from truthcheck.sdks.index.records import ChoiceRecord, ClassRecord, FunctionRecord, ModuleRecord, Record, is_function
from truthcheck.sdks.index.terms import ANY, Term, substitute, variables
from truthcheck.sdks.index.values import (
    AnyOf,
    ByText,
    Chain,
    ClassRef,
    ContextManager,
    Instance,
    Items,
    Keyed,
    ModuleRef,
    NoMember,
    Open,
    Plain,
    SdkMethod,
    StepValue,
)
from truthcheck.suggest import nearest_members

DATA = ":data"  # stands for every class, and every module of classes, that a thin index leaves out
YIELDS = ("__next__", "__anext__")  # say themselves what they yield
ITERATES = ("__iter__", "__aiter__")


class Package:
    """One SDK in one version, from its index or the file of one. Raises SurfaceError for a damaged file.

    `rules` gives the rules of a package by its name.
    """

    def __init__(self, index: Path | Index, rules: Callable[[str], Sdk] = unknown) -> None:
        self.index: Index = MemberFile(index) if isinstance(index, Path) else index
        self.header = Header(self.index.header)
        self.classes = ClassRecords(self.index)
        self.name = self.header.package
        self.version = self.header.version
        self.imports = self.header.imports
        self.redirects = self.header.redirects
        self.described = self.header.described
        self._chains = self.header.chains
        self._rules = rules

    @property
    def rules(self) -> Sdk:
        """What rule data says of the package beyond its source."""
        return self._rules(self.name)

    def root(self, dotted: str) -> StepValue:
        """`stripe.checkout.Session` as an import or a dotted expression reaches it."""
        parts = dotted.split(".")
        if parts[0] not in self.imports:
            return Open(f"{parts[0]} is no module of {self.name}")
        thing: StepValue = ModuleRef(parts[0])
        for part in parts[1:]:
            thing = self.member(thing, part)
        return thing

    def member(self, thing: StepValue, name: str) -> StepValue:
        """`thing.name`."""
        match thing:
            case ModuleRef():
                return self._in_module(thing, name)
            case ClassRef():
                return self._in_class(thing, name, instance=False)
            case Instance(key=key) if key in self._chains:
                return chained(Chain(self._chains[key]), name)
            case Chain():
                return chained(thing, name)
            case Instance():
                return self._in_class(thing, name, instance=True)
            case AnyOf(members):
                return self._each(members, lambda part: self.member(part, name))
            case Plain(type=word):
                return of_builtin(word, name)
            case Items(kind="list"):
                return of_builtin("list", name)
            case Keyed():
                return of_builtin("dict", name)
            case Open() | NoMember():
                return thing
        return Open(f"nothing is known of `.{name}` here")

    def submodule(self, module: ModuleRef, name: str) -> ModuleRef | None:
        """The module of that name below another, None when there is none that users may import."""
        found = None if name.startswith("_") else self.index.record(f"{module.name}.{name}:")
        return ModuleRef(f"{module.name}.{name}") if found is not None else None

    def call(self, thing: StepValue) -> StepValue:
        """`make(...)`: an instance of a class, what a function returns."""
        match thing:
            case ClassRef(key, args):
                return self._constructed(key, args)
            case SdkMethod():
                return thing.returns
            case AnyOf(members):
                return self._each(members, self.call)
            case Instance():
                called = self._in_class(thing, "__call__", instance=True)
                return called.returns if isinstance(called, SdkMethod) else Open("the call of an instance")
            case Open() | NoMember():
                return thing
        return Open("a call of something that is no function")

    def item(self, thing: StepValue, key: str | None = None) -> StepValue:
        """What iteration yields, or `thing[key]` for a constant string key."""
        match thing:
            case Items(of=of) | Keyed(of=of):
                return of
            case Instance():
                return self._item_of(thing, key)
            case AnyOf(members):
                return self._each(members, lambda part: self.item(part, key))
            case Open() | NoMember():
                return thing
        return Open("an item of something that holds none")

    def enter(self, thing: StepValue) -> StepValue:
        """`with thing as x`: what x is."""
        match thing:
            case ContextManager(of):
                return of
            case Instance():
                for name in ("__enter__", "__aenter__"):
                    entered = self._in_class(thing, name, instance=True)
                    if isinstance(entered, SdkMethod):
                        return entered.returns
                return Open("the class has no __enter__ that we can read")
            case AnyOf(members):
                return self._each(members, self.enter)
        return thing if isinstance(thing, Open | NoMember) else Open("a context manager we cannot read")

    def choice(self, thing: ByText) -> ChoiceRecord:
        """The table that texts choose in."""
        return ChoiceRecord(self.index.record(thing.table))

    def pick(self, thing: ByText, words: Mapping[str, str], given: Collection[str]) -> StepValue:
        """What the words among the arguments choose; `given` are the keywords of the call.

        Beside some keywords the table holds never (`false`), or only when there is a certain text in them.
        """
        table = self.choice(thing)
        if any(name in given and not _holds(need, words.get(name, "")) for name, need in table.unless.items()):
            return Open("it is made of another description than the package's own")
        chosen: Any = table.of
        for name in thing.of:
            if name not in words:
                return Open(f"`{name}` is known at run time only")
            chosen = chosen.get(words[name]) if isinstance(chosen, dict) else None
        said = ".".join(words[name] for name in thing.of)
        return make(chosen) if chosen else Open(f"no surface for `{said}` of {self.name}")

    def constructor(self, thing: ClassRef) -> SdkMethod | Open:
        """How the class is called: `__init__`, or the fields of a TypedDict or dataclass."""
        found = self.classes.find(thing.key, "__init__", instance=True)
        made = Instance(thing.key, thing.args)
        if isinstance(found, FoundMember) and is_function(found.value):
            return method(self.index, "__init__", found, thing.key)._replace(returns=made, name=thing.key)
        record = self.classes.record(thing.key)
        if record.is_typed:
            return typed_constructor(record, made)
        return Open("its constructor is not written in the package")

    def names(self, thing: StepValue) -> Iterator[str]:
        """Every name `member` would find, for suggestions."""
        match thing:
            case ModuleRef(name):
                module = self._module(name)
                yield from module.names if module is not None else ()
            case ClassRef(key) | Instance(key):
                yield from self.classes.names(key)

    def _module(self, name: str) -> ModuleRecord | None:
        stored = self.index.record(f"{name}:")
        return ModuleRecord(stored) if stored is not None else None

    def _in_module(self, module: ModuleRef, name: str) -> StepValue:
        if module.name == DATA:
            return ClassRef(DATA)
        record = self._module(module.name)
        if record is None:
            return Open(f"{module.name} is not public")
        if record.is_folder and name[:1].isupper():  # a folder without code holds modules only
            return NoMember(name, module.name, ())
        symbol = record.names.get(name)
        if symbol is not None and symbol != ANY:
            return self._symbol(symbol, module.name, name)
        below = f"{module.name}.{name}"
        if self._module(below) is not None:
            return ModuleRef(below)
        if symbol is not None or record.why_open or _is_left_out(name):
            return Open(record.why_open or f"nothing is known of {below}")
        return NoMember(name, module.name, nearest_members(name, record.names))

    def _symbol(self, symbol: Term | Record, module: str, name: str) -> StepValue:
        """What a name of a module stands for."""
        if isinstance(symbol, dict):
            return method(self.index, name, FoundMember(symbol, module, {}))
        if symbol[0] == "ext":
            return Open(f"{symbol[1]} belongs to another package")
        return make(symbol)

    def _in_class(self, on: Instance | ClassRef, name: str, instance: bool) -> StepValue:
        found = self.classes.find(on.key, name, instance, on.args)
        match found:
            case FoundMember(value=dict()):
                return method(self.index, name, found, on.key, on)
            case FoundMember(value=["same", str() as other]):
                return self._in_class(on, other, instance)
            case FoundMember(value=["via", str() as key, str() as wrapped, returned]):
                return self._through(Instance(key), wrapped, returned)
            case FoundMember(value=term):
                return make(substitute(term, found.filling), on)
            case Open():
                return found
        if name.startswith("_"):
            return Open(f"`{name}` is private")
        label = on.key.partition(":")[2]
        return NoMember(
            name, label, nearest_members(name, self.classes.names(on.key)), instance and self.classes.is_model(on.key)
        )

    def _through(self, holder: Instance, name: str, returned: Any) -> StepValue:
        """A wrapped method: the same parameters and operations, its return inside another."""
        made = self._in_class(holder, name, instance=True)
        found = self.classes.find(holder.key, name, instance=True)
        if not isinstance(made, SdkMethod) or not isinstance(found, FoundMember):
            return Open("a wrapped method")
        inner = FunctionRecord(found.value).returns if is_function(found.value) else ANY
        return made._replace(returns=make(substitute(returned, dict.fromkeys(variables(returned), inner))))

    def _constructed(self, key: str, args: tuple[Any, ...]) -> StepValue:
        made = self.classes.find(key, "__new__", instance=False)
        if isinstance(made, FoundMember) and is_function(made.value):
            returned = FunctionRecord(made.value).returns
            if returned not in ("self", ANY, key):
                return make(returned, Instance(key, args))
        return Instance(key, args)

    def _item_of(self, thing: Instance, key: str | None) -> StepValue:
        record = self.classes.record(thing.key)
        if record.is_typed:
            return self._typed_key(thing, record, key)
        for name in YIELDS if key is None else ("__getitem__",):
            found = self._in_class(thing, name, instance=True)
            if isinstance(found, SdkMethod):
                return found.returns
        for name in ITERATES if key is None else ():
            found = self._in_class(thing, name, instance=True)
            if isinstance(found, SdkMethod) and found.returns != thing:
                return self.item(found.returns)
        return Open("its items are not described")

    def _typed_key(self, thing: Instance, record: ClassRecord, key: str | None) -> StepValue:
        fields = record.fields
        if key is None:
            return Plain("str")
        if key in fields:
            return make(fields[key], thing)
        return NoMember(key, thing.key.partition(":")[2], nearest_members(key, fields), True)

    def _each(self, members: tuple[StepValue, ...], step: Callable[[StepValue], StepValue]) -> StepValue:
        """The step on every member; those that lack the name are left out unless all do."""
        found = [step(part) for part in members]
        known = [part for part in found if not isinstance(part, NoMember)]
        return any_of(known) if known else found[0]


def _holds(need: str | bool, word: str) -> bool:
    return need in word if isinstance(need, str) else need


def _is_left_out(name: str) -> bool:
    """Whether no index would have such a module or name."""
    return name.startswith("_") or name in SKIPPED
