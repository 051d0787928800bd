"""Reads the files of `rules/mocks/`; what is wrong with one is said in one line. Roles are written as in `clients/`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from truthcheck.errors import ConfigError
from truthcheck.rulebook.client_file import roles_of, spelt
from truthcheck.rulebook.client_rules import Clients
from truthcheck.rulebook.mock_rules import KINDS, MockKind, MockRule
from truthcheck.rulebook.toml import read_toml
from truthcheck.rulebook.wanted import entries, known_keys, text_table, texts, want

ROLES = frozenset(
    (
        *("url", "path", "host", "base_url", "method", "route"),  # of a request
        *("status", "json", "text", "content", "body", "reply", "replies", "effect", "handler"),  # of what it gets
        *("target", "owner", "attribute", "new", "value"),  # of what is replaced
    )
)
_FILE = frozenset(("id", "modules", "generic", "words", "verbs", "fixture", "alias", *KINDS))
_RULE = frozenset(("name", "roles", "method", "gives", "join", "attributes"))
_JOINS = ("none", "append")


def add_mocks(file: Path, known: Clients) -> None:
    """Take in the mock library that the file describes."""
    table = known_keys(file, read_toml(file), "", _FILE)
    want(file, table, "id", str)
    known.mocks.modules.update(texts(file, table, "modules"))
    words = known.mocks.generic if want(file, table, "generic", bool, False) else known.mocks.words
    words.update((*texts(file, table, "words"), *texts(file, table, "modules")))
    known.mocks.fixtures.update(text_table(file, table, "fixture"))
    known.aliases.update(text_table(file, table, "alias"))
    for kind in KINDS:
        known.mocks.rules.update((rule.name, rule) for rule in _rules(file, table, kind))


def _rules(file: Path, table: Mapping[str, Any], kind: MockKind) -> Iterator[MockRule]:
    verbs = texts(file, table, "verbs")
    for place, entry in entries(file, table, kind, _RULE):
        roles, attributes = roles_of(file, place, entry, ROLES), text_table(file, entry, "attributes")
        join = entry.get("join", "none")
        if join not in _JOINS:
            raise ConfigError(f'{file}: {place}.join: expected one of {", ".join(_JOINS)}, found "{join}"')
        for name, verb in spelt(want(file, entry, "name", list), verbs, entry.get("method", "")):
            yield MockRule(kind, name, roles, verb, entry.get("gives", ""), join, attributes)
