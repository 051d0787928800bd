"""unknown-sdk-argument: the SDK's method takes no such argument, so that Python refuses the call."""

from __future__ import annotations

from collections.abc import Iterator

from truthcheck.checks.core.edits import renamed
from truthcheck.checks.core.fault import Fault
from truthcheck.checks.core.phrases import argument_names
from truthcheck.checks.core.rule import Rule, Scene, Wording
from truthcheck.model.finding import Fix


def _message(fault: Fault, scene: Scene) -> str:
    if _is_by_position(fault):
        return f"`{scene.call.name}` takes {fault.got} positional arguments in {scene.package}"
    return f"`{scene.call.name}` has no argument `{fault.name}` in {scene.package}"


def _fixes(fault: Fault, scene: Scene) -> Iterator[Fix]:
    return iter(()) if _is_by_position(fault) else renamed(fault, scene)


def _is_by_position(fault: Fault) -> bool:
    """Whether it is about how many there are, not about a name."""
    return len(fault.place) == 1


RULE = Rule("unknown-sdk-argument", "error", {"package": Wording(_message, argument_names, _fixes)}, settled=True)
