"""HTTP libraries as data: `rules/clients/*.toml` says which callable sends, and which argument is what.

A role is written "0:url" (first positional argument or keyword `url`), "url" (keyword only) or "1" (positional only).
`name()` in a dotted name stands for what calling `name` gives: `httpx.Client().get` is a method of an instance.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from truthcheck.errors import ConfigError
from truthcheck.rulebook.toml import read_toml

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
    )
)
JOINS = ("none", "append", "resolve")


class Role(NamedTuple):
    """Where an argument stands in the call; `position` counts from 0, None for keyword only."""

    position: int | None
    keyword: str


class SendRule(NamedTuple):
    """A callable that sends a request, or with `prepares` builds one to be sent later.

    `method` is the verb it stands for, "" when the role `method` or the defaults tell: `default` without a body,
    `with_body` with one.
    """

    client: str
    name: str
    method: str
    roles: Mapping[str, Role]
    prepares: bool = False
    default: str = "GET"
    with_body: str = "POST"


class SessionRule(NamedTuple):
    """A constructor whose instances send. `join` tells how a relative URL meets the base:
    "append" (base + "/" + path), "resolve" (RFC 3986) or "none"."""

    client: str
    name: str
    roles: Mapping[str, Role]
    join: str


class Clients(NamedTuple):
    """Everything the evaluator asks about HTTP libraries, by dotted name."""

    sends: Mapping[str, SendRule]
    sessions: Mapping[str, SessionRule]
    aliases: Mapping[str, str]
    modules: frozenset[str]
    verbs: frozenset[str]

    def canonical(self, name: str) -> str:
        """The name under which rules know it: `requests.api.get` is `requests.get`."""
        head = name
        while head:
            if head in self.aliases:
                return self.aliases[head] + name[len(head) :]
            head = head.rpartition(".")[0]
        return name


def load(folders: Iterable[Path]) -> Clients:
    """Read every rule file of the folders; a file in a later folder replaces one of the same name before it."""
    files: dict[str, Path] = {}
    for folder in folders:
        for file in sorted(folder.glob("*.toml")):
            files[file.name] = file
    return join(_read(file) for _, file in sorted(files.items()))


def join(rules: Iterable[Clients]) -> Clients:
    sends: dict[str, SendRule] = {}
    sessions: dict[str, SessionRule] = {}
    aliases: dict[str, str] = {}
    modules: set[str] = set()
    verbs: set[str] = set()
    for rule in rules:
        sends.update(rule.sends)
        sessions.update(rule.sessions)
        aliases.update(rule.aliases)
        modules |= rule.modules
        verbs |= rule.verbs
    return Clients(sends, sessions, aliases, frozenset(modules), frozenset(verbs))


def _read(file: Path) -> Clients:
    table = read_toml(file)
    _check_keys(file, table, "", {"id", "modules", "verbs", "alias", "call", "session", "request"})
    client = _want(file, table, "id", str)
    verbs = tuple(_want(file, table, "verbs", list, []))
    sends = {}
    for kind in ("call", "request"):
        for number, entry in enumerate(_want(file, table, kind, list, [])):
            for rule in _sends(file, f"{kind}[{number}]", client, verbs, entry, prepares=kind == "request"):
                sends[rule.name] = rule
    sessions = {}
    for number, entry in enumerate(_want(file, table, "session", list, [])):
        for session in _sessions(file, f"session[{number}]", client, entry):
            sessions[session.name] = session
    aliases = {str(k): str(v) for k, v in _want(file, table, "alias", dict, {}).items()}
    modules = frozenset(_want(file, table, "modules", list))
    return Clients(sends, sessions, aliases, modules, frozenset(v.lower() for v in verbs))


def _sends(
    file: Path, key: str, client: str, verbs: tuple[str, ...], entry: Any, *, prepares: bool
) -> Iterable[SendRule]:
    _check_keys(file, entry, key, {"name", "roles", "method", "default", "with_body"})
    roles = _roles(file, key, entry)
    default, with_body = entry.get("default", "GET"), entry.get("with_body", "POST")
    for name in _want(file, entry, "name", list):
        if "{verb}" not in name:
            yield SendRule(client, name, entry.get("method", ""), roles, prepares, default, with_body)
            continue
        for verb in verbs:
            yield SendRule(client, name.replace("{verb}", verb), verb.upper(), roles, prepares, default, with_body)


def _sessions(file: Path, key: str, client: str, entry: Any) -> Iterable[SessionRule]:
    _check_keys(file, entry, key, {"name", "roles", "join"})
    how = entry.get("join", "none")
    if how not in JOINS:
        raise ConfigError(f'{file}: {key}.join: expected one of {", ".join(JOINS)}, found "{how}"')
    for name in _want(file, entry, "name", list):
        yield SessionRule(client, name, _roles(file, key, entry), how)


def _roles(file: Path, key: str, entry: Mapping[str, Any]) -> dict[str, Role]:
    roles = {}
    for role, spec in _want(file, entry, "roles", dict, {}).items():
        if role not in ROLES:
            raise ConfigError(f"{file}: {key}.roles.{role}: no such role", f"roles are: {', '.join(sorted(ROLES))}")
        head, _, keyword = str(spec).rpartition(":") if ":" in str(spec) else ("", "", str(spec))
        if keyword.isdigit():
            head, keyword = keyword, ""
        roles[role] = Role(int(head) if head else None, keyword)
    return roles


def _want(file: Path, table: Mapping[str, Any], key: str, kind: type, default: Any = None) -> Any:
    value = table.get(key, default)
    if not isinstance(value, kind):
        found = "nothing" if value is None else type(value).__name__
        raise ConfigError(f"{file}: {key}: expected {kind.__name__}, found {found}")
    return value


def _check_keys(file: Path, table: Any, key: str, allowed: set[str]) -> None:
    if not isinstance(table, dict):
        raise ConfigError(f"{file}: {key}: expected a table, found {type(table).__name__}")
    for name in table:
        if name not in allowed:
            where = f"{key}.{name}" if key else name
            raise ConfigError(f"{file}: {where}: no such key", f"keys are: {', '.join(sorted(allowed))}")
