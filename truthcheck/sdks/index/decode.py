"""Terms and records of a member index, made into things to step on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeAlias

from truthcheck.sdks.index.class_lookup import FoundMember
from truthcheck.sdks.index.index_file import Index
from truthcheck.sdks.index.records import KEY, KEYWORD, NAMED_REST, ClassRecord, FunctionRecord
from truthcheck.sdks.index.terms import OUTSIDE, frozen, substitute
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
    Open,
    Plain,
    SdkMethod,
    SdkParameter,
    Signature,
    StepValue,
)

MAX_MEMBERS = 40  # of a union; beyond that nothing useful can be said
UNSAID = "the package does not say what this is"
PLAIN = frozenset(("str", "int", "float", "bool", "bytes", "None"))
CHAIN_VERBS = ("get", "post", "put", "patch", "delete")

Receiver: TypeAlias = "Instance | ClassRef | None"


def make(term: Any, receiver: Receiver = None) -> StepValue:
    """A term as something to step on; `receiver` is what "self" means."""
    if isinstance(term, str):
        return _word(term, receiver)
    head, *inner = term if isinstance(term, list | tuple) and term else ("",)
    if not isinstance(head, str):
        return Open(UNSAID)
    if head in _BY_HEAD:
        return _BY_HEAD[head](inner, receiver)
    return Instance(head, frozen(inner)) if ":" in head else Open(UNSAID)


def _word(term: str, receiver: Receiver) -> StepValue:
    """A term of one word."""
    if term == "self" and receiver is not None:
        return Instance(receiver.key, receiver.args)
    if term in PLAIN:
        return Plain(term)
    if term.startswith(OUTSIDE):
        return Open(f"{term.removeprefix(OUTSIDE)} belongs to another package")
    return Instance(term) if ":" in term else Open(UNSAID)


def _union(parts: list[Any], receiver: Receiver) -> StepValue:
    if len(parts) > MAX_MEMBERS:
        return Open(UNSAID)
    return any_of(make(part, receiver) for part in parts if part != "None")


def _literals(values: list[Any], receiver: Receiver) -> StepValue:
    return Plain(type(values[0]).__name__, tuple(values))


def _list(parts: list[Any], receiver: Receiver) -> StepValue:
    return Items("list", make(parts[0], receiver))


def _iterator(parts: list[Any], receiver: Receiver) -> StepValue:
    return Items("iter", make(parts[0], receiver))


def _tuple(parts: list[Any], receiver: Receiver) -> StepValue:
    return Items("tuple", any_of(make(part, receiver) for part in parts))


def _dictionary(parts: list[Any], receiver: Receiver) -> StepValue:
    return Keyed(make(parts[0], receiver))


def _context_manager(parts: list[Any], receiver: Receiver) -> StepValue:
    return ContextManager(make(parts[0], receiver))


def _class_object(parts: list[Any], receiver: Receiver) -> StepValue:
    made = make(parts[0], receiver)
    return ClassRef(made.key, made.args) if isinstance(made, Instance) else Open("a class we cannot tell")


def _by_text(parts: list[Any], receiver: Receiver) -> StepValue:
    return ByText(parts[0], tuple(parts[1:]))


def _module(parts: list[Any], receiver: Receiver) -> StepValue:
    return ModuleRef(parts[0])


_BY_HEAD: dict[str, Callable[[list[Any], Receiver], StepValue]] = {
    "|": _union,
    "=": _literals,
    "list": _list,
    "iter": _iterator,
    "tuple": _tuple,
    "dict": _dictionary,
    "with": _context_manager,
    "type": _class_object,
    "by": _by_text,
    "mod": _module,
}


def method(
    index: Index, name: str, found: FoundMember, owner: str = "", on: Instance | ClassRef | None = None
) -> SdkMethod:
    """A function or method by its record; `owner` is the class it was looked up on, `on` what "self" means."""
    record = FunctionRecord(found.value)
    operations = record.operations if found.operations is None else found.operations
    return SdkMethod(
        name=name,
        owner=owner,
        symbol=f"{found.owner}.{name}" if ":" in found.owner else f"{found.owner}:{name}",
        signatures=tuple(_signature(index, way, record) for way in record.ways),
        returns=make(substitute(record.returns, found.filling), on),
        operations=tuple((row[0], row[1], row[2] if len(row) > 2 else "") for row in operations),
    )


def typed_constructor(record: ClassRecord, made: Instance) -> SdkMethod:
    """How a typed dictionary is built: by its keys."""
    parameters = tuple(
        SdkParameter(name, KEYWORD, name in record.required, term) for name, term in record.fields.items()
    )
    return SdkMethod(made.key, "", made.key, (Signature(parameters),), made)


def _signature(index: Index, way: FunctionRecord, record: FunctionRecord) -> Signature:
    """One way of calling a function; what holds of all its ways stands in `record`."""
    parameters: list[SdkParameter] = []
    rest = record.why_open
    for name, kind, required, term in way.parameters:
        keys = _unpacked(index, term, record.filled) if kind == NAMED_REST else None
        if keys is not None:
            parameters += keys
        else:
            parameters.append(SdkParameter(name, kind, bool(required), term))
            rest = rest or (f"it takes **{name}" if kind == NAMED_REST else "")
    return Signature(tuple(parameters), rest)


def _unpacked(index: Index, term: Any, filled: Sequence[str]) -> list[SdkParameter] | None:
    """The keys of `**params: Unpack[TypedDict]`; None when the keywords are free. `filled` ones need not be given."""
    if not (isinstance(term, list) and term[0] == "unpack" and isinstance(term[1], str)):
        return None
    record = ClassRecord(index.record(term[1]))
    if not record.is_typed:
        return None
    needed = record.required
    return [SdkParameter(name, KEY, name in needed and name not in filled, of) for name, of in record.fields.items()]


def chained(chain: Chain, name: str) -> StepValue:
    """The next segment, the request at the end, or `_(value)` for a segment that is computed."""
    rest = "the body and the query are free"
    if name in CHAIN_VERBS:
        signature = Signature((), rest)
        operation = (name.upper(), chain.path, "")
        return SdkMethod(name, "", chain.path, (signature,), Open("the reply is raw"), (operation,))
    if name == "_":
        return SdkMethod(name, "", chain.path, (Signature((), rest),), Chain(f"{chain.path}/{{id}}"))
    return Chain(f"{chain.path}/{name}")


def any_of(things: Iterable[StepValue]) -> StepValue:
    """Several things as one, without repeats."""
    parts: list[StepValue] = []
    for thing in things:
        if thing not in parts:  # by equality: the terms inside a method are lists, which cannot be hashed
            parts.append(thing)
    if not parts:
        return Plain("None")
    return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))
