"""unknown-sdk-member: the SDK's package has no such module, class, method or attribute."""

from __future__ import annotations

import re
from collections.abc import Iterator

from truthcheck.checks.core.edits import replaced
from truthcheck.checks.core.fault import Fault
from truthcheck.checks.core.phrases import quoted
from truthcheck.checks.core.rule import Rule, Scene, Wording
from truthcheck.model.call import Call
from truthcheck.model.finding import Fix
from truthcheck.model.location import Span
from truthcheck.suggest import same_word, twins

_NAMES = r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*(?:\(\))?"


def _message(fault: Fault, scene: Scene) -> str:
    return f"`{fault.got}` has no `{fault.name}` in {scene.package}"


def _help(fault: Fault, scene: Scene) -> str:
    if scene.instead:
        return f"it is now `{scene.instead}`"
    return f"did you mean {' or '.join(quoted(fault.choices))}?" if fault.choices else ""


def _fixes(fault: Fault, scene: Scene) -> Iterator[Fix]:
    return _successor(fault, scene) if scene.instead else _near(fault)


def _near(fault: Fault) -> Iterator[Fix]:
    """The first near name: for sure when it is the same word in another spelling, or the only one that says it.

    `get_pull_request` and `upload_file` only add to the name that is there, `get_pull` and `upload`.
    """
    if fault.choices:
        old, new = fault.name, fault.choices[0]
        twin = len(fault.choices) == 1 and (twins(old, new) or old.startswith(f"{new}_"))
        yield from replaced(old, new, fault.at, twin or same_word(old, new))


def _successor(fault: Fault, scene: Scene) -> Iterator[Fix]:
    """What the rule data names, where it stands on the same object: `get_user()`, `transcriptions.create`.

    What begins somewhere else (`stripe.Refund.create`, `OpenAI().images`) takes more than a new name.
    """
    new, call = scene.instead, scene.call
    if not re.fullmatch(_NAMES, new) or new.partition(".")[0] == _root(call) or not new[:1].islower():
        return
    called = new.endswith("()") and _is_called(call, fault.at)
    yield from replaced(fault.name, new.removesuffix("()") if called else new, fault.at, True)


def _root(call: Call) -> str:
    return call.member.steps[0].text.partition(".")[0] if call.member else ""


def _is_called(call: Call, at: Span | None) -> bool:
    """Whether the name that stands there is called; the last step of a member always is."""
    steps = call.member.steps if call.member else ()
    place = next((index for index, step in enumerate(steps) if step.at == at), len(steps))
    return place == len(steps) - 1 or (place < len(steps) and steps[place + 1].text == "()")


RULE = Rule("unknown-sdk-member", "error", {"package": Wording(_message, _help, _fixes)}, settled=True)
