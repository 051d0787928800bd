"""Which functions are worth evaluating on their own: those from which a request can leave.

Most functions of a project never come near a request. Names decide, generously: a function is of interest when it
holds a call that is named like one that sends, or mentions a function of interest.
"""

from __future__ import annotations

from truthcheck.claims import ir
from truthcheck.claims.scan import bound_names, functions, imports, mentions
from truthcheck.rulebook.clients import Clients


class Interest:
    """Grows with every module that is added; a name once of interest stays so."""

    def __init__(self, clients: Clients, packages: frozenset[str] = frozenset()) -> None:
        self._packages = packages
        makers = {*clients.sends, *clients.sessions, *clients.aliases}
        self._sends = frozenset(name.rpartition(".")[2] for name in makers)
        self._names: set[str] = set()
        self._waiting: list[tuple[tuple[str, ...], ir.FuncDef, frozenset[str]]] = []
        self._chosen: set[int] = set()

    def add(self, tree: ir.Module) -> None:
        """Take a module's functions in: all of them when it imports an SDK."""
        using = bool(self._packages) and imports(tree, self._packages)
        if using:
            self._names.update(bound_names(tree))
        for names, node in functions(tree.body):
            used, sending = mentions(node, self._sends)
            if sending or using:
                self._choose(names, node)
            else:
                self._waiting.append((names, node, used))
        self._spread()

    def __contains__(self, node: object) -> bool:
        return id(node) in self._chosen

    def _choose(self, names: tuple[str, ...], node: ir.FuncDef) -> None:
        self._chosen.add(id(node))
        self._names.update(names)

    def _spread(self) -> None:
        while True:
            reached = [entry for entry in self._waiting if not self._names.isdisjoint(entry[2])]
            if not reached:
                return
            self._waiting = [entry for entry in self._waiting if self._names.isdisjoint(entry[2])]
            for names, node, _ in reached:
                self._choose(names, node)
