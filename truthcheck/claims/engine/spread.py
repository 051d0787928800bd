"""`*items`, `**keys`, a mapping made of others: opened as far as they are known, else why more may be there."""

from __future__ import annotations

from truthcheck.claims.engine.alternatives import plain
from truthcheck.claims.engine.arguments import Arguments
from truthcheck.claims.engine.frame import Frame
from truthcheck.claims.engine.values import Data, DictCell, Item, ListCell, Ref, Val
from truthcheck.model.location import Span
from truthcheck.model.reason import Reason, Why
from truthcheck.model.value import Unknown


def spread_items(found: Arguments, value: Val, name: str, frame: Frame) -> Arguments:
    cell = frame.cell(value) if isinstance(value, Ref) else None
    if isinstance(cell, ListCell) and cell.rest is None:
        found.positional.extend(cell.items)
        return found
    return found._replace(rest=Unknown(Reason(Why.SPREAD_UNKNOWN, name)))


def spread_keys(found: Arguments, value: Val, name: str, frame: Frame) -> Arguments:
    value = plain(value)
    cell = frame.cell(value) if isinstance(value, Ref) else None
    if not isinstance(cell, DictCell):
        part = value if isinstance(value, Data) else None
        return found._replace(rest=Unknown(Reason(Why.SPREAD_KEYWORDS_UNKNOWN, name)), spread=part)
    found.keywords.update(cell.items)
    return found._replace(rest=found.rest or cell.rest)


def spread_entries(items: dict[str, Item], value: Val, name: str, frame: Frame) -> Unknown | None:
    """Open `**value` into the items; why more keys may be there, or None."""
    value = plain(value)
    cell = frame.cell(value) if isinstance(value, Ref) else None
    if not isinstance(cell, DictCell):
        return Unknown(Reason(Why.SPREAD_KEYWORDS_UNKNOWN, name))
    items.update(cell.items)
    return cell.rest


def mapping_of(args: Arguments, frame: Frame, at: Span) -> Val:
    """A new mapping of the entries of others, and of keywords."""
    items: dict[str, Item] = {}
    rest = args.rest
    for value in args.positional:
        cell = frame.cell(inner) if isinstance(inner := plain(value), Ref) else None
        if isinstance(cell, DictCell):
            items.update(cell.items)
            rest = rest or cell.rest
        else:
            rest = rest or Unknown(Reason(Why.MADE_FROM_UNKNOWN), at)
    items.update(args.keywords)
    return frame.new(DictCell(items, rest, at))
