"""CREATE TABLE in all its forms."""

from __future__ import annotations

from truthcheck.database import columns, constraints, queries
from truthcheck.database.draft import Draft, DraftRelation, Name
from truthcheck.database.tokens import Broken, Words
from truthcheck.model.database import Opening, Written


def create(draft: Draft, words: Words, foreign: bool = False) -> None:
    """`words` stand behind CREATE ... TABLE. Raises Broken."""
    lenient = words.accept("if", "not", "exists") or draft.lenient
    here = words.here
    name = draft.place(words.qualified())
    known = draft.relations.get(name)
    if known is not None and lenient and known.made:
        return
    relation = DraftRelation(*name, "foreign table" if foreign else "table", here)
    _registered(draft, relation, known)
    try:
        _read(draft, words, relation)
    except Broken:
        _unregistered(draft, name, known)
        raise
    _merge(relation, known)


def _read(draft: Draft, words: Words, relation: DraftRelation) -> None:
    """What stands behind the name."""
    if words.accept("partition", "of"):
        _take_all(draft, words, relation)
    if words.accept("of"):
        _typed(draft, words, relation)
    names: tuple[str, ...] = ()
    if words.sees("("):
        group = words.group()
        if _is_name_list(group):
            names = tuple(part.name() for part in group.parts())
        else:
            _elements(draft, group, relation)
    _behind(draft, words, relation, names)


def _unregistered(draft: Draft, name: Name, known: DraftRelation | None) -> None:
    del draft.relations[name]
    if known is None:
        draft.constraints.pop(name, None)
    else:
        draft.relations[name] = known


def _registered(draft: Draft, relation: DraftRelation, known: DraftRelation | None) -> None:
    """In its place before it is read, since it may refer to itself."""
    name = (relation.schema, relation.name)
    draft.relations[name] = relation
    draft.schemas.add(relation.schema)
    if known is None:
        draft.constraints.pop(name, None)


def _merge(relation: DraftRelation, known: DraftRelation | None) -> None:
    """A second definition of one name: either may hold, so what both know is joined and left open."""
    if known is None:
        return
    relation.changes = [*known.changes, *relation.changes]
    if known.made:
        why = f"is made twice, at {known.written} and at {relation.written}"
        relation.open = relation.open or Opening(why, ("columns",), relation.written)
    for name, column in known.columns.items():
        relation.columns.setdefault(name, column._replace(nullable=True))


def _is_name_list(words: Words) -> bool:
    """Whether there are names alone, as before AS SELECT."""
    return all(len(part.tokens) == 1 for part in words.inner(words.tokens).parts()) and not words.done


def _elements(draft: Draft, words: Words, relation: DraftRelation) -> None:
    """Columns first, since a constraint may name any of them."""
    if words.tokens and words.tokens[-1].text == ",":
        raise Broken("nothing stands behind the last comma")
    later = []
    for part in words.parts():
        if part.done:
            continue
        if constraints.is_constraint(part):
            later.append(part)
        elif part.accept("like"):
            _like(draft, part, relation)
        else:
            columns.define(draft, part, relation)
    for part in later:
        constraints.of_table(draft, part, relation)


def _source(draft: Draft, words: Words, relation: DraftRelation) -> DraftRelation | None:
    """The relation that another one takes its columns from; one that is not known leaves them open."""
    here = words.here
    name = words.qualified()
    found = draft.find(name)
    if found is None:
        draft.missing(name, here)
        relation.open = Opening(f"takes its columns from `{'.'.join(filter(None, name))}`", ("columns",), here)
    return found


def _like(draft: Draft, words: Words, relation: DraftRelation) -> None:
    found = _source(draft, words, relation)
    options = _including(words)
    for column in found.columns.values() if found else ():
        default = column.default if "defaults" in options else None
        made = column.generated and "generated" in options
        identity = column.identity if "identity" in options else ""
        relation.columns[column.name] = column._replace(default=default, generated=made, identity=identity)
    if found is None:
        return
    relation.open = relation.open or found.open
    if "indexes" in options:
        own = (found.schema, found.name)
        for one in list(draft.constraints.get(own, {}).values()):
            if one.kind in ("primary", "unique"):
                constraints.add(draft, relation, "", one)


def _including(words: Words) -> set[str]:
    found: set[str] = set()
    while not words.done:
        how, what = words.take().text, words.take().text
        every = {"defaults", "generated", "identity", "indexes"} if what == "all" else {what}
        found = found | every if how == "including" else found - every
    return found


def _take_all(draft: Draft, words: Words, relation: DraftRelation) -> None:
    """A partition has the columns, and the constraints, of its parent."""
    parent = _source(draft, words, relation)
    if parent is None:
        return
    name = (parent.schema, parent.name)
    relation.columns, relation.parents = dict(parent.columns), (name,)
    relation.open = relation.open or parent.open
    constraints.copy_to_partition(draft, name, relation)


def _typed(draft: Draft, words: Words, relation: DraftRelation) -> None:
    here = words.here
    name = words.qualified()
    found = draft.composites.get(draft.place(name))
    if found is None:
        relation.open = Opening("has the columns of a type that no source makes", ("columns",), here)
    else:
        relation.columns = dict(found)


def _behind(draft: Draft, words: Words, relation: DraftRelation, names: tuple[str, ...]) -> None:
    """INHERITS, and AS with a query."""
    while not words.done:
        if words.accept("inherits"):
            parents = [_source(draft, part, relation) for part in words.group().parts()]
            inherit(relation, [one for one in parents if one])
        elif words.sees("as") and words.peek(1).text in ("select", "with", "(", "table", "values"):
            words.take()
            queries.fill(draft, words, relation, names)
        else:
            words.take()


def inherit(relation: DraftRelation, parents: list[DraftRelation]) -> None:
    """The parents' columns come first; their own definitions add to them."""
    own, names = relation.columns, [*relation.parents]
    relation.columns = {}
    for parent in parents:
        names.append((parent.schema, parent.name))
        relation.columns |= parent.columns
        relation.open = relation.open or parent.open
    for name, column in own.items():
        strict = name in relation.columns and not relation.columns[name].nullable
        relation.columns[name] = column._replace(nullable=column.nullable and not strict)
    relation.parents = tuple(dict.fromkeys(names))


def attest(draft: Draft, name: Name, written: Written) -> DraftRelation:
    """A relation that statements speak of and none makes: there it is, with columns that nobody tells."""
    place = draft.place(name)
    draft.missing(name, written)
    why = "is changed, and no source makes it"
    relation = DraftRelation(*place, "table", written, open=Opening(why, ("columns",), written), made=False)
    return draft.relations.setdefault(place, relation)
