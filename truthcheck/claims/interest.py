"""Which functions are worth evaluating on their own: those from which a request can leave.

Most functions of a project never come near a request. Names decide, generously: a function is of interest when it
holds a call that is named like one that sends, or mentions a function of interest.
"""

from __future__ import annotations

from collections.abc import Iterable

from truthcheck.claims import ir
from truthcheck.claims.scan import bound_names, functions, imports, mentions
from truthcheck.rulebook.clients import Clients


class Interest:
    """Grows with every module that is added; a name once of interest stays so."""

    def __init__(self, clients: Clients, packages: frozenset[str] = frozenset()) -> None:
        self._packages = packages
        self._using: set[int] = set()
        makers = {*clients.sends, *clients.sessions, *clients.aliases}
        self._sends = frozenset(name.rpartition(".")[2] for name in makers)
        self._names: set[str] = set()
        self._waiting: list[tuple[tuple[str, ...], ir.FuncDef, frozenset[str]]] = []
        self._chosen: set[int] = set()

    def add(self, trees: Iterable[ir.Module]) -> None:
        """Take the functions of modules in. Many at once cost less than one by one."""
        for tree in trees:
            self._take(tree)
        self._spread()

    def _take(self, tree: ir.Module) -> None:
        """All functions of a module that imports an SDK; of others, those that could send."""
        using = bool(self._packages) and imports(tree, self._packages)
        if using:
            self._using.add(id(tree))
            self._names.update(bound_names(tree))
        for names, node in functions(tree.body):
            used, sending = mentions(node, self._sends)
            if sending or using:
                self._choose(names, node)
            else:
                self._waiting.append((names, node, used))

    def uses_sdk(self, tree: ir.Module) -> bool:
        """Whether the module imports an SDK itself."""
        return id(tree) in self._using

    def __contains__(self, node: object) -> bool:
        return id(node) in self._chosen

    def _choose(self, names: tuple[str, ...], node: ir.FuncDef) -> None:
        self._chosen.add(id(node))
        self._names.update(names)

    def _spread(self) -> None:
        """Choose what mentions a name of interest, until nothing more does."""
        while True:
            left = []
            before = len(self._names)
            for names, node, used in self._waiting:
                if self._names.isdisjoint(used):
                    left.append((names, node, used))
                else:
                    self._choose(names, node)
            self._waiting = left
            if len(self._names) == before:
                return
