"""The nearest true name. Own code, because difflib costs 8 ms and knows nothing of words."""

from __future__ import annotations

import re
from collections.abc import Iterable

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_NEAR = 0.6
_LONGEST = 80  # names beyond this are not typing errors of each other


def nearest(name: str, names: Iterable[str], count: int = 1) -> tuple[str, ...]:
    """At most `count` of `names` that a person could have meant by `name`, best first."""
    scored = [(-likeness(name, other), other) for other in names if other != name]
    return tuple(other for score, other in sorted(scored) if -score >= _NEAR)[:count]


def likeness(one: str, other: str) -> float:
    """0 to 1: by letters, raised where `other` is `one` without some words (`address` for `billing_address`)."""
    if len(one) > _LONGEST or len(other) > _LONGEST:
        return 0.0
    left, right = one.lower(), other.lower()
    longest = max(len(left), len(right), 1)
    letters = 1 - distance(left, right) / longest
    if left[:4] == right[:4] and len(left) > 4 and len(right) > 4:
        letters += 0.05
    words, others = _words(one), _words(other)
    if others and others <= words:
        return max(letters, 0.65 + letters / 10)
    return letters + 0.1 if words & others else letters


def distance(one: str, other: str) -> int:
    """Edits between two words: insert, delete, replace, or swap two neighbours."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        older, before, row = before, row, [i]
        for j, its in enumerate(other, 1):
            best = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != its))
            if older and i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == its:
                best = min(best, older[j - 2] + 1)
            row.append(best)
    return row[-1]


def _words(name: str) -> frozenset[str]:
    return frozenset(word.lower() for word in _WORD.findall(name))
