"""A cursor over the source text that gives every node its exact place.

libcst's own position provider walks the tree twice more. The traversal visits the tree in source order anyway,
so it is enough to walk over the text beside it: white space is skipped, what the tree says must follow is stepped over.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

from truthcheck.claims.ir import Pos

if TYPE_CHECKING:
    from truthcheck.claims.languages.python.parse.deferred import DeferredDefinition

# Between tokens: blanks, line ends, joined lines, comments; between items and statements also their separators.
_SPACE = re.compile(r"(?:[ \t\n\r\f]+|\\\r?\n|\\\r|#[^\n\r]*)+").match
_COMMAS = re.compile(r"(?:[ \t\n\r\f,]+|\\\r?\n|\\\r|#[^\n\r]*)+").match
_COLONS = re.compile(r"(?:[ \t\n\r\f:;]+|\\\r?\n|\\\r|#[^\n\r]*)+").match
_BLANK = frozenset(" \t\n\r\f\\#")
_LINE_END = re.compile(r"\r\n?|\n")
_PAST_THE_END = "\0"  # so that `text[pos]` needs no bounds check


class Cursor:
    """An offset into `text`, moving forward. Lines and columns count characters, from 1.

    `line` is the number of the text's first line in its file; `late` are the definitions cut out of it, by what stands
    in their place.
    """

    __slots__ = ("_above", "_first", "_last", "_line", "_starts", "late", "pos", "text")

    def __init__(self, text: str, line: int = 1, late: dict[str, DeferredDefinition] | None = None) -> None:
        self.text = text + _PAST_THE_END
        self.pos = 0
        self.late = late or {}
        self._above = line - 1
        self._starts = _line_starts(text)
        self._enter(0)

    def begin(self) -> int:
        """The offset of the next token."""
        if self.text[self.pos] in _BLANK and (blank := _SPACE(self.text, self.pos)):
            self.pos = blank.end()
        return self.pos

    def item(self) -> int:
        """The offset of the next item of a list, past a comma."""
        if blank := _COMMAS(self.text, self.pos):
            self.pos = blank.end()
        return self.pos

    def statement(self) -> int:
        """The offset of the next statement, past the colon or semicolon before it."""
        if blank := _COLONS(self.text, self.pos):
            self.pos = blank.end()
        return self.pos

    def step(self, length: int) -> int:
        """Step over the next token, `length` characters long; its end."""
        if self.text[self.pos] in _BLANK and (blank := _SPACE(self.text, self.pos)):
            self.pos = blank.end()
        self.pos += length
        return self.pos

    def close(self) -> int:
        """Step over a closing bracket, past a comma; its end."""
        if blank := _COMMAS(self.text, self.pos):
            self.pos = blank.end()
        self.pos += 1
        return self.pos

    def word(self, word: str) -> Pos:
        """Step over exactly this word; its place."""
        start = self.begin()
        if not self.text.startswith(word, start):
            start = self._resynchronise(word)
        self.pos = end = start + len(word)
        if self._first <= start and end <= self._last:
            shift = 1 - self._first
            return (self._line, start + shift, self._line, end + shift)
        return self.span(start, end)

    def span(self, start: int, end: int) -> Pos:
        """Two offsets as lines and columns."""
        if not self._first <= start <= self._last:
            self._enter(start)
        line, first = self._line, self._first
        if end > self._last:
            last = bisect_right(self._starts, end)
            return (line, start - first + 1, last + self._above, end - self._starts[last - 1] + 1)
        return (line, start - first + 1, line, end - first + 1)

    def _enter(self, offset: int) -> None:
        """Remember the line that holds the offset: the next look-up is mostly on it too."""
        line = bisect_right(self._starts, offset)
        self._line = line + self._above
        self._first = self._starts[line - 1]
        self._last = self._starts[line] - 1

    def _resynchronise(self, word: str) -> int:
        """Where the word stands next: one wrong step must not displace the rest of the file."""
        found = re.compile(rf"(?<!\w){re.escape(word)}").search(self.text, self.pos)
        return found.start() if found else self.pos


def _line_starts(text: str) -> list[int]:
    """Offsets of the lines' first characters, and one past the end of the last line."""
    if "\r" in text:
        starts = [0, *(end.end() for end in _LINE_END.finditer(text))]
    else:
        starts = list(accumulate((len(line) + 1 for line in text.split("\n")), initial=0))[:-1]
    return [*starts, len(text) + 2]
