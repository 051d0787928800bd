"""ALTER TABLE, and what it shares with ALTER VIEW: columns and relations are added, changed, renamed, dropped."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from truthcheck.database import columns, constraints, tables, types
from truthcheck.database.draft import Draft, DraftColumn, DraftRelation
from truthcheck.database.tokens import Words
from truthcheck.model.database import NameChange, Written


def alter(draft: Draft, words: Words) -> None:
    """`words` stand behind ALTER TABLE (or VIEW). Raises Broken."""
    lenient = words.accept("if", "exists")
    words.accept("only")
    here = words.here
    name = words.qualified()
    words.accept("*")
    relation = draft.find(name)
    if relation is None:
        if lenient or draft.place(name) in draft.indexes or _is_harmless(words):
            draft.missing(name, here) if not lenient else None
            return
        relation = tables.attest(draft, name, here)
    if words.sees("rename") or words.sees("set", "schema"):
        _rename(draft, words, relation)
        return
    for part in words.parts():
        _act(draft, part, relation)


def _is_harmless(words: Words) -> bool:
    """What says nothing of columns."""
    return words.peek().text in ("owner", "enable", "disable", "force", "replica", "cluster", "no")


def _act(draft: Draft, words: Words, relation: DraftRelation) -> None:
    action = words.accept_any(*_ACTIONS)
    if action:
        _ACTIONS[action](draft, words, relation)


def _add(draft: Draft, words: Words, relation: DraftRelation) -> None:
    if constraints.is_constraint(words):
        constraints.of_table(draft, words, relation)
        return
    words.accept("column")
    lenient = words.accept("if", "not", "exists")
    start = words.at
    name = words.name()
    if name in relation.columns:
        _again(words.inner(words.tokens[start:]), relation, name, lenient or draft.lenient)
        return
    for one in _family(draft, relation):
        if name not in one.columns:
            columns.define(draft, words.inner(words.tokens[start:]), one)


def _again(words: Words, relation: DraftRelation, name: str, lenient: bool) -> None:
    """The column is there. Added without IF NOT EXISTS the statement fails, so its type may be either."""
    words.name()
    if not lenient and types.read(words).name != relation.columns[name].type.name:
        relation.columns[name] = relation.columns[name]._replace(type=types.TypeName("", ""), nullable=True)


def _family(draft: Draft, relation: DraftRelation) -> list[DraftRelation]:
    """The relation with its partitions and children, at any depth."""
    children: dict[tuple[str, str], list[DraftRelation]] = {}
    for one in draft.relations.values():
        for parent in one.parents:
            children.setdefault(parent, []).append(one)
    found = {(relation.schema, relation.name): relation}
    waiting = [relation] if children else []
    while waiting:
        one = waiting.pop()
        new = [child for child in children.get((one.schema, one.name), ()) if (child.schema, child.name) not in found]
        found |= {(child.schema, child.name): child for child in new}
        waiting += new
    return list(found.values())


def _drop(draft: Draft, words: Words, relation: DraftRelation) -> None:
    here = words.here
    if words.accept("constraint"):
        words.accept("if", "exists")
        drop_constraint(draft, relation, words.name())
        return
    words.accept("column")
    words.accept("if", "exists")
    name = words.name()
    for one in _family(draft, relation):
        if one.columns.pop(name, None):
            one.changes.append(NameChange("dropped", name, "", here))
            constraints.forget_columns(draft, one, name)


def drop_constraint(draft: Draft, relation: DraftRelation, name: str) -> None:
    """One whose name is not known may be any of those that list values."""
    every = draft.constraints.get((relation.schema, relation.name), {})
    gone = every.pop(name, None)
    if gone is None:
        for key in [key for key, one in every.items() if one.values]:
            del every[key]
    elif gone.kind in ("primary", "unique"):
        constraints.forget_keys_to(draft, (relation.schema, relation.name), gone.columns)


def _alter(draft: Draft, words: Words, relation: DraftRelation) -> None:
    if words.accept("constraint"):
        return
    words.accept("column")
    name = words.name()
    start = words.at
    for one in _family(draft, relation):
        words.at = start
        column = one.columns.get(name)
        if column is not None:
            one.columns[name] = _altered(draft, words, column)


def _altered(draft: Draft, words: Words, column: DraftColumn) -> DraftColumn:
    if words.accept("type") or words.accept("set", "data", "type"):
        return column._replace(type=draft.resolved(types.read(words)))
    if words.accept("set", "default"):
        return column._replace(default=columns.expression(words))
    if words.accept("drop", "default"):
        return column._replace(default=None)
    if words.accept("set", "not", "null"):
        return column._replace(nullable=False)
    if words.accept("drop", "not", "null"):
        return column._replace(nullable=True)
    return _identity(words, column)


def _identity(words: Words, column: DraftColumn) -> DraftColumn:
    if words.accept("add", "generated"):
        return columns.generated(words, column)
    if words.accept("drop", "identity"):
        return column._replace(identity="")
    if words.accept("drop", "expression"):
        return column._replace(generated=False)
    if words.accept("set", "generated"):
        return column._replace(identity="always" if words.accept("always") else "by default")
    return column


def _attach(draft: Draft, words: Words, relation: DraftRelation) -> None:
    words.expect("partition")
    part = draft.find(words.qualified())
    if part is not None:
        part.parents = (*part.parents, (relation.schema, relation.name))
        constraints.copy_to_partition(draft, (relation.schema, relation.name), part)


def _detach(draft: Draft, words: Words, relation: DraftRelation) -> None:
    words.expect("partition")
    part = draft.find(words.qualified())
    if part is not None:
        part.parents = tuple(one for one in part.parents if one != (relation.schema, relation.name))


def _inherit(draft: Draft, words: Words, relation: DraftRelation) -> None:
    parent = draft.find(words.qualified())
    if parent is not None:
        relation.parents = (*relation.parents, (parent.schema, parent.name))


def _disinherit(draft: Draft, words: Words, relation: DraftRelation) -> None:
    if words.accept("inherit"):
        parent = draft.find(words.qualified())
        relation.parents = tuple(one for one in relation.parents if not parent or one != (parent.schema, parent.name))


_ACTIONS: Mapping[str, Callable[[Draft, Words, DraftRelation], None]] = {
    "add": _add,
    "drop": _drop,
    "alter": _alter,
    "attach": _attach,
    "detach": _detach,
    "inherit": _inherit,
    "no": _disinherit,
}


def _rename(draft: Draft, words: Words, relation: DraftRelation) -> None:
    here = words.here
    if words.accept("set", "schema"):
        move(draft, relation, (words.name(), relation.name), "moved", here)
        return
    words.expect("rename")
    if words.accept("to"):
        move(draft, relation, (relation.schema, words.name()), "renamed", here)
    elif words.accept("constraint"):
        old = words.name()
        words.expect("to")
        every = draft.constraints.get((relation.schema, relation.name), {})
        if old in every:
            every[words.name()] = every.pop(old)
    else:
        words.accept("column")
        old = words.name()
        words.expect("to")
        new = words.name()
        for one in _family(draft, relation):
            rename_column(draft, one, old, new, here)


def rename_column(draft: Draft, relation: DraftRelation, old: str, new: str, here: Written) -> None:
    if old not in relation.columns:
        return
    relation.columns = {
        (new if name == old else name): column._replace(name=new) if name == old else column
        for name, column in relation.columns.items()
    }
    relation.changes.append(NameChange("renamed", old, new, here))
    constraints.rename_column(draft, relation, old, new)


def move(draft: Draft, relation: DraftRelation, new: tuple[str, str], kind: str, here: Written) -> None:
    """A relation gets another name or schema, and whatever speaks of it follows."""
    old = (relation.schema, relation.name)
    draft.relations.pop(old, None)
    relation.schema, relation.name = new
    draft.relations[new] = relation
    draft.gone.append(NameChange(kind, ".".join(old), ".".join(new), here))
    constraints.move(draft, old, new)
    for child in draft.dependents(old):
        child.parents = tuple(new if one == old else one for one in child.parents)
    retype(draft, old, new)


def retype(draft: Draft, old: tuple[str, str], new: tuple[str, str]) -> None:
    """Columns and routines of a type that has another name now."""
    for columns_, column in draft.every_column():
        if (column.type.schema, column.type.name) == old:
            columns_[column.name] = column._replace(type=column.type._replace(schema=new[0], name=new[1]))
    for key, routine in list(draft.routines.items()):
        arguments = tuple(
            one._replace(type=one.type._replace(schema=new[0], name=new[1]))
            if (one.type.schema, one.type.name) == old
            else one
            for one in routine.arguments
        )
        returns = routine.returns
        if (returns.schema, returns.name) == old:
            returns = returns._replace(schema=new[0], name=new[1])
        draft.routines[key] = routine._replace(arguments=arguments, returns=returns)
