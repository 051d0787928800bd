"""ambiguous-embed: several relationships lead to what is embedded, and none is named. Judged by `checks/database`."""

from __future__ import annotations

from truthcheck.checks.core.fault import Fault
from truthcheck.checks.core.phrases import either, quoted
from truthcheck.checks.core.rule import Rule, Scene, Wording


def _message(fault: Fault, scene: Scene) -> str:
    return f"several relationships lead from `{fault.place[-2]}` to `{fault.place[-1]}`"


def _help(fault: Fault, scene: Scene) -> str:
    return f"name one: {either(quoted(fault.choices))}"


RULE = Rule("ambiguous-embed", "error", {"database": Wording(_message, _help)})
