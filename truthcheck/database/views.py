"""CREATE VIEW and MATERIALIZED VIEW: columns from the query, fixed when the view is made."""

from __future__ import annotations

from truthcheck.database import queries
from truthcheck.database.draft import Draft, DraftRelation
from truthcheck.database.tokens import Words
from truthcheck.model.database import RelationKind


def create(draft: Draft, words: Words, kind: RelationKind) -> None:
    """`words` stand behind CREATE ... VIEW."""
    lenient = words.accept("if", "not", "exists")
    here = words.here
    name = draft.place(words.qualified())
    if lenient and name in draft.relations:
        return
    view = DraftRelation(*name, kind, here)
    names = tuple(part.name() for part in words.group().parts()) if words.sees("(") else ()
    _to_query(words)
    queries.fill(draft, words, view, names)
    draft.schemas.add(view.schema)
    draft.relations[name] = view


def _to_query(words: Words) -> None:
    """Past USING, WITH (options), TABLESPACE, up to the query behind AS."""
    while not words.done and not words.accept("as"):
        if words.sees("("):
            words.group()
        else:
            words.take()
