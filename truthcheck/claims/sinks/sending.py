"""One request on its way, and the arguments that its rule gives a role."""

from __future__ import annotations

from collections.abc import Mapping

from truthcheck.claims import ir
from truthcheck.claims.engine.alternatives import one_of, plain
from truthcheck.claims.engine.arguments import Arguments
from truthcheck.claims.engine.frame import Frame
from truthcheck.claims.engine.templates import is_nothing
from truthcheck.claims.engine.values import DictCell, Ref, Several, Val
from truthcheck.model.location import Span
from truthcheck.model.reason import Reason, Why
from truthcheck.model.value import Literal, Unknown
from truthcheck.rulebook.clients import Role, SendRule


class Sending:
    """A call that sends by a rule. `session` is the object it is called on, `base` the base of a prepared request."""

    __slots__ = ("args", "at", "base", "expr", "frame", "rule", "session")

    def __init__(
        self,
        rule: SendRule,
        session: Ref | None,
        args: Arguments,
        frame: Frame,
        at: Span,
        expr: ir.CallExpr,
        base: Val | None = None,
    ) -> None:
        self.rule = rule
        self.session = session
        self.args = args
        self.frame = frame
        self.at = at
        self.expr = expr
        self.base = base

    def argument(self, role: str) -> Val | None:
        """What is given for a role; None when nothing is."""
        return argument(self.rule.roles, role, self.args, self.frame)

    def filled(self, role: str) -> Val | None:
        """The same, where nothing is what `None` says, too."""
        value = self.argument(role)
        return None if value is None or is_nothing(plain(value)) else value


def argument(roles: Mapping[str, Role], role: str, args: Arguments, frame: Frame) -> Val | None:
    """The argument that has a role in a call; None when it is left out."""
    place = roles.get(role)
    if place is None:
        return None
    value = args.get(place.position, place.keyword)
    for key in place.path:
        value = _entry(value, key, frame) if value is not None else None
    return value


def _entry(value: Val, key: str, frame: Frame) -> Val | None:
    """An entry of an argument that holds options; None when they do not have it."""
    match plain(value):
        case Several(members):
            return one_of([_entry(member, key, frame) or Literal(None) for member in members])
        case Ref() as ref if isinstance(cell := frame.cell(ref), DictCell):
            item = cell.items.get(key)
            if item is None:
                return cell.rest
            return item.value if item.always else one_of([item.value, Literal(None)])
        case Literal(None):
            return None
        case Unknown() as unknown:
            return unknown
        case _:
            return Unknown(Reason(Why.NOT_PLAIN))
