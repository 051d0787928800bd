"""What the evaluator's variables hold: the model's values, and things that only live while evaluating.

Scalars and strings are the model's own (`Literal`, `Template`, `Typed`, `Union`, `Unknown`). Everything that can be
changed in place is a `Ref` into the state's heap, so that two names for one dictionary see each other's changes.
"""

from __future__ import annotations

import itertools
from collections.abc import Set
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from truthcheck.model.location import Span
from truthcheck.model.noun import Node
from truthcheck.model.value import Literal, Template, Typed, Unknown

if TYPE_CHECKING:
    from truthcheck.claims import ir
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


NEW, RUNNING, DONE = range(3)


class Module:
    """One file of the project. `names` are its global variables, final once `stage` is DONE.

    `hops` counts the imports that led here from a file that is looked at for its own sake.
    """

    def __init__(self, path: str, file: Path, tree: ir.Module) -> None:
        self.path = path
        self.file = file
        self.tree = tree
        self.names: dict[str, Val] = {}
        self.stage = NEW
        self.stars: list[Imported] = []  # imports of everything that a module has, in order
        self.hops = 0
        self.annotations: dict[str, ir.Expr] | None = None  # its names that may stand for annotations, once asked
        self.written: dict[str, list[Val]] = {}  # what functions assigned through `global`

    def imports(self, packages: Set[str]) -> bool:
        """Whether one of its names comes from one of these top-level packages."""
        imported = (value.dotted for value in self.names.values() if isinstance(value, Imported))
        return any(dotted.partition(".")[0] in packages for dotted in imported)


class ModuleVal(Node):
    """A module of the project."""

    module: Module


class Enclosing:
    """The variables of a function inside another, and those of the functions around it. Two are never equal."""

    __slots__ = ("names", "outer")

    def __init__(self, names: dict[str, Val], outer: Names) -> None:
        self.names = names
        self.outer = outer

    def __contains__(self, name: object) -> bool:
        return name in self.names or name in self.outer

    def __getitem__(self, name: str) -> Val:
        return self.names[name] if name in self.names else self.outer[name]


Names: TypeAlias = "dict[str, Val] | Enclosing"


class FuncVal(Node):
    """A function of the project; `names` are the enclosing functions' variables, `owner` the class around it."""

    node: ir.FuncDef | ir.Lambda
    module: Module
    names: Names | None
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


class SdkValue(Node):
    """Something out of an SDK's package, by the steps that lead to it from the import.

    `exchange` is the number of the last call on the way, -1 before any; what it gave begins at the step `start`.
    """

    steps: tuple[Step, ...]
    exchange: int = -1
    start: int = 0


class Sent(Node):
    """The response object of an exchange; `exchange` is its number in the run.

    `client` is whose words it is read by, "" for those of any client.
    """

    exchange: int
    client: str


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


class Absent(Node):
    """What was never set, in languages where reading that is no error: `undefined`."""

    at: Span | None = None


class Assumed(Node):
    """A default that another caller or the environment may replace: used as a value, never to decide a branch."""

    value: Val


class Stream(Node):
    """What a generator yields, an unknown number of times; also what entering a context manager made of it gives."""

    element: Val


class Fake(Node):
    """What a test puts in the place of something, or a part of it, by the steps that lead there.

    `name` is how the rules of mock libraries call the whole; what is known of it is in the object `ref`, by the steps.
    """

    ref: Ref
    path: tuple[str, ...]
    name: str


Val: TypeAlias = (
    "Literal | Template | Typed | Unknown | Ref | ModuleVal | FuncVal | ClassVal | Bound | SuperVal | Partial"
    " | Method | Imported | External | SdkValue | Sent | Data | Encoded | Prepared | Absent | Assumed | Stream | Fake"
    " | Several"
)


class Several(Node):
    """One of several things that are not all plain values (the model's `Union` holds only those)."""

    members: tuple[Val, ...]


_ids = itertools.count(1)


def fresh() -> Ref:
    return Ref(next(_ids))
