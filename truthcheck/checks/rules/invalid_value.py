"""invalid-value: a value that is none of those that the parameter takes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from truthcheck.checks.core.edits import replaced
from truthcheck.checks.core.fault import Fault
from truthcheck.checks.core.phrases import listed
from truthcheck.checks.core.rule import Rule, Scene, Wording
from truthcheck.checks.http import parameters
from truthcheck.model.finding import Fix
from truthcheck.suggest import nearest, outstanding, same_word

if TYPE_CHECKING:
    from truthcheck.checks.core.library import OwnTypes


def _message(fault: Fault, scene: Scene) -> str:
    return f"`{fault.name}` of `{scene.subject}` cannot be {fault.got}"


def _of_column(fault: Fault, scene: Scene) -> str:
    if fault.place == ("select", "columns"):
        return f"the server cannot read what is asked for, from `{fault.got}` on"
    return f"`{fault.name}` cannot be {fault.got}"


def _help(fault: Fault, scene: Scene) -> str:
    if not fault.listed:
        return "".join(fault.choices)
    near = nearest(fault.got.strip('"'), fault.choices)
    allowed = f"allowed: {listed(fault.choices, near)}"
    return f"did you mean `{near[0]}`? {allowed}" if near else allowed


def _fixes(fault: Fault, scene: Scene) -> Iterator[Fix]:
    if not fault.listed:
        return  # of many values that are within bounds, none is the one that was meant
    old = fault.got.strip("\"'")
    new, sure = outstanding(old, fault.choices)
    if new:
        yield from replaced(old, new.strip('"'), fault.at, sure and same_word(old, new.strip('"')))


def _allows(fault: Fault, own: OwnTypes) -> bool:
    return fault.got.strip('"') in own.literals()


RULE = Rule(
    "invalid-value",
    "error",
    {
        "document": Wording(_message, _help, _fixes),
        "package": Wording(_message, _help),
        "database": Wording(_of_column, _help, _fixes),
    },
    checks=(parameters.check,),
    allows=_allows,
)
