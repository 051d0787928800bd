"""Bodies as recordings keep them: text, base64, gzip; what is not JSON or a form stays unknown."""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from urllib.parse import parse_qsl

from truthcheck.model.location import Span
from truthcheck.traffic.recorded import RecordedBody

MAX_BODY = 16_000_000  # bytes; what is larger is not looked into


def read(content: object, at: Span | None, media: str = "", encoding: str = "") -> RecordedBody:
    """The body of a text or of bytes, as far as it can be told. `encoding` is "base64" or how HTTP compressed it."""
    data = _bytes(content, encoding)
    if not data:
        return RecordedBody(None, at, False, media)
    form = "x-www-form-urlencoded" in media
    if form:
        return RecordedBody(_form(data), at, True, media)
    try:
        return RecordedBody(json.loads(data), at, True, media)
    except (ValueError, RecursionError):
        return RecordedBody(None, at, False, media)


def _form(data: bytes) -> dict[str, object]:
    """The last value of each name; several of one name are a list."""
    found: dict[str, object] = {}
    for name, value in parse_qsl(data.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=10_000):
        before = found.get(name)
        found[name] = value if before is None else [*before, value] if isinstance(before, list) else [before, value]
    return found


def _bytes(content: object, encoding: str) -> bytes:
    match content:
        case str():
            data = content.encode("utf-8", "replace")
        case bytes():
            data = content
        case _:
            return b""
    if encoding == "base64":
        try:
            data = base64.b64decode(data, validate=False)
        except (binascii.Error, ValueError):
            return b""
    return _plain(data)


def _plain(data: bytes) -> bytes:
    """Without compression, as far as it is bounded: a small file may hold gigabytes."""
    if data[:2] != b"\x1f\x8b":
        return data if len(data) <= MAX_BODY else b""
    try:
        unpacker = zlib.decompressobj(wbits=31)
        plain = unpacker.decompress(data, MAX_BODY)
    except zlib.error:
        return b""
    return b"" if unpacker.unconsumed_tail else plain
