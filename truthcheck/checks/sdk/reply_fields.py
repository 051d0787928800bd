"""Steps into a reply, as its class allows them: what is not there for certain, and how it was asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from truthcheck.checks.core.phrases import DICTIONARY, LIST, OBJECT
from truthcheck.checks.sdk.walk import awaited, entered
from truthcheck.model.noun import Node
from truthcheck.sdks.index.decode import any_of, make
from truthcheck.sdks.index.package import Package
from truthcheck.sdks.index.values import AnyOf, Instance, Items, Keyed, Method, NoMember, Open, Plain, Thing

FIELD = ""  # the class has no such field; else what was asked instead
_WORDS = {"str": "a text", "bytes": "a text", "bool": "true or false"}

# What a value out of JSON may have: a number may be whole or not, and enumerations are texts that may be members.
_SCALAR = frozenset(name for kind in (str, int, float, bool, bytes) for name in dir(kind)) | {"name", "value"}
_LIST = frozenset(name for kind in (list, tuple, set) for name in dir(kind))
_DICT = frozenset(dir(dict))
_TYPED = "typed"


class Absent(Node):
    """`on` is the class that was asked, `what` the kind of value where it is another one than the code takes it for.

    `names` is what it has. `free`: more may come at run time.
    """

    name: str
    on: str
    what: str
    names: tuple[str, ...] = ()
    free: bool = False


def step(package: Package, thing: Thing, text: str) -> Thing | Absent:
    """One step further into a reply; `text` see `model.call.Step`, "[?]" for an item that a variable picks."""
    if isinstance(thing, Open):
        return thing
    if isinstance(thing, AnyOf):
        return _each(package, thing, text)
    if text == "()":
        return thing.returns if isinstance(thing, Method) else Open("a call of something that is no method")
    if text == "await":
        return awaited(package, thing)
    if text == "with":
        return entered(package, thing)
    if text.startswith("["):
        return _item(package, thing, text[1:-1])
    return Open("it is private") if text.startswith("_") else _field(package, thing, text)


def _each(package: Package, thing: AnyOf, text: str) -> Thing | Absent:
    """A name is absent only where no alternative has it."""
    found = [step(package, member, text) for member in thing.members if text != "[]" or _iterates(package, member)]
    if not found:
        return Open("its items are not described")
    known = [one for one in found if not isinstance(one, Absent)]
    if known:
        return any_of(known)
    absent = [one for one in found if isinstance(one, Absent)]
    objects = [one for one in absent if one.free] or [one for one in absent if one.names] or absent
    names = tuple(dict.fromkeys(name for one in objects for name in one.names))
    return objects[0]._replace(names=names, free=any(one.free for one in objects))


def _iterates(package: Package, thing: Thing) -> bool:
    """Of a reply and a stream of its parts, only the stream is meant where the code takes the items."""
    ways = ("__iter__", "__aiter__", "__next__", "__anext__", "__getitem__")
    if not isinstance(thing, Instance) or is_typed(package, thing.key):
        return True
    return any(package.classes.find(thing.key, way, True, thing.args) is not None for way in ways)


def _field(package: Package, thing: Thing, name: str) -> Thing | Absent:
    match thing:
        case Instance():
            return _of_object(package, thing, name)
        case Plain(word) if word != "None" and name not in _SCALAR and _says_types(package):
            return Absent(name, "", _WORDS.get(word, "a number"))
        case Items("list" | "tuple") if name not in _LIST and _says_types(package):
            return Absent(name, "", LIST)
        case Keyed() if name not in _DICT and _keeps_dictionaries(package):
            return Absent(name, "", DICTIONARY)
        case _:
            return Open(f"nothing is known of `{name}` here")


def _of_object(package: Package, thing: Instance, name: str) -> Thing | Absent:
    if is_typed(package, thing.key):  # at run time perhaps one that also has its keys as attributes
        has = name in _DICT or name in (package.index.record(thing.key) or {}).get("f", {})
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
    levels = [level.record or {} for level in package.classes.line(key)]
    return any(record.get("f") or record.get("a") for record in levels)


def _item(package: Package, thing: Thing, key: str) -> Thing | Absent:
    """ "" is any item or an index, "?" whatever a variable says."""
    word = key not in ("", "?")
    match thing:
        case Items(of=of):
            return Absent(key, "", LIST) if word and _says_types(package) else of
        case Keyed(of=of):
            return of if key else Open("the keys of a dictionary")
        case Plain("str" | "int" | "float" | "bool" as kind) if word and _says_types(package):
            return Absent(key, "", _WORDS.get(kind, "a number"))
        case Instance():
            return _of_instance(package, thing, key) if word else _any_item(package, thing, key)
        case _:
            return Open("an item of something that holds none")


def _any_item(package: Package, thing: Instance, key: str) -> Thing:
    plain = key or is_typed(package, thing.key)
    return Open("an item that a variable picks") if plain else _settled(package.item(thing))


def _of_instance(package: Package, thing: Instance, key: str) -> Thing | Absent:
    if is_typed(package, thing.key):
        term = (package.index.record(thing.key) or {}).get("f", {}).get(key)
        return make(term, thing) if term is not None else _absent(package, thing, key, FIELD, free=True)
    if package.classes.find(thing.key, "__getitem__", True, thing.args) is None:
        return _absent(package, thing, key, OBJECT)
    if _only_computes(package, thing.key):  # its items are its attributes
        return _field(package, thing, key)
    return Open("its keys are not described")


def _settled(thing: Thing) -> Thing:
    return Open("its items are not described") if isinstance(thing, NoMember) else thing


def _absent(package: Package, thing: Instance, name: str, what: str, free: bool = False) -> Absent:
    names = tuple(one for one in _names(package, thing.key) if one != name or what)
    free = free or (what == FIELD and is_free(package, thing.key))
    return Absent(name, thing.key, what, names, free)


def _names(package: Package, key: str) -> tuple[str, ...]:
    """The data of a class, nearest class first; its methods are no fields, nor what the base of all replies has."""
    line = package.classes.line(key)
    levels = [(level.record or {}) for level in line if level is line[0] or not _is_base(package, level.record or {})]
    found = dict.fromkeys(name for record in levels for part in ("f", "a") for name in record.get(part, ()))
    of_bases = {name for names in package.classes.closed_bases.values() for name in names}
    return tuple(name for name in found if not name.startswith("_") and not name.isupper() and name not in of_bases)


def _is_base(package: Package, record: Mapping[str, Any]) -> bool:
    return bool(record.get("g")) or any(
        base in package.classes.closed_bases for base in record.get("b", ()) if isinstance(base, str)
    )


def is_typed(package: Package, key: str) -> bool:
    return (package.index.record(key) or {}).get("k") == _TYPED


def _only_computes(package: Package, key: str) -> bool:
    """Whether a class says all its fields, although the base of all replies would hand out any name of the reply."""
    line = package.classes.line(key)
    models: tuple[str, ...] = tuple(package.index.header.get("models", ()))
    own: Mapping[str, Any] = line[0].record or {}
    return (
        any((level.record or {}).get("g") for level in line)
        and not own.get("g")
        and bool(own.get("f") or own.get("a"))
        and all(_is_known(level.key, level.record, models) for level in line)
    )


def _is_known(key: str, record: Mapping[str, Any] | None, models: tuple[str, ...]) -> bool:
    if record is None:
        return key.rpartition(".")[2].lower() == "dict"
    return not record.get("o") and (not record.get("g") or key in models)


def is_free(package: Package, key: str) -> bool:
    """Whether objects of a class take what the server sends beyond what the class says."""
    from truthcheck.sdks.rules.sdk_rules import of_package

    levels = package.classes.line(key)
    if any((level.record or {}).get("g") for level in levels):
        return True
    is_model = any(level.key in package.classes.closed_bases for level in levels)
    return is_model and not of_package(package.name).exact_models


def _says_types(package: Package) -> bool:
    """Whether plain types of fields can be relied on: where only annotations name them, some are not true."""
    return bool(package.classes.closed_bases) or _has_getter(package)


def _has_getter(package: Package) -> bool:
    """Whether the package hands out dictionaries as objects with attributes."""
    return any((package.index.record(key) or {}).get("g") for key in package.index.header.get("models", ()))


def is_plain(package: Package, key: str) -> bool:
    """Whether a class is data without being a reply: a dataclass, a named tuple."""
    return (package.index.record(key) or {}).get("k") == "data"


def _keeps_dictionaries(package: Package) -> bool:
    """Whether a dictionary inside a reply is a plain one."""
    return bool(package.index.header.get("models")) and not _has_getter(package)
