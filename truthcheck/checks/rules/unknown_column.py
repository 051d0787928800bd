"""unknown-column: the table or view has no such column. Judged by `checks/database`."""

from __future__ import annotations

from truthcheck.checks.core.edits import moved
from truthcheck.checks.core.fault import Fault
from truthcheck.checks.core.phrases import became
from truthcheck.checks.core.rule import Rule, Scene, Wording


def _message(fault: Fault, scene: Scene) -> str:
    return f"`{fault.place[-2]}` has no column `{fault.place[-1]}`"


RULE = Rule("unknown-column", "error", {"database": Wording(_message, became, moved)})
