"""SQL that does not count, but may have been run: what only it makes is not called unknown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from truthcheck.database import encoding, fold
from truthcheck.database.draft import Draft
from truthcheck.database.rules import DatabaseRules
from truthcheck.database.scripts import Script, upward
from truthcheck.model.database import Opening

_MOST = 200  # files


def openings(draft: Draft, scripts: Sequence[Script], rules: DatabaseRules) -> list[Opening]:
    """Relations, columns, routines and labels that the scripts would add to what the draft holds."""
    found: list[Opening] = []
    for one in scripts[:_MOST]:
        other = Draft.under(rules)
        try:
            fold.replay(other, upward(encoding.content(one.path)), one.path.name)
        except (OSError, encoding.TooLarge):
            continue
        found += _more(draft, other, f"`{one.path.name}` makes it, and does not count")
    return found


def _more(draft: Draft, other: Draft, why: str) -> Iterator[Opening]:
    for name, relation in other.relations.items():
        known = draft.relations.get(name)
        if known is None:
            yield Opening(why, ("relations",), relation.written, name[0], (name[1],))
            continue
        names = tuple(column for column in relation.columns if column not in known.columns)
        if names:
            yield Opening(why, ("columns",), relation.written, name[0], names, name[1])
    for schema, routine in dict.fromkeys((key[0], key[1]) for key in other.routines):
        yield Opening(why, ("routines",), None, schema, (routine,))
    for place, enum in other.enums.items():
        known_labels = draft.enums[place].labels if place in draft.enums else ()
        if set(enum.labels) - set(known_labels):
            yield Opening(why, ("enums",), enum.written, place[0], (), place[1])
    if set(other.buckets) - set(draft.buckets):
        yield Opening(why, ("buckets",), None, "", tuple(set(other.buckets) - set(draft.buckets)))
    yield from other.openings
