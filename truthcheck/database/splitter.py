"""Where the statements of an SQL file begin and end, without understanding them.

Knows what hides a semicolon: strings, quoted names, dollar quotes, comments in comments, data after COPY, commands of
psql, bodies that begin with `begin atomic`. A quote that is never closed costs the statement that it stands in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from truthcheck.database import encoding
from truthcheck.database.encoding import Bytes
from truthcheck.model.noun import NamedTuple

_WORD = rb"A-Za-z0-9_$\x80-\xff"
_STOP = re.compile(
    rb"(?P<escaped>(?<![" + _WORD + rb"])[eE]')"
    rb"|(?P<text>'[^']*(?P<closed>')?)"
    rb'|(?P<name>"[^"]*(?P<shut>")?)'
    rb"|(?P<line>--[^\n]*)"
    rb"|(?P<comment>/\*)"
    rb"|(?P<dollar>(?<![" + _WORD + rb"])\$(?:[A-Za-z_\x80-\xff][A-Za-z0-9_\x80-\xff]*)?\$)"
    rb"|(?P<psql>\\[^\n]*)"
    rb"|(?P<end>;[;\s]*)",
    re.MULTILINE,
)
_ESCAPE = re.compile(rb"\\.|'", re.DOTALL)
_NESTED = re.compile(rb"/\*|\*/")
_BLANK = re.compile(rb"\s*(?:--[^\n]*\n?|(/\*))?")
_HEAD = re.compile(rb"[A-Za-z]+")
_COPY = re.compile(rb"copy\b[^;]*\bfrom\s+stdin\b", re.IGNORECASE)
_ROUTINE = re.compile(rb"create\s+(?:or\s+replace\s+)?(?:function|procedure)\b", re.IGNORECASE)
_ATOMIC = re.compile(rb"\bbegin\s+atomic\b", re.IGNORECASE)
_DEPTH = re.compile(rb"\b(begin|case|end)\b", re.IGNORECASE)
_AGAIN = re.compile(
    rb";[ \t]*(?:--[^\n]*)?\r?\n\s*"
    rb"(?=(?:create|alter|drop|insert|comment|grant|revoke|do|begin|commit|set|update|delete)\b|--)",
    re.IGNORECASE,
)
_LONG = 64 << 10  # bytes of a statement that are looked at for what it is


class Statement(NamedTuple):
    """`line` counts from 1 and is that of its first word; `head` is that word in small letters."""

    head: str
    line: int
    start: int
    end: int
    whole: bool = True

    def text(self, data: Bytes, most: int = 2 << 20) -> str:
        return encoding.text(data[self.start : min(self.end, self.start + most)])


def statements(data: Bytes) -> Iterator[Statement]:
    """The statements in order. `whole` is false for one that breaks off in a quote."""
    spans, broken = _spans(data, False)
    if broken:
        spans, _ = _spans(data, True)
    line, counted = 1, 0
    for start, end, whole in spans:
        first = _first(data, start, end)
        if first >= end:
            continue
        line += _newlines(data, counted, first)
        counted = first
        head = _HEAD.match(data, first, min(end, first + 64))
        yield Statement(head[0].decode().lower() if head else "", line, first, end, whole)


def _newlines(data: Bytes, start: int, end: int) -> int:
    return sum(data[at : min(at + _LONG, end)].count(b"\n") for at in range(start, end, _LONG))


def _spans(data: Bytes, recovering: bool) -> tuple[list[tuple[int, int, bool]], bool]:
    """From and to where each statement goes, and whether the file ends inside a quote."""
    found: list[tuple[int, int, bool]] = []
    start = at = 0
    broken = False
    while stop := _STOP.search(data, at):
        kind = stop.lastgroup or ""
        if kind == "end":
            at = stop.end()
            if _goes_on(data, start, stop.start()):
                continue
            found.append((start, stop.start(), True))
            start = at = _after_copy(data, start, at)
        elif kind == "psql":
            found.append((start, stop.start(), True))  # it ends what was begun
            start = at = stop.end()
        else:
            at = _past(data, stop, kind)
            cut = _cut(data, stop, at) if recovering or at < 0 else None
            broken = broken or at < 0
            if cut is not None:
                found.append((start, cut, False))
                start = at = cut + 1
            elif at < 0:
                break
    if start < len(data):
        found.append((start, len(data), not broken))
    return found, broken


def _past(data: Bytes, stop: re.Match[bytes], kind: str) -> int:
    """Where what begins at `stop` ends; -1 when it never does."""
    if kind in ("text", "closed"):
        return stop.end() if stop["closed"] else -1
    if kind in ("name", "shut"):
        return stop.end() if stop["shut"] else -1
    if kind == "escaped":
        return _past_escaped(data, stop.end())
    if kind == "comment":
        return _past_comment(data, stop.end())
    if kind == "dollar":
        end = data.find(stop[0], stop.end())
        return end if end < 0 else end + len(stop[0])
    return stop.end()


def _past_escaped(data: Bytes, at: int) -> int:
    while found := _ESCAPE.search(data, at):
        at = found.end()
        if found[0] == b"'":
            return at
    return -1


def _past_comment(data: Bytes, at: int) -> int:
    depth = 1
    while found := _NESTED.search(data, at):
        at = found.end()
        depth += 1 if found[0] == b"/*" else -1
        if not depth:
            return at
    return -1


def _cut(data: Bytes, stop: re.Match[bytes], end: int) -> int | None:
    """The semicolon at which a quote that should not go on is given up; None when it may be as meant."""
    if stop.lastgroup in ("line", "psql"):
        return None
    if stop.lastgroup == "dollar" and end >= 0:
        return None  # a body holds statements
    again = _AGAIN.search(data, stop.end() if stop.lastgroup in ("escaped", "comment", "dollar") else stop.start() + 1)
    return again.start() if again and (end < 0 or again.start() < end) else None


def _goes_on(data: Bytes, start: int, end: int) -> bool:
    """Whether a semicolon stands in a body of SQL statements that is not quoted."""
    first = _first(data, start, end)
    if not _ROUTINE.match(data, first, min(end, first + 256)):
        return False
    body = _ATOMIC.search(data, first, end)
    if body is None or end - first > _LONG:
        return False
    words = [word.lower() for word in _DEPTH.findall(data, body.start(), end)]
    return len(words) > 2 * words.count(b"end")


def _after_copy(data: Bytes, start: int, end: int) -> int:
    """Past the rows that follow COPY ... FROM stdin, up to the line with a backslash and a dot."""
    first = _first(data, start, end)
    if data[first : first + 4].lower() != b"copy" or not _COPY.match(data, first, end):
        return end
    rows = data.find(b"\n\\.", end - 1)
    if rows < 0:
        return len(data)
    line = data.find(b"\n", rows + 1)
    return len(data) if line < 0 else line + 1


def _first(data: Bytes, start: int, end: int) -> int:
    """Where the first word of a statement begins, behind blanks and comments."""
    at = start
    while at < end:
        blank = _BLANK.match(data, at, end)
        if blank is None or blank.end() == at:
            return at
        at = blank.end()
        if blank[1]:
            past = _past_comment(data, at)
            at = end if past < 0 else past
    return at
