"""The smallest change that makes a finding true, where there is one. The spelling is settled later, from the source."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from truthcheck.checks.core.fault import Fault
from truthcheck.model.call import Call
from truthcheck.model.finding import Edit, Fix
from truthcheck.model.location import Span
from truthcheck.model.value import Literal, Mapping, Value
from truthcheck.model.value import Sequence as Items
from truthcheck.suggest import distance, likeness, nearest, sole_kin

_AHEAD = 0.1  # by so much the first near name has to be nearer than the second, to be the one that was meant
_ALIKE = 0.6
_KEYWORDS = {"query": "params", "json": "json", "form": "data"}  # of the clients that tell the encoding by keyword
_WRITES = ("PATCH", "PUT", "POST")
_STEM = 0.55  # of the longer word: `transcribe` and `transcriptions`
_WORDS = re.compile(r"[^A-Za-z0-9]+|(?<=[a-z])(?=[A-Z])")
_QUOTED = re.compile(r'\("(-?\d+(?:\.\d+)?)(%?)"\)')


def propose(call: Call, fault: Fault, faults: Sequence[Fault], missing: tuple[str, ...]) -> tuple[Fix, ...]:
    """The fixes, best first. `faults` are all of the call's, `missing` the required names beside this one."""
    match fault.rule:
        case "unknown-parameter":
            return tuple(renamed(call, fault, faults, missing))
        case "invalid-value":
            return tuple(_revalued(fault))
        case "unknown-endpoint":
            return tuple(_repathed(fault))
        case "wrong-method":
            return tuple(_reverbed(call, fault))
        case "wrong-encoding":
            return tuple(_reencoded(call, fault))
        case "invalid-type":
            return tuple(_retyped(fault))
        case "wrong-location":
            return tuple(_moved(call, fault, faults))
        case "unknown-response-field":
            return tuple(_reread(fault))
    return ()


def fixed(old: str, new: str, at: Span | None, safe: bool) -> Iterator[Fix]:
    if at is not None and old and old != new:
        yield Fix(f"`{old}` becomes `{new}`", (Edit(at, new, old),), safe)


def renamed(call: Call, fault: Fault, faults: Sequence[Fault], missing: tuple[str, ...]) -> Iterator[Fix]:
    """To the near name: for sure when it is the same word, the only one of its kind, or required and not sent.

    A wrong name alone beside a required one that is not sent stands for it, however unlike they are.
    """
    old = fault.place[-1]
    beside = _beside(call, fault.at)
    new, ahead = _meant(old, [name for name in fault.choices if name not in beside])
    sure = ahead and (same_word(old, new) or new in missing)
    if new and new == sole_kin(old, fault.choices):
        sure = True
    if not new and len(missing) == 1:
        level = [other for other in faults if other.rule == fault.rule and other.place[:-1] == fault.place[:-1]]
        new, sure = (missing[0], True) if len(level) == 1 else ("", False)
    if new:
        yield from fixed(old, new, fault.at, sure)


def same_word(one: str, other: str) -> bool:
    """Whether two names are one word in two spellings or forms: `label` and `labels`, `isues` and `issues`."""
    left, right = ([word.lower() for word in _WORDS.split(name) if word] for name in (one, other))
    if "".join(left) == "".join(right):
        return True
    return len(left) == len(right) and all(map(_same, left, right))


def _same(one: str, other: str) -> bool:
    longest = max(len(one), len(other))
    slips = 0 if longest < 5 else 1 if longest < 8 else 2
    shared = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return one == other or distance(one, other) <= slips or (shared >= 4 and shared / longest >= _STEM)


def _meant(name: str, names: Sequence[str]) -> tuple[str, bool]:
    """The near name, and whether no other comes close; "" when none is near."""
    near = nearest(name, names, 2)
    if not near:
        return "", False
    return near[0], len(near) == 1 or likeness(name, near[0]) - likeness(name, near[1]) >= _AHEAD


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


def _revalued(fault: Fault) -> Iterator[Fix]:
    old = fault.got.strip("\"'")
    new, sure = _meant(old, fault.choices)
    if new:
        yield from fixed(old, new.strip('"'), fault.at, sure and same_word(old, new.strip('"')))


def _retyped(fault: Fault) -> Iterator[Fix]:
    """A number that is written as a string; a percentage loses its sign where the name says that it is one."""
    found = _QUOTED.search(fault.got)
    if not found or not any("number" in choice or "integer" in choice for choice in fault.choices):
        return
    if not found[2] or "percent" in fault.place[-1].lower():
        yield from fixed(f'"{found[1]}{found[2]}"', found[1], fault.at, True)


def _reread(fault: Fault) -> Iterator[Fix]:
    """A key that is read of the reply, as the reply has it."""
    old = fault.place[-1]
    new = next((name for name in fault.choices if same_word(old, name)), "") or sole_kin(old, fault.choices)
    if new:
        yield from fixed(f'"{old}"', f'"{new}"', fault.at, True)


def _repathed(fault: Fault) -> Iterator[Fix]:
    """One segment that is nearly the true one, all others the same: that of the path named first."""
    verb, _, written = fault.got.partition(" ")
    near = [choice.partition(" ")[2] for choice in fault.choices if choice.startswith(f"{verb} ")]
    pairs = [pair for path in near if (pair := _one_segment(written, path))]
    if not pairs or pairs[0] != _one_segment(written, near[0]):
        return
    best, *others = (likeness(*pair) for pair in dict.fromkeys(pairs))
    ahead = all(best - other >= _AHEAD for other in others)
    yield from fixed(*pairs[0], fault.at, ahead and same_word(*pairs[0]))


def _one_segment(written: str, path: str) -> tuple[str, str] | None:
    left, right = written.strip("/").split("/"), path.strip("/").split("/")
    if len(left) != len(right):
        return None
    differ = [pair for pair in zip(left, right, strict=True) if pair[0] != pair[1] and "{" not in pair[1]]
    holes = [pair for pair in zip(left, right, strict=True) if "{" in pair[0] and "{" not in pair[1]]
    if len(differ) != 1 or holes or likeness(*differ[0]) < _ALIKE:
        return None
    return differ[0]


def _reverbed(call: Call, fault: Fault) -> Iterator[Fix]:
    verb = fault.got.partition(" ")[0]
    writes = [method for method in fault.choices if verb in _WRITES and method in _WRITES]
    sole = list(fault.choices) if len(fault.choices) == 1 else writes
    if len(sole) != 1:
        return
    new, sure = sole[0], bool(writes)  # what writes goes on writing
    written = call.name.rsplit(".", 1)[-1]
    if written.upper() == verb:
        yield from fixed(f".{written}(", f".{new.lower()}(", call.at, sure)
    elif isinstance(call.method, Literal) and isinstance(call.method.value, str):
        yield from fixed(call.method.value, new, call.method.at, sure)


def _reencoded(call: Call, fault: Fault) -> Iterator[Fix]:
    old, new = ("json", "data") if fault.got == "json" else ("data", "json")
    yield from _rekeyed(call, old, new)


def _moved(call: Call, fault: Fault, faults: Sequence[Fault]) -> Iterator[Fix]:
    """The whole argument, when all that it holds belongs into one other place that is still empty."""
    target = next((place for place in fault.choices if place in _KEYWORDS), "")
    taken = {argument.location: argument.value for argument in call.arguments}
    held, kept = taken.get(fault.got), taken.get(target)
    if not target or fault.got not in _KEYWORDS or kept is not None or not isinstance(held, Mapping) or held.rest:
        return
    wrong = {f.place[-1] for f in faults if f.rule == fault.rule and f.got == fault.got and target in f.choices}
    if {entry.key for entry in held.entries} <= wrong:
        yield from _rekeyed(call, _KEYWORDS[fault.got], _KEYWORDS[target])


def _rekeyed(call: Call, old: str, new: str) -> Iterator[Fix]:
    """At the call itself; inside a wrapper the change is also one for its other callers."""
    yield from fixed(f"{old}=", f"{new}=", call.at, True)
    for frame in call.frames:
        yield from fixed(f"{old}=", f"{new}=", frame, False)
