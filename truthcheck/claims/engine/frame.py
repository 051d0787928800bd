"""Where an evaluation stands: in which function of which module, with what state; and what all evaluations share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from truthcheck.claims import ir
from truthcheck.claims.engine.exchange import Exchange, MadeInstance, Patch, Waiting
from truthcheck.claims.engine.meaning import Meaning
from truthcheck.claims.engine.memory import Heap, Loop, State
from truthcheck.claims.engine.project import Interesting, Project
from truthcheck.claims.engine.scan import statements
from truthcheck.claims.engine.sinks import Sinks
from truthcheck.claims.engine.values import Cell, ClassVal, FuncVal, Module, Names, Ref, Val, fresh
from truthcheck.claims.ir import Pos
from truthcheck.model.call import Junction
from truthcheck.model.location import Span

if TYPE_CHECKING:
    from truthcheck.rulebook.clients import Clients

# Bounds that keep the cost linear in the project's size. Beyond them a result is unknown, never wrong.
MAX_DEPTH = 8  # functions followed into each other
MAX_MADE = 3  # instances of one class whose methods are evaluated apart
MAX_STEPS = 3_000  # statements for one root function, those of followed functions included
MAX_HELPER = 25  # statements of a function that cannot send, followed only for what it returns
MAX_HELPER_DEPTH = 4
MAX_INSIDE = 400  # functions and classes inside one function that are looked into
MAX_FUTILE = 6  # times that following a function may teach nothing new, before its callers no longer do


class Run:
    """The shared part of all evaluations of one project. Not thread-safe."""

    def __init__(
        self,
        meanings: Callable[[Path], Meaning[Frame]],
        sinks: Sinks[Frame],
        clients: Clients,
        project: Project,
        interest: Interesting,
        packages: frozenset[str] = frozenset(),
    ) -> None:
        self._meanings = meanings
        self._meaning_by_path: dict[str, Meaning[Frame]] = {}
        self.sinks = sinks
        self.clients = clients
        self.project = project
        self.interest = interest
        self.heap = Heap({}, None)  # what modules and generic instances hold, below every state
        self.exchanges: list[Exchange] = []
        self.assignments: dict[tuple[int, str], list[tuple[ir.FuncDef, ir.Expr]]] = {}  # by id of a class's node
        self.generic: dict[int, Ref] = {}  # by id of a class's node: its instance as an unknown caller makes it
        self.imports: dict[tuple[str, str, int, str], Val] = {}  # what imports turned out to be
        self.made: dict[
            int, list[MadeInstance]
        ] = {}  # by id of a class's node: its instances as the project makes them
        self.bases: dict[tuple[str, str], list[Val]] = {}  # by module path and session: base URLs given there
        self.packages = packages  # top-level modules of SDKs that have a surface
        self.assigned: set[tuple[str, str, str]] = set()  # folder, dotted name of an SDK that code in it sets, version
        self.asked: set[tuple[str, str]] = set()  # file, and "package" or "package name" whose presence it tests
        self.careful = 0  # those that catch a missing field of a reply
        self.loose: set[tuple[str, str]] = set()  # file ("" for all), and a name or chain of which nothing is claimed
        self.fakes: dict[str, bool] = {}  # by file: whether it puts fakes in the place of replies
        self.guarded = 0  # handlers around the present statement that catch a missing name
        self.failing = 0  # how many of the branches being evaluated handle a failed exchange
        self.given_up: list[Span] = []  # functions whose evaluation was too deep
        self.steps = 0
        self.handed: dict[int, Val] = {}  # by id of a function's node: what it makes for those that ask by its name
        self.kept: dict[str, list[Val]] = {}  # by attribute, what an object of another library was given to keep
        self.patches: dict[str, Patch] = {}  # by dotted name: what the present root put in its place
        self.waiting: list[Waiting] = []  # fakes that no call was seen to meet
        self.answering = False  # a fake is being called
        self._inside: set[int] = set()  # functions inside those of interest
        self._sizes: dict[int, int] = {}
        self._followed: dict[int, int] = {}
        self._futile: dict[int, int] = {}
        self._known: set[object] = set()
        self._seen: set[int] = set()

    def meaning_of(self, module: Module) -> Meaning[Frame]:
        """What the language of a module means; one project may be written in several."""
        known = self._meaning_by_path.get(module.path)
        if known is None:
            known = self._meaning_by_path[module.path] = self._meanings(module.file)
        return known

    def worth_following(self, node: ir.FuncDef | ir.Lambda, depth: int, given: bool) -> bool:
        """Whether to evaluate a called function: always when a request can leave from it, else when it is small.

        `given`: it gets a client from its caller.
        """
        if self.exhausted() or depth >= MAX_DEPTH:
            return False
        if not isinstance(node, ir.FuncDef):
            return True
        if given or self.matters(node):
            return self._futile.get(id(node), 0) < MAX_FUTILE or self._size(node) <= MAX_HELPER // 4
        return depth < MAX_HELPER_DEPTH and not _is_long(node) and self._size(node) <= MAX_HELPER

    def matters(self, node: ir.FuncDef | ir.Lambda) -> bool:
        """Whether a request can leave from a function, as far as words tell."""
        return isinstance(node, ir.FuncDef) and (id(node) in self._inside or node in self.interest)

    def stands_inside(self, node: ir.FuncDef | ir.Lambda) -> None:
        """From now on the function matters, as the one around it does."""
        self._inside.add(id(node))

    def times(self, node: ir.FuncDef | ir.Lambda | ir.ClassDef) -> int:
        """How often the function was followed so far."""
        return self._followed.get(id(node), 0)

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
        self._followed[id(node)] = self.times(node) + 1
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
        self.patches = {}

    def exhausted(self) -> bool:
        return self.steps > MAX_STEPS


def _is_long(node: ir.FuncDef) -> bool:
    """Told from the lines of a function that is not parsed: most have fewer than two for each statement."""
    return node.is_late() and node.late is not None and node.late.end - node.late.line > 2 * MAX_HELPER


class Frame:
    """One function (or module) being evaluated. `chain` are the call sites that led here, outermost first."""

    __slots__ = (
        "active",
        "base",
        "chain",
        "choice",
        "closure",
        "failed",
        "func",
        "globals",
        "in_class",
        "inside",
        "loops",
        "meaning",
        "module",
        "owner",
        "receiver",
        "returns",
        "run",
        "state",
        "yields",
    )

    def __init__(
        self,
        run: Run,
        module: Module,
        state: State,
        *,
        chain: tuple[Span, ...] = (),
        func: FuncVal | None = None,
        receiver: Val | None = None,
    ) -> None:
        self.run = run
        self.module = module
        self.meaning = run.meaning_of(module)
        self.state = state
        self.chain = chain
        self.func = func
        self.closure: Names | None = func.names if func else None
        self.owner: ClassVal | None = func.owner if func else None
        self.receiver = receiver
        self.returns: list[tuple[Val, State]] = []
        self.yields: list[Val] = []
        self.choice: Junction | None = None  # the last condition, while nothing behind it depends on another one
        self.active: tuple[object, ...] = ()  # the functions being followed, against endless recursion
        self.failed = 0  # `if` statements behind which only failed exchanges go on
        self.in_class = False  # evaluating a class body
        self.inside: list[tuple[FuncVal | ClassVal, int]] = []  # what it defines, with how often it was followed then
        self.globals: set[str] = set()
        self.loops: list[Loop] = []
        self.base = state.heap  # what is below it belongs to the caller

    def junction(self, at: Pos) -> Junction:
        """A condition that stands at `at`, all of whose ways go on behind it."""
        node = self.func.node if self.func is not None else None
        first = node.body[0].at[0] if isinstance(node, ir.FuncDef) and node.body else 1
        return Junction(self.module.path, first, at[0], at[2])

    def span(self, at: Pos) -> Span:
        return Span(self.module.path, *at)

    def cell(self, ref: Ref) -> Cell | None:
        return self.state.heap.get(ref.id)

    def store(self, ref: Ref, cell: Cell) -> None:
        self.state.heap.cells[ref.id] = cell

    def new(self, cell: Cell) -> Ref:
        ref = fresh()
        self.state.heap.cells[ref.id] = cell
        return ref
