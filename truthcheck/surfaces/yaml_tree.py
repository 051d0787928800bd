"""YAML as OpenAPI asks for it: YAML 1.2's plain scalars, string keys, aliases shared and never copied.

Built from the parser's events with a stack of our own, so that depth costs no recursion, and with a count of what
the aliases would grow to, so that a bomb is refused before it costs anything.
"""

from __future__ import annotations

import re
from typing import Any

from truthcheck.errors import DocumentError
from truthcheck.surfaces.bounds import MAX_DEPTH

MAX_BYTES = 24 * 1024 * 1024
MAX_EVENTS = 1_500_000  # six times the largest known document: YAML is 30 times slower than JSON
MAX_NODES = 5_000_000  # nodes with every alias written out

_NUMBER = re.compile(r"[-+]?(?:[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+|(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?)")
_WORDS: dict[str, Any] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_MISSING = object()


def build(text: str, name: str) -> Any:
    """The tree of the first YAML document in `text`. Raises DocumentError with line and reason."""
    import yaml

    if len(text) > MAX_BYTES:
        raise DocumentError(f"{name}: is YAML of more than {MAX_BYTES >> 20} MB", "convert it to JSON")
    loader = yaml.CSafeLoader if hasattr(yaml, "CSafeLoader") else yaml.SafeLoader
    builder = _Builder(name)
    try:
        for number, event in enumerate(yaml.parse(text, Loader=loader)):
            if number > MAX_EVENTS:
                raise DocumentError(f"{name}: is YAML of more than {MAX_EVENTS:,} nodes", "convert it to JSON")
            builder.take(event, type(event).__name__)
            if builder.done:
                break
    except yaml.YAMLError as error:
        raise _refused(error, text, name) from None
    except RecursionError:
        raise DocumentError(f"{name}: is nested too deeply") from None
    return builder.root


def _refused(error: Exception, text: str, name: str) -> DocumentError:
    """What the parser says, with the line. Some parsers stop at a depth of their own before we count to ours."""
    mark = getattr(error, "problem_mark", None)
    before = text[: mark.index] if mark else ""
    if sum(map(before.count, "[{")) - sum(map(before.count, "]}")) > MAX_DEPTH:
        return DocumentError(f"{name}: is nested more than {MAX_DEPTH} deep")
    where = f"{name}:{mark.line + 1}" if mark else name
    return DocumentError(f"{where}: is no YAML: {getattr(error, 'problem', None) or error}")


class _Builder:
    """Open containers on a stack: [container, pending key, expanded size, anchor]."""

    def __init__(self, name: str) -> None:
        self.root: Any = None
        self.done = False
        self._name = name
        self._stack: list[list[Any]] = []
        self._anchors: dict[str, tuple[Any, int]] = {}

    def take(self, event: Any, kind: str) -> None:
        if kind == "ScalarEvent":
            plain = event.implicit[0] and event.style in (None, "")
            value = self._key_or_value(event.value, plain)
            self._anchor(event.anchor, value, 1)
            self._add(value, 1)
        elif kind == "MappingStartEvent":
            self._open({}, event.anchor)
        elif kind == "SequenceStartEvent":
            self._open([], event.anchor)
        elif kind in ("MappingEndEvent", "SequenceEndEvent"):
            self._close()
        elif kind == "AliasEvent":
            self._alias(event)
        elif kind == "DocumentEndEvent":
            self.done = True

    def _key_or_value(self, text: str, plain: bool) -> Any:
        expects_key = self._stack and type(self._stack[-1][0]) is dict and self._stack[-1][1] is _MISSING
        return text if expects_key or not plain else scalar(text)

    def _open(self, container: Any, anchor: str | None) -> None:
        if len(self._stack) >= MAX_DEPTH:
            raise DocumentError(f"{self._name}: is nested more than {MAX_DEPTH} deep")
        self._stack.append([container, _MISSING, 1, anchor])

    def _close(self) -> None:
        container, _, size, anchor = self._stack.pop()
        if type(container) is dict and "<<" in container:
            container = _merged(container)
        self._anchor(anchor, container, size)
        self._add(container, size)

    def _alias(self, event: Any) -> None:
        if event.anchor not in self._anchors:
            raise DocumentError(f"{self._name}:{event.start_mark.line + 1}: alias {event.anchor!r} holds itself")
        self._add(*self._anchors[event.anchor])

    def _anchor(self, anchor: str | None, value: Any, size: int) -> None:
        if anchor is not None:
            self._anchors[anchor] = (value, size)

    def _add(self, value: Any, size: int) -> None:
        if not self._stack:
            self.root = value
            return
        top = self._stack[-1]
        top[2] += size
        if top[2] > MAX_NODES:
            raise DocumentError(f"{self._name}: its aliases grow beyond {MAX_NODES:,} nodes")
        if type(top[0]) is list:
            top[0].append(value)
        elif top[1] is _MISSING:
            top[1] = value if isinstance(value, str) else str(value)[:200]
        else:
            top[0][top[1]] = value
            top[1] = _MISSING


def _merged(container: dict[str, Any]) -> dict[str, Any]:
    """A mapping with its merge key (`<<: *other`) applied: own keys win."""
    others = container.pop("<<")
    merged: dict[str, Any] = {}
    for other in others if isinstance(others, list) else [others]:
        if isinstance(other, dict):
            merged = {**other, **merged}
    return {**merged, **container}


def scalar(text: str) -> Any:
    """The value of a plain scalar by YAML 1.2's core schema: `on`, `no` and dates are text."""
    if text in _WORDS:
        return _WORDS[text]
    if not _NUMBER.fullmatch(text) or len(text) > 60:
        return text
    if text[:2] in ("0o", "0x"):
        return int(text, 0)
    return float(text) if any(mark in text for mark in ".eE") else int(text)
