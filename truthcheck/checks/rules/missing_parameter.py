"""missing-parameter: the operation needs a name that is not sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from truthcheck.checks.core.fault import Fault
from truthcheck.checks.core.phrases import listed
from truthcheck.checks.core.rule import Rule, Scene, Wording
from truthcheck.checks.http import parameters

if TYPE_CHECKING:
    from truthcheck.checks.core.library import OwnTypes


def _message(fault: Fault, scene: Scene) -> str:
    if len(fault.place) < 2:
        return f"`{scene.subject}` needs a body, and none is sent"
    return f"`{scene.subject}` needs `{fault.name}`, which is not sent"


def _by_package(fault: Fault, scene: Scene) -> str:
    return f"`{scene.call.name}` needs `{fault.name}`, which is not given"


def _of_row(fault: Fault, scene: Scene) -> str:
    if fault.place[0] == "arguments":
        return f"the function `{fault.place[-2]}` needs `{fault.place[-1]}`, which is not given"
    return f"a new row of `{fault.place[-2]}` needs `{fault.place[-1]}`, which is not sent"


def _help(fault: Fault, scene: Scene) -> str:
    return f"required: {listed(fault.choices)}" if fault.choices else ""


def _allows(fault: Fault, own: OwnTypes) -> bool:
    """Types that say what belongs there, and miss nothing."""
    return own.describe() and own.accept()


RULE = Rule(
    "missing-parameter",
    "error",
    {"document": Wording(_message, _help), "package": Wording(_by_package, _help), "database": Wording(_of_row, _help)},
    checks=(parameters.check,),
    absent=True,
    allows=_allows,
)
