"""excluded-parameter: a parameter that is not taken beside the value of another, by rule data."""

from __future__ import annotations

from collections.abc import Iterator

from truthcheck.checks.core.edits import replaced
from truthcheck.checks.core.fault import Fault
from truthcheck.checks.core.rule import Rule, Scene, Wording
from truthcheck.checks.http import notices
from truthcheck.model.finding import Fix


def _message(fault: Fault, scene: Scene) -> str:
    name, _, value = fault.got.partition("=")
    return f'`{scene.subject}` does not take `{fault.name}` where `{name}` is "{value}"'


def _help(fault: Fault, scene: Scene) -> str:
    return f"send `{fault.choices[0]}` instead" if fault.choices else "leave it out"


def _fixes(fault: Fault, scene: Scene) -> Iterator[Fix]:
    for name in fault.choices[:1]:
        yield from replaced(fault.place[-1], name, fault.at, True)


RULE = Rule(
    "excluded-parameter",
    "error",
    {"document": Wording(_message, _help, _fixes)},
    checks=(notices.excluded,),
    behind="stands",
)
