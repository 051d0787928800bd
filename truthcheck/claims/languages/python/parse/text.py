"""String literals to their values, by the language's rules; nothing is evaluated."""

from __future__ import annotations

import re

_ESCAPE = re.compile(
    r"\\(\r\n|[\s\S])"
    r"(?:(?<=x)[0-9a-fA-F]{2}|(?<=u)[0-9a-fA-F]{4}|(?<=U)[0-9a-fA-F]{8}|(?<=N)\{[^}]*\}|(?<=[0-7])[0-7]{1,2})?"
)
_SIMPLE = {
    "\n": "", "\r": "", "\r\n": "", "\\": "\\", "'": "'", '"': '"',
    "a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v",
}  # fmt: skip


def string(literal: str) -> str | bytes:
    """The value of one string or bytes literal as written, prefix and quotes included."""
    start = 0
    while literal[start] not in "'\"":
        start += 1
    prefix = literal[:start].lower()
    quotes = 3 if literal.startswith((literal[start] * 3), start) and len(literal) >= start + 6 else 1
    body = decoded(literal[start + quotes : -quotes], "r" in prefix, "b" in prefix)
    return body.encode("latin-1", "replace") if "b" in prefix else body


def decoded(body: str, raw: bool, binary: bool = False) -> str:
    """The text that the inside of a literal stands for."""
    if "\r" in body:
        body = body.replace("\r\n", "\n").replace("\r", "\n")
    if raw or "\\" not in body:
        return body
    return _ESCAPE.sub(_byte if binary else _character, body)


def _character(found: re.Match[str]) -> str:
    kind, rest = found[1], found[0][1 + len(found[1]) :]
    if kind == "N" and rest:
        return _named(rest[1:-1], found[0])
    if kind in "uU" and rest:
        code = int(rest, 16)
        return chr(code) if code < 0x110000 else found[0]
    return _byte(found)


def _byte(found: re.Match[str]) -> str:
    kind, rest = found[1], found[0][1 + len(found[1]) :]
    if kind == "x" and rest:
        return chr(int(rest, 16))
    if kind in "01234567":
        return chr(int(kind + rest, 8))
    return _SIMPLE[kind] + rest if kind in _SIMPLE else found[0]


def _named(name: str, written: str) -> str:
    import unicodedata

    try:
        return unicodedata.lookup(name)
    except KeyError:
        return written
