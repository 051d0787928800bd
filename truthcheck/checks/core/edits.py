"""Changes that the fixes of several rules share. The spelling is settled later, from the source."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from truthcheck.checks.core.fault import Fault
from truthcheck.checks.core.rule import Scene
from truthcheck.model.call import Call
from truthcheck.model.finding import Edit, Fix
from truthcheck.model.location import Span
from truthcheck.model.value import Mapping, Value
from truthcheck.model.value import Sequence as Items
from truthcheck.suggest import outstanding, same_word, sole_kin


def replaced(old: str, new: str, at: Span | None, safe: bool) -> Iterator[Fix]:
    """`new` for `old` at a place; nothing where there is no place, or nothing to change."""
    if at is not None and old and old != new:
        yield Fix(f"`{old}` becomes `{new}`", (Edit(at, new, old),), safe)


def renamed(fault: Fault, scene: Scene) -> Iterator[Fix]:
    """To the near name: for sure when it is the same word, the only one of its kind, or required and not sent.

    A wrong name alone beside a required one that is not sent stands for it, however unlike they are.
    """
    old = fault.place[-1]
    beside = _beside(scene.call, fault.at)
    new, ahead = outstanding(old, [name for name in fault.choices if name not in beside])
    if new:
        sure = ahead and (same_word(old, new) or new in scene.missing)
        yield from replaced(old, new, fault.at, sure or new == sole_kin(old, fault.choices))
    elif len(scene.missing) == 1 and _is_alone(fault, scene.faults):
        yield from replaced(old, scene.missing[0], fault.at, True)


def moved(fault: Fault, scene: Scene) -> Iterator[Fix]:
    """To the name that a migration gave it, else to the same word in another spelling."""
    old = fault.place[-1]
    now = next(iter(re.findall(r"^renamed to `([^`]+)`", scene.instead)), "")
    if now:
        yield from replaced(old, now, fault.at, True)
    elif not scene.instead:
        yield from renamed(fault, scene)


def rekeyed(call: Call, old: str, new: str) -> Iterator[Fix]:
    """Another keyword at the call itself; inside a wrapper the change is also one for its other callers."""
    yield from replaced(f"{old}=", f"{new}=", call.at, True)
    for frame in call.frames:
        yield from replaced(f"{old}=", f"{new}=", frame, False)


def _is_alone(fault: Fault, faults: Sequence[Fault]) -> bool:
    """Whether no other name beside it is wrong in the same way."""
    return sum(other.rule == fault.rule and other.place[:-1] == fault.place[:-1] for other in faults) == 1


def _beside(call: Call, at: Span | None) -> set[str]:
    """The other keys of the mapping that holds the key at `at`: a rename must not collide with them."""
    for mapping in _mappings([argument.value for argument in call.arguments]):
        if any(entry.at == at for entry in mapping.entries):
            return {entry.key for entry in mapping.entries}
    return set()


def _mappings(values: Sequence[Value]) -> Iterator[Mapping]:
    for value in values:
        match value:
            case Mapping(entries):
                yield value
                yield from _mappings([entry.value for entry in entries])
            case Items(items):
                yield from _mappings(items)
