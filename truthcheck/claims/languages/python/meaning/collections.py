"""Methods of dictionaries and lists."""

from __future__ import annotations

from collections.abc import Callable

from truthcheck.claims.engine.alternatives import one_of
from truthcheck.claims.engine.arguments import Arguments
from truthcheck.claims.engine.containers import element
from truthcheck.claims.engine.frame import Frame
from truthcheck.claims.engine.site import Site
from truthcheck.claims.engine.values import DictCell, Item, ListCell, Ref, Val
from truthcheck.model.location import Span
from truthcheck.model.reason import Reason, Why
from truthcheck.model.value import Literal, Unknown


def _dict_update(ref: Ref, cell: DictCell, site: Site) -> Val:
    items, rest = dict(cell.items), cell.rest or site.args.rest
    for value in site.args.positional:
        other = site.frame.cell(value) if isinstance(value, Ref) else None
        if isinstance(other, DictCell):
            items.update(other.items)
            rest = rest or other.rest
        else:
            rest = rest or Unknown(Reason(Why.UPDATED_WITH_UNKNOWN), site.at)
    items.update(site.args.keywords)
    site.frame.store(ref, cell._replace(items=items, rest=rest))
    return Literal(None)


def _dict_setdefault(ref: Ref, cell: DictCell, site: Site) -> Val:
    key, value = site.text(0), site.args.get(1, "default") or Literal(None)
    if key is None:
        site.frame.store(ref, cell._replace(rest=cell.rest or Unknown(Reason(Why.KEY_UNKNOWN), site.at)))
        return value
    present = cell.items.get(key)
    if present is not None and present.always:
        return present.value
    merged = value if present is None else one_of([present.value, value])
    site.frame.store(ref, cell._replace(items={**cell.items, key: Item(merged, site.at)}))
    return merged


def _dict_get(ref: Ref, cell: DictCell, site: Site) -> Val:
    key, default = site.text(0), site.args.get(1, "default") or Literal(None)
    if key is None:
        values = [item.value for item in cell.items.values()]
        return one_of([*values, default]) if values and cell.rest is None else Unknown(Reason(Why.LOOK_UP), site.at)
    item = cell.items.get(key)
    if item is None:
        return one_of([cell.rest, default]) if cell.rest is not None else default
    return item.value if item.always else one_of([item.value, default])


def _dict_pop(ref: Ref, cell: DictCell, site: Site) -> Val:
    value = _dict_get(ref, cell, site)
    key = site.text(0)
    if key is None:
        items = {name: item._replace(always=False) for name, item in cell.items.items()}
    else:
        items = {name: item for name, item in cell.items.items() if name != key}
    site.frame.store(ref, cell._replace(items=items))
    return value


def _dict_items(ref: Ref, cell: DictCell, site: Site) -> Val:
    rows = tuple(
        site.frame.new(ListCell((Literal(key, item.at), item.value), None, item.at)) for key, item in cell.items.items()
    )
    rest = cell.rest or _sometimes(cell)
    return site.frame.new(ListCell(rows, rest, cell.at))


def _dict_keys(ref: Ref, cell: DictCell, site: Site) -> Val:
    keys = tuple(Literal(key, item.at) for key, item in cell.items.items())
    return site.frame.new(ListCell(keys, cell.rest or _sometimes(cell), cell.at))


def _dict_values(ref: Ref, cell: DictCell, site: Site) -> Val:
    values = tuple(item.value for item in cell.items.values())
    return site.frame.new(ListCell(values, cell.rest or _sometimes(cell), cell.at))


def _sometimes(cell: DictCell) -> Unknown | None:
    return None if all(item.always for item in cell.items.values()) else Unknown(Reason(Why.KEYS_ON_ONE_BRANCH))


def _dict_copy(ref: Ref, cell: DictCell, site: Site) -> Val:
    return site.frame.new(cell)


def _dict_clear(ref: Ref, cell: DictCell, site: Site) -> Val:
    site.frame.store(ref, cell._replace(items={}, rest=None))
    return Literal(None)


_DICT: dict[str, Callable[[Ref, DictCell, Site], Val]] = {
    "update": _dict_update,
    "setdefault": _dict_setdefault,
    "get": _dict_get,
    "pop": _dict_pop,
    "items": _dict_items,
    "keys": _dict_keys,
    "values": _dict_values,
    "copy": _dict_copy,
    "clear": _dict_clear,
}


def on_mapping(ref: Ref, cell: DictCell, name: str, args: Arguments, frame: Frame, at: Span) -> Val:
    """A method of a dictionary."""
    change = _DICT.get(name)
    return change(ref, cell, Site(args, frame, at)) if change else Unknown(Reason(Why.DICTIONARY_METHOD), at)


def on_sequence(ref: Ref, cell: ListCell, name: str, args: Arguments, frame: Frame, at: Span) -> Val:
    """A method of a list."""
    items = cell.items
    match name, args.positional:
        case "append", [value]:
            frame.store(ref, cell._replace(items=(*items, value)))
        case "extend", [value]:
            other = frame.cell(value) if isinstance(value, Ref) else None
            if isinstance(other, ListCell):
                frame.store(ref, ListCell(items + other.items, cell.rest or other.rest, cell.at))
            else:
                frame.store(ref, cell._replace(rest=Unknown(Reason(Why.EXTENDED_WITH_UNKNOWN), at)))
        case "copy", []:
            return frame.new(cell)
        case (("insert" | "pop" | "remove" | "clear"), _):
            frame.store(ref, ListCell(items, Unknown(Reason(Why.ITEMS_MOVED), at), cell.at))
            return element(ref, frame) if name == "pop" else Literal(None)
        case _:
            return Unknown(Reason(Why.LIST_METHOD), at)
    return Literal(None)
