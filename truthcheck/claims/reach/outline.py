"""What the names of a module have to do with each other, as a language's front end tells it from words alone."""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import Literal, Protocol, TypeAlias

from truthcheck.claims import ir
from truthcheck.model.noun import NamedTuple, Node

FAR = 99  # further from a client than anything that is followed

# How a function is called: by its name, by making an instance of its class, by the language itself.
Kind: TypeAlias = Literal["named", "constructor", "implicit"]
NAMED: Kind = "named"
CONSTRUCTOR: Kind = "constructor"
IMPLICIT: Kind = "implicit"


class Flow(NamedTuple):
    """Where something hot goes, with how far it is from a client there.

    `attributes` are what it is assigned to, `back` is what the function gives back (FAR: nothing hot), `makes` the
    callables that get it as an argument.
    """

    attributes: Mapping[str, int]
    back: int
    makes: Mapping[str, int]


class FlowReader(Protocol):
    """What a function passes on, told without evaluating it. Generous: what it cannot tell, it takes for passed on."""

    def flow(self, node: ir.FuncDef, hot: Mapping[str, int]) -> Flow:
        """`hot` are hot words of the function with their distances from a client."""

    def kept(self, node: ir.FuncDef) -> Set[str]:
        """Attributes that a constructor sets to just what it is given."""

    def sends(self, node: ir.FuncDef, names: Set[str]) -> bool:
        """Whether a method of one of these names, which send, is given what may be an address."""


class Function(Node):
    """A function of a module, or a method of its class `owner` ("" for none). `attributes` may be names of some.

    `kind` is NAMED, CONSTRUCTOR or IMPLICIT; `imports` says that it may import something on its own.
    """

    name: str
    owner: str
    node: ir.FuncDef
    words: frozenset[str]
    attributes: frozenset[str]
    kind: Kind
    imports: bool


class Binding(Node):
    """Names that a statement gives a value, and the words of the statement."""

    names: frozenset[str]
    words: frozenset[str]


class Class(Node):
    """`bases` are last names; `fields` are what its body binds apart from methods."""

    name: str
    bases: frozenset[str]
    fields: tuple[Binding, ...]


class OutlineImport(Node):
    """`bound` is the name in the importing module; `source` is "" for a whole module, "*" for all its names.

    `dotted` is the module as rule files name it.
    """

    bound: str
    dotted: str
    file: str | None  # of the project
    source: str


class Outline(Node):
    """`receivers` are the words by which a method calls on its own instance."""

    functions: tuple[Function, ...]
    classes: tuple[Class, ...]
    bindings: tuple[Binding, ...]
    imports: tuple[OutlineImport, ...]
    receivers: frozenset[str]
    reader: FlowReader
