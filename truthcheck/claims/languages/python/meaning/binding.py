"""How the arguments of a call meet a function's parameters."""

from __future__ import annotations

from truthcheck.claims import ir
from truthcheck.claims.engine.arguments import Arguments, Bindings
from truthcheck.claims.engine.values import Item, Val


def bind(params: tuple[ir.Param, ...], given: Arguments, receiver: Val | None) -> Bindings | None:
    """Python's own rules for passing arguments; None when the call does not fit the signature (so we misread it)."""
    positional = [receiver, *given.positional] if receiver is not None else list(given.positional)
    keywords = dict(given.keywords)
    names: dict[str, Val] = {}
    missing: list[ir.Param] = []
    for param in params:
        if param.kind in _REST:
            continue
        value = _taken(param, positional, keywords)
        if value is not None:
            names[param.name] = value
        elif param.default is None and given.rest is None:
            return None
        else:
            missing.append(param)
    kinds = {param.kind for param in params}
    if (positional and "*" not in kinds) or (keywords and "**" not in kinds):
        return None
    return Bindings(names, tuple(missing), positional, keywords)


_REST = ("*", "**")


def _taken(param: ir.Param, positional: list[Val], keywords: dict[str, Item]) -> Val | None:
    """The argument that a parameter takes out of those that are left."""
    if param.kind != "kwonly" and positional:
        return positional.pop(0)
    if param.kind != "posonly" and param.name in keywords:
        return keywords.pop(param.name).value
    return None
