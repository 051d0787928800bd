"""wrong-encoding: a body that the server reads as JSON sent as a form, or the reverse."""

from __future__ import annotations

from collections.abc import Iterator

from truthcheck.checks.core.edits import rekeyed
from truthcheck.checks.core.fault import Fault
from truthcheck.checks.core.phrases import sent_in
from truthcheck.checks.core.rule import Rule, Scene, Wording
from truthcheck.checks.http import encoding
from truthcheck.model.finding import Fix


def _message(fault: Fault, scene: Scene) -> str:
    return f"`{scene.subject}` does not read {sent_in(fault.place[0])}"


def _help(fault: Fault, scene: Scene) -> str:
    written, right = _keywords(fault)
    return f"it takes {', '.join(fault.choices)}: send `{right}=` instead of `{written}=`"


def _fixes(fault: Fault, scene: Scene) -> Iterator[Fix]:
    return rekeyed(scene.call, *_keywords(fault))


def _keywords(fault: Fault) -> tuple[str, str]:
    """The keyword that sends the body as it is written, and the one that sends it as it is read."""
    return ("json", "data") if fault.got == "json" else ("data", "json")


RULE = Rule(
    "wrong-encoding",
    "error",
    {"document": Wording(_message, _help, _fixes)},
    checks=(encoding.check,),
    behind="decided",
)
