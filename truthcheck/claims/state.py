"""Where an evaluation stands: variables, heap, and how two branches come together again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from truthcheck.claims.domain import (
    Cell,
    ClassVal,
    DictCell,
    FuncVal,
    Item,
    ListCell,
    ObjectCell,
    Ref,
    Val,
    fresh,
    one_of,
    same,
)
from truthcheck.model.location import Span
from truthcheck.model.value import Unknown

if TYPE_CHECKING:
    from truthcheck.claims.ir import Pos
    from truthcheck.claims.project import Module
    from truthcheck.claims.run import Run


class State:
    """Variables and the heap cells written so far. A branch works on a `fork` of it."""

    __slots__ = ("heap", "names")

    def __init__(self, names: dict[str, Val], heap: dict[int, Cell]) -> None:
        self.names = names
        self.heap = heap

    def fork(self) -> State:
        return State(self.names.copy(), self.heap.copy())

    def become(self, other: State) -> None:
        """Take over the content of another state, keeping the dictionaries that closures hold on to."""
        if other.names is not self.names:
            self.names.clear()
            self.names.update(other.names)
        if other.heap is not self.heap:
            self.heap.clear()
            self.heap.update(other.heap)


class Frame:
    """One function (or module) being evaluated. `chain` are the call sites that led here, outermost first."""

    __slots__ = (
        "active",
        "chain",
        "closure",
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
        self.in_class = False  # evaluating a class body
        self.globals: set[str] = set()
        self.loops: list[tuple[list[State], list[State]]] = []  # per open loop: states at `break`, at `continue`

    def span(self, at: Pos) -> Span:
        return Span(self.module.path, *at)

    def cell(self, ref: Ref) -> Cell | None:
        return self.state.heap.get(ref.id) or self.run.heap.get(ref.id)

    def store(self, ref: Ref, cell: Cell) -> None:
        self.state.heap[ref.id] = cell

    def new(self, cell: Cell) -> Ref:
        ref = fresh()
        self.state.heap[ref.id] = cell
        return ref


def join(left: State, right: State, base: dict[int, Cell]) -> State:
    """What holds after either of two branches. `base` is the heap below both."""
    names = {}
    for name in left.names.keys() | right.names.keys():
        one, two = left.names.get(name), right.names.get(name)
        if one is None or two is None:
            names[name] = one or two or Unknown("not assigned")
        else:
            names[name] = one if one is two else one_of([one, two])
    heap = {}
    for key in left.heap.keys() | right.heap.keys():
        first = left.heap.get(key) or base.get(key)
        second = right.heap.get(key) or base.get(key)
        if first is None or second is None:
            heap[key] = first or second
        else:
            heap[key] = first if first is second else join_cells(first, second)
    return State(names, {key: cell for key, cell in heap.items() if cell is not None})


def join_cells(left: Cell, right: Cell) -> Cell:
    match left, right:
        case DictCell(), DictCell():
            return DictCell(_join_items(left.items, right.items), left.rest or right.rest, left.at)
        case ListCell(), ListCell():
            return _join_lists(left, right)
        case ObjectCell(), ObjectCell():
            attrs = {
                name: _either(left.attrs.get(name), right.attrs.get(name))
                for name in left.attrs.keys() | right.attrs.keys()
            }
            return left._replace(attrs=attrs, open=left.open or right.open)
        case _:
            return left


def _either(left: Val | None, right: Val | None) -> Val:
    if left is None or right is None:
        return left or right or Unknown("not assigned")
    return left if left is right else one_of([left, right])


def _join_items(left: dict[str, Item], right: dict[str, Item]) -> dict[str, Item]:
    items = {}
    for key in [*left, *(k for k in right if k not in left)]:
        one, two = left.get(key), right.get(key)
        if one is None or two is None:
            known = one or two
            assert known is not None
            items[key] = known._replace(always=False)
        elif one is two or same(one.value, two.value):
            items[key] = one if one.always else two._replace(always=False)
        else:
            items[key] = Item(one_of([one.value, two.value]), one.at, one.always and two.always)
    return items


def _join_lists(left: ListCell, right: ListCell) -> ListCell:
    if left.items == right.items:
        return left._replace(rest=left.rest or right.rest)
    short, long = sorted((left, right), key=lambda cell: len(cell.items))
    if long.items[: len(short.items)] == short.items:
        rest = short.rest or long.rest or Unknown("some items are added on one branch only")
        return ListCell(long.items, rest, long.at)
    merged = tuple(one_of([a, b]) for a, b in zip(left.items, right.items, strict=False))
    return ListCell(merged, left.rest or right.rest or Unknown("its items depend on the branch"), left.at)


def narrow(frame: Frame, name: str, keep: list[Val]) -> None:
    """Inside a branch, a variable has only the alternatives that let the branch be taken."""
    if keep:
        frame.state.names[name] = one_of(keep)
