"""Replays SQL over a draft of the database, statement by statement. One that cannot be read costs only itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from truthcheck.database import altering, dynamic, extensions, others, own_types, routines, tables, views
from truthcheck.database.draft import Draft
from truthcheck.database.encoding import Bytes
from truthcheck.database.splitter import Statement, statements
from truthcheck.database.tokens import Broken, Words, tokenize

_LARGEST = 1 << 20  # bytes of a statement; only data is longer
_HEADS = frozenset(
    (
        *("create", "alter", "drop", "insert", "delete", "do", "set", "reset", "select", "comment"),
        *("begin", "start", "commit", "end", "rollback", "abort", "savepoint"),
    )
)
_MOST_FAULTS = 20
_MOST_COPIES = 300  # of one file: what is rolled back behind them is taken as done
_BACK = re.compile(rb"\b(?:rollback|abort)\b", re.IGNORECASE)


def replay(draft: Draft, data: Bytes, path: str, only: str = "") -> tuple[str, ...]:
    """Applies a file to the draft, or only its statements that begin with one word.

    Answers what could not be read, a sentence each.
    """
    draft.path = _DEFAULT
    faults: list[str] = []
    current = _Transactions(draft, bool(_BACK.search(data)))
    for statement in statements(data):
        if statement.head not in _HEADS or (only and statement.head != only):
            continue
        if not statement.whole:
            faults.append(f"{path}:{statement.line}: a quote is not closed")
            continue
        faults += _one(current, statement, data, path)
    current.settle()
    return tuple(faults[:_MOST_FAULTS])


_DEFAULT = ("public",)


def _one(current: _Transactions, statement: Statement, data: Bytes, path: str) -> Iterator[str]:
    text = statement.text(data, _LARGEST)
    words = Words(tokenize(text), text, statement.line, path)
    try:
        if not current.control(words):
            run(current.draft, words)
    except RecursionError:
        yield f"{path}:{statement.line}: nested too deeply"
    except Broken as error:
        dynamic.unread(current.draft, Words(words.tokens, text, statement.line, path))
        yield f"{path}:{statement.line}: {error}"


class _Transactions:
    """What is rolled back did not happen."""

    def __init__(self, draft: Draft, may_go_back: bool) -> None:
        self.draft = draft
        self._left = _MOST_COPIES if may_go_back else 0
        self._before: list[tuple[str, Draft]] = []

    def control(self, words: Words) -> bool:
        """Whether the statement begins or ends a transaction, or a part of one."""
        if words.sees("begin") or words.sees("start", "transaction"):
            self._remember("", not self._before)
        elif words.accept("savepoint"):
            self._remember(words.name(), True)
        elif words.sees("commit") or words.sees("end"):
            self._before = []
        elif words.accept("rollback") or words.accept("abort"):
            self._back(words)
        else:
            return False
        return True

    def _remember(self, name: str, new: bool) -> None:
        if new and self._left:
            self._left -= 1
            self._before.append((name, self.draft.copied()))

    def _back(self, words: Words) -> None:
        words.accept_any("work", "transaction")
        name = ""
        if words.accept("to"):
            words.accept("savepoint")
            name = words.name()
        place = next((at for at in reversed(range(len(self._before))) if self._before[at][0] == name), None)
        if place is None:
            return
        vars(self.draft).update(vars(self._before[place][1].copied()))
        self._before = self._before[: place + 1] if name else []

    def settle(self) -> None:
        """A transaction that the file leaves open is taken as done."""
        self._before = []


def run(draft: Draft, words: Words) -> None:
    """Applies one statement. Raises Broken when it is not understood."""
    head = words.accept_any(*_STATEMENTS)
    if head:
        _STATEMENTS[head](draft, words)


def _create(draft: Draft, words: Words) -> None:
    words.accept("or", "replace")
    kinds: list[str] = []
    while word := words.accept_any(*_MODIFIERS):
        kinds.append(word)
    kind = words.accept_any(*_CREATED)
    if kind and "temp" not in kinds and "temporary" not in kinds:
        _CREATED[kind](draft, words, kinds)


_MODIFIERS = (
    *("global", "local", "temp", "temporary", "unlogged", "foreign", "recursive", "materialized", "unique"),
    *("constraint", "event", "trusted", "procedural"),
)


def _routine(kind: str) -> Callable[[Draft, Words, list[str]], None]:
    def create(draft: Draft, words: Words, _kinds: list[str]) -> None:
        body = routines.create(draft, words, kind)
        dynamic.routine(draft, words, body)

    return create


def _view(draft: Draft, words: Words, kinds: list[str]) -> None:
    views.create(draft, words, "materialized view" if "materialized" in kinds else "view")


def _trigger(draft: Draft, words: Words, kinds: list[str]) -> None:
    if "event" not in kinds:
        others.on_relation(draft, words)


_CREATED: Mapping[str, Callable[[Draft, Words, list[str]], None]] = {
    "table": lambda draft, words, kinds: tables.create(draft, words, "foreign" in kinds),
    "view": _view,
    "index": lambda draft, words, kinds: others.create_index(draft, words, "unique" in kinds),
    "type": lambda draft, words, _: own_types.create_type(draft, words),
    "domain": lambda draft, words, _: own_types.create_domain(draft, words),
    "function": _routine("function"),
    "procedure": _routine("procedure"),
    "schema": lambda draft, words, _: others.create_schema(draft, words),
    "extension": lambda draft, words, _: extensions.create(draft, words),
    "policy": lambda draft, words, _: others.on_relation(draft, words),
    "trigger": _trigger,
}


def _alter(draft: Draft, words: Words) -> None:
    words.accept_any("foreign", "materialized")
    kind = words.accept_any(*_ALTERED)
    if kind:
        _ALTERED[kind](draft, words)


_ALTERED: Mapping[str, Callable[[Draft, Words], None]] = {
    "table": altering.alter,
    "view": altering.alter,
    "type": own_types.alter_type,
    "domain": own_types.alter_type,
    "function": routines.alter,
    "procedure": routines.alter,
    "routine": routines.alter,
    "schema": others.alter_schema,
    "extension": extensions.alter,
}


def _drop(draft: Draft, words: Words) -> None:
    words.accept_any("foreign", "materialized")
    kind = words.accept_any(*_DROPPED)
    if kind:
        _DROPPED[kind](draft, words)


_DROPPED: Mapping[str, Callable[[Draft, Words], None]] = {
    "table": others.drop_relations,
    "view": others.drop_relations,
    "type": others.drop_types,
    "domain": others.drop_types,
    "function": routines.drop,
    "procedure": routines.drop,
    "routine": routines.drop,
    "schema": others.drop_schemas,
    "index": others.drop_indexes,
    "extension": extensions.drop,
}


def _insert(draft: Draft, words: Words) -> None:
    words.expect("into")
    others.insert(draft, words)


_STATEMENTS: Mapping[str, Callable[[Draft, Words], None]] = {
    "create": _create,
    "alter": _alter,
    "drop": _drop,
    "insert": _insert,
    "delete": others.delete,
    "do": lambda draft, words: dynamic.block(draft, words, run),
    "set": others.set_path,
    "reset": others.reset,
    "select": others.select,
    "comment": others.comment,
}
