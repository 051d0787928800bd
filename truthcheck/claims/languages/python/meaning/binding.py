"""The arguments of one call, evaluated, and how they meet a function's parameters."""

from __future__ import annotations

from truthcheck.claims import ir
from truthcheck.claims.engine.values import Item, Val
from truthcheck.model.noun import Node
from truthcheck.model.value import Unknown


class Arguments(Node):
    """`rest` says why there may be further arguments (an unknown `*` or `**` spread); None means these are all."""

    positional: list[Val]
    keywords: dict[str, Item]
    rest: Unknown | None

    def get(self, position: int | None, keyword: str) -> Val | None:
        """The argument at a position or under a keyword."""
        if position is not None and position < len(self.positional):
            return self.positional[position]
        item = self.keywords.get(keyword)
        return item.value if item else None

    def item(self, position: int | None, keyword: str) -> Item | None:
        """Like `get`, with the place of the keyword."""
        if position is not None and position < len(self.positional):
            value = self.positional[position]
            return Item(value, getattr(value, "at", None))
        return self.keywords.get(keyword)

    def values(self) -> list[Val]:
        return [*self.positional, *(item.value for item in self.keywords.values())]


class Bindings(Node):
    """Which argument each parameter got. `missing` parameters take their default."""

    names: dict[str, Val]
    missing: tuple[ir.Param, ...]
    extra: list[Val]
    extra_keywords: dict[str, Item]


def bind(params: tuple[ir.Param, ...], given: Arguments, receiver: Val | None) -> Bindings | None:
    """Python's own rules for passing arguments; None when the call does not fit the signature (so we misread it)."""
    positional = [receiver, *given.positional] if receiver is not None else list(given.positional)
    keywords = dict(given.keywords)
    names: dict[str, Val] = {}
    missing: list[ir.Param] = []
    for param in params:
        if param.kind in ("*", "**"):
            continue
        if param.kind != "kwonly" and positional:
            value = positional.pop(0)
            if value is not None:
                names[param.name] = value
        elif param.kind != "posonly" and param.name in keywords:
            names[param.name] = keywords.pop(param.name).value
        elif param.default is None and given.rest is None:
            return None
        else:
            missing.append(param)
    kinds = {param.kind for param in params}
    if (positional and "*" not in kinds) or (keywords and "**" not in kinds):
        return None
    return Bindings(names, tuple(missing), [value for value in positional if value is not None], keywords)
