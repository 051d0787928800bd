"""Reads the files of `rules/clients/` and `rules/libraries/`; what is wrong with one is said in one line.

A role is written "0:url" (first positional argument or keyword `url`), "url" (keyword only) or "1" (positional only).
`{ at = 1, key = "method" }` is an entry of an argument that holds options: `fetch(url, {method: "POST"})`; `at` is
written like a role, and `key` may lead further down ("retry.limit").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from truthcheck.errors import ConfigError
from truthcheck.rulebook.client_rules import JOINS, Clients, ReplyWords, SendRule, SessionRule
from truthcheck.rulebook.role import Role
from truthcheck.rulebook.toml import read_toml
from truthcheck.rulebook.wanted import entries, known_keys, text_table, texts, want
from truthcheck.rulebook.watch_rules import OF, PARTS, WatchRule

ROLES = frozenset(
    (
        "method",
        "url",
        "query",
        "form",
        "json",
        "file",
        "header",
        "cookie",
        "body",
        "fields",
        "base_url",
        "host",
        "request",
        "transport",
    )
)
HOLDS = ("url", "query", "form")
_CLIENT = frozenset(("id", "modules", "verbs", "alias", "call", "session", "request", "response", "type", "watch"))
_LIBRARY = frozenset(("id", "alias", "type", "setting", "fake"))
_SEND = frozenset(("name", "roles", "method", "default", "with_body"))
_SESSION = frozenset(("name", "roles", "join", "attributes", "called", "own", "typical"))
_ATTRIBUTES = frozenset(("query", "header"))
_RESPONSE = frozenset(ReplyWords._fields)
_WATCH = frozenset(("name", "of", *PARTS))
_TYPE = frozenset(("name", "holds"))
_SETTING = frozenset(("name", "roles"))
_SETTING_ROLES = frozenset(("name", "default"))
_FAKE = frozenset(("modules", "fixtures"))
_ENTRY = frozenset(("at", "key"))


def add_client(file: Path, known: Clients) -> None:
    """Take in the client that the file describes."""
    table = known_keys(file, read_toml(file), "", _CLIENT)
    client = want(file, table, "id", str)
    known.homes[client] = known.homes.get(client, frozenset()).union(want(file, table, "modules", list))
    known.aliases.update(text_table(file, table, "alias"))
    known.types.update(_types(file, table))
    known.sends.update((rule.name, rule) for kind in ("call", "request") for rule in _sends(file, table, kind, client))
    known.sessions.update((session.name, session) for session in _sessions(file, table, client))
    known.watched += _watched(file, table)
    for place, entry in entries(file, table, "response", _RESPONSE):
        words = ReplyWords(*(frozenset(texts(file, entry, kind, f"{place}.")) for kind in ReplyWords._fields))
        known.replies[client] = known.replies[client].joined(words) if client in known.replies else words


def _watched(file: Path, table: Mapping[str, Any]) -> Iterator[WatchRule]:
    for place, entry in entries(file, table, "watch", _WATCH):
        of = entry.get("of", "result")
        if of not in OF:
            raise ConfigError(f'{file}: {place}.of: expected one of {", ".join(OF)}, found "{of}"')
        parts = {name: str(entry[name]) for name in PARTS if name in entry}
        yield from (WatchRule(name, of, parts) for name in want(file, entry, "name", list))


def add_library(file: Path, known: Clients) -> None:
    """Take in what a library that sends nothing does with the values on their way, or with replies."""
    table = known_keys(file, read_toml(file), "", _LIBRARY)
    want(file, table, "id", str)
    known.aliases.update(text_table(file, table, "alias"))
    known.types.update(_types(file, table))
    for place, entry in entries(file, table, "setting", _SETTING):
        given = roles_of(file, place, entry, _SETTING_ROLES)
        known.settings.update(dict.fromkeys(want(file, entry, "name", list), given))
    fake = known_keys(file, table.get("fake", {}), "fake", _FAKE)
    known.fake_modules.update(texts(file, fake, "modules", "fake."))
    known.fake_fixtures.update(texts(file, fake, "fixtures", "fake."))


def _sends(file: Path, table: Mapping[str, Any], kind: str, client: str) -> Iterator[SendRule]:
    verbs = texts(file, table, "verbs")
    for place, entry in entries(file, table, kind, _SEND):
        default, with_body = entry.get("default", "GET"), entry.get("with_body", "POST")
        method, roles = entry.get("method", ""), roles_of(file, place, entry, ROLES)
        for name, verb in spelt(want(file, entry, "name", list), verbs, method):
            yield SendRule(client, name, verb, roles, kind == "request", default, with_body)


def spelt(names: list[str], verbs: tuple[str, ...], method: str) -> Iterator[tuple[str, str]]:
    """Each name with the verb that it sends; `{verb}` in a name stands for each of the verbs."""
    for name in names:
        if "{verb}" in name:
            yield from ((name.replace("{verb}", verb), verb.upper()) for verb in verbs)
        else:
            yield name, method


def _sessions(file: Path, table: Mapping[str, Any], client: str) -> Iterator[SessionRule]:
    for place, entry in entries(file, table, "session", _SESSION):
        join = entry.get("join", "none")
        if join not in JOINS:
            raise ConfigError(f'{file}: {place}.join: expected one of {", ".join(JOINS)}, found "{join}"')
        called, typical = texts(file, entry, "called", f"{place}."), want(file, entry, "typical", bool, False)
        own = texts(file, entry, "own", f"{place}.")
        known_keys(file, entry.get("attributes", {}), f"{place}.attributes", _ATTRIBUTES)
        attributes, roles = text_table(file, entry, "attributes"), roles_of(file, place, entry, ROLES)
        for name in want(file, entry, "name", list):
            yield SessionRule(client, name, roles, join, attributes, called, typical, own)


def _types(file: Path, table: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for place, entry in entries(file, table, "type", _TYPE):
        holds = entry.get("holds")
        if holds not in HOLDS:
            raise ConfigError(f'{file}: {place}.holds: expected one of {", ".join(HOLDS)}, found "{holds}"')
        yield from ((name, holds) for name in want(file, entry, "name", list))


def roles_of(file: Path, place: str, entry: Mapping[str, Any], names: frozenset[str]) -> dict[str, Role]:
    """Where the arguments stand that have one of these roles."""
    found = {}
    for role, spec in want(file, entry, "roles", dict, {}).items():
        if role not in names:
            raise ConfigError(f"{file}: {place}.roles.{role}: no such role", f"roles are: {', '.join(sorted(names))}")
        found[role] = _role(file, f"{place}.roles.{role}", spec)
    return found


def _role(file: Path, place: str, spec: object) -> Role:
    if isinstance(spec, str | int):
        return _argument(str(spec))
    entry = known_keys(file, spec, place, _ENTRY)
    at, key = entry.get("at"), entry.get("key")
    if not isinstance(at, str | int) or not isinstance(key, str):
        raise ConfigError(f"{file}: {place}: expected the place of an argument (`at`) and a text (`key`)")
    return _argument(str(at))._replace(path=tuple(key.split(".")))


def _argument(spec: str) -> Role:
    position, _, keyword = spec.rpartition(":")
    if keyword.isdigit():
        position, keyword = keyword, ""
    return Role(int(position) if position else None, keyword)
