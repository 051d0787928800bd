"""The arguments of one call, evaluated, and which parameter of a function got which."""

from __future__ import annotations

from truthcheck.claims import ir
from truthcheck.claims.engine.values import Item, Val
from truthcheck.model.noun import Node
from truthcheck.model.reason import Reason, Why
from truthcheck.model.value import Unknown


class Arguments(Node):
    """`rest` says why there may be further arguments (an unknown `*` or `**` spread); None means these are all.

    `spread` is the part of a reply that `**` opens, where it is one.
    """

    positional: list[Val]
    keywords: dict[str, Item]
    rest: Unknown | None
    spread: Val | None = None

    def get(self, position: int | None, keyword: str) -> Val | None:
        """The argument at a position or under a keyword."""
        if position is not None and position < len(self.positional):
            return self.positional[position]
        item = self.keywords.get(keyword)
        return item.value if item else None

    def first(self) -> Val:
        """The first one, wherever it stands."""
        values = self.values()
        return values[0] if values else Unknown(Reason(Why.CALL_WITHOUT_ARGUMENTS))

    def values(self) -> list[Val]:
        return [*self.positional, *(item.value for item in self.keywords.values())]


class Bindings(Node):
    """Which argument each parameter got. `missing` parameters take their default."""

    names: dict[str, Val]
    missing: tuple[ir.Param, ...]
    extra: list[Val]
    extra_keywords: dict[str, Item]
