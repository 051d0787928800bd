"""wrong-method: the path exists, but not with this method. Judged by `http/endpoint`."""

from __future__ import annotations

from collections.abc import Iterator

from truthcheck.checks.core.edits import replaced
from truthcheck.checks.core.fault import Fault
from truthcheck.checks.core.phrases import either
from truthcheck.checks.core.rule import Rule, Scene, Wording
from truthcheck.model.finding import Fix
from truthcheck.model.value import Literal

_WRITES = ("PATCH", "PUT", "POST")


def _message(fault: Fault, scene: Scene) -> str:
    return f"`{fault.got}` does not exist: this path takes {either(fault.choices, 'and')}"


def _help(fault: Fault, scene: Scene) -> str:
    return f"use {either(fault.choices)}"


def _fixes(fault: Fault, scene: Scene) -> Iterator[Fix]:
    """The only method that the path takes, or the only one that writes where the call writes."""
    verb, call = fault.got.partition(" ")[0], scene.call
    writes = [method for method in fault.choices if verb in _WRITES and method in _WRITES]
    sole = list(fault.choices) if len(fault.choices) == 1 else writes
    if len(sole) != 1:
        return
    new, sure = sole[0], bool(writes)  # what writes goes on writing
    written = call.name.rsplit(".", 1)[-1]
    if written.upper() == verb:
        yield from replaced(f".{written}(", f".{new.lower()}(", call.at, sure)
    elif isinstance(call.method, Literal) and isinstance(call.method.value, str):
        yield from replaced(call.method.value, new, call.method.at, sure)


RULE = Rule("wrong-method", "error", {"document": Wording(_message, _help, _fixes)}, repair="method")
