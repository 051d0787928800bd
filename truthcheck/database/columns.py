"""A column as CREATE TABLE and ADD COLUMN define it."""

from __future__ import annotations

from truthcheck.database import constraints, naming, types
from truthcheck.database.draft import Constraint, Draft, DraftColumn, DraftRelation
from truthcheck.database.tokens import Words
from truthcheck.model.database import PUBLIC

_STOPS = (
    "not",
    "null",
    "default",
    "primary",
    "unique",
    "references",
    "check",
    "constraint",
    "generated",
    "collate",
    "deferrable",
    "initially",
)


def define(draft: Draft, words: Words, relation: DraftRelation) -> None:
    """Reads a column with its constraints into the relation. Raises Broken."""
    here = words.here
    name = words.name()
    type = types.read(words)
    column = DraftColumn(name, draft.resolved(type), True, here)
    if type.serial:
        sequence = naming.chosen(relation.name, (name,), "seq", ())
        place = sequence if relation.schema == PUBLIC else f"{relation.schema}.{sequence}"
        column = column._replace(nullable=False, default=f"nextval('{place}'::regclass)")
    named = ""
    while not words.done:
        if words.accept("constraint"):
            named = words.name()
        elif (made := _constraint(draft, words, name)) is not None:
            relation.columns[name] = column
            constraints.add(draft, relation, named, made)
            column, named = relation.columns[name], ""
        else:
            column = _fact(words, column)
    relation.columns[name] = column


def _constraint(draft: Draft, words: Words, name: str) -> Constraint | None:
    here = words.here
    if words.accept("primary", "key"):
        return Constraint("primary", (name,), here)
    if words.accept("unique"):
        words.accept("nulls", "not", "distinct") or words.accept("nulls", "distinct")
        return Constraint("unique", (name,), here)
    if words.accept("references"):
        found = constraints.reference(draft, words, (name,))
        while words.accept("on", "delete") or words.accept("on", "update"):
            words.accept("set", "null") or words.accept("set", "default") or words.accept(
                "no", "action"
            ) or words.take()
        return found
    if words.sees("check", "("):
        words.take()
        return constraints.check(words, name)
    return None


def _fact(words: Words, column: DraftColumn) -> DraftColumn:
    """What is no constraint by name: null, default, generated; anything else is passed over."""
    if words.accept("not", "null"):
        return column._replace(nullable=False)
    if words.accept("default"):
        return column._replace(default=expression(words))
    if words.accept("generated"):
        return generated(words, column)
    if words.accept("collate"):
        words.qualified()
        return column
    words.take()
    return column


def generated(words: Words, column: DraftColumn) -> DraftColumn:
    """What stands behind GENERATED."""
    how = "always" if words.accept("always") else "by default" if words.accept("by", "default") else ""
    words.expect("as")
    if words.accept("identity"):
        if words.sees("("):
            words.group()
        return column._replace(identity=how, nullable=False)
    words.group()
    words.accept_any("stored", "virtual")
    return column._replace(generated=True)


def expression(words: Words) -> str | None:
    """A default as written; None for NULL, which is no default."""
    start = words.at
    if not words.sees("("):
        words.take()  # it may be one of the words that end others: NULL
    words.until(*_STOPS)
    tokens = words.tokens[start : words.at]
    if (
        tokens
        and tokens[0].kind == "word"
        and tokens[0].text == "null"
        and (len(tokens) == 1 or tokens[1].text == "::")
    ):
        return None
    return words.inner(tokens).written
