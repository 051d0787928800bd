"""The types that a package declares, as shapes to hold values against."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from truthcheck.checks.core import values
from truthcheck.checks.core.fault import Fault, common
from truthcheck.checks.sdk.arguments import given, sentinel
from truthcheck.model.call import Call
from truthcheck.model.noun import replace
from truthcheck.model.provider import Judgement
from truthcheck.model.surface import Operation, Origin, Ref, Route, Shape
from truthcheck.model.value import Entry, Value
from truthcheck.sdks.index import terms
from truthcheck.sdks.index.decode import make
from truthcheck.sdks.index.package import Package
from truthcheck.sdks.index.records import ALIAS, ENUM, TYPED
from truthcheck.sdks.index.terms import ANY, is_class_object, is_key, is_outside
from truthcheck.sdks.index.values import (
    AnyOf,
    Instance,
    NoMember,
    Open,
    Plain,
    SdkMethod,
    SdkParameter,
    Signature,
    StepValue,
)

WORDS = {"str": "string", "int": "integer", "float": "number", "bool": "boolean", "bytes": "file", "None": "null"}
NUMBER = ("number", "integer")
MAX_DEPTH = 12  # of terms inside one another


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
        record = self._package.classes.record(shape.id)
        return Shape(
            types=("object",),
            properties={name: of(self._package, term) for name, term in record.fields.items()},
            required=tuple(record.required),
            additional="documented",
            pointer=shape.id,
        )


def of(package: Package, term: Any, depth: int = 0) -> Shape | Ref:
    """A term as a shape; whatever is no plain data allows anything."""
    if depth > MAX_DEPTH:
        return Shape()
    if isinstance(term, str):
        return _of_word(package, term, depth)
    match term:
        case [terms.LITERAL, *values]:
            words = dict.fromkeys(WORDS.get(type(value).__name__, "string") for value in values)
            return Shape(types=tuple(words), enum=tuple(values))
        case [terms.UNION, *parts]:
            return Shape(any_of=tuple(of(package, part, depth + 1) for part in parts if not _is_class(package, part)))
        case ["list" | "iter", inner]:
            return Shape(types=("array",), items=of(package, inner, depth + 1))
        case ["dict", inner]:
            free = not package.described or inner == ANY
            return Shape(types=("object",), values=Shape() if free else of(package, inner, depth + 1))
        case _:
            return Shape()


def _of_word(package: Package, term: str, depth: int) -> Shape | Ref:
    """A plain type, a typed dictionary or what a name stands for."""
    if term in WORDS:
        return Shape(types=NUMBER if term == "float" else (WORDS[term],))
    if not is_key(term):
        return Shape()
    record = package.classes.record(term)
    if record.is_typed:
        return Ref(term)
    return of(package, record.aliased, depth + 1) if record.aliased is not None else Shape()


def _is_class(package: Package, term: Any) -> bool:
    """An instance of a class, which no plain value is: the sentinel of a missing argument, a model."""
    if not is_key(term):
        return is_class_object(term)
    return is_outside(term) or package.classes.record(term).kind not in (TYPED, ENUM, ALIAS)


def knows(package: Package, term: Any, place: tuple[str, ...]) -> bool:
    """Whether the package's types have something at this place inside a parameter."""
    if not place:
        return False
    if not isinstance(_inside(package, term, place), Open | NoMember):
        return True
    return any(place[-1] in package.classes.record(part).fields for part in _typed(package, term, place[:-1]))


def describes(package: Package, term: Any, place: tuple[str, ...]) -> bool:
    """Whether the package's types say which keys there are at this place inside a parameter."""
    return bool(_typed(package, term, place))


def _typed(package: Package, term: Any, place: tuple[str, ...]) -> list[str]:
    """The typed dictionaries that may stand at a place inside a parameter."""
    thing = _objects(package, _inside(package, term, place) if place else make(term))
    parts = thing.members if isinstance(thing, AnyOf) else (thing,)
    return [part.key for part in parts if isinstance(part, Instance) and package.classes.is_typed(part.key)]


def _inside(package: Package, term: Any, place: tuple[str, ...]) -> StepValue:
    thing: StepValue = make(term)
    for key in place:
        if isinstance(thing, Open | NoMember):
            return thing
        thing = package.item(_objects(package, thing), None if key.isdigit() or key == "[]" else key)
    return thing


def literals(package: Package, term: Any, place: tuple[str, ...]) -> tuple[str, ...]:
    """The values that the package's types name at a place inside a parameter."""
    thing = _inside(package, term, place)
    parts = thing.members if isinstance(thing, AnyOf) else (thing,)
    return tuple(str(value) for part in parts if isinstance(part, Plain) for value in part.values)


def _objects(package: Package, thing: StepValue) -> StepValue:
    """Of several things those that hold items."""
    if not isinstance(thing, AnyOf):
        return thing
    kept = tuple(m for m in thing.members if not isinstance(m, Instance) or package.classes.is_typed(m.key))
    return AnyOf(kept) if len(kept) != 1 else kept[0]


def check(
    package: Package, parameter: SdkParameter, value: Value, place: tuple[str, ...], text: bool = False
) -> list[Fault]:
    """What is false of a value by the package's own types; `text` see `values.Context`."""
    surface = PackageSurface(package, "")
    context = values.Context(surface, Judgement(), text, parameter.name)
    return values.judge(context, value, of(package, parameter.term), place)


def faults(call: Call, package: Package, method: SdkMethod) -> list[Fault]:
    """What is false of the arguments, whichever way of calling is meant."""
    found = common([list(_faults(call, package, signature)) for signature in method.signatures])
    module = method.symbol.partition(":")[0]
    if package.header.takes_any_spelling(module):
        return [fault for fault in found if not _is_spelled(fault, _letters)]
    if package.header.takes_any_case(module):
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
            yield from _of_argument(package, parameter, entry)


def _of_argument(package: Package, parameter: SdkParameter, entry: Entry) -> Iterator[Fault]:
    """What is false of one argument."""
    text = package.described != "strict"
    for fault in check(package, parameter, entry.value, ("kwargs", entry.key), text):
        if text and package.described and _is_spelling(fault):
            continue
        # a list of values may have grown since
        certain = bool(package.described) and fault.rule != "invalid-value" and not fault.assumed
        yield replace(fault, certain=certain, at=fault.at or entry.at)


def _is_spelling(fault: Fault) -> bool:
    """Whether a key is a known one in the server's own spelling: `mime_type` is taken for `mimeType`."""
    words = fault.place[-1].split("_")
    camel = words[0] + "".join(word[:1].upper() + word[1:] for word in words[1:])
    return fault.rule == "unknown-parameter" and len(words) > 1 and camel in fault.choices


def is_described(method: SdkMethod) -> bool:
    """Whether the parameters are all known with a type."""
    return any(
        not signature.rest and all(parameter.term != "?" for parameter in signature.parameters)
        for signature in method.signatures
    )
