"""Hosts, base paths and path templates, as documents write them in a dozen ways."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from truthcheck.model.noun import dataclass

_VARIABLE = re.compile(r"\{([^{}/]*)\}")
_VERSION = re.compile(r"v\d+(\.\d+)?|\d{4}-\d{2}-\d{2}")
_GREEDY_LAST = ("path", "wildcard", "proxy")  # the usual names of a last parameter that holds slashes


@dataclass(frozen=True, slots=True)
class Server:
    """Hosts and base path of a `servers` entry.

    A variable first label is "*"; a relative address has no hosts. The base has no slash at its end.
    """

    hosts: tuple[str, ...]
    base: str


@dataclass(frozen=True, slots=True)
class PathKey:
    """A key of `paths`, taken apart: template, greedy names, and the query that some documents write into it."""

    path: str
    greedy: tuple[str, ...] = ()
    query: tuple[tuple[str, str], ...] = ()


def server(entry: Any) -> Server:
    """An entry of OpenAPI's `servers`."""
    if not isinstance(entry, dict) or not isinstance(entry.get("url"), str):
        return Server((), "")
    given = entry.get("variables")
    variables = given if isinstance(given, dict) else {}
    _, scheme, rest = entry["url"].strip().rpartition("://")
    host, slash, base = rest.partition("/") if scheme else ("", "/", rest.strip("/"))
    known = {name: facts for name, facts in variables.items() if isinstance(facts, dict)}
    base = _VARIABLE.sub(lambda m: str(known.get(m[1], {}).get("default", "")), base).strip("/")
    return Server(_hosts(host.rpartition("@")[2], known), f"{slash}{base}" if base else "")


def _hosts(host: str, variables: Mapping[str, Mapping[str, Any]]) -> tuple[str, ...]:
    """The hosts that a template with variables stands for: every listed value, "*" for a free first label."""
    hosts = [host.lower() if "{" not in host else host]
    for name in _VARIABLE.findall(host):
        facts = variables.get(name, {})
        listed = facts.get("enum")
        first_label = host.startswith(f"{{{name}}}.") and host.count(".") >= 2
        default = str(facts.get("default", ""))
        choices = (
            [str(v) for v in listed[:20]] if isinstance(listed, list) and listed else ["*" if first_label else default]
        )
        hosts = [known.replace(f"{{{name}}}", choice) for known in hosts for choice in choices][:200]
    return tuple(dict.fromkeys(h.partition(":")[0].lower() for h in hosts if re.fullmatch(r"(\*\.)?[\w.-]+(:\d*)?", h)))


def path_key(key: str, base: str, greedy: Iterable[str] = ()) -> PathKey:
    """`key` of a document's `paths` below `base`; `greedy` are the parameters that it marks as holding slashes."""
    bare, _, _ = key.partition("#")  # a fragment only tells variants of one path apart
    bare, _, query = bare.partition("?")
    pairs: tuple[tuple[str, str], ...] = ()
    if query:
        from urllib.parse import parse_qsl

        pairs = tuple(parse_qsl(query, keep_blank_values=True))
    marked = set(greedy)
    path = re.sub(r"/{2,}", "/", f"{base}/{_VARIABLE.sub(lambda m: _parameter(m[1], marked), bare)}")
    last = _VARIABLE.fullmatch(path.rpartition("/")[2])
    if last and last[1].lower().endswith(_GREEDY_LAST):
        marked.add(last[1])
    names = _VARIABLE.findall(path)
    return PathKey(path, tuple(n for n in names if n in marked), pairs)


def _parameter(name: str, marked: set[str]) -> str:
    """`{+name}`, `{name*}`, `{name+}` and `{*}` are spellings of a parameter that may hold slashes."""
    plain = name.strip("*+") or name
    if plain != name or name in ("*", "+"):
        marked.add(plain)
    return f"{{{plain}}}"


def covered(paths: Iterable[str], base: str, depth: int = 0) -> tuple[str, ...]:
    """The prefixes below which a document tells the whole truth.

    Where every path starts with a version (`/v1`, `/2010-04-01`), another version is another document's matter.
    With a depth, only what shares that many first segments with one of the paths is covered.
    """
    paths = list(paths)
    if not paths:
        return ()
    if depth:
        return tuple(sorted({"/".join(path.split("/")[: depth + 1]) for path in paths}))
    firsts = {path[len(base) :].strip("/").split("/")[0] for path in paths}
    if firsts and all(_VERSION.fullmatch(first) for first in firsts):
        return tuple(sorted(f"{base}/{first}" for first in firsts))
    return (base,)


def host_fits(host: str, patterns: Iterable[str]) -> bool:
    """Whether a host is meant: exactly, or by "*.example.com" (one label or more, never the bare domain)."""
    for pattern in patterns:
        if host == pattern or (
            pattern.startswith("*.") and host.endswith(pattern[1:]) and len(host) > len(pattern) - 1
        ):
            return True
    return False
