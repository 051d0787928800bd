"""wrong-location: a name that the operation takes, sent in its query instead of its body, or the reverse."""

from __future__ import annotations

from collections.abc import Iterator

from truthcheck.checks.core.edits import rekeyed
from truthcheck.checks.core.fault import Fault
from truthcheck.checks.core.phrases import either, sent_in
from truthcheck.checks.core.rule import Rule, Scene, Wording
from truthcheck.checks.http import parameters
from truthcheck.model.finding import Fix
from truthcheck.model.value import Mapping

_KEYWORDS = {"query": "params", "json": "json", "form": "data"}  # of the clients that tell the encoding by keyword
_TAKEN = {
    "query": "the query (`params=`)",
    "json": "the JSON body (`json=`)",
    "form": "the form body (`data=`)",
    "multipart": "the form body (`data=`)",
}


def _message(fault: Fault, scene: Scene) -> str:
    return f"`{fault.name}` does not belong into {sent_in(fault.got)} of `{scene.subject}`"


def _help(fault: Fault, scene: Scene) -> str:
    return f"send it in {either([_TAKEN.get(place, place) for place in fault.choices])}"


def _fixes(fault: Fault, scene: Scene) -> Iterator[Fix]:
    """The whole argument, when all that it holds belongs into one other place that is still empty."""
    target = next((place for place in fault.choices if place in _KEYWORDS), "")
    if target and fault.got in _KEYWORDS and _is_movable(fault, target, scene):
        yield from rekeyed(scene.call, _KEYWORDS[fault.got], _KEYWORDS[target])


def _is_movable(fault: Fault, target: str, scene: Scene) -> bool:
    arguments = {argument.location: argument.value for argument in scene.call.arguments}
    sent = arguments.get(fault.got)
    if target in arguments or not isinstance(sent, Mapping) or sent.rest:
        return False
    return {entry.key for entry in sent.entries} <= _misplaced(fault, target, scene)


def _misplaced(fault: Fault, target: str, scene: Scene) -> set[str]:
    """All names that were sent in the same wrong place and belong into `target`."""
    alike = (other for other in scene.faults if other.rule == fault.rule and other.got == fault.got)
    return {other.place[-1] for other in alike if target in other.choices}


RULE = Rule(
    "wrong-location",
    "error",
    {"document": Wording(_message, _help, _fixes)},
    checks=(parameters.check,),
    shared=True,
    behind="decided",
)
