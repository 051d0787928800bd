"""Where an evaluation stands: in which function of which module, with what state, on which run."""

from __future__ import annotations

from truthcheck.claims.engine.alternatives import one_of
from truthcheck.claims.engine.memory import Loop, State
from truthcheck.claims.engine.session import Run
from truthcheck.claims.engine.values import Cell, ClassVal, FuncVal, Module, Ref, Val, fresh
from truthcheck.claims.ir import Pos
from truthcheck.model.location import Span


class Frame:
    """One function (or module) being evaluated. `chain` are the call sites that led here, outermost first."""

    __slots__ = (
        "active",
        "base",
        "chain",
        "closure",
        "failed",
        "func",
        "globals",
        "in_class",
        "loops",
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
        self.state = state
        self.chain = chain
        self.func = func
        self.closure = func.names if func else None
        self.owner: ClassVal | None = func.owner if func else None
        self.receiver = receiver
        self.returns: list[tuple[Val, State]] = []
        self.yields: list[Val] = []
        self.active: tuple[object, ...] = ()  # the functions being followed, against endless recursion
        self.failed = 0  # `if` statements behind which only failed exchanges go on
        self.in_class = False  # evaluating a class body
        self.globals: set[str] = set()
        self.loops: list[Loop] = []
        self.base = state.heap  # what is below it belongs to the caller

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


def narrow(frame: Frame, name: str, keep: list[Val]) -> None:
    """Inside a branch, a variable has only the alternatives that let the branch be taken."""
    if keep:
        frame.state.names[name] = one_of(keep)
