"""read-only-column: a column is written that the database computes or counts itself. Judged by `checks/database`."""

from __future__ import annotations

from truthcheck.checks.core.fault import Fault
from truthcheck.checks.core.phrases import no_help
from truthcheck.checks.core.rule import Rule, Scene, Wording


def _message(fault: Fault, scene: Scene) -> str:
    return f"`{fault.name}` is {fault.got}: the database refuses a value for it"


RULE = Rule("read-only-column", "error", {"database": Wording(_message, no_help)})
