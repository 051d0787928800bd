"""unknown-response-field: the code reads a field that no described reply of the operation has."""

from __future__ import annotations

from collections.abc import Iterator

from truthcheck.checks.core.edits import replaced
from truthcheck.checks.core.fault import Fault
from truthcheck.checks.core.phrases import DICTIONARY, LIST, OBJECT, listed, true_names
from truthcheck.checks.core.rule import Rule, Scene, Wording
from truthcheck.checks.http import reply
from truthcheck.model.finding import Fix
from truthcheck.model.noun import replace
from truthcheck.suggest import same_word, sole_kin

SINGLE = "a single row"


def _message(fault: Fault, scene: Scene) -> str:
    return _missing(fault, f"reply of `{scene.subject}`", fault.got if fault.got in (LIST, OBJECT) else "")


def _by_package(fault: Fault, scene: Scene) -> str:
    subject = f"reply of `{scene.operation}`" if scene.operation else f"result of `{scene.call.name}`"
    return _missing(fault, subject, fault.got)


def _missing(fault: Fault, subject: str, kind: str) -> str:
    """What is missing, and what the value is where the code takes it for another kind."""
    if not kind:
        return f"the {subject} has no field `{fault.name}`"
    items = fault.place[-2:-1] == ("[]",) and kind == OBJECT
    above = replace(fault, place=fault.place[: -2 if items else -1]).name
    return f"the {subject} has no `{fault.name}`: {f'`{above}`' if above else 'it'} is {kind}"


def _named(fault: Fault, scene: Scene) -> str:
    """The names that there are, or how a list and an object are read."""
    if fault.got == LIST:
        return "it holds items: take one of them first"
    if fault.got == OBJECT:
        return f"it has names, no items: {listed(sorted(fault.choices))}"
    return true_names(fault, scene)


def _of_rows(fault: Fault, scene: Scene) -> str:
    above = replace(fault, place=fault.place[:-1]).name
    if fault.got:
        return (
            f"the reply about `{scene.subject}` has no `{fault.name}`: {f'`{above}`' if above else 'it'} is {fault.got}"
        )
    return f"a row of `{scene.subject}` has no field `{fault.name}` here"


def _of_row(fault: Fault, scene: Scene) -> str:
    return "" if fault.got == SINGLE else _way(fault, scene)


def _way(fault: Fault, scene: Scene) -> str:
    """How a name that exists is read; else the names that there are."""
    name = fault.place[-1]
    if fault.got == OBJECT and name in fault.choices:
        return f"it is an attribute: `.{name}`"
    if fault.got == DICTIONARY and name in fault.choices:
        return f'it is a key: `["{name}"]`'
    if fault.got == LIST:
        return "it holds items: take one of them first"
    return true_names(fault, replace(scene, missing=()))


def _true_field(fault: Fault) -> str:
    """The same word in another spelling, or the only one of its kind."""
    old = fault.place[-1]
    return next((name for name in fault.choices if same_word(old, name)), "") or sole_kin(old, fault.choices)


def _key(fault: Fault, scene: Scene) -> Iterator[Fix]:
    """A key that is read of the reply, as the reply has it."""
    if fault.got in (LIST, OBJECT):
        return
    if new := _true_field(fault):
        yield from replaced(f'"{fault.place[-1]}"', f'"{new}"', fault.at, True)


def _attribute(fault: Fault, scene: Scene) -> Iterator[Fix]:
    """A field as the reply has it. One with more words may be another thing: a `twitter_username` is no `username`."""
    old, new = fault.place[-1], "" if fault.got else _true_field(fault)
    if new:
        yield from replaced(old, new, fault.at, same_word(old, new) or len(new) < len(old))


RULE = Rule(
    "unknown-response-field",
    "error",
    {
        "document": Wording(_message, _named, _key),
        "package": Wording(_by_package, _way, _attribute),
        "database": Wording(_of_rows, _of_row, _key),
    },
    checks=(reply.check,),
    shared=True,
)
