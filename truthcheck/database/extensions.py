"""Extensions bring routines, types and relations that no statement names: they open the schema they are put into."""

from __future__ import annotations

from truthcheck.database.draft import Draft
from truthcheck.database.tokens import Words
from truthcheck.model.database import Opened, Opening, Written


def create(draft: Draft, words: Words) -> None:
    words.accept("if", "not", "exists")
    here = words.here
    name = words.name()
    words.accept("with")
    schema = words.name() if words.accept("schema") else draft.home
    draft.extensions[name] = (schema, here)


def alter(draft: Draft, words: Words) -> None:
    name = words.name()
    if words.accept("set", "schema") and name in draft.extensions:
        draft.extensions[name] = (words.name(), draft.extensions[name][1])


def drop(draft: Draft, words: Words) -> None:
    words.accept("if", "exists")
    for part in words.parts():
        draft.extensions.pop(part.name(), None)


def openings(draft: Draft) -> list[Opening]:
    """What the extensions may have brought; of one that rule data does not know, anything in its schema."""
    return [one for name, (schema, written) in draft.extensions.items() for one in _of(draft, name, schema, written)]


def _of(draft: Draft, name: str, schema: str, written: Written) -> list[Opening]:
    why = f"the extension `{name}` brings it"
    brings = draft.brought.get(name)
    if brings is None:
        return [Opening(why, ("relations", "routines"), written, schema)]
    found: tuple[tuple[Opened, tuple[str, ...]], ...] = (
        ("relations", brings.relations),
        ("routines", brings.routines),
    )
    return [Opening(why, (kind,), written, brings.schema or schema, names) for kind, names in found if names]
