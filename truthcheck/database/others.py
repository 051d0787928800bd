"""Statements that say something of the whole: schemas, search path, indexes, extensions, comments, buckets, drops."""

from __future__ import annotations

from truthcheck.database import altering, constraints, naming, routines
from truthcheck.database.draft import Constraint, Draft, Name
from truthcheck.database.tokens import Words
from truthcheck.model.database import FILLED, PUBLIC, Bucket, NameChange, Opening, Written

_BEHIND_ON = ("index", "policy", "trigger", "rule")


def create_schema(draft: Draft, words: Words) -> None:
    words.accept("if", "not", "exists")
    draft.schemas.add(words.qualified()[1])


def create_index(draft: Draft, words: Words, unique: bool) -> None:
    """A unique index over plain columns, without a condition, is kept beside the constraints."""
    words.accept("concurrently")
    words.accept("if", "not", "exists")
    here = words.here
    name = "" if words.sees("on") else words.qualified()[1]
    words.expect("on")
    words.accept("only")
    relation = draft.find(target := words.qualified())
    if relation is None:
        draft.missing(target, here)
        return
    words.until("(")
    group = words.group()
    plain = all(_is_column(part) for part in words.inner(group.tokens).parts())
    if unique and plain and "where" not in words.words():
        place = (relation.schema, relation.name)
        columns = constraints.names(group)
        name = name or naming.chosen(relation.name, columns, "idx", draft.constraints.get(place, ()))
        draft.constraints.setdefault(place, {}).setdefault(name, Constraint("index", columns, here))
        draft.indexes[(relation.schema, name)] = place


def set_path(draft: Draft, words: Words) -> None:
    """`words` stand behind SET. Only the search path is of interest."""
    words.accept_any("local", "session")
    if not words.accept("search_path"):
        return
    words.accept_any("to", "=")
    _path(draft, [token.text for token in words.tokens[words.at :] if token.kind in ("word", "name", "text")])


def _is_column(words: Words) -> bool:
    """Whether a part of an index is a column, in whatever order, and no expression."""
    words.take()
    while words.accept_any("asc", "desc", "nulls", "first", "last"):
        pass
    return words.done and words.tokens[0].kind in ("word", "name")


def reset(draft: Draft, words: Words) -> None:
    if words.sees("search_path") or words.sees("all"):
        _path(draft, [])


def select(draft: Draft, words: Words) -> None:
    """`select set_config('search_path', '...', false)`, which pg_dump writes."""
    words.accept("pg_catalog", ".")
    if words.accept("set_config", "(") and words.take().text == "search_path" and words.accept(","):
        _path(draft, words.take().text.replace('"', "").split(","))


def _path(draft: Draft, names: list[str]) -> None:
    kept = [name.strip() for name in names if name.strip() not in ("", "$user", "pg_catalog", "pg_temp", "default")]
    draft.path = tuple(kept) or (PUBLIC,)


def insert(draft: Draft, words: Words) -> None:
    """Rows for the table of buckets: the first column named id, else name, else the first one."""
    here = words.here
    if ".".join(words.qualified()) not in draft.bucket_tables:
        return
    columns = constraints.names(words.group()) if words.sees("(") else ("id", "name")
    words.accept("overriding")
    if not words.accept("values"):
        draft.openings.append(Opening("buckets are made by a query", ("buckets",), here))
        return
    while words.sees("("):
        _bucket(draft, columns, words.group())
        words.accept(",")


def _bucket(draft: Draft, columns: tuple[str, ...], words: Words) -> None:
    here = words.here
    values = dict(zip(columns, (part.tokens for part in words.parts()), strict=False))
    written = values.get("id") or values.get("name") or ()
    if len(written) != 1 or written[0].kind != "text":
        draft.openings.append(Opening("a bucket's name is made at run time", ("buckets",), here))
        return
    public = values.get("public") or ()
    shown = {"true": True, "false": False}.get(public[0].text) if len(public) == 1 else None
    draft.buckets.setdefault(written[0].text, Bucket(written[0].text, here, shown))


def delete(draft: Draft, words: Words) -> None:
    """DELETE of buckets WHERE id = 'x', or id in (...)."""
    words.expect("from")
    if ".".join(words.qualified()) in draft.bucket_tables:
        for token in words.tokens[words.at :]:
            if token.kind == "text":
                draft.buckets.pop(token.text, None)


def on_relation(draft: Draft, words: Words) -> None:
    """A policy, trigger or rule: the relation behind ON must be there. One before an insert may set any column."""
    before = {token.plain for token in words.until("on").tokens}
    here = words.here
    if words.accept("on") and words.peek().kind in ("word", "name"):
        name = words.qualified()
        found = draft.find(name)
        if found is None:
            draft.missing(name, here)
        elif {"before", "insert"} <= before:
            found.changes.append(NameChange(FILLED, "*", "", here))


def comment(draft: Draft, words: Words) -> None:
    """COMMENT ON TABLE and COLUMN are kept, as a line for people."""
    words.expect("on")
    kind = words.take().text
    if kind == "materialized":
        kind = words.take().text
    if kind not in ("table", "view", "column"):
        return
    names = [words.name()]
    while words.accept("."):
        names.append(words.name())
    words.expect("is")
    text = words.take().text if words.peek().kind == "text" else ""
    if kind == "column" and len(names) > 1:
        _comment_column(draft, names, text)
    elif relation := draft.find(("", names[0]) if len(names) == 1 else (names[-2], names[-1])):
        relation.comment = text


def _comment_column(draft: Draft, names: list[str], text: str) -> None:
    relation = draft.find((names[-3] if len(names) > 2 else "", names[-2]))
    if relation is not None and names[-1] in relation.columns:
        relation.columns[names[-1]] = relation.columns[names[-1]]._replace(comment=text)


def drop_relations(draft: Draft, words: Words) -> None:
    words.accept("if", "exists")
    for part in words.parts():
        here = part.here
        relation = draft.find(part.qualified())
        if relation is not None:
            _forget(draft, (relation.schema, relation.name), here)


def _forget(draft: Draft, name: Name, here: Written) -> None:
    """A relation goes, with its partitions and children."""
    for child in list(draft.dependents(name)):
        _forget(draft, (child.schema, child.name), here)
    if draft.relations.pop(name, None):
        draft.gone.append(NameChange("dropped", ".".join(name), "", here))
        constraints.forget_relation(draft, name)


def drop_types(draft: Draft, words: Words) -> None:
    words.accept("if", "exists")
    for part in words.parts():
        here = part.here
        written = part.qualified()
        for schema in (written[0],) if written[0] else draft.path:
            name = (schema, written[1])
            found = [kinds.pop(name, None) for kinds in draft.own_types()]
            if any(one is not None for one in found):
                draft.gone.append(NameChange("dropped", ".".join(name), "", here))
                _drop_columns(draft, name)


def _drop_columns(draft: Draft, type: Name) -> None:
    """CASCADE takes the columns of the type along; without it the statement fails where there are any."""
    for columns, column in list(draft.every_column()):
        if (column.type.schema, column.type.name) == type:
            del columns[column.name]


def drop_schemas(draft: Draft, words: Words) -> None:
    words.accept("if", "exists")
    for part in words.parts():
        here, schema = part.here, part.name()
        for name in [name for name in draft.relations if name[0] == schema]:
            _forget(draft, name, here)
        for key in [key for key in draft.routines if key[0] == schema]:
            del draft.routines[key]
        for kinds in draft.own_types():
            for name in [name for name in kinds if name[0] == schema]:
                del kinds[name]
        draft.schemas.discard(schema)


def drop_indexes(draft: Draft, words: Words) -> None:
    words.accept("concurrently")
    words.accept("if", "exists")
    for part in words.parts():
        schema, name = part.qualified()
        for one in (schema,) if schema else draft.path:
            place = draft.indexes.pop((one, name), None)
            if place is not None:
                draft.constraints.get(place, {}).pop(name, None)


def alter_schema(draft: Draft, words: Words) -> None:
    here = words.here
    old = words.name()
    if not words.accept("rename", "to"):
        return
    new = words.name()
    draft.schemas = {new if schema == old else schema for schema in draft.schemas}
    for relation in [one for one in draft.relations.values() if one.schema == old]:
        altering.move(draft, relation, (new, relation.name), "moved", here)
    routines.move(draft, old, new)
    for kinds in draft.own_types():
        for name in [name for name in kinds if name[0] == old]:
            kinds[(new, name[1])] = kinds.pop(name)
            altering.retype(draft, name, (new, name[1]))
