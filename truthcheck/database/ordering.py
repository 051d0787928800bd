"""SQL files that no number puts in order: what makes a relation comes before what speaks of it."""

from __future__ import annotations

from collections.abc import Sequence

from truthcheck.database import encoding, fold
from truthcheck.database.draft import Draft, Name
from truthcheck.database.rules import DatabaseRules
from truthcheck.database.scripts import Script, upward
from truthcheck.model.noun import NamedTuple


class _Ties(NamedTuple):
    """The relations that a file makes, and those that it speaks of and does not make."""

    script: Script
    makes: frozenset[Name]
    needs: frozenset[Name]


def by_need(scripts: Sequence[Script], rules: DatabaseRules) -> list[Script]:
    """The same files; where they need each other in a circle, in the order they had."""
    waiting = [_ties(one, rules) for one in scripts]
    ordered = []
    while waiting:
        first = next((one for one in waiting if not _waits(one, waiting)), waiting[0])
        waiting.remove(first)
        ordered.append(first.script)
    return ordered


def _waits(one: _Ties, waiting: Sequence[_Ties]) -> bool:
    return any(one.needs & other.makes for other in waiting if other is not one)


def _ties(script: Script, rules: DatabaseRules) -> _Ties:
    draft = Draft.under(rules)
    try:
        fold.replay(draft, upward(encoding.content(script.path)), script.path.name)
    except (OSError, encoding.TooLarge):
        return _Ties(script, frozenset(), frozenset())
    made = frozenset(name for name in draft.relations if name not in draft.dangling)
    return _Ties(script, made, frozenset(draft.dangling))
