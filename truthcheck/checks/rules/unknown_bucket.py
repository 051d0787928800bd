"""unknown-bucket: no migration, seed or setting makes a bucket of this name. Judged by `checks/database`."""

from __future__ import annotations

from truthcheck.checks.core.edits import renamed
from truthcheck.checks.core.fault import Fault
from truthcheck.checks.core.phrases import true_names
from truthcheck.checks.core.rule import Rule, Scene, Wording


def _message(fault: Fault, scene: Scene) -> str:
    return f"the project makes no bucket `{fault.place[-1]}`"


RULE = Rule("unknown-bucket", "error", {"database": Wording(_message, true_names, renamed)})
