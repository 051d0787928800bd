"""What is asked for, as a tree beside the relations: each level with its relation, its keys and what it embeds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from truthcheck.checks.core.fault import Fault
from truthcheck.checks.database.grammar import Wanted, Word
from truthcheck.checks.database.relationships import Embedded, NoRelation, NoWay, Ways, embedded
from truthcheck.checks.database.script import SourceText
from truthcheck.checks.database.view import ROW_COUNT, View
from truthcheck.model.database import Relation
from truthcheck.model.location import Span
from truthcheck.model.noun import Node

SELECT = "select"


class Level(Node):
    """Rows of one relation. `keys` are the names a row has, each with the level below it, None for a plain value.

    `open`: there may be more keys. `many` is None where it is not known whether a list or one row stands here.
    `embeds` are the levels that conditions can name, `faults` what is false of this level and of those below.
    """

    relation: Relation | None
    keys: Mapping[str, Level | None]
    embeds: Mapping[str, Level]
    open: bool = False
    many: bool | None = True
    faults: tuple[Fault, ...] = ()


def everything(relation: Relation | None, many: bool | None = True) -> Level:
    """All columns of a relation, as when nothing is selected."""
    names = relation.names if relation is not None else ()
    return Level(relation, dict.fromkeys(names), {}, relation is None or relation.open is not None, many)


def level(
    view: View, relation: Relation | None, items: Iterable[Wanted], script: SourceText, many: bool | None
) -> Level:
    """The items beside a relation; nothing is judged where it is None."""
    keys: dict[str, Level | None] = {}
    embeds: dict[str, Level] = {}
    opened = False
    faults: list[Fault] = []
    for item in items:
        if item.inner is not None:
            below, found = _below(view, relation, item, script)
            faults += [*found, *below.faults]
            embeds[item.key] = below
            keys.update(below.keys if item.spread else {item.key: below})
            opened = opened or (item.spread and below.open) or _is_open(item)
        elif item.star:
            whole = everything(relation)
            keys.update(whole.keys)
            opened = opened or whole.open
        else:
            faults += _column(view, relation, item, script)
            keys[item.key] = None
            opened = opened or item.hole or _is_open(item)
    return Level(relation, keys, embeds, opened, many, tuple(faults))


def _is_open(item: Wanted) -> bool:
    """Whether it is not known under which name it stands."""
    return any(word is not None and word.is_open for word in (item.name, item.alias))


def _below(view: View, relation: Relation | None, item: Wanted, script: SourceText) -> tuple[Level, list[Fault]]:
    found: list[Fault] = []
    target, many = None, None
    match embedded(view, relation, item):
        case Embedded(there, several):
            target, many = there, several
        case wrong:
            found = [_wrong(wrong, relation, item.hint or item.name, script)]
    inner = item.inner or ()
    return level(view, target, inner, script, many), found


def _wrong(way: NoRelation | NoWay | Ways, relation: Relation | None, word: Word | None, script: SourceText) -> Fault:
    owner = relation.name if relation is not None else ""
    at = script.at(word.offset, len(word.text)) if word is not None else None
    pointer = str(relation.written) if relation is not None else ""
    match way:
        case NoRelation(name):
            return Fault("unknown-table", (SELECT, owner, name), at, pointer=pointer)
        case NoWay(name, known):
            written = f"{name}!{word.text}" if word is not None and word.text != name else name
            return Fault("unknown-relationship", (SELECT, owner, written), at, owner, known, pointer=pointer)
        case Ways(name, known):
            return Fault("ambiguous-embed", (SELECT, owner, name), at, owner, known, listed=True, pointer=pointer)


def _column(view: View, relation: Relation | None, item: Wanted, script: SourceText) -> Iterator[Fault]:
    word = item.name
    if relation is None or word is None or word.is_open or word.text == ROW_COUNT:
        return
    yield from unknown(view, relation, word.text, SELECT, script.at(word.offset, len(word.text)))


def unknown(view: View, relation: Relation, name: str, where: str, at: Span | None) -> Iterator[Fault]:
    """A column that the relation does not have."""
    if relation.column(name) is None and not view.may_have_column(relation, name):
        pointer = str(relation.written)
        yield Fault("unknown-column", (where, relation.name, name), at, relation.name, relation.names, pointer=pointer)
