"""The change that makes a finding about a package true. Its spelling is settled later, from the source."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from truthcheck.checks.core.fault import Fault
from truthcheck.checks.fixes import fixed, renamed, same_word
from truthcheck.model.call import Call
from truthcheck.model.finding import Fix
from truthcheck.model.location import Span
from truthcheck.sdks.index.near import twins
from truthcheck.suggest import sole_kin

_NAMES = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*(?:\(\))?\Z")


def propose(call: Call, fault: Fault, faults: Sequence[Fault], now: str) -> tuple[Fix, ...]:
    """The fixes, best first. `now` is what rule data says of a name that is gone, "" when nothing."""
    missing = tuple(other.place[-1] for other in faults if other.rule == "missing-parameter")
    match fault.rule:
        case "unknown-sdk-member":
            return tuple(_replaced(call, fault, now) if now else _near(fault))
        case "unknown-response-field" if not fault.got:
            return tuple(_reread(fault))
        case "unknown-sdk-argument" | "unknown-parameter" if len(fault.place) > 1:
            return tuple(renamed(call, fault, faults, missing))
    return ()


def _near(fault: Fault) -> Iterator[Fix]:
    """The first near name: for sure when it is the same word in another spelling, or the only one that says it.

    `get_pull_request` and `upload_file` only add to the name that is there, `get_pull` and `upload`.
    """
    if fault.choices:
        only = len(fault.choices) == 1
        twin = only and (twins(fault.name, fault.choices[0]) or fault.name.startswith(f"{fault.choices[0]}_"))
        sure = twin or same_word(fault.name, fault.choices[0])
        yield from fixed(fault.name, fault.choices[0], fault.at, sure)


def _reread(fault: Fault) -> Iterator[Fix]:
    """A field as the reply has it: the same word in another spelling, or the only one that says it in fewer words.

    One with more words may be another thing: a `twitter_username` is no `username`.
    """
    old = fault.place[-1]
    new = next((name for name in fault.choices if same_word(old, name)), "") or sole_kin(old, fault.choices)
    if new:
        yield from fixed(old, new, fault.at, same_word(old, new) or len(new) < len(old))


def _replaced(call: Call, fault: Fault, now: str) -> Iterator[Fix]:
    """What the rule data names, where it stands on the same object: `get_user()`, `transcriptions.create`.

    What begins somewhere else (`stripe.Refund.create`, `OpenAI().images`) takes more than a new name.
    """
    if not _NAMES.match(now) or now.partition(".")[0] == _root(call) or not now[:1].islower():
        return
    called = now.endswith("()") and _is_called(call, fault.at)
    yield from fixed(fault.name, now.removesuffix("()") if called else now, fault.at, True)


def _root(call: Call) -> str:
    return call.member.steps[0].text.partition(".")[0] if call.member else ""


def _is_called(call: Call, at: Span | None) -> bool:
    """Whether the name that stands there is called; the last step of a member always is."""
    steps = call.member.steps if call.member else ()
    place = next((index for index, step in enumerate(steps) if step.at == at), len(steps))
    return place == len(steps) - 1 or (place < len(steps) and steps[place + 1].text == "()")
