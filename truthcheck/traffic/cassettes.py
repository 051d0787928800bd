"""Cassettes of VCR, pytest-recording and Betamax, in YAML or JSON, with the places of what they hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from truthcheck.errors import TruthcheckError
from truthcheck.model.location import Span
from truthcheck.model.noun import NamedTuple
from truthcheck.traffic import bodies
from truthcheck.traffic.recorded import Recorded, RecordedBody, is_received

MAX_FILE = 100_000_000  # bytes
HEAD = 4_096
_LOOKS = re.compile(
    rb"(?m)^(?:\xef\xbb\xbf)?(?:(?:http_)?interactions:|- (?:request|recorded_at):)"
    rb"|[\"'](?:http_)?interactions[\"']\s*:"
)


class Marked(NamedTuple):
    """A part of a file with its place; `value` is a dict or list of places, or a scalar."""

    value: Any
    at: Span


def looks_like_one(head: bytes) -> bool:
    """Told from the first bytes of a file."""
    return _LOOKS.search(head) is not None


def read(path: str, file: Path) -> list[Recorded]:
    """The exchanges of a cassette, in order. Raises TruthcheckError, one line, for what cannot be read."""
    try:
        if file.stat().st_size > MAX_FILE:
            raise TruthcheckError(
                f"{path}: is larger than {MAX_FILE // 1_000_000} MB, and not read", "split the cassette"
            )
        text = file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise TruthcheckError(f"{path}: cannot be read: {error.strerror or error}") from None
    except UnicodeDecodeError:
        raise TruthcheckError(f"{path}: is not UTF-8, and not read", "record it again, or convert it") from None
    return list(_entries(_tree(path, text)))


def _tree(path: str, text: str) -> Marked:
    """YAML holds JSON, too."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        node = yaml.compose(text, Loader=loader)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        line = getattr(getattr(error, "problem_mark", None), "line", None)
        where = f"{path}:{line + 1}" if line is not None else path
        raise TruthcheckError(f"{where}: is no whole YAML or JSON, and not read", "record it again") from None
    if node is None:
        raise TruthcheckError(f"{path}: is empty", "record it again")
    return _Reader(path).place(node, 0)


class _Reader:
    """One file. An alias is read once, and nothing deeper than the bound."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._left = 2_000_000

    def place(self, node: Any, depth: int) -> Marked:
        at = Span(
            self._path,
            node.start_mark.line + 1,
            node.start_mark.column + 1,
            node.end_mark.line + 1,
            node.end_mark.column + 1,
        )
        self._left -= 1
        if depth > 40 or self._left < 0:
            return Marked(None, at)
        match node.id:
            case "mapping":
                pairs = (
                    (str(key.value), self.place(value, depth + 1)) for key, value in node.value if key.id == "scalar"
                )
                return Marked(dict(pairs), at)
            case "sequence":
                return Marked([self.place(item, depth + 1) for item in node.value], at)
            case _:
                return Marked(_scalar(node), at)


def _scalar(node: Any) -> object:
    match node.tag.rpartition(":")[2]:
        case "null":
            return None
        case "binary":
            return _Base64(node.value)
        case "bool":
            return node.value.lower() in ("true", "yes", "on")
        case "int" if _NUMBER.fullmatch(node.value) and "." not in node.value:
            return int(node.value)
        case "int" | "float" if _NUMBER.fullmatch(node.value):
            return float(node.value)
        case _:
            return node.value


_NUMBER = re.compile(r"-?\d{1,30}(?:\.\d{1,30})?")


class _Base64(str):
    """A text that is bytes in base64."""


def _entries(tree: Marked) -> Iterator[Recorded]:
    for index, item in enumerate(_interactions(tree)):
        found = _entry(index, item)
        if found is not None:
            yield found


def _interactions(tree: Marked) -> Iterable[Marked]:
    value = tree.value
    if isinstance(value, dict):
        listed = value.get("interactions") or value.get("http_interactions")
        value = listed.value if listed is not None else []
    return value if isinstance(value, list) else []


def _entry(index: int, item: Marked) -> Recorded | None:
    request, response = _get(item, "request"), _get(item, "response")
    uri, method = _get(request, "uri", "url"), _get(request, "method")
    if uri is None or not isinstance(uri.value, str) or method is None:
        return None
    status = _status(response)
    names = tuple(name.lower() for name in _names(_get(request, "headers")))
    answered = _get(response, "headers")
    return Recorded(
        index,
        str(method.value).upper(),
        uri.value,
        uri.at,
        _body(request),
        _number(status),
        status.at if status else uri.at,
        _body(response),
        names,
        any(is_received(name.lower()) for name in _names(answered)),
    )


def _get(place: Marked | None, *names: str) -> Marked | None:
    """The first of these entries that is there."""
    if place is None or not isinstance(place.value, dict):
        return None
    return next((place.value[name] for name in names if name in place.value), None)


def _status(response: Marked | None) -> Marked | None:
    status = _get(response, "status")
    return _get(status, "code") or status


def _number(status: Marked | None) -> int:
    text = str(status.value) if status is not None else ""
    return int(text) if text.isdigit() and len(text) == 3 else 0


def _names(headers: Marked | None) -> list[str]:
    return list(headers.value) if headers is not None and isinstance(headers.value, dict) else []


def _body(message: Marked | None) -> RecordedBody:
    """`body: text`, or `body: {string: text}`, with or without base64; others write `parsed_body` or `content`."""
    parsed = _get(message, "parsed_body")
    if parsed is not None:
        return RecordedBody(_data(parsed), parsed.at, True)
    body = _get(message, "body", "content")
    inner = _get(body, "string", "base64_string", "encoded_data") or body
    if inner is None:
        return RecordedBody()
    packed = isinstance(inner.value, _Base64) or _get(body, "base64_string") is not None
    return bodies.read(inner.value, inner.at, _media(message), "base64" if packed else "")


def _media(message: Marked | None) -> str:
    """What the headers call the body."""
    headers = _get(message, "headers")
    for name in _names(headers):
        if name.lower() == "content-type":
            value = _get(headers, name)
            first = value.value[0].value if value and isinstance(value.value, list) and value.value else None
            return str(first or (value.value if value else "")).lower()
    return ""


def _data(place: Marked) -> object:
    """Plain data, without places."""
    match place.value:
        case dict():
            return {name: _data(part) for name, part in place.value.items()}
        case list():
            return [_data(part) for part in place.value]
        case other:
            return other
