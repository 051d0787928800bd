"""unused-ignore: an ignore comment that ignores nothing. Judged when all findings are known (`filters/ignores`)."""

from __future__ import annotations

from truthcheck.checks.core.fault import Fault
from truthcheck.checks.core.rule import Rule, Scene, Wording


def _message(fault: Fault, scene: Scene) -> str:
    """`got` are the rules of the comment that find nothing there."""
    return f"there is nothing to ignore here for {fault.got}" if fault.got else NAMELESS


def _help(fault: Fault, scene: Scene) -> str:
    return "remove it from the comment" if fault.got else "write `# truthcheck: ignore[rule] reason`"


NAMELESS = "the comment names no rule and ignores nothing"
RULE = Rule("unused-ignore", "warning", {"source": Wording(_message, _help)})
