"""Values that leave what we read: whoever gets them may change them."""

from __future__ import annotations

from truthcheck.claims.engine.arguments import Arguments
from truthcheck.claims.engine.frame import Frame
from truthcheck.claims.engine.values import DictCell, ListCell, ObjectCell, Ref, Val
from truthcheck.model.reason import Reason, Why
from truthcheck.model.value import Unknown


def escape(args: Arguments, frame: Frame, name: str) -> None:
    """Code we do not read gets these objects and may add to them."""
    for value in args.values():
        opened(value, frame, Unknown(Reason(Why.HANDED_TO, name or "a function")))


def opened(value: Val, frame: Frame, why: Unknown) -> None:
    """Mark a mutable object: it may hold more than was seen."""
    if not isinstance(value, Ref):
        return
    match frame.cell(value):
        case DictCell(rest=None) as cell:
            frame.store(value, cell._replace(rest=why))
        case ListCell(rest=None) as cell:
            frame.store(value, cell._replace(rest=why))
        case ObjectCell(open=False) as cell:
            frame.store(value, cell._replace(open=True))
        case _:
            return
