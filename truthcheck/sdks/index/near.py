"""True names near a false one: same letters in another spelling first, then a small edit distance."""

from __future__ import annotations

from collections.abc import Iterable

MAX_SHOWN = 3
TWINS = (frozenset(("delete", "remove", "destroy")), frozenset(("get", "retrieve", "fetch")))


def nearest(name: str, names: Iterable[str]) -> tuple[str, ...]:
    """At most three, best first; none when nothing is near."""
    scores = ((_score(name, other), len(other), other) for other in names if not other.startswith("_"))
    near = sorted((score, length, other) for score, length, other in scores if score is not None and other != name)
    return tuple(other for _, _, other in near[:MAX_SHOWN])


def _score(name: str, other: str) -> int | None:
    """How far another name is, 0 for the same in other words; None when it is not near."""
    if twins(name, other):
        return 0
    one, two = _plain(name), _plain(other)
    distance = 0 if one == two else _distance(one, two)
    third = max(len(one), len(other)) // 3
    if _holds_other(one, other, two):
        return min(distance, third)
    return distance if distance <= third else None


def _holds_other(one: str, other: str, two: str) -> bool:
    """Whether one of two names is a part of the other; short ones are a part of too many."""
    return len(one) > 3 and (one in two or (len(other) > 3 and two in one))


def twins(one: str, other: str) -> bool:
    """Whether two names say the same of the same thing, such as `remove_user` and `delete_user`."""
    left, right = one.split("_"), other.split("_")
    return left[1:] == right[1:] and bool(left[1:]) and any({left[0], right[0]} <= verbs for verbs in TWINS)


def _plain(name: str) -> str:
    return name.replace("_", "").lower()


def _distance(one: str, two: str) -> int:
    """Edits between two short words (Levenshtein)."""
    if abs(len(one) - len(two)) * 3 > max(len(one), len(two)):
        return max(len(one), len(two))
    row = list(range(len(two) + 1))
    for i, left in enumerate(one, 1):
        before, row[0] = row[0], i
        for j, right in enumerate(two, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (left != right))
    return row[-1]
