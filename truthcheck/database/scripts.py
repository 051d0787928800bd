"""What one SQL file is, by name and content: a migration, a schema, a dump, or a script that is run on occasion."""

from __future__ import annotations

import re
from pathlib import Path

from truthcheck.database.encoding import Bytes
from truthcheck.model.noun import NamedTuple

_HEAD = 1 << 20  # bytes that are looked at for what a file is
_NUMBER = re.compile(r"[vV]?(\d+(?:[._-]\d+)*)")
_WORDS = re.compile(r"[A-Za-z]+")
_UNDOES = frozenset(("rollback", "revert", "undo"))
_RESETS = frozenset(("reset", "teardown", "wipe", "nuke", "destroy"))
_CLEANS = frozenset(("clean", "cleanup", "truncate", "clear"))
_ROWS = frozenset(("seed", "seeds", "sample", "samples", "demo", "fixture", "fixtures", "mock", "testdata"))
_KEPT = frozenset(("old", "archive", "archived", "deprecated", "backup", "bak", "legacy", "example", "examples"))
_OCCASIONAL = frozenset(
    (
        *("fix", "fixes", "hotfix", "patch", "emergency", "quick", "temp", "tmp", "debug", "check", "verify", "test"),
        *("tests", "diagnose", "diagnostic", "query", "queries", "manual", "adhoc", "scratch", "repair"),
    )
)
_FIRST = frozenset(
    ("schema", "init", "initial", "base", "create", "setup", "structure", "tables", "ddl", "main", "full")
)
_DDL = re.compile(
    rb"\b(?:create\s+(?:or\s+replace\s+)?(?:unlogged\s+|foreign\s+|materialized\s+)?(?:table|view|type|function|schema)"
    rb"|alter\s+(?:table|type)|insert\s+into\s+[\w\"]+\s*\.\s*\"?buckets)\b",
    re.IGNORECASE,
)
_TAKES_AWAY = re.compile(rb"\b(?:drop\s+(?:table|schema|database|owned|type)|truncate|delete\s+from)\b", re.IGNORECASE)
_MAKES = re.compile(rb"\b(?:create|alter)\s+table\b", re.IGNORECASE)
_DUMP = b"PostgreSQL database dump"
_OTHERS = re.compile(
    rb"\bengine\s*=\s*\w+|\bauto_?increment\b|\bnvarchar\b|\bidentity\s*\(\s*\d|^\s*pragma\s|^go\s*$|create table `",
    re.IGNORECASE | re.MULTILINE,
)
_DOWN = re.compile(
    rb"^--[ \t]*(?:migrate:down|\+goose[ \t]+down|\+migrate[ \t]+down|down[ \t]+migration|@?down\b|rollback\b|undo\b)",
    re.IGNORECASE | re.MULTILINE,
)

MIGRATION, SCHEMA, DUMP, ROLLBACK, RESET, SEED, ARCHIVE, SCRIPT = (
    *("migration", "schema", "dump", "rollback", "reset", "seed", "archive", "script"),
)
COUNTED = (MIGRATION, SCHEMA, DUMP)
WHY = {
    ROLLBACK: "undoes what another file does",
    RESET: "takes everything away",
    SEED: "holds rows; its buckets count",
    ARCHIVE: "is kept beside, by its name",
    SCRIPT: "is run on occasion, by its name",
}


class Script(NamedTuple):
    """`number` orders files; none for a file without one."""

    path: Path
    role: str
    number: tuple[int, ...] = ()


def is_sql(data: Bytes) -> bool:
    """Whether the content defines things, in the words of PostgreSQL and not of another database."""
    head = data[:_HEAD]
    return bool(_DDL.search(head)) and not _OTHERS.search(head)


def number(name: str) -> tuple[int, ...]:
    found = _NUMBER.match(name)
    return tuple(int(part) for part in re.split(r"\D+", found[1])) if found else ()


def script(path: Path, data: Bytes) -> Script:
    name = path.stem if path.name.lower() != "migration.sql" else path.parent.name
    words = tuple(word.lower() for word in _WORDS.findall(re.sub(r"([a-z])([A-Z])", r"\1 \2", name)))
    return Script(path, _role(name, words, data[:_HEAD]), number(name))


def _role(name: str, words: tuple[str, ...], head: bytes) -> str:
    """A word in a name says something only where the content bears it out: `password_reset` takes nothing away."""
    every = frozenset(words)
    if _undoes(name, words):
        return ROLLBACK
    if _resets(every, bool(number(name))) and _TAKES_AWAY.search(head):
        return RESET
    if (every & _ROWS or {"test", "data"} <= every) and not _MAKES.search(head):
        return SEED
    if _DUMP in head[:4096]:
        return DUMP
    named = ((ARCHIVE, _KEPT), (SCRIPT, _OCCASIONAL), (SCHEMA, _FIRST))
    return next((role for role, known in named if every & known), MIGRATION)


def _undoes(name: str, words: tuple[str, ...]) -> bool:
    return bool(frozenset(words) & _UNDOES or "down" in words[:1] + words[-1:] or re.match(r"U\d", name))


def _resets(words: frozenset[str], numbered: bool) -> bool:
    return bool(words & _RESETS) or (not numbered and bool(words & _CLEANS)) or {"drop", "all"} <= words


def upward(data: Bytes) -> Bytes:
    """Without the part that undoes, for tools that keep both ways in one file."""
    found = _DOWN.search(data[:_HEAD])
    return data[: found.start()] if found else data
