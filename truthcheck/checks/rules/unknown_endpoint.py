"""unknown-endpoint: no operation of the API has this path. Judged by `http/endpoint`."""

from __future__ import annotations

from collections.abc import Iterator

from truthcheck.checks.core.edits import replaced
from truthcheck.checks.core.fault import Fault
from truthcheck.checks.core.phrases import either, quoted
from truthcheck.checks.core.rule import Rule, Scene, Wording
from truthcheck.checks.http.existence import one_segment
from truthcheck.model.finding import Fix
from truthcheck.suggest import AHEAD, likeness, same_word


def _message(fault: Fault, scene: Scene) -> str:
    return f"`{fault.got}` does not exist in the {scene.subject} API"


def _help(fault: Fault, scene: Scene) -> str:
    return f"did you mean {either(quoted(fault.choices[:3]))}?" if fault.choices else ""


def _fixes(fault: Fault, scene: Scene) -> Iterator[Fix]:
    """One segment that is nearly the true one, all others the same: that of the path named first."""
    verb, _, written = fault.got.partition(" ")
    near = [choice.partition(" ")[2] for choice in fault.choices if choice.startswith(f"{verb} ")]
    pairs = [pair for path in near if (pair := one_segment(written, path))]
    if not pairs or pairs[0] != one_segment(written, near[0]):
        return
    best, *others = (likeness(*pair) for pair in dict.fromkeys(pairs))
    ahead = all(best - other >= AHEAD for other in others)
    yield from replaced(*pairs[0], fault.at, ahead and same_word(*pairs[0]))


RULE = Rule("unknown-endpoint", "error", {"document": Wording(_message, _help, _fixes)}, repair="path")
