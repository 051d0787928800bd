"""What DO blocks surely do, and what they and routines may do.

A block runs once. What it adds is taken, under whatever condition: a name too many accuses nobody. What it takes away
counts only where nothing but the catalogue decides. A routine's body may run at any time: it only opens.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from truthcheck.database import bodies
from truthcheck.database.bodies import HOLE, Piece
from truthcheck.database.draft import Draft, Name
from truthcheck.database.tokens import Broken, Words
from truthcheck.model.database import Opened, Opening, Written

EVERYTHING: tuple[Opened, ...] = ("relations", "columns", "routines", "enums", "buckets", "keys")
Run = Callable[[Draft, Words], None]


def block(draft: Draft, words: Words, run: Run) -> None:
    """`words` stand behind DO: its body is replayed by `run`, statement by statement."""
    body = next((token for token in words.tokens if token.kind == "text"), None)
    if body is None:
        return
    at = Written(words.path, words.line + words.source.count("\n", 0, body.start))
    draft.lenient, before = True, draft.lenient
    for piece in bodies.pieces(body.text, at):
        _replay(draft, piece, body.text, run)
    draft.lenient = before


def routine(draft: Draft, words: Words, body: str) -> None:
    """What a routine may make when it is called."""
    for piece in bodies.pieces(body, words.here):
        _open(draft, piece.words, body, "a routine may make it")


def unread(draft: Draft, words: Words) -> None:
    """A statement that cannot be read may make what it names: somebody may have mended it before it was run."""
    why = "a statement that cannot be read may make it"
    draft.openings += [one for one in _openings(draft, words, why, words.here) if one not in draft.openings]


def _replay(draft: Draft, piece: Piece, body: str, run: Run) -> None:
    words = piece.words
    if words.sees("execute"):
        text = _executed(words)
        if text is None or HOLE in text.source:
            _open(draft, piece.words, body, "a block may make it")
            return
        words = text
    if piece.sure or words.peek().text in ("create", "insert") or _only_adds(words):
        _tried(draft, words, run)
    elif "rename" in words.words():
        _either(draft, words, run)


def _executed(words: Words) -> Words | None:
    try:
        return bodies.executed(words.inner(words.tokens))
    except Broken:
        return None


def _tried(draft: Draft, words: Words, run: Run) -> None:
    try:
        run(draft, words)
    except Broken:
        return


def _only_adds(words: Words) -> bool:
    names = words.words()
    return words.sees("alter") and "add" in names and not names & {"drop", "rename"}


def _either(draft: Draft, words: Words, run: Run) -> None:
    """A rename that may have happened: both names are possible, and neither must be given."""
    before = draft.copied()
    _tried(draft, words, run)
    for name, relation in before.relations.items():
        now = draft.relations.setdefault(name, relation)
        for column in relation.columns.values():
            now.columns.setdefault(column.name, column._replace(nullable=True))


def _open(draft: Draft, words: Words, body: str, why: str) -> None:
    """What a statement may make that nobody is sure to run; everything when its text is not told."""
    here = words.here
    if words.sees("execute"):
        text = _executed(words)
        told = [text] if text is not None else list(bodies.texts(body))
        if not told:
            draft.openings.append(Opening("runs a statement that is made at run time", EVERYTHING, here))
        found = [one for text in told for one in _openings(draft, text, why, here)]
    else:
        found = list(_openings(draft, words.inner(words.tokens), why, here))
    draft.openings += [one for one in dict.fromkeys(found) if one not in draft.openings]


def _openings(draft: Draft, words: Words, why: str, here: Written) -> Iterator[Opening]:
    try:
        yield from _read(draft, words, why, here)
    except Broken:
        if HOLE in words.source:
            yield Opening(why, EVERYTHING, here)


def _read(draft: Draft, words: Words, why: str, here: Written) -> Iterator[Opening]:
    if words.accept("insert", "into"):
        if ".".join(words.qualified()) in draft.bucket_tables:
            yield Opening(why, ("buckets",), here)
        return
    verb = words.accept_any("create", "alter")
    if not verb:
        yield from ((Opening(why, EVERYTHING, here),) if words.sees(HOLE) else ())
        return
    words.accept("or", "replace")
    if words.accept_any("temp", "temporary"):
        return
    words.accept_any("unlogged", "materialized", "foreign")
    kind = words.accept_any("table", "view", "function", "procedure", "type")
    words.accept("if", "not", "exists") or words.accept("if", "exists")
    words.accept("only")
    if kind:
        name = draft.place(words.qualified())
        yield from (_made(name, kind, why, here) if verb == "create" else _altered(draft, words, name, kind, why, here))


_KINDS: dict[str, tuple[Opened, ...]] = {
    "table": ("relations",),
    "view": ("relations",),
    "function": ("routines",),
    "procedure": ("routines",),
    "type": ("enums",),
}


def _made(name: Name, kind: str, why: str, here: Written) -> Iterator[Opening]:
    schema = "" if HOLE in name[0] else name[0]
    yield Opening(why, _KINDS[kind], here, schema, (pattern(name[1]),))


def pattern(name: str) -> str:
    return name.replace("[", "[[]").replace(HOLE, "*")


def _altered(draft: Draft, words: Words, name: Name, kind: str, why: str, here: Written) -> Iterator[Opening]:
    """New columns, new names and new labels of what is changed."""
    schema, relation = "" if HOLE in name[0] else name[0], pattern(name[1])
    if words.accept("rename", "to"):
        yield Opening(why, _KINDS[kind], here, schema, (pattern(words.name()),))
    elif kind == "type":
        yield Opening(why, ("enums",), here, schema, (), relation)
    elif kind == "table":
        names = tuple(pattern(one) for part in words.parts() for one in _new_columns(part))
        if names:
            yield Opening(why, ("columns",), here, schema, names, relation)


def _new_columns(words: Words) -> Iterator[str]:
    if words.accept("add"):
        words.accept("column")
        words.accept("if", "not", "exists")
        if words.peek().text not in ("constraint", "primary", "unique", "foreign", "check"):
            yield words.name()
    elif words.accept("rename"):
        words.accept("column")
        words.name()
        words.expect("to")
        yield words.name()
