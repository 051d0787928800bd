"""The reader of functions that are parsed already, or have no text: everything in them may be passed on."""

from __future__ import annotations

from collections.abc import Mapping, Set

from truthcheck.claims import ir
from truthcheck.claims.engine.scan import mentioned
from truthcheck.claims.reach.outline import Flow


def flow(node: ir.FuncDef, hot: Mapping[str, int]) -> Flow:
    nearest = min(hot.values())
    everything = dict.fromkeys(mentioned((node.body, node.returns)), nearest)
    return Flow(everything, nearest, everything)


def kept(node: ir.FuncDef) -> Set[str]:
    return frozenset()


def sends(node: ir.FuncDef, names: Set[str]) -> bool:
    return True


def words(node: ir.FuncDef) -> frozenset[str]:
    """Every name in the function."""
    return frozenset(mentioned((node.params, node.body, node.decorators, (node.returns,))))
