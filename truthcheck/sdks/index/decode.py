"""Terms and records of a member index, made into things to step on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from truthcheck.sdks.index.index_file import Index
from truthcheck.sdks.index.terms import frozen
from truthcheck.sdks.index.values import (
    AnyOf,
    ByText,
    Chain,
    ClassRef,
    Instance,
    Items,
    Keyed,
    Method,
    ModuleRef,
    Open,
    Parameter,
    Plain,
    Signature,
    Thing,
    With,
)

MAX_MEMBERS = 40  # of a union; beyond that nothing useful can be said
CHAIN_VERBS = ("get", "post", "put", "patch", "delete")


def make(term: Any, receiver: Instance | ClassRef | None = None) -> Thing:
    """A term as something to step on; `receiver` is what "self" means."""
    match term:
        case "?":
            return Open("the package does not say what this is")
        case "self" if receiver is not None:
            return Instance(receiver.key, receiver.args)
        case "str" | "int" | "float" | "bool" | "bytes" | "None":
            return Plain(term)
        case str() if term.startswith("ext:"):
            return Open(f"{term[4:]} belongs to another package")
        case str() if ":" in term:
            return Instance(term)
        case ["|", *parts] if len(parts) <= MAX_MEMBERS:
            return any_of(make(part, receiver) for part in parts if part != "None")
        case ["=", *values]:
            return Plain(type(values[0]).__name__, tuple(values))
        case ["list" | "iter" as kind, of]:
            return Items(kind, make(of, receiver))
        case ["tuple", *parts]:
            return Items("tuple", any_of(make(part, receiver) for part in parts))
        case ["dict", of]:
            return Keyed(make(of, receiver))
        case ["with", of]:
            return With(make(of, receiver))
        case ["type", of]:
            made = make(of, receiver)
            return ClassRef(made.key, made.args) if isinstance(made, Instance) else Open("a class we cannot tell")
        case ["by", str() as table, *names]:
            return ByText(table, tuple(names))
        case ["mod", str() as name]:
            return ModuleRef(name)
        case [str() as key, *args] if ":" in key:
            return Instance(key, frozen(args))
    return Open("the package does not say what this is")


def signature(index: Index, one: dict[str, Any], record: dict[str, Any]) -> Signature:
    parameters: list[Parameter] = []
    rest: str = record.get("o", "")
    for name, kind, required, term in one["p"]:
        keys = _unpacked(index, term, record.get("filled", ())) if kind == "**" else None
        if keys is not None:
            parameters += keys
        else:
            parameters.append(Parameter(name, kind, bool(required), term))
            rest = rest or (f"it takes **{name}" if kind == "**" else "")
    return Signature(tuple(parameters), rest)


def _unpacked(index: Index, term: Any, filled: Sequence[str]) -> list[Parameter] | None:
    """The keys of `**params: Unpack[TypedDict]`; None when the keywords are free. `filled` ones need not be given."""
    if not (isinstance(term, list) and term[0] == "unpack" and isinstance(term[1], str)):
        return None
    record = index.record(term[1]) or {}
    if record.get("k") != "typed":
        return None
    needed = record.get("q", ())
    return [Parameter(name, "u", name in needed and name not in filled, of) for name, of in record.get("f", {}).items()]


def chained(chain: Chain, name: str) -> Thing:
    """The next segment, the request at the end, or `_(value)` for a segment that is computed."""
    rest = "the body and the query are free"
    if name in CHAIN_VERBS:
        signature = Signature((), rest)
        operation = (name.upper(), chain.path, "")
        return Method(name, "", chain.path, (signature,), Open("the reply is raw"), (operation,))
    if name == "_":
        return Method(name, "", chain.path, (Signature((), rest),), Chain(f"{chain.path}/{{id}}"))
    return Chain(f"{chain.path}/{name}")


def any_of(found: Any) -> Thing:
    parts: list[Thing] = []
    for one in found:
        if one not in parts:  # by equality: the terms inside a method are lists, which cannot be hashed
            parts.append(one)
    if not parts:
        return Plain("None")
    return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))
