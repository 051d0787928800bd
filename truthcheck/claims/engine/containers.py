"""Items of containers: reading, writing, unpacking."""

from __future__ import annotations

from truthcheck.claims import ir
from truthcheck.claims.engine.alternatives import one_of, plain
from truthcheck.claims.engine.frame import Frame
from truthcheck.claims.engine.templates import known
from truthcheck.claims.engine.values import (
    ClassVal,
    Data,
    DictCell,
    External,
    Item,
    ListCell,
    Ref,
    SdkValue,
    Several,
    Stream,
    Val,
)
from truthcheck.model.call import Read
from truthcheck.model.location import Span
from truthcheck.model.reason import Reason, Why
from truthcheck.model.value import Literal, Typed, Unknown

SOME_KEY = "\0"  # under which a table of clients holds those whose keys are not known


def index(value: Val, key: Val, frame: Frame, at: Span) -> Val:
    """What `value[key]` is."""
    value = plain(value)
    match value:
        case Several(found):
            return one_of([index(member, key, frame, at) for member in found])
        case Data():
            return _read(value, key, frame, at)
        case External(name):
            return frame.meaning.external_item(name, key, at) or External(f"{name}[]")
        case SdkValue():
            return frame.run.sinks.item(value, key, at, frame)
        case ClassVal():
            return value if isinstance(key, ClassVal) else Unknown(Reason(Why.ITEM_OF_CLASS), at)
        case Ref():
            return _of_cell(value, key, frame, at)
        case _:
            return Unknown(Reason(Why.ITEM_OF_UNKNOWN), at)


def _of_cell(ref: Ref, key: Val, frame: Frame, at: Span) -> Val:
    cell = frame.cell(ref)
    name = known(key)
    match cell:
        case DictCell(items) if name is not None:
            if name in items:
                return items[name].value
            return cell.rest or Unknown(Reason(Why.NO_KEY, name), at)
        case DictCell():
            return _looked_up(cell, key, at)
        case ListCell(items, rest):
            return _list_item(items, rest, key, at)
        case _:
            return Unknown(Reason(Why.ITEM_OF_OBJECT), at)


def _looked_up(cell: DictCell, key: Val, at: Span) -> Val:
    """The item of a key that is no text; by a variable, one of the values."""
    number = str(key.value) if isinstance(key, Literal) else None
    if number in cell.items:
        return cell.items[number].value
    values = [item.value for item in cell.items.values()]
    alike = values and all(isinstance(value, SdkValue) for value in values)
    return one_of(values) if values and (cell.rest is None or alike) else Unknown(Reason(Why.LOOK_UP), at)


def _list_item(items: tuple[Val, ...], rest: Unknown | None, key: Val, at: Span) -> Val:
    if isinstance(key, Literal) and isinstance(key.value, int) and not isinstance(key.value, bool):
        if 0 <= key.value < len(items) or (rest is None and -len(items) <= key.value < 0):
            return items[key.value]
        return rest or Unknown(Reason(Why.OUT_OF_RANGE), at)
    if _is_slice(key):
        return Unknown(Reason(Why.SLICE), at)
    return one_of(list(items)) if items and rest is None else Unknown(Reason(Why.LIST_ITEM), at)


def _is_slice(key: Val) -> bool:
    return isinstance(key, Unknown) and key.why.why == Why.SLICE


def _read(data: Data, key: Val, frame: Frame, at: Span, *, certain: bool = True) -> Val:
    """A read of the reply, noted on its exchange."""
    name = known(key)
    if name is None:
        if _is_slice(key):
            return data
        # A text that is not known is a name, not an item.
        if not isinstance(key, Literal | Typed) or (isinstance(key, Typed) and key.type == "string"):
            return Unknown(Reason(Why.PART_OF_REPLY), at)
        return Data(data.exchange, (*data.path, "[]"))
    path = (*data.path, name)
    note_read(data.exchange, path, at, frame, certain=certain)
    return Data(data.exchange, path)


def note_read(exchange: int, path: tuple[str, ...], at: Span, frame: Frame, *, certain: bool) -> None:
    certain = certain and not (frame.run.failing or frame.run.careful)
    reads = frame.run.exchanges[exchange].reads
    if not any(read.path == path and read.at == at for read in reads):
        reads.append(Read(path, at, certain))


def get_from_reply(data: Data, key: Val, frame: Frame, at: Span) -> Val:
    """`reply.get("x")`: a read that the code is prepared to miss."""
    return _read(data, key, frame, at, certain=False)


def element(value: Val, frame: Frame) -> Val:
    """Any item of an iterable."""
    value = plain(value)
    match value:
        case Several(found):
            return one_of([element(member, frame) for member in found])
        case Stream(item):
            return item
        case Data(exchange, path):
            return Data(exchange, (*path, "[]"))
        case External(name):
            return External(f"{name}[]")
        case SdkValue():
            return frame.run.sinks.step(value, "[]")
        case Ref():
            return _element_of_cell(value, frame)
        case _:
            return Unknown(Reason(Why.ITEM_OF_UNKNOWN))


def _element_of_cell(ref: Ref, frame: Frame) -> Val:
    match frame.cell(ref):
        case ListCell(items, rest):
            return one_of([*items, rest] if rest is not None else list(items))
        case DictCell(items, rest):
            keys: list[Val] = [Literal(key, item.at) for key, item in items.items() if key != SOME_KEY]
            return one_of([*keys, rest] if rest is not None else keys)
        case _:
            return Unknown(Reason(Why.ITEM_OF_OBJECT))


def unpack(value: Val, targets: tuple[ir.Expr, ...], frame: Frame) -> tuple[Val, ...]:
    """The parts of a value assigned to several targets."""
    value = plain(value)
    cell = frame.cell(value) if isinstance(value, Ref) else None
    known = _unpacked(cell, targets, frame) if isinstance(cell, ListCell) and cell.rest is None else None
    if known is not None:
        return known
    if isinstance(value, Several):
        rows = [unpack(member, targets, frame) for member in value.members]
        return tuple(one_of(list(column)) for column in zip(*rows, strict=True))
    return tuple(element(value, frame) for _ in targets)


def _unpacked(cell: ListCell, targets: tuple[ir.Expr, ...], frame: Frame) -> tuple[Val, ...] | None:
    """The items, those that a star takes as one list; None when there are too many or too few."""
    starred = next((place for place, target in enumerate(targets) if isinstance(target, ir.Star)), None)
    if starred is None:
        return cell.items if len(cell.items) == len(targets) else None
    after = len(cell.items) - (len(targets) - starred - 1)
    if after < starred:
        return None
    middle = frame.new(ListCell(cell.items[starred:after], None, cell.at))
    return (*cell.items[:starred], middle, *cell.items[after:])


def store_index(container: Val, key: Val, value: Val, frame: Frame, at: Span) -> None:
    """`container[key] = value`."""
    container = plain(container)
    if isinstance(container, Several):
        for member in container.members:
            _maybe_store(member, key, value, frame, at)
        return
    if isinstance(container, SdkValue):
        frame.run.sinks.written(container, known(key), frame)
    if isinstance(container, Ref):
        _store_in_cell(container, key, value, frame, at)


def _store_in_cell(container: Ref, key: Val, value: Val, frame: Frame, at: Span) -> None:
    name = known(key)
    match frame.cell(container):
        case DictCell(items) as cell if name is not None:
            frame.store(container, cell._replace(items={**items, name: Item(value, at)}))
        case DictCell() as cell:
            options = map(known, key.members) if isinstance(key, Several) else ()
            added = {option: Item(value, at, False) for option in options if option is not None}
            if isinstance(value, SdkValue):
                added[SOME_KEY] = Item(value, at, False)
            rest = cell.rest or Unknown(Reason(Why.KEY_UNKNOWN), at)
            frame.store(container, cell._replace(items={**cell.items, **added}, rest=rest))
        case ListCell() as cell:
            frame.store(container, cell._replace(rest=cell.rest or Unknown(Reason(Why.ITEM_REPLACED), at)))
        case _:
            return


def _maybe_store(container: Val, key: Val, value: Val, frame: Frame, at: Span) -> None:
    """One of several containers gets the item: each may or may not have it."""
    container = plain(container)
    cell = frame.cell(container) if isinstance(container, Ref) else None
    name = known(key)
    if isinstance(container, Ref) and isinstance(cell, DictCell) and name is not None:
        frame.store(container, cell._replace(items={**cell.items, name: Item(value, at, False)}))


def drop_index(container: Val, key: Val, frame: Frame) -> None:
    """`del container[key]`."""
    container = plain(container)
    cell = frame.cell(container) if isinstance(container, Ref) else None
    name = known(key)
    if not isinstance(container, Ref) or not isinstance(cell, DictCell):
        return
    if name is None:
        items = {k: item._replace(always=False) for k, item in cell.items.items()}
    else:
        items = {k: item for k, item in cell.items.items() if k != name}
    frame.store(container, cell._replace(items=items))
