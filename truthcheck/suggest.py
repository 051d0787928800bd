"""The nearest true name: one edit distance, and what is near by it.

Own code, because difflib costs 8 ms and knows nothing of words.

Names are asked for in three ways, which have different answers: `nearest` for a word that is meant as it is written (a
parameter, a value, a rule), `nearest_members` for a member of a package, whose verbs and nouns come and go
(`get_user` for `user`), `likeness_of_texts` for a piece of a path, quick enough for thousands of routes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

# Not compiled at every start: `re` keeps what is used.
_WORD = r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+"
_BORDER = r"[^A-Za-z0-9]+|(?<=[a-z])(?=[A-Z])"
_TAILS = ("id", "number", "in", "at", "on", "by", "for", "to")
_NEAR = 0.6
_LONGEST = 80  # names beyond this are not typing errors of each other
AHEAD = 0.1  # by so much the first near name has to be nearer than the second, to be the one that was meant
_STEM = 0.55  # of the longer word: `transcribe` and `transcriptions`
_MEMBERS = 3
_KNOWN_STEM = 4  # letters that two forms of one word share at least
_SAME_WORD = 0.6
_TWINS = (frozenset(("delete", "remove", "destroy")), frozenset(("get", "retrieve", "fetch")))


def nearest(name: str, names: Iterable[str], count: int = 1) -> tuple[str, ...]:
    """At most `count` of `names` that a person could have meant by `name`, best first."""
    others = [other for other in names if other != name]
    scored = [(-likeness(name, other), other) for other in others]
    near = [other for score, other in sorted(scored) if -score >= _NEAR]
    kin = sole_kin(name, others)
    if kin and _head(kin) == _head(name):
        near = [kin, *(other for other in near if other != kin)]
    return tuple(near[:count])


def outstanding(name: str, names: Iterable[str]) -> tuple[str, bool]:
    """The near name, and whether no other comes close; "" when none is near."""
    near = nearest(name, names, 2)
    if not near:
        return "", False
    return near[0], len(near) == 1 or likeness(name, near[0]) - likeness(name, near[1]) >= AHEAD


def same_word(one: str, other: str) -> bool:
    """Whether two names are one word in two spellings or forms: `label` and `labels`, `isues` and `issues`."""
    left, right = ([word.lower() for word in re.split(_BORDER, name) if word] for name in (one, other))
    if "".join(left) == "".join(right):
        return True
    return len(left) == len(right) and all(map(_same, left, right))


def _same(one: str, other: str) -> bool:
    longest = max(len(one), len(other))
    slips = 0 if longest < 5 else 1 if longest < 8 else 2
    shared = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return one == other or distance(one, other) <= slips or (shared >= 4 and shared / longest >= _STEM)


def twins(one: str, other: str) -> bool:
    """Whether two names say the same of the same thing, such as `remove_user` and `delete_user`."""
    left, right = one.split("_"), other.split("_")
    return left[1:] == right[1:] and bool(left[1:]) and any({left[0], right[0]} <= verbs for verbs in _TWINS)


def sole_kin(old: str, names: Iterable[str]) -> str:
    """The only name with the same head and more or fewer words beside it, "" when there are none or several.

    `max_tokens` and `max_output_tokens`, `expires` and `expires_in`, `customer_id` and `customer`.
    """
    kin = [name for name in names if name != old and (_is_kin(old, name) or _is_kin(name, old))]
    kin = [name for name in kin if _head(name) == _head(old)] or kin
    return kin[0] if len(kin) == 1 else ""


def _is_kin(short: str, long: str) -> bool:
    """Whether `long` is `short` with more words, which do not make it the name of something else."""
    few, many = _head(short), _head(long)
    return bool(few and many) and few[-1] == many[-1] and short != long and set(few) <= set(many)


def _head(name: str) -> list[str]:
    """The words without those at the end that add nothing: the `id` of a thing is what stands for it."""
    words = [word.lower() for word in re.split(_BORDER, name) if word]
    while len(words) > 1 and words[-1] in _TAILS:
        words.pop()
    return words


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
            if letter == its:
                row.append(before[j - 1])
                continue
            best = min(before[j], row[-1], before[j - 1])
            if older and j > 1 and letter == other[j - 2] and one[i - 2] == its:
                best = min(best, older[j - 2])
            row.append(best + 1)
    return row[-1]


def _words(name: str) -> frozenset[str]:
    return frozenset(word.lower() for word in re.findall(_WORD, name))


def did_you_mean(word: str, words: Iterable[str]) -> str:
    """ "did you mean `x`?", or "" when nothing is near."""
    near = nearest(word, words)
    return f"did you mean `{near[0]}`?" if near else ""


def nearest_members(name: str, names: Iterable[str]) -> tuple[str, ...]:
    """At most three public names of a package, best first.

    The same letters in another spelling, then a few slips, or one name within the other.
    """
    others = (other for other in names if other != name and not other.startswith("_"))
    scored = [(cost, len(other), other) for other in others if (cost := _member_cost(name, other)) is not None]
    return tuple(other for _, _, other in sorted(scored)[:_MEMBERS])


def _member_cost(name: str, other: str) -> int | None:
    """Letters that differ; None for a name that is not near."""
    if twins(name, other):
        return 0
    one, two = _plain(name), _plain(other)
    slips, bearable = _slips(one, two), max(len(one), len(other)) // 3
    if (len(one) > 3 and one in two) or (len(one) > 3 and len(other) > 3 and two in one):
        return min(slips, bearable)
    return slips if slips <= bearable else None


def _plain(name: str) -> str:
    return name.replace("_", "").lower()


def _slips(one: str, two: str) -> int:
    """The distance, as far as it is worth knowing."""
    longest = max(len(one), len(two))
    return longest if abs(len(one) - len(two)) * 3 > longest else distance(one, two)


def likeness_of_texts(one: str, other: str) -> float:
    """0 to 1 for two pieces of a path: shared pairs of letters, where a word is the same in some form or spelling."""
    if one == other:
        return 0.98
    return _shared(one, other) if any(_is_form(a, b) for a in _pieces(one) for b in _pieces(other)) else 0.0


def _pieces(text: str) -> list[str]:
    return [word for word in re.split(r"[^a-z0-9]+", text) if word]


def _is_form(one: str, other: str) -> bool:
    """Two forms of a word (`charge`, `charges`; `repository`, `repos`), or a slip of the pen in one."""
    short = min(len(one), len(other))
    stem = min(short, _KNOWN_STEM)
    return (one[:stem] == other[:stem] and short > 1) or _shared(one, other) >= _SAME_WORD


def _shared(one: str, other: str) -> float:
    """Shared pairs of letters (Dice): quick, and fair to a plural, a hyphen or a swapped letter."""
    pairs, others = _pairs(one), _pairs(other)
    return 2 * len(pairs & others) / (len(pairs) + len(others))


def _pairs(text: str) -> set[str]:
    padded = f"^{text.replace('-', '_')}$"
    return {padded[i : i + 2] for i in range(len(padded) - 1)}
