"""invalid-type: a value whose type the parameter cannot take."""

from __future__ import annotations

import re
from collections.abc import Iterator

from truthcheck.checks.core.edits import replaced
from truthcheck.checks.core.fault import Fault
from truthcheck.checks.core.phrases import either, no_help
from truthcheck.checks.core.rule import Rule, Scene, Wording
from truthcheck.checks.http import parameters
from truthcheck.model.finding import Fix

_QUOTED = r'\("(-?\d+(?:\.\d+)?)(%?)"\)'


def _message(fault: Fault, scene: Scene) -> str:
    what = f"`{fault.name}`" if fault.name else "the body"
    return f"{what} of `{scene.subject}` is {either(fault.choices) or 'null'}, not {fault.got}"


def _of_column(fault: Fault, scene: Scene) -> str:
    return f"`{fault.name}` is {either(fault.choices)}, not {fault.got}"


def _fixes(fault: Fault, scene: Scene) -> Iterator[Fix]:
    """A number that is written as a string; a percentage loses its sign where the name says that it is one."""
    number = re.search(_QUOTED, fault.got)
    if not number or not any("number" in choice or "integer" in choice for choice in fault.choices):
        return
    if not number[2] or "percent" in fault.place[-1].lower():
        yield from replaced(f'"{number[1]}{number[2]}"', number[1], fault.at, True)


RULE = Rule(
    "invalid-type",
    "error",
    {
        "document": Wording(_message, no_help, _fixes),
        "package": Wording(_message, no_help),
        "database": Wording(_of_column, no_help),
    },
    checks=(parameters.check,),
)
