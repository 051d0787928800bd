"""Steps into a reply, as its class allows them: what is not there for certain, and how it was asked for."""

from __future__ import annotations

from truthcheck.checks.core.phrases import DICTIONARY, LIST, OBJECT
from truthcheck.checks.sdk.walk import awaited, entered
from truthcheck.model.noun import Node
from truthcheck.sdks.index.class_lookup import Ancestor, ClassRecords
from truthcheck.sdks.index.decode import any_of, make
from truthcheck.sdks.index.package import Package
from truthcheck.sdks.index.records import DATACLASS, ClassRecord
from truthcheck.sdks.index.values import AnyOf, Instance, Items, Keyed, NoMember, Open, Plain, SdkMethod, StepValue

FIELD = ""  # the class has no such field; else what was asked instead
_WORDS = {"str": "a text", "bytes": "a text", "bool": "true or false"}

# What a value out of JSON may have: a number may be whole or not, and enumerations are texts that may be members.
_SCALAR = frozenset(name for kind in (str, int, float, bool, bytes) for name in dir(kind)) | {"name", "value"}
_LIST = frozenset(name for kind in (list, tuple, set) for name in dir(kind))
_DICT = frozenset(dir(dict))
_ITERATES = ("__iter__", "__aiter__", "__next__", "__anext__", "__getitem__")


class AbsentField(Node):
    """`on` is the class that was asked, `what` the kind of value where it is another one than the code takes it for.

    `names` is what it has. `free`: more may come at run time.
    """

    name: str
    on: str
    what: str
    names: tuple[str, ...] = ()
    free: bool = False


def step(package: Package, thing: StepValue, text: str) -> StepValue | AbsentField:
    """One step further into a reply; `text` see `model.call.Step`, "[?]" for an item that a variable picks."""
    if isinstance(thing, Open):
        return thing
    if isinstance(thing, AnyOf):
        return _each(package, thing, text)
    if text == "()":
        return thing.returns if isinstance(thing, SdkMethod) else Open("a call of something that is no method")
    if text == "await":
        return awaited(package, thing)
    if text == "with":
        return entered(package, thing)
    if text.startswith("["):
        return _item(package, thing, text[1:-1])
    return Open("it is private") if text.startswith("_") else _field(package, thing, text)


def _each(package: Package, thing: AnyOf, text: str) -> StepValue | AbsentField:
    """A name is absent only where no alternative has it."""
    members = [member for member in thing.members if text != "[]" or _iterates(package, member)]
    if not members:
        return Open("its items are not described")
    below = [step(package, member, text) for member in members]
    present = [one for one in below if not isinstance(one, AbsentField)]
    return any_of(present) if present else _joined([one for one in below if isinstance(one, AbsentField)])


def _joined(absent: list[AbsentField]) -> AbsentField:
    """What no alternative has, told of the one that most likely is meant: with free names, with names."""
    objects = _those([one for one in absent if one.free], [one for one in absent if one.names], absent)
    names = tuple(dict.fromkeys(name for one in objects for name in one.names))
    return objects[0]._replace(names=names, free=any(one.free for one in objects))


def _those(*groups: list[AbsentField]) -> list[AbsentField]:
    """The first group that has any."""
    return next(group for group in groups if group)


def _iterates(package: Package, thing: StepValue) -> bool:
    """Of a reply and a stream of its parts, only the stream is meant where the code takes the items."""
    if not isinstance(thing, Instance) or package.classes.is_typed(thing.key):
        return True
    return any(package.classes.has(thing.key, name, thing.args) for name in _ITERATES)


def _field(package: Package, thing: StepValue, name: str) -> StepValue | AbsentField:
    match thing:
        case Instance():
            return _of_object(package, thing, name)
        case Plain(word) if word != "None" and name not in _SCALAR and _says_types(package):
            return AbsentField(name, "", _WORDS.get(word, "a number"))
        case Items("list" | "tuple") if name not in _LIST and _says_types(package):
            return AbsentField(name, "", LIST)
        case Keyed() if name not in _DICT and _keeps_dictionaries(package):
            return AbsentField(name, "", DICTIONARY)
        case _:
            return Open(f"nothing is known of `{name}` here")


def _of_object(package: Package, thing: Instance, name: str) -> StepValue | AbsentField:
    if package.classes.is_typed(thing.key):  # at run time perhaps one that also has its keys as attributes
        has = name in _DICT or name in package.classes.record(thing.key).fields
        return Open("a dictionary") if has else _absent(package, thing, name, DICTIONARY, free=True)
    match package.classes.find(thing.key, name, True, thing.args):
        case None if _holds_data(package, thing.key):
            return _absent(package, thing, name, FIELD)
        case Open() if name not in _DICT and _only_computes(package, thing.key):
            return _absent(package, thing, name, FIELD)
        case None:
            return Open("a class of methods, of which objects may have more")
        case _:
            return package.member(thing, name)


def _holds_data(package: Package, key: str) -> bool:
    """Whether a class says any fields: one that does not may be a protocol."""
    return any(ancestor.record.has_data for ancestor in package.classes.line(key))


def _item(package: Package, thing: StepValue, key: str) -> StepValue | AbsentField:
    """ "" is any item or an index, "?" whatever a variable says."""
    word = key not in ("", "?")
    match thing:
        case Items(of=of):
            return AbsentField(key, "", LIST) if word and _says_types(package) else of
        case Keyed(of=of):
            return of if key else Open("the keys of a dictionary")
        case Plain("str" | "int" | "float" | "bool" as kind) if word and _says_types(package):
            return AbsentField(key, "", _WORDS.get(kind, "a number"))
        case Instance():
            return _of_instance(package, thing, key) if word else _any_item(package, thing, key)
        case _:
            return Open("an item of something that holds none")


def _any_item(package: Package, thing: Instance, key: str) -> StepValue:
    if key or package.classes.is_typed(thing.key):
        return Open("an item that a variable picks")
    item = package.item(thing)
    return Open("its items are not described") if isinstance(item, NoMember) else item


def _of_instance(package: Package, thing: Instance, key: str) -> StepValue | AbsentField:
    if package.classes.is_typed(thing.key):
        term = package.classes.record(thing.key).fields.get(key)
        return make(term, thing) if term is not None else _absent(package, thing, key, FIELD, free=True)
    if not package.classes.has(thing.key, "__getitem__", thing.args):
        return _absent(package, thing, key, OBJECT)
    if _only_computes(package, thing.key):  # its items are its attributes
        return _field(package, thing, key)
    return Open("its keys are not described")


def _absent(package: Package, thing: Instance, name: str, what: str, free: bool = False) -> AbsentField:
    names = tuple(one for one in _names(package.classes, thing.key) if one != name or what)
    free = free or (what == FIELD and is_free(package, thing.key))
    return AbsentField(name, thing.key, what, names, free)


def _names(classes: ClassRecords, key: str) -> tuple[str, ...]:
    """The data of a class, nearest class first; its methods are no fields, nor what the base of all replies has."""
    own, *bases = classes.line(key)
    records = [own.record, *(base.record for base in bases if not _is_base(classes, base.record))]
    data = dict.fromkeys(name for record in records for name in (*record.fields, *record.attributes))
    of_bases = {name for names in classes.closed_bases.values() for name in names}
    return tuple(name for name in data if _is_data(name) and name not in of_bases)


def _is_data(name: str) -> bool:
    """Whether a name can be one of a reply's own: not private, no constant."""
    return not name.startswith("_") and not name.isupper()


def _is_base(classes: ClassRecords, record: ClassRecord) -> bool:
    """Whether it is the base of all replies."""
    plain = (base for base in record.bases if isinstance(base, str))
    return bool(record.why_loose) or any(base in classes.closed_bases for base in plain)


def _only_computes(package: Package, key: str) -> bool:
    """Whether a class says all its fields, although the base of all replies would hand out any name of the reply."""
    own, *bases = line = package.classes.line(key)
    return (
        any(base.record.why_loose for base in bases)
        and not own.record.why_loose
        and own.record.has_data
        and all(_is_known(ancestor, package.classes.models) for ancestor in line)
    )


def _is_known(ancestor: Ancestor, models: tuple[str, ...]) -> bool:
    if ancestor.is_foreign:
        return ancestor.key.rpartition(".")[2].lower() == "dict"
    record = ancestor.record
    return not record.why_open and (not record.why_loose or ancestor.key in models)


def is_free(package: Package, key: str) -> bool:
    """Whether objects of a class take what the server sends beyond what the class says."""
    line = package.classes.line(key)
    if any(ancestor.record.why_loose for ancestor in line):
        return True
    is_model = any(ancestor.key in package.classes.closed_bases for ancestor in line)
    return is_model and not package.rules.exact_models


def _says_types(package: Package) -> bool:
    """Whether plain types of fields can be relied on: where only annotations name them, some are not true."""
    return bool(package.classes.closed_bases) or _has_getter(package)


def _has_getter(package: Package) -> bool:
    """Whether the package hands out dictionaries as objects with attributes."""
    return any(package.classes.record(key).why_loose for key in package.classes.models)


def is_plain(package: Package, key: str) -> bool:
    """Whether a class is data without being a reply: a dataclass, a named tuple."""
    return package.classes.record(key).kind == DATACLASS


def _keeps_dictionaries(package: Package) -> bool:
    """Whether a dictionary inside a reply is a plain one."""
    return bool(package.classes.models) and not _has_getter(package)
