"""Which relation an embedded resource is: by a foreign key either way, through a table between, by a function."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
from typing import TypeAlias

from truthcheck.checks.database.grammar import Wanted
from truthcheck.checks.database.view import View, computed, of_routine
from truthcheck.model.database import ForeignKey, Relation
from truthcheck.model.noun import Node


class Embedded(Node):
    """`many` is None where it is not known whether a list or a single row comes.

    `names` tell the way apart as a hint; `aliases` stand for the relation itself.
    """

    relation: Relation | None
    many: bool | None
    names: tuple[str, ...] = ()
    sure: bool = True
    aliases: tuple[str, ...] = ()


class NoRelation(Node):
    """Nothing at all is called so."""

    name: str


class NoWay(Node):
    """The relation is there, but no foreign key leads to it; `known` are ways that a hint may name."""

    name: str
    known: tuple[str, ...]


class Ways(Node):
    """Several ways lead there, so that one must be named."""

    name: str
    known: tuple[str, ...]


Way: TypeAlias = "Embedded | NoRelation | NoWay | Ways"
_UNKNOWN = Embedded(None, None)


def embedded(view: View, relation: Relation | None, item: Wanted) -> Way:
    """The relation that an item embeds in the rows of `relation`."""
    if relation is None or item.name is None or item.name.is_open or (item.hint is not None and item.hint.is_open):
        return _UNKNOWN
    made = computed(view, relation, item.name.text)
    if made is not None:
        return Embedded(_given(view, made.returns, of_routine(made) if made.columns else None), made.many)
    return _by_keys(view, relation, item.name.text, item.hint.text if item.hint is not None else "")


def _by_keys(view: View, relation: Relation, name: str, hint: str) -> Way:
    every = [way for way in _ways(view, relation) if _leads(way, name)]
    fitting = [way for way in every if not hint or hint in way.names]
    if not fitting:
        return _nothing(view, relation, name, every)
    return fitting[0] if len(fitting) == 1 else _several(view, relation, name, fitting)


def _several(view: View, relation: Relation, name: str, ways: list[Embedded]) -> Way:
    """Ways of which one must be named, when all are surely there; from a relation to itself the server picks one."""
    sure = [way for way in ways if way.sure]
    if len(sure) > 1 and not _is_self(relation, sure) and not view.may_have_key(relation):
        return Ways(name, tuple(f"{name}!{way.names[0]}" for way in sure))
    return Embedded(ways[0].relation, None)


def _given(view: View, returns: str, otherwise: Relation | None) -> Relation | None:
    return view.relation(returns.rpartition(".")[2].strip('"')) or otherwise


def _leads(way: Embedded, name: str) -> bool:
    return way.relation is not None and name in (way.relation.name, *way.aliases)


def _is_self(relation: Relation, ways: list[Embedded]) -> bool:
    return any(way.relation == relation for way in ways)


def _nothing(view: View, relation: Relation, name: str, ways: list[Embedded]) -> Way:
    """What no way leads to, unless one may be there unlisted."""
    target = view.relation(name)
    if target is None and view.may_have_relation(name):
        return _UNKNOWN
    if view.may_have_key(relation) or (target is not None and view.may_have_key(target)):
        return Embedded(target, None)
    if view.may_have_routine(name):
        return _UNKNOWN
    if target is None and not ways:
        return NoRelation(name)
    return NoWay(name, tuple(f"{name}!{way.names[0]}" for way in ways))


def _ways(view: View, relation: Relation) -> Iterator[Embedded]:
    """Every way from a relation, the names that a hint may give it first the most telling."""
    for key in view.database.keys_of(relation.schema, relation.name):
        target, names = view.database.relation(key.target_schema, key.target), _names(key)
        yield Embedded(target, False, names, aliases=names[: 1 + (len(key.columns) == 1)])
    for key in view.database.keys_to(relation.schema, relation.name):
        source = view.database.relation(key.schema, key.relation)
        many = source is None or not source.is_unique(key.columns)
        yield Embedded(source, True if many and source is not None else None, _names(key), aliases=(key.name,))
    yield from _between(view, relation)


def _names(key: ForeignKey) -> tuple[str, ...]:
    single = (*key.columns, *key.target_columns) if len(key.columns) == 1 else ()
    return (key.name, *single) if key.name else single


def _between(view: View, relation: Relation) -> Iterator[Embedded]:
    """Through a table whose primary key holds a key to each side."""
    tables = dict.fromkeys((key.schema, key.relation) for key in view.database.keys_to(relation.schema, relation.name))
    for schema, name in tables:
        junction = view.database.relation(schema, name)
        for near, far in permutations(view.database.keys_of(schema, name), 2):
            if (near.target_schema, near.target) == (relation.schema, relation.name) and junction is not None:
                target = view.database.relation(far.target_schema, far.target)
                sure = {*near.columns, *far.columns} <= set(junction.key)
                yield Embedded(target, True, (name, near.name, far.name), sure)
