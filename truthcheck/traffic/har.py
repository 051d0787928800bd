"""HAR files, read entry by entry: what is held in memory is one entry, however large the file is."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from truthcheck.errors import TruthcheckError
from truthcheck.model.location import Span
from truthcheck.traffic import bodies
from truthcheck.traffic.recorded import Recorded, RecordedBody

CHUNK = 1 << 20
MAX_ENTRY = 64_000_000  # characters of one exchange
HEAD = 65_536
_ENTRIES = re.compile(r'(?<!\\)"entries"\s*:\s*\[')
_LOOKS = re.compile(rb'"log"\s*:\s*\{')
_GAP = re.compile(r"[\s,]*")
_AGAIN = "record it again, or split it"


def looks_like_one(head: bytes) -> bool:
    """Told from the first bytes of a file."""
    return _LOOKS.search(head) is not None


def read(path: str, file: Path) -> Iterator[Recorded]:
    """The exchanges of a HAR file, in order. Raises TruthcheckError, one line, where it can be read no further."""
    try:
        with file.open("rb") as stream:
            for index, (data, line) in enumerate(_entries(path, _texts(path, stream))):
                found = _recorded(index, data, Span(path, line, 1, line, 1))
                if found is not None:
                    yield found
    except OSError as error:
        raise TruthcheckError(f"{path}: cannot be read: {error.strerror or error}") from None


def _texts(path: str, stream: Any) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    try:
        while chunk := stream.read(CHUNK):
            yield decoder.decode(chunk)
        yield decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        raise TruthcheckError(f"{path}: is not UTF-8, and not read further", _AGAIN) from None


class _Window:
    """The part of a text that is looked at, and the line in which it begins."""

    def __init__(self, texts: Iterator[str]) -> None:
        self._texts = texts
        self.text = ""
        self.line = 1

    def more(self) -> bool:
        """Take in as much again as there is: an entry is tried a few times, not once for each piece."""
        wanted = max(CHUNK, len(self.text))
        pieces: list[str] = []
        for piece in self._texts:
            pieces.append(piece)
            wanted -= len(piece)
            if wanted <= 0:
                break
        self.text += "".join(pieces)
        return any(pieces)

    def drop(self, end: int) -> None:
        self.line += self.text.count("\n", 0, end)
        self.text = self.text[end:]


def _entries(path: str, texts: Iterator[str]) -> Iterator[tuple[Any, int]]:
    """The decoded entries with their lines."""
    window = _Window(texts)
    _find_start(path, window)
    decoder, count = json.JSONDecoder(), 0
    while True:
        gap = _GAP.match(window.text)
        window.drop(gap.end() if gap else 0)
        if window.text[:1] == "]":
            return
        try:
            data, end = decoder.raw_decode(window.text) if window.text else (None, 0)
        except (ValueError, RecursionError):
            end = 0
        if end:
            yield data, window.line
            count += 1
            window.drop(end)
        elif len(window.text) > MAX_ENTRY:
            raise TruthcheckError(f"{path}: exchange {count} is too large or no JSON, and not read further", _AGAIN)
        elif not window.more():
            raise TruthcheckError(f"{path}: is cut short or no JSON after {count} exchanges", _AGAIN)


def _find_start(path: str, window: _Window) -> None:
    while (found := _ENTRIES.search(window.text)) is None:
        if len(window.text) > MAX_ENTRY or not window.more():
            raise TruthcheckError(f"{path}: has no list of entries, and is no HAR file", _AGAIN)
    window.drop(found.end())


def _recorded(index: int, data: Any, at: Span) -> Recorded | None:
    request, response = _table(data, "request"), _table(data, "response")
    url, method = request.get("url"), request.get("method")
    if not isinstance(url, str) or not isinstance(method, str):
        return None
    status = response.get("status")
    number = status if isinstance(status, int) and 100 <= status <= 599 else 0
    sent, got = _table(request, "postData"), _table(response, "content")
    return Recorded(
        index, method.upper(), url, at, _body(sent, at), number, at, _body(got, at), _names(request), bool(number)
    )


def _table(data: Any, name: str) -> Mapping[str, Any]:
    found = data.get(name) if isinstance(data, dict) else None
    return found if isinstance(found, dict) else {}


def _body(content: Mapping[str, Any], at: Span) -> RecordedBody:
    media = str(content.get("mimeType") or "").lower()
    return bodies.read(content.get("text"), at, media, str(content.get("encoding") or ""))


def _names(request: Mapping[str, Any]) -> tuple[str, ...]:
    headers = request.get("headers")
    rows = headers if isinstance(headers, list) else []
    return tuple(str(row.get("name", "")).lower() for row in rows if isinstance(row, dict))
