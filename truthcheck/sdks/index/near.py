"""True names near a false one: same letters in another spelling first, then a small edit distance."""

from __future__ import annotations

from collections.abc import Iterable

MAX_SHOWN = 3
TWINS = (frozenset(("delete", "remove", "destroy")), frozenset(("get", "retrieve", "fetch")))


def nearest(name: str, names: Iterable[str]) -> tuple[str, ...]:
    """At most three, best first; none when nothing is near."""
    plain = _plain(name)
    scored = []
    for other in names:
        if other.startswith("_") or other == name:
            continue
        distance = 0 if _plain(other) == plain else _distance(plain, _plain(other))
        longest = max(len(plain), len(other))
        shares = len(plain) > 3 and (plain in _plain(other) or (len(other) > 3 and _plain(other) in plain))
        if twins(name, other):
            scored.append((0, len(other), other))
        elif distance * 3 <= longest or shares:
            scored.append((distance if not shares else min(distance, longest // 3), len(other), other))
    return tuple(other for _, _, other in sorted(scored)[:MAX_SHOWN])


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
