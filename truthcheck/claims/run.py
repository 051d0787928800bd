"""One run over a project: what all evaluations share, and the exchanges they met."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from truthcheck.claims.domain import Cell, Ref, Val
from truthcheck.model.call import Argument, Read
from truthcheck.model.location import Span
from truthcheck.model.value import Value

if TYPE_CHECKING:
    from truthcheck.claims import ir
    from truthcheck.claims.project import Project
    from truthcheck.rulebook.clients import Clients

# Bounds that keep the cost linear in the project's size. Beyond them a result is unknown, never wrong.
MAX_DEPTH = 8  # functions followed into each other
MAX_MADE = 3  # instances of one class whose methods are evaluated apart
MAX_STEPS = 40_000  # statements for one root function, those of followed functions included


class Exchange(NamedTuple):
    """A request as one evaluation met it. `chain` is the way to it, outermost call site first, the request itself last.

    `whole` is false when the function was evaluated on its own and a caller could still change what is sent.
    """

    chain: tuple[Span, ...]
    client: str
    name: str
    method: Value
    url: Value
    arguments: tuple[Argument, ...]
    reads: list[Read]


class Made(NamedTuple):
    """An instance that the project's own code makes, with the heap as its constructor left it."""

    ref: Ref
    heap: dict[int, Cell]


class Run:
    """The shared part of all evaluations of one project. Not thread-safe."""

    def __init__(self, clients: Clients, project: Project) -> None:
        self.clients = clients
        self.project = project
        self.heap: dict[int, Cell] = {}
        self.exchanges: list[Exchange] = []
        self.assignments: dict[int, dict[str, list[tuple[ir.FuncDef, ir.Expr]]]] = {}  # by id of a class's node
        self.generic: dict[int, Ref] = {}  # by id of a class's node: its instance as an unknown caller makes it
        self.imports: dict[tuple[str, str, int, str], Val] = {}  # what imports turned out to be
        self.made: dict[int, list[Made]] = {}  # by id of a class's node: its instances as the project makes them
        self.bases: dict[tuple[str, str], list[Val]] = {}  # by module path and session: base URLs given there
        self.steps = 0

    def start_root(self) -> None:
        self.steps = 0

    def exhausted(self) -> bool:
        return self.steps > MAX_STEPS
