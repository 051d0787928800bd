"""unknown-relationship: no key leads to what is embedded, or the hint names none. Judged by `checks/database`."""

from __future__ import annotations

from truthcheck.checks.core.fault import Fault
from truthcheck.checks.core.phrases import either, quoted
from truthcheck.checks.core.rule import Rule, Scene, Wording


def _message(fault: Fault, scene: Scene) -> str:
    if not fault.got:
        return f"`{fault.place[-1]}` is not embedded in what is asked of `{fault.place[-2]}`"
    return f"`{fault.place[-2]}` has no relationship `{fault.place[-1]}`"


def _help(fault: Fault, scene: Scene) -> str:
    names = either(quoted(fault.choices))
    if not fault.choices:
        return "no foreign key joins the two" if fault.got else ""
    return f"there is {names}" if fault.got else f"embedded: {names}"


RULE = Rule("unknown-relationship", "error", {"database": Wording(_message, _help)})
