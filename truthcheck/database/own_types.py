"""CREATE and ALTER of enums, composite types and domains."""

from __future__ import annotations

from truthcheck.database import altering, columns, constraints, types
from truthcheck.database.draft import Constraint, Domain, Draft, DraftColumn, DraftEnum, Name
from truthcheck.database.tokens import Broken, Words
from truthcheck.model.database import NameChange


def create_type(draft: Draft, words: Words) -> None:
    """`words` stand behind CREATE TYPE."""
    here = words.here
    name = draft.place(words.qualified())
    if not words.accept("as"):
        return
    if words.accept("enum"):
        parts = [part.tokens for part in words.group().parts()]
        if any(len(part) != 1 or part[0].kind != "text" for part in parts):
            raise Broken("an enum has labels in quotes, with commas between")
        draft.enums.setdefault(name, DraftEnum(tuple(part[0].text for part in parts), here))
    elif words.sees("("):
        draft.composites[name] = dict(_attribute(draft, part) for part in words.group().parts() if not part.done)


def _attribute(draft: Draft, words: Words) -> tuple[str, DraftColumn]:
    here = words.here
    name = words.name()
    return name, DraftColumn(name, draft.resolved(types.read(words)), True, here)


def create_domain(draft: Draft, words: Words) -> None:
    name = draft.place(words.qualified())
    words.accept("as")
    domain = Domain(draft.resolved(types.read(words)), None, True)
    while not words.done:
        if words.accept("default"):
            domain = domain._replace(default=columns.expression(words))
        elif words.accept("not", "null"):
            domain = domain._replace(nullable=False)
        elif words.sees("check", "("):
            words.take()
            domain = domain._replace(values=_values(constraints.check(words, "value")))
        else:
            words.take()
    draft.domains[name] = domain


def _values(check: Constraint) -> tuple[str, ...]:
    return check.values if check.columns == ("value",) else ()


def alter_type(draft: Draft, words: Words) -> None:
    """`words` stand behind ALTER TYPE or ALTER DOMAIN."""
    here = words.here
    written = words.qualified()
    found = draft.resolved(types.TypeName(*written))
    name = (found.schema or draft.home, found.name)
    if words.accept("add", "value"):
        _add_value(draft, words, name)
    elif words.accept("rename", "value"):
        _rename_value(draft, words, name)
    elif words.accept("rename", "to"):
        _move(draft, name, (name[0], words.name()), "renamed", words)
    elif words.accept("set", "schema"):
        _move(draft, name, (words.name(), name[1]), "moved", words)
    elif name in draft.domains:
        _alter_domain(draft, words, name)
    elif name in draft.composites:
        for part in words.parts():
            _alter_attribute(draft, part, name)
    elif words.sees("add"):
        draft.missing(written, here)


def _add_value(draft: Draft, words: Words, name: Name) -> None:
    words.accept("if", "not", "exists")
    here = words.here
    value = words.take().text
    enum = draft.enums.setdefault(name, DraftEnum((), here, True))
    labels = list(enum.labels)
    if value in labels:
        return
    where = words.accept_any("before", "after")
    beside = words.take().text if where else ""
    place = labels.index(beside) + (where == "after") if beside in labels else len(labels)
    draft.enums[name] = enum._replace(labels=(*labels[:place], value, *labels[place:]))


def _rename_value(draft: Draft, words: Words, name: Name) -> None:
    old = words.take().text
    words.expect("to")
    new = words.take().text
    if name in draft.enums:
        labels = draft.enums[name].labels
        draft.enums[name] = draft.enums[name]._replace(labels=tuple(new if one == old else one for one in labels))


def _move(draft: Draft, old: Name, new: Name, kind: str, words: Words) -> None:
    for kinds in draft.own_types():
        if old in kinds:
            kinds[new] = kinds.pop(old)
    draft.gone.append(NameChange(kind, ".".join(old), ".".join(new), words.here))
    altering.retype(draft, old, new)


def _alter_domain(draft: Draft, words: Words, name: Name) -> None:
    domain = draft.domains[name]
    if words.accept("set", "default"):
        domain = domain._replace(default=columns.expression(words))
    elif words.accept("drop", "default"):
        domain = domain._replace(default=None)
    elif words.accept("set", "not", "null"):
        domain = domain._replace(nullable=False)
    elif words.accept("drop", "not", "null"):
        domain = domain._replace(nullable=True)
    elif words.accept("drop", "constraint"):
        domain = domain._replace(values=())
    draft.domains[name] = domain


def _alter_attribute(draft: Draft, words: Words, name: Name) -> None:
    columns_ = draft.composites[name]
    if words.accept("add", "attribute"):
        column, made = _attribute(draft, words)
        columns_[column] = made
    elif words.accept("drop", "attribute"):
        words.accept("if", "exists")
        columns_.pop(words.name(), None)
    elif words.accept("alter", "attribute"):
        column = words.name()
        if words.accept("type") or words.accept("set", "data", "type"):
            columns_[column] = columns_[column]._replace(type=draft.resolved(types.read(words)))
    elif words.accept("rename", "attribute"):
        old = words.name()
        words.expect("to")
        new = words.name()
        pairs = (((new if key == old else key), one) for key, one in columns_.items())
        draft.composites[name] = {key: one._replace(name=key) for key, one in pairs}
