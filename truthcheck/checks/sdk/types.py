"""The types that a package declares, as shapes to hold values against."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

from truthcheck.checks.core import values
from truthcheck.checks.core.fault import Fault, common
from truthcheck.checks.sdk.arguments import given, sentinel
from truthcheck.model.call import Call
from truthcheck.model.provider import Judgement
from truthcheck.model.surface import Operation, Origin, Ref, Route, Shape
from truthcheck.model.value import Value
from truthcheck.sdks.index.decode import make
from truthcheck.sdks.index.package import Package
from truthcheck.sdks.index.values import AnyOf, Instance, Method, NoMember, Open, Parameter, Plain, Signature, Thing

WORDS = {"str": "string", "int": "integer", "float": "number", "bool": "boolean", "bytes": "file", "None": "null"}
NUMBER = ("number", "integer")


class PackageSurface:
    """A package's typed dictionaries as a surface that has shapes only; a shape's id is its class."""

    def __init__(self, package: Package, provider: str) -> None:
        self._package = package
        self.origin = Origin(provider, package.name, package.version, "", "sdk", f"{package.name} {package.version}")
        self.hosts: tuple[str, ...] = ()
        self.bases: tuple[str, ...] = ()
        self.routes: tuple[Route, ...] = ()

    def operation(self, route: Route) -> Operation:
        raise LookupError(route.path)

    def shape(self, shape: Shape | Ref) -> Shape:
        if isinstance(shape, Shape):
            return shape
        record = self._package.index.record(shape.id) or {}
        return Shape(
            types=("object",),
            properties={name: of(self._package, term) for name, term in record.get("f", {}).items()},
            required=tuple(record.get("q", ())),
            additional="documented",
            pointer=shape.id,
        )


def of(package: Package, term: Any, depth: int = 0) -> Shape | Ref:
    """A term as a shape; whatever is no plain data allows anything."""
    if depth > 12:
        return Shape()
    match term:
        case str() if term in WORDS:
            return Shape(types=NUMBER if term == "float" else (WORDS[term],))
        case str() if is_typed(package, term):
            return Ref(term)
        case str() if ":" in term and (said := package.index.record(term) or {}).get("k") == "alias":
            return of(package, said["t"], depth + 1)
        case ["=", *values]:
            return Shape(
                types=tuple(dict.fromkeys(WORDS.get(type(value).__name__, "string") for value in values)),
                enum=tuple(values),
            )
        case ["|", *parts]:
            plain = [part for part in parts if not _is_class(package, part)]
            return Shape(any_of=tuple(of(package, part, depth + 1) for part in plain)) if plain else Shape()
        case ["list" | "iter", inner]:
            return Shape(types=("array",), items=of(package, inner, depth + 1))
        case ["dict", inner] if package.described and inner != "?":
            return Shape(types=("object",), values=of(package, inner, depth + 1))
        case ["dict", _]:
            return Shape(types=("object",))
        case _:
            return Shape()


def is_typed(package: Package, term: str) -> bool:
    return ":" in term and (package.index.record(term) or {}).get("k") == "typed"


def _is_class(package: Package, term: Any) -> bool:
    """An instance of a class, which no plain value is: the sentinel of a missing argument, a model."""
    if isinstance(term, str) and term.startswith("ext:"):
        return True
    if not isinstance(term, str) or ":" not in term:
        return isinstance(term, list) and term[0] == "type"
    return (package.index.record(term) or {}).get("k") not in ("typed", "enum", "alias")


def knows(package: Package, term: Any, place: tuple[str, ...]) -> bool:
    """Whether the package's types have something at this place inside a parameter."""
    if not place:
        return False
    if not isinstance(_inside(package, term, place), Open | NoMember):
        return True
    return any(place[-1] in _keys(package, part) for part in _typed(package, term, place[:-1]))


def describes(package: Package, term: Any, place: tuple[str, ...]) -> bool:
    """Whether the package's types say which keys there are at this place inside a parameter."""
    return bool(_typed(package, term, place))


def _typed(package: Package, term: Any, place: tuple[str, ...]) -> list[str]:
    """The typed dictionaries that may stand at a place inside a parameter."""
    thing = _objects(package, _inside(package, term, place) if place else make(term))
    parts = thing.members if isinstance(thing, AnyOf) else (thing,)
    return [part.key for part in parts if isinstance(part, Instance) and is_typed(package, part.key)]


def _keys(package: Package, key: str) -> Iterable[str]:
    """Those of a typed dictionary, also where the type of one is not known."""
    found: Iterable[str] = (package.index.record(key) or {}).get("f", ())
    return found


def _inside(package: Package, term: Any, place: tuple[str, ...]) -> Thing:
    thing: Thing = make(term)
    for key in place:
        if isinstance(thing, Open | NoMember):
            return thing
        thing = package.item(_objects(package, thing), None if key.isdigit() or key == "[]" else key)
    return thing


def named(term: Any) -> Any:
    """A union without what is not known: `int | object` names integers, and lets through whatever says "not given"."""
    match term:
        case ["|", *parts] if "?" in parts and len(parts) > 1:
            return ["|", *(part for part in parts if part != "?")]
        case _:
            return term


def literals(package: Package, term: Any, place: tuple[str, ...]) -> tuple[str, ...]:
    """The values that the package's types name at a place inside a parameter."""
    thing = _inside(package, term, place)
    parts = thing.members if isinstance(thing, AnyOf) else (thing,)
    return tuple(str(value) for part in parts if isinstance(part, Plain) for value in part.values)


def _objects(package: Package, thing: Thing) -> Thing:
    """Of several things those that hold items."""
    if not isinstance(thing, AnyOf):
        return thing
    kept = tuple(m for m in thing.members if not isinstance(m, Instance) or is_typed(package, m.key))
    return AnyOf(kept) if len(kept) != 1 else kept[0]


def check(
    package: Package, parameter: Parameter, value: Value, place: tuple[str, ...], text: bool = False
) -> list[Fault]:
    """What is false of a value by the package's own types; `text` see `values.Context`."""
    surface = PackageSurface(package, "")
    context = values.Context(surface, Judgement(), text, parameter.name)
    return values.judge(context, value, of(package, parameter.term), place)


def faults(call: Call, package: Package, method: Method) -> list[Fault]:
    """What is false of the arguments, whichever way of calling is meant."""
    found = common([list(_faults(call, package, signature)) for signature in method.signatures])
    header, space = package.index.header, method.symbol.partition(":")[0]
    if space in header.get("any_spelling", ()):
        return [fault for fault in found if not _is_spelled(fault, _letters)]
    if space in header.get("any_case", ()):
        return [fault for fault in found if not _is_spelled(fault, str.lower)]
    return found


def _is_spelled(fault: Fault, plain: Callable[[str], str]) -> bool:
    """Whether a value is an allowed one in another spelling, which some servers take: `lowestPrice`, `lowest-price`."""
    return fault.rule == "invalid-value" and plain(fault.got.strip('"')) in map(plain, fault.choices)


def _letters(text: str) -> str:
    return "".join(letter for letter in text.lower() if letter.isalnum())


def _faults(call: Call, package: Package, signature: Signature) -> Iterator[Fault]:
    declared = {parameter.name: parameter for parameter in signature.parameters}
    for entry in given(call, signature).entries:
        parameter = declared.get(entry.key)
        if parameter is not None and not sentinel(entry):
            text = package.described != "strict"
            for fault in check(package, parameter, entry.value, ("kwargs", entry.key), text):
                if text and package.described and _is_spelling(fault):
                    continue
                # a list of values may have grown since
                certain = bool(package.described) and fault.rule != "invalid-value"
                yield replace(fault, certain=certain, at=fault.at or entry.at)


def _is_spelling(fault: Fault) -> bool:
    """Whether a key is a known one in the server's own spelling: `mime_type` is taken for `mimeType`."""
    words = fault.place[-1].split("_")
    camel = words[0] + "".join(word[:1].upper() + word[1:] for word in words[1:])
    return fault.rule == "unknown-parameter" and len(words) > 1 and camel in fault.choices


def is_described(method: Method) -> bool:
    """Whether the parameters are all known with a type."""
    return any(
        not signature.rest and all(parameter.term != "?" for parameter in signature.parameters)
        for signature in method.signatures
    )
