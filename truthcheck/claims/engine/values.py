"""What the evaluator's variables hold: the model's values, and things that only live while evaluating.

Scalars and strings are the model's own (`Literal`, `Template`, `Typed`, `Union`, `Unknown`). Everything that can be
changed in place is a `Ref` into the state's heap, so that two names for one dictionary see each other's changes.
"""

from __future__ import annotations

import itertools
import operator
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias

from truthcheck.model.location import Span
from truthcheck.model.noun import Node
from truthcheck.model.value import Literal, Template, Typed, Unknown

if TYPE_CHECKING:
    from truthcheck.claims import ir
    from truthcheck.claims.languages.python.modules import Module
    from truthcheck.model.call import Step
    from truthcheck.rulebook.clients import SendRule, SessionRule


class Ref(Node):
    """A mutable object: its present content is in the state's heap under `id`."""

    id: int


class Item(Node):
    """A key's value in a dictionary; `always` is false when some path through the code leaves the key out."""

    value: Val
    at: Span | None
    always: bool = True


class DictCell(Node):
    items: dict[str, Item]
    rest: Unknown | None
    at: Span | None


class ListCell(Node):
    items: tuple[Val, ...]
    rest: Unknown | None
    at: Span | None


class ObjectCell(Node):
    """An instance of a project class, a session of an HTTP client, or both.

    `open` says that attributes we never saw may exist (the caller made it, or it was handed to code we do not read).
    """

    cls: ClassVal | None
    attrs: dict[str, Val]
    session: SessionRule | None
    open: bool = False


Cell: TypeAlias = "DictCell | ListCell | ObjectCell"


class ModuleVal(Node):
    """A module of the project."""

    module: Module


class FuncVal(Node):
    """A function of the project; `names` are the enclosing function's variables, `owner` the class around it."""

    node: ir.FuncDef | ir.Lambda
    module: Module
    names: dict[str, Val] | None
    owner: ClassVal | None


class ClassVal(Node):
    """A class of the project; `names` are its own attributes and methods, `bases` already evaluated."""

    node: ir.ClassDef
    module: Module
    bases: tuple[Val, ...]
    names: dict[str, Val]


class Bound(Node):
    """A method together with its receiver."""

    func: FuncVal
    receiver: Val


class SuperVal(Node):
    """`super()` inside a method of `owner`."""

    owner: ClassVal
    receiver: Val


class Partial(Node):
    """`functools.partial`: a callable with some arguments bound."""

    func: Val
    args: tuple[Val, ...]
    keywords: tuple[tuple[str, Val], ...]


class Method(Node):
    """A method of a value that is not an object of the project: `text.format`, `payload.update`, `session.get`."""

    receiver: Val
    name: str
    at: Span


class Imported(Node):
    """A name that an import binds, resolved when it is first read; `name` is "" for the module itself."""

    module: Module
    dotted: str
    level: int
    name: str


class External(Node):
    """Something of a package that is not the project's, by its dotted name; `name()` is what calling it gave."""

    name: str


class Sdk(Node):
    """Something out of an SDK's package, by the steps that lead to it from the import.

    `exchange` is the number of the last call on the way, -1 before any; what it gave begins at the step `start`.
    """

    steps: tuple[Step, ...]
    exchange: int = -1
    start: int = 0


class Sent(Node):
    """The response object of an exchange; `exchange` is its number in the run."""

    exchange: int


class Data(Node):
    """A place in the decoded reply of an exchange; `path` as in `model.call.Read`."""

    exchange: int
    path: tuple[str, ...]


class Encoded(Node):
    """Text or bytes that hold an encoded value; `kind` is "json", "form" or "template".

    `text` is the encoded text as far as it is known, for `url + "?" + urlencode(...)`.
    """

    kind: str
    value: Val
    text: Val | None = None


class Prepared(Node):
    """A request that was built but not sent yet, with the arguments it was built from."""

    rule: SendRule
    args: tuple[Val, ...]
    keywords: tuple[tuple[str, Val], ...]
    base: Val | None


class Assumed(Node):
    """A default that another caller or the environment may replace: used as a value, never to decide a branch."""

    value: Val


class Stream(Node):
    """What a generator yields, an unknown number of times; also what entering a context manager made of it gives."""

    element: Val


Val: TypeAlias = (
    "Literal | Template | Typed | Unknown | Ref | ModuleVal | FuncVal | ClassVal | Bound | SuperVal | Partial"
    " | Method | Imported | External | Sdk | Sent | Data | Encoded | Prepared | Assumed | Stream | Several"
)


class Several(Node):
    """One of several things that are not all plain values (the model's `Union` holds only those)."""

    members: tuple[Val, ...]


_ids = itertools.count(1)


def fresh() -> Ref:
    return Ref(next(_ids))


MAX_MEMBERS = 8  # alternatives of one value; more say nothing that a person could act on


def members(value: Val) -> tuple[Val, ...]:
    """The alternatives of a value, itself when it has none."""
    match value:
        case Several(found):
            return found
        case _:
            return (value,)


def plain(value: Val) -> Val:
    """Without the mark that it is only a default."""
    return value.value if isinstance(value, Assumed) else value


def one_of(values: list[Val]) -> Val:
    """The join of several values: duplicates merged, bounded."""
    if len(values) == 2 and values[0] is values[1]:
        return values[0]
    flat: list[Val] = []
    for value in values:
        for member in members(value):
            for seen in flat:
                if member is seen or same(member, seen):
                    break
            else:
                flat.append(member)
    if len(flat) == 1:
        return flat[0]
    if len(flat) > MAX_MEMBERS:
        return Unknown("it has too many possible values")
    return Several(tuple(flat)) if flat else Unknown("nothing is assigned to it")


def same(left: Val, right: Val) -> bool:
    """Equal but for the place of writing."""
    if left is right:
        return True
    if type(left) is not type(right):
        return False
    by_type = _SAME.get(type(left))
    return by_type(left, right) if by_type is not None else False


def _chain(value: Sdk) -> tuple[object, ...]:
    return tuple((step.text, step.keywords, step.positional, step.first) for step in value.steps)


# By type: a match over pairs of so many types is slow to run, and slower to type check.
_SAME: dict[type, Callable[[Any, Any], bool]] = {
    Literal: lambda a, b: type(a.value) is type(b.value) and a.value == b.value,
    Template: lambda a, b: signature(a) == signature(b),
    Typed: lambda a, b: a.type == b.type,
    Unknown: lambda a, b: a.why == b.why,
    Assumed: lambda a, b: same(a.value, b.value),
    FuncVal: lambda a, b: a.node is b.node,
    ClassVal: lambda a, b: a.node is b.node,
    ModuleVal: lambda a, b: a.module is b.module,
    Method: lambda a, b: a.name == b.name and same(a.receiver, b.receiver),
    Ref: operator.eq,
    External: operator.eq,
    Sdk: lambda a, b: _chain(a) == _chain(b),
    Sent: operator.eq,
    Data: operator.eq,
    Imported: operator.eq,
}


def signature(template: Template) -> tuple[str, ...]:
    """The template's texts joined where they touch; a hole is "{name}" between them."""
    out: list[str] = []
    for part in template.parts:
        text = getattr(part, "text", None)
        out.append(text if text is not None else "{" + getattr(part, "name", "") + "}")
    return tuple(out)
