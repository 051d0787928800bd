"""Extensions bring routines, types and relations that no statement names: they open the schema they are put into."""

from __future__ import annotations

from truthcheck.database.draft import Draft
from truthcheck.database.tokens import Words
from truthcheck.model.database import Opening


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
    return [
        Opening(f"the extension `{name}` may bring it", ("relations", "routines"), written, schema)
        for name, (schema, written) in draft.extensions.items()
    ]
