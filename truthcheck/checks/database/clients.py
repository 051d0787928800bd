"""Which clients mean the project's own database: those that only the name of a setting tells apart."""

from __future__ import annotations

import re
from collections.abc import Iterable

from truthcheck.checks.database.query import CALL, Query
from truthcheck.checks.database.script import script
from truthcheck.model.database import Database
from truthcheck.model.noun import Node
from truthcheck.model.value import Hole, Literal, Template, Unknown, Value

LOCAL = re.compile(r"https?://(localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\]|[\w-]+)(:\d+)?/?")  # the project's own server
_SEVERAL = 2  # names that no source knows: more than a slip, and for each that is known as many


class NamesSeen(Node):
    """How many names that a client asks for are known, and how many are not."""

    known: int = 0
    unknown: int = 0


class Destinations:
    """The clients of each database by where they are sent."""

    def __init__(self, queries: Iterable[tuple[Query, Database | None]]) -> None:
        self._seen: dict[str, dict[str, set[tuple[str, bool]]]] = {}
        for query, database in queries:
            if database is not None:
                self._note(query, database)

    def _note(self, query: Query, database: Database) -> None:
        name = script(query.name)
        if not name.is_open:
            known = _is_known(query, database, name.text)
            clients = self._seen.setdefault(database.name, {})
            clients.setdefault(address(query.client.url), set()).add((name.text, known))

    def is_elsewhere(self, query: Query, database: Database) -> bool:
        """Whether a client asks for what the database mostly does not have.

        One that is sent somewhere else than the others is taken for another database's sooner than the only one.
        """
        where = address(query.client.url)
        counts = {name: _counts(rows) for name, rows in self._seen.get(database.name, {}).items()}
        own = counts.pop(where, NamesSeen())
        others = any(one.known for one in counts.values())
        if own.unknown >= _SEVERAL and own.unknown > _SEVERAL * own.known:
            return True
        if not own.known and not others:
            return own.unknown + sum(one.unknown for one in counts.values()) >= _SEVERAL
        return bool(where) and others and 0 < own.unknown >= own.known


def _counts(rows: Iterable[tuple[str, bool]]) -> NamesSeen:
    known = [is_known for _, is_known in rows]
    return NamesSeen(sum(known), len(known) - sum(known))


def _is_known(query: Query, database: Database, name: str) -> bool:
    things = database.routines if query.verb == CALL else database.relations
    return any(one.name == name for one in things)


def address(url: Value | None) -> str:
    """Where a client is sent, as far as the code says it: a host, or the name of a setting; "" when nothing does."""
    match url:
        case Literal(str(text)):
            return "" if LOCAL.fullmatch(text) else text
        case Template(parts):
            text = "".join(part.name or "?" if isinstance(part, Hole) else part.text for part in parts)
            return "" if LOCAL.fullmatch(text) else text
        case Unknown(why):
            return why.about
        case _:
            return ""
