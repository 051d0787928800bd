"""What is known at one point of a program: variables and heap, and how two branches come together again."""

from __future__ import annotations

from truthcheck.claims.engine.alternatives import one_of, same
from truthcheck.claims.engine.values import (
    Cell,
    DictCell,
    Item,
    ListCell,
    ObjectCell,
    Val,
)
from truthcheck.model.reason import Reason, Why
from truthcheck.model.value import Unknown


class Heap:
    """Cells by id, in layers: a branch writes to a layer of its own and sees the ones below."""

    __slots__ = ("below", "cells")

    def __init__(self, cells: dict[int, Cell], below: Heap | None) -> None:
        self.cells = cells
        self.below = below

    def get(self, key: int) -> Cell | None:
        layer: Heap | None = self
        while layer is not None:
            found = layer.cells.get(key)
            if found is not None:
                return found
            layer = layer.below
        return None

    def since(self, base: Heap) -> dict[int, Cell]:
        """What was written above `base`, copied: later writes do not change it."""
        layers: list[dict[int, Cell]] = []
        layer: Heap | None = self
        while layer is not None and layer is not base:
            layers.append(layer.cells)
            layer = layer.below
        found: dict[int, Cell] = {}
        for cells in reversed(layers):
            found.update(cells)
        return found


class State:
    """Variables and heap. A branch works on a `fork`, and `merge` brings branches together again."""

    __slots__ = ("heap", "names")

    def __init__(self, names: dict[str, Val], heap: Heap) -> None:
        self.names = names
        self.heap = heap

    def fork(self) -> State:
        return State(self.names.copy(), Heap({}, self.heap))

    def snapshot(self, base: Heap) -> State:
        """This state as it is now, above `base`."""
        return State(self.names.copy(), Heap(self.heap.since(base), base))


class Loop:
    """A loop being evaluated: the heaps where it and its present round began, the states at `break` and `continue`."""

    __slots__ = ("breaks", "continues", "round", "start")

    def __init__(self, start: Heap) -> None:
        self.start = self.round = start
        self.breaks: list[State] = []
        self.continues: list[State] = []


def merge(target: State, ends: list[State], base: Heap) -> None:
    """Set `target` to what holds after any of `ends`, all of which grew above `base`.

    The dictionary of names stays the same object: closures hold on to it.
    """
    merge_names(target.names, [end.names for end in ends])
    target.heap.cells.update(merge_heaps([end.heap for end in ends], base))


def merge_names(target: dict[str, Val], ends: list[dict[str, Val]]) -> None:
    joined = ends[0].copy()
    for names in ends[1:]:
        for name, value in names.items():
            known = joined.get(name)
            if known is not value:
                joined[name] = value if known is None else one_of([known, value])
    target.clear()
    target.update(joined)


def merge_heaps(heaps: list[Heap], base: Heap) -> dict[int, Cell]:
    """The cells that differ from `base` after any of several ways."""
    written = [heap.since(base) for heap in heaps]
    if len(written) == 1:
        return written[0]
    joined: dict[int, Cell] = {}
    for key in {key for cells in written for key in cells}:
        versions = [cells.get(key) or base.get(key) for cells in written]
        known = [cell for cell in versions if cell is not None]
        cell = known[0]
        for other in known[1:]:
            if other is not cell:
                cell = join_cells(cell, other)
        joined[key] = cell
    return joined


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
        return left or right or Unknown(Reason(Why.NOT_ASSIGNED))
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
        rest = short.rest or long.rest or Unknown(Reason(Why.ITEMS_ON_ONE_BRANCH))
        return ListCell(long.items, rest, long.at)
    merged = tuple(one_of([a, b]) for a, b in zip(left.items, right.items, strict=False))
    return ListCell(merged, left.rest or right.rest or Unknown(Reason(Why.ITEMS_DEPEND_ON_BRANCH)), left.at)
