"""Whether the name of a hole says which path parameter it is."""

from __future__ import annotations

import re
from functools import lru_cache

from truthcheck.surfaces.template import Gap

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Words that say "one value" whatever the parameter is called.
_ONE = _set(
    "id ids sid uid uuid guid pk number num no nr index name login key code sha hash token email phone date tag label"
)
# Words of identifiers, which hold no slash wherever they stand.
_IDENTIFIER = _set("id ids sid uid uuid guid pk number num no nr index login email phone date")
# Words of values that may well hold slashes.
_MANY = _set("path paths url uri endpoint route resource suffix rest tail full slug query params")
# Words that say where a value comes from, and nothing about it.
_ABOUT = _set("self cls args config cfg settings target current default the my our your its new old")


def alike(hole: Gap, parameter: str, noun: str = "") -> bool:
    """Whether a hole's name says that it is this parameter: `customer_id` is {customer}, `o` is {owner}.

    `noun` is the known segment before it: in `/charges/{id}`, a hole called `charge` is one as well. A number is
    always one value; a name such as `path` or `full_name` may well hold slashes.
    """
    if not hole.wide:
        return True
    mine, wanted = words(hole.name), words(parameter)
    if not mine or mine == wanted:
        return bool(mine)
    if mine & _MANY:
        return bool(mine & _MANY & wanted)
    if mine & _ONE:
        return True
    return any(_same(a, b) for a in mine for b in wanted | words(noun))


def same_name(hole: Gap, parameter: str) -> bool:
    """Whether a hole is certainly this parameter and no more: each of its words is one of the parameter's.

    Stricter than `alike`: `owner_repo` is not {owner}, and nothing is gathered from the segment before. A bare
    identifier (`id`, `login`) is one value whatever the parameter is called.
    """
    if not hole.wide:
        return True
    mine, wanted = words(hole.name) - _ABOUT, words(parameter)
    telling = mine - _ONE
    if mine and mine <= _IDENTIFIER:
        return True
    if mine & _MANY - wanted or not mine:
        return False
    return all(any(_same(a, b) for b in wanted) for a in telling) if telling else bool(mine & wanted)


def may_hold_slashes(name: str) -> bool:
    """Whether a name says that its value may well be several segments."""
    return bool(words(name) & _MANY)


@lru_cache(maxsize=4096)
def words(name: str) -> frozenset[str]:
    return frozenset(word.lower() for word in _WORD.findall(name))


def _same(a: str, b: str) -> bool:
    """One word is the other's beginning: `org` and `organization`, `charge` and `charges`; or a good part of it."""
    short, long = (a, b) if len(a) <= len(b) else (b, a)
    return long.startswith(short) or (len(short) >= 4 and short in long)
