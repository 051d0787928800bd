"""deprecated: an operation or a parameter that the document itself says to leave."""

from __future__ import annotations

from truthcheck.checks.core.fault import Fault
from truthcheck.checks.core.rule import Rule, Scene, Wording
from truthcheck.checks.http import lifecycle


def _message(fault: Fault, scene: Scene) -> str:
    return f"`{fault.name}` of `{scene.subject}` is deprecated" if fault.place else f"`{scene.subject}` is deprecated"


def _help(fault: Fault, scene: Scene) -> str:
    return "the document marks it so; a replacement may be named there"


RULE = Rule(
    "deprecated",
    "warning",
    {"document": Wording(_message, _help)},
    checks=(lifecycle.check,),
    repair="operation",
    behind="stands",
)
