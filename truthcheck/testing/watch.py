"""Clients while tests run: each exchange is noted as it passes, and passes as it would have.

What is wrapped, and where request and reply stand, is rule data (`[[watch]]` in `rules/clients/`).
"""

from __future__ import annotations

import contextlib
import functools
import importlib
import inspect
import threading
from collections.abc import Callable, Iterable
from typing import Any

from truthcheck.model.location import Span
from truthcheck.model.noun import NamedTuple
from truthcheck.rulebook.watch_rules import WatchRule
from truthcheck.traffic import bodies
from truthcheck.traffic.recorded import Recorded, RecordedBody, is_received

_MOST = 100_000  # exchanges of one test


class Met(NamedTuple):
    """An exchange as it passed. Bodies are as they were sent; headers are names alone."""

    method: str
    url: str
    sent: object
    sent_as: str
    status: int
    body: object
    body_as: str
    received: bool

    def key(self) -> object:
        """What two exchanges that are judged alike have in common."""
        return (self.method, self.url, _plain(self.sent), self.status, _plain(self.body), self.received)

    def recorded(self, at: Span) -> Recorded:
        sent = bodies.read(self.sent, at, self.sent_as) if self.sent else RecordedBody()
        body = bodies.read(self.body, at, self.body_as)
        return Recorded(0, self.method, self.url, at, sent, self.status, at, body, (), self.received)


def _plain(value: object) -> object:
    return value if isinstance(value, str | bytes) else type(value).__name__


class Watch:
    """Wraps what the rules name, as far as it is installed, and takes the wrapping off again."""

    def __init__(self, rules: Iterable[WatchRule]) -> None:
        self._rules = tuple(rules)
        self._wrapped: list[tuple[Any, str, Any]] = []
        self._met: list[Met] = []
        self._lock = threading.Lock()

    def start(self) -> None:
        for rule in self._rules:
            owner, name = _owner(rule.name)
            original = getattr(owner, name, None)
            if callable(original):
                setattr(owner, name, self._wrapper(original, rule))
                self._wrapped.append((owner, name, original))

    def stop(self) -> None:
        for owner, name, original in reversed(self._wrapped):
            setattr(owner, name, original)
        self._wrapped.clear()

    def taken(self) -> list[Met]:
        """What was met since the last time."""
        if not self._met:
            return []
        with self._lock:
            met, self._met = self._met, []
        return met

    def _wrapper(self, original: Callable[..., Any], rule: WatchRule) -> Callable[..., Any]:
        if inspect.iscoroutinefunction(original):

            @functools.wraps(original)
            async def later(*args: Any, **keywords: Any) -> Any:
                result = await original(*args, **keywords)
                self._note(rule, args, keywords, result)
                return result

            return later

        @functools.wraps(original)
        def now(*args: Any, **keywords: Any) -> Any:
            result = original(*args, **keywords)
            self._note(rule, args, keywords, result)
            return result

        return now

    def _note(self, rule: WatchRule, args: tuple[Any, ...], keywords: dict[str, Any], result: Any) -> None:
        """Whatever goes wrong here is ours, and no matter of the test."""
        with contextlib.suppress(Exception):
            met = _met(rule, args, keywords, result)
            if met is not None:
                with self._lock:
                    if len(self._met) < _MOST:
                        self._met.append(met)


def _owner(dotted: str) -> tuple[Any, str]:
    """The class or module that holds a name; None when it is not installed."""
    *parts, name = dotted.split(".")
    for end in range(len(parts), 0, -1):
        try:
            found: Any = importlib.import_module(".".join(parts[:end]))
        except Exception:  # not there, or broken: then nobody sends by it
            continue
        for part in parts[end:]:
            found = getattr(found, part, None)
        return found, name
    return None, name


_MARK = "_truthcheck_met"


def _met(rule: WatchRule, args: tuple[Any, ...], keywords: dict[str, Any], result: Any) -> Met | None:
    source = result if rule.of == "result" else args[0]
    if getattr(source, _MARK, False):
        return None
    with contextlib.suppress(AttributeError):
        setattr(source, _MARK, True)

    def part(name: str) -> Any:
        way = rule.parts.get(name, "")
        if way.startswith("@"):
            position, _, keyword = way[1:].rpartition(":")
            if position and int(position) < len(args):
                return args[int(position)]
            return keywords.get(keyword)
        return _at(source, way) if way else None

    headers = _names(part("headers"))
    return Met(
        str(part("method") or "GET").upper(),
        str(part("url")),
        part("sent"),
        headers_value(part("sent_headers"), "content-type"),
        int(part("status") or 0),
        part("body"),
        headers_value(part("headers"), "content-type"),
        any(map(is_received, headers)),
    )


def _at(value: Any, way: str) -> Any:
    for step in way.split("."):
        value = getattr(value, step, None)
    return value


def _names(headers: Any) -> list[str]:
    return [str(name).lower() for name in headers] if headers is not None else []


def headers_value(headers: Any, name: str) -> str:
    """One header; only the type of a body is ever asked for."""
    if headers is None:
        return ""
    found = next((headers[key] for key in headers if str(key).lower() == name), "")
    return (found.decode("latin-1") if isinstance(found, bytes) else str(found)).lower()
