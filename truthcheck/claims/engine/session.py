"""One run over a project: what all evaluations share, and the exchanges they met."""

from __future__ import annotations

from typing import TYPE_CHECKING

from truthcheck.claims import ir
from truthcheck.claims.engine.memory import Heap
from truthcheck.claims.engine.scan import statements
from truthcheck.claims.engine.values import Cell, ObjectCell, Ref, Sdk, Val
from truthcheck.claims.reach.interest import Interest
from truthcheck.model.call import Argument, Member, Read
from truthcheck.model.location import Span
from truthcheck.model.noun import Node
from truthcheck.model.value import Value

if TYPE_CHECKING:
    from truthcheck.claims.languages.python.modules import Project
    from truthcheck.rulebook.clients import Clients

# Bounds that keep the cost linear in the project's size. Beyond them a result is unknown, never wrong.
MAX_DEPTH = 8  # functions followed into each other
MAX_MADE = 3  # instances of one class whose methods are evaluated apart
MAX_STEPS = 3_000  # statements for one root function, those of followed functions included
MAX_HELPER = 25  # statements of a function that cannot send, followed only for what it returns
MAX_HELPER_DEPTH = 4
MAX_FUTILE = 6  # times that following a function may teach nothing new, before its callers no longer do


class Exchange(Node):
    """A request as one evaluation met it. `chain` leads to it, outermost call site first, the request itself last."""

    chain: tuple[Span, ...]
    client: str
    name: str
    method: Value
    url: Value
    arguments: tuple[Argument, ...]
    reads: list[Read]
    asked: set[tuple[str, ...]]  # fields whose presence the code tests
    member: Member | None = None  # what of an SDK is called


class Made(Node):
    """An instance that the project's own code makes, with the heap as its constructor left it."""

    ref: Ref
    heap: dict[int, Cell]

    def holds_client(self) -> bool:
        """Whether an SDK's client, or something that came from one, is among its attributes."""
        cell = self.heap.get(self.ref.id)
        return isinstance(cell, ObjectCell) and any(isinstance(value, Sdk) for value in cell.attrs.values())


class Run:
    """The shared part of all evaluations of one project. Not thread-safe."""

    def __init__(self, clients: Clients, project: Project, packages: frozenset[str] = frozenset()) -> None:
        self.clients = clients
        self.project = project
        self.heap = Heap({}, None)  # what modules and generic instances hold, below every state
        self.exchanges: list[Exchange] = []
        self.assignments: dict[tuple[int, str], list[tuple[ir.FuncDef, ir.Expr]]] = {}  # by id of a class's node
        self.generic: dict[int, Ref] = {}  # by id of a class's node: its instance as an unknown caller makes it
        self.imports: dict[tuple[str, str, int, str], Val] = {}  # what imports turned out to be
        self.made: dict[int, list[Made]] = {}  # by id of a class's node: its instances as the project makes them
        self.bases: dict[tuple[str, str], list[Val]] = {}  # by module path and session: base URLs given there
        self.packages = packages  # top-level modules of SDKs that have a surface
        self.assigned: set[tuple[str, str]] = set()  # folder, and dotted name of an SDK that code in it sets
        self.asked: set[tuple[str, str]] = set()  # file, and "package" or "package name" whose presence it tests
        self.careful = 0  # those that catch a missing field of a reply
        self.loose: set[tuple[str, str]] = set()  # file ("" for all), and a name or chain of which nothing is claimed
        self.fakes: dict[str, bool] = {}  # by file: whether it puts fakes in the place of replies
        self.guarded = 0  # handlers around the present statement that catch a missing name
        self.interest = Interest(clients, packages, project)
        self.failing = 0  # how many of the branches being evaluated handle a failed exchange
        self.given_up: list[Span] = []  # functions whose evaluation was too deep
        self.steps = 0
        self._sizes: dict[int, int] = {}
        self._futile: dict[int, int] = {}
        self._known: set[object] = set()
        self._seen: set[int] = set()

    def worth_following(self, node: ir.FuncDef | ir.Lambda, depth: int, given: bool) -> bool:
        """Whether to evaluate a called function: always when a request can leave from it, else when it is small.

        `given`: it gets a client from its caller.
        """
        if self.exhausted() or depth >= MAX_DEPTH:
            return False
        if not isinstance(node, ir.FuncDef):
            return True
        if given or node in self.interest:
            return self._futile.get(id(node), 0) < MAX_FUTILE or self._size(node) <= MAX_HELPER // 4
        return depth < MAX_HELPER_DEPTH and not _is_long(node) and self._size(node) <= MAX_HELPER

    def _size(self, node: ir.FuncDef) -> int:
        if id(node) not in self._sizes:
            self._sizes[id(node)] = sum(1 for _ in statements(node.body))
        return self._sizes[id(node)]

    def record(self, exchange: Exchange) -> int:
        """Note an exchange; its number."""
        self.exchanges.append(exchange)
        self._known.add((exchange.chain[-1], exchange.method, exchange.url, exchange.arguments))
        return len(self.exchanges) - 1

    def learned(self) -> int:
        """How many different exchanges were met so far."""
        return len(self._known)

    def followed(self, node: ir.FuncDef | ir.Lambda, before: int) -> None:
        """Remember whether following a function taught anything, `before` being what was known."""
        self._futile[id(node)] = 0 if len(self._known) > before else self._futile.get(id(node), 0) + 1

    def first_look(self, node: ir.FuncDef) -> bool:
        """Whether a function is of interest and was not evaluated on its own yet; from now on it was."""
        if node not in self.interest or id(node) in self._seen:
            return False
        self._seen.add(id(node))
        return True

    def start_round(self) -> None:
        """Other functions are evaluated now: to follow what their kin did, too, tells what each of them decides."""
        self._futile.clear()

    def start_root(self) -> None:
        self.steps = self.failing = 0

    def exhausted(self) -> bool:
        return self.steps > MAX_STEPS


def _is_long(node: ir.FuncDef) -> bool:
    """Told from the lines of a function that is not parsed: most have fewer than two for each statement."""
    return node.is_late() and node.late is not None and node.late.end - node.late.line > 2 * MAX_HELPER
