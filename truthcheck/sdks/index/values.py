"""What a step through a package can yield. Frozen and inert; `package.Package` makes and reads them."""

from __future__ import annotations

from typing import Any, TypeAlias

from truthcheck.model.noun import NamedTuple


class ModuleRef(NamedTuple):
    name: str


class ClassRef(NamedTuple):
    """A class object; `args` are terms for its type variables."""

    key: str
    args: tuple[Any, ...] = ()


class Instance(NamedTuple):
    """An instance of a class of the package."""

    key: str
    args: tuple[Any, ...] = ()


class Plain(NamedTuple):
    """A value of Python's own: "str", "int", "float", "bool", "bytes", "None"; `values` when they are literals."""

    type: str
    values: tuple[Any, ...] = ()


class Items(NamedTuple):
    """A list, tuple or iterator of one kind of thing; `kind` is "list", "tuple" or "iter"."""

    kind: str
    of: StepValue


class Keyed(NamedTuple):
    """A dictionary with free keys."""

    of: StepValue


class SdkParameter(NamedTuple):
    """`kind` is "/" positional only, "p", "k" keyword only, "*" or "**", "u" for a key of the
    TypedDict that types `**`, which Python does not check; `term` see `terms`."""

    name: str
    kind: str
    required: bool
    term: Any = "?"


class Signature(NamedTuple):
    """One way to call. `rest` says why any keyword may be accepted; "" when the parameters are all."""

    parameters: tuple[SdkParameter, ...]
    rest: str = ""


class SdkMethod(NamedTuple):
    """A function or a bound method. `operations` are (method, path, host), host mostly "".

    `owner` is the class it was looked up on ("" for a function), `symbol` where it is defined.
    """

    name: str
    owner: str
    symbol: str
    signatures: tuple[Signature, ...]
    returns: StepValue
    operations: tuple[tuple[str, str, str], ...] = ()


class ByText(NamedTuple):
    """What a call gives, chosen by texts among its arguments: `of` names their parameters, `table` the record."""

    table: str
    of: tuple[str, ...]


class Chain(NamedTuple):
    """A client whose attributes are segments of a path: `client.mail.send.post()`; `path` is what they say so far."""

    path: str


class AnyOf(NamedTuple):
    """One of several; a claim is false only when it is false for each."""

    members: tuple[StepValue, ...]


class ContextManager(NamedTuple):
    """What a context manager hands out on entry."""

    of: StepValue


class Open(NamedTuple):
    """Nothing certain is known, and why."""

    why: str


class NoMember(NamedTuple):
    """`on` has no such name; `nearest` are true ones, best first. `model` says that it is data of a reply."""

    name: str
    on: str
    nearest: tuple[str, ...]
    model: bool = False


StepValue: TypeAlias = (
    "ModuleRef | ClassRef | Instance | Plain | Items | Keyed | SdkMethod | ByText | Chain | AnyOf | ContextManager"
    " | Open | NoMember"
)
