"""Classes of the project that extend a class of an SDK: `class Shop(OpenAI)`, `class Bot(commands.Bot)`.

What such a class does not say itself comes from the SDK's, but only where nothing else may say it: every class on the
way has one base, no decorator, no metaclass and no `__getattr__`. A name that the SDK's class does not have may be that
of a further heir, so it is never false by itself; `HEIR` marks the step behind which that holds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from truthcheck.claims import ir
from truthcheck.claims.engine.alternatives import plain
from truthcheck.claims.engine.classes import class_member, lineage
from truthcheck.claims.engine.values import ClassVal, SdkValue
from truthcheck.claims.sinks import sdk_chains
from truthcheck.model.call import HEIR, Step

if TYPE_CHECKING:
    from truthcheck.claims.engine.arguments import Arguments
    from truthcheck.claims.engine.frame import Frame
    from truthcheck.claims.engine.values import ObjectCell, Val
    from truthcheck.model.location import Span

_MADE = Step("()", None, ("?", HEIR))
_COMPUTED = ("__getattr__", "__getattribute__")


def base(cls: ClassVal, frame: Frame) -> SdkValue | None:
    """The SDK's class that a class of the project extends, and nothing besides; else None."""
    if not frame.run.packages:
        return None
    line = lineage(cls)
    if any(len(one.bases) != 1 or one.node.decorators or one.node.keywords for one in line):
        return None
    found = plain(line[-1].bases[0])
    return found if isinstance(found, SdkValue) else None


def inherited(cell: ObjectCell, name: str, at: Span, frame: Frame) -> Val | None:
    """What `self.name` is when only the SDK's class can say it."""
    extended = base(cell.cls, frame) if cell.cls is not None else None
    if cell.cls is None or extended is None or name.startswith("_"):
        return None
    if any(class_member(cell.cls, word, frame) is not None for word in _COMPUTED):
        return None
    if any(_is_declared(one.node, name) for one in lineage(cell.cls)):
        return None
    return sdk_chains.step(SdkValue((*extended.steps, _MADE)), name, at)


def _is_declared(node: ir.ClassDef, name: str) -> bool:
    """`name: Type` in the body: a value is set where we do not see it."""
    return any(isinstance(one, ir.AnnAssign) and one.target == ir.Name(name, one.target.at) for one in node.body)


def above(cls: ClassVal, name: str, at: Span, frame: Frame) -> Val | None:
    """What `super().name` is: for `__init__`, the SDK's class itself, which is called like it."""
    extended = base(cls, frame)
    if extended is None:
        return None
    if name == "__init__":
        return extended
    return None if name.startswith("_") else sdk_chains.step(SdkValue((*extended.steps, _MADE)), name, at)


def made(cls: ClassVal, args: Arguments, frame: Frame, at: Span, expr: ir.CallExpr) -> None:
    """Calling a class without an `__init__` of its own calls that of the SDK's."""
    extended = base(cls, frame)
    if extended is not None and all(class_member(cls, name, frame) is None for name in ("__init__", "__new__")):
        sdk_chains.call(extended, args, frame, at, expr)
