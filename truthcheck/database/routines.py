"""CREATE, ALTER and DROP of functions and procedures, overload by overload."""

from __future__ import annotations

from truthcheck.database import types
from truthcheck.database.draft import Draft, DraftArgument, DraftColumn, DraftRoutine, Name
from truthcheck.database.tokens import Broken, Token, Words
from truthcheck.database.types import TypeName
from truthcheck.model.database import NameChange, Written

_MODES = ("inout", "in", "out", "variadic")
_VOID = TypeName("", "void", built_in=True)
_RECORD = TypeName("", "record", built_in=True)


def create(draft: Draft, words: Words, kind: str) -> str:
    """`words` stand behind CREATE FUNCTION or PROCEDURE. Answers the body."""
    here = words.here
    schema, name = draft.place(words.qualified())
    arguments = _arguments(draft, words.group())
    row: tuple[DraftColumn, ...] = ()
    returns = _default_reply(arguments) if kind == "function" else _VOID
    if words.accept("returns"):
        if words.accept("table"):
            row = _row(draft, words)
            returns = _RECORD._replace(many=True)
        else:
            returns = _bare(draft, types.read(words))
    elif kind == "function" and returns is _VOID:
        raise Broken("a function returns something")
    volatility, body = _attributes(words)
    out = _outs(arguments, here) if returns.name == "record" else ()
    routine = DraftRoutine(schema, name, arguments, returns, here, row or out or None, volatility, kind)
    draft.routines[key(routine)] = routine
    return body


def key(routine: DraftRoutine) -> tuple[str, str, tuple[str, ...]]:
    """What tells overloads apart: the types that are taken in, without lengths."""
    taken = [one for one in routine.arguments if one.mode in ("in", "inout", "variadic")]
    return routine.schema, routine.name, tuple(_plain(one.type) for one in taken)


def _plain(type: TypeName) -> str:
    return f"{type.schema}.{type.name}{'[]' * type.array}"


def _bare(draft: Draft, type: TypeName) -> TypeName:
    """A routine forgets lengths."""
    found = draft.resolved(type)
    return found._replace(modifier="", name="character" if found.name == "bpchar" else found.name)


def _default_reply(arguments: tuple[DraftArgument, ...]) -> TypeName:
    """What a function without RETURNS gives: its one OUT argument, or a record of several."""
    out = [one for one in arguments if one.mode in ("out", "inout")]
    return out[0].type if len(out) == 1 else _RECORD if out else _VOID


def _outs(arguments: tuple[DraftArgument, ...], here: Written) -> tuple[DraftColumn, ...]:
    out = [one for one in arguments if one.mode in ("out", "inout")]
    return tuple(DraftColumn(one.name, one.type, True, here) for one in out)


def _row(draft: Draft, words: Words) -> tuple[DraftColumn, ...]:
    made = []
    for part in words.group().parts():
        here = part.here
        name = part.name()
        made.append(DraftColumn(name, _bare(draft, types.read(part)), True, here))
    return tuple(made)


def _arguments(draft: Draft, words: Words) -> tuple[DraftArgument, ...]:
    return tuple(argument(draft, part) for part in words.parts() if not part.done)


def argument(draft: Draft, words: Words) -> DraftArgument:
    """`[mode] [name] type [default expression]`. Raises Broken."""
    mode = _mode(words)
    declared = words.until("default", "=", ":=")
    default = None
    if words.accept_any("default", "=", ":="):
        default = words.inner(words.tokens[words.at :]).written
    late = _mode(words.inner(declared.tokens[1:]))  # the name may come first
    name, type = _named_type(declared)
    return DraftArgument(name, _bare(draft, type), mode or late or "in", default)


def _mode(words: Words) -> str:
    if words.sees("in", "out"):
        words.take()
        words.take()
        return "inout"
    follows = words.peek(1).kind in ("word", "name")
    return words.accept_any(*_MODES) if follows else ""


def _named_type(words: Words) -> tuple[str, TypeName]:
    """A type alone, or a name and a type."""
    try:
        alone = types.read(words)
        if words.done:
            return "", alone
    except Broken:
        pass
    words.at = 0
    name = words.name()
    _mode(words)
    type = types.read(words)
    if not words.done:
        raise Broken(f"an argument is not understood: {words.written[:60]}")
    return name, type


def _attributes(words: Words) -> tuple[str, str]:
    """Volatility and body."""
    volatility, body = "volatile", ""
    while not words.done:
        token = words.take()
        if token.kind != "word":
            continue
        if token.text in ("immutable", "stable", "volatile"):
            volatility = token.text
        elif token.text == "as" and words.peek().kind == "text":
            body = words.take().text
        elif token.text in ("set", "language", "cost", "rows", "support"):
            words.take()
        elif token.text == "begin":
            break
    return volatility, body


def meant(draft: Draft, words: Words) -> list[DraftRoutine]:
    """The routines that `name` or `name(types)` speaks of."""
    place = words.qualified()
    named = [one for one in draft.routines.values() if one.name == place[1] and _fits(draft, place, one.schema)]
    if not words.sees("("):
        return named
    wanted: list[Token] = list(words.group().tokens)
    given = _arguments(draft, words.inner(wanted))
    keys = tuple(_plain(one.type) for one in given if one.mode in ("in", "inout", "variadic"))
    return [one for one in named if key(one)[2] == keys]


def _fits(draft: Draft, place: Name, schema: str) -> bool:
    return schema == place[0] if place[0] else schema in (draft.path or ("public",))


def drop(draft: Draft, words: Words) -> None:
    words.accept("if", "exists")
    while not words.done:
        here = words.here
        for one in meant(draft, words):
            del draft.routines[key(one)]
            if not any((other.schema, other.name) == (one.schema, one.name) for other in draft.routines.values()):
                draft.gone.append(NameChange("dropped", f"{one.schema}.{one.name}", "", here))
        if not words.accept(","):
            return


def move(draft: Draft, old: str, new: str) -> None:
    """A schema has another name."""
    for place in [place for place in draft.routines if place[0] == old]:
        moved = draft.routines.pop(place)._replace(schema=new)
        draft.routines[key(moved)] = moved


def alter(draft: Draft, words: Words) -> None:
    here = words.here
    found = meant(draft, words)
    for one in found:
        new = one
        if words.accept("rename", "to"):
            new = one._replace(name=words.name())
        elif words.accept("set", "schema"):
            new = one._replace(schema=words.name())
        if new is not one:
            del draft.routines[key(one)]
            draft.routines[key(new)] = new
            kind = "moved" if new.schema != one.schema else "renamed"
            names = (f"{one.schema}.{one.name}", f"{new.schema}.{new.name}")
            draft.gone.append(NameChange(kind, *names, here))
