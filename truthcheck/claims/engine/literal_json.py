"""JSON text as values of the evaluator, each where it is written in its file."""

from __future__ import annotations

import re
from bisect import bisect_right
from json import JSONDecoder

from truthcheck.claims.engine.frame import Frame
from truthcheck.claims.engine.values import DictCell, Item, ListCell, Val
from truthcheck.model.location import Span
from truthcheck.model.value import Literal, Scalar

MAX_DEPTH = 30
_DECODER = JSONDecoder()
_BLANK = re.compile(r"[ \t\n\r]*")
_NUMBER = re.compile(r"-?\d+(\.\d+)?([eE][-+]?\d+)?")
_WORDS: dict[str, Scalar] = {"true": True, "false": False, "null": None}


def value_of(text: str, path: str, frame: Frame) -> Val | None:
    """None for what is no JSON."""
    try:
        return _JsonText(text, path, frame).value(0, 0)[0]
    except (ValueError, IndexError, RecursionError):
        return None


class _JsonText:
    def __init__(self, text: str, path: str, frame: Frame) -> None:
        self._text, self._path, self._frame = text, path, frame
        self._lines = [0, *(found.end() for found in re.finditer("\n", text))]

    def _span(self, start: int, end: int) -> Span:
        first, last = bisect_right(self._lines, start), bisect_right(self._lines, end)
        return Span(self._path, first, start - self._lines[first - 1] + 1, last, end - self._lines[last - 1] + 1)

    def _skip(self, position: int) -> int:
        found = _BLANK.match(self._text, position)
        return found.end() if found else position

    def value(self, position: int, depth: int) -> tuple[Val, int]:
        """What begins there, and where it ends."""
        position = self._skip(position)
        if depth > MAX_DEPTH:
            raise ValueError
        match self._text[position]:
            case "{":
                return self._object(position, depth)
            case "[":
                return self._list(position, depth)
            case '"':
                text, end = _DECODER.raw_decode(self._text, position)
                return Literal(text, self._span(position, end)), end
            case _:
                return self._word(position)

    def _word(self, position: int) -> tuple[Val, int]:
        for word, meant in _WORDS.items():
            if self._text.startswith(word, position):
                end = position + len(word)
                return Literal(meant, self._span(position, end)), end
        found = _NUMBER.match(self._text, position)
        if found is None:
            raise ValueError
        number = float(found[0]) if found[1] or found[2] else int(found[0])
        return Literal(number, self._span(position, found.end())), found.end()

    def _object(self, start: int, depth: int) -> tuple[Val, int]:
        items: dict[str, Item] = {}
        position = self._skip(start + 1)
        while self._text[position] != "}":
            if self._text[position] != '"':
                raise ValueError
            key, end = _DECODER.raw_decode(self._text, position)
            at, position = self._span(position, end), self._skip(end)
            if self._text[position] != ":":
                raise ValueError
            value, position = self.value(position + 1, depth + 1)
            items[key] = Item(value, at)
            position = self._next(position, "}")
        return self._frame.new(DictCell(items, None, self._span(start, position + 1))), position + 1

    def _list(self, start: int, depth: int) -> tuple[Val, int]:
        items: list[Val] = []
        position = self._skip(start + 1)
        while self._text[position] != "]":
            value, position = self.value(position, depth + 1)
            items.append(value)
            position = self._next(position, "]")
        return self._frame.new(ListCell(tuple(items), None, self._span(start, position + 1))), position + 1

    def _next(self, position: int, end: str) -> int:
        """Behind the comma, or at the end."""
        position = self._skip(position)
        if self._text[position] == ",":
            return self._skip(position + 1)
        if self._text[position] != end:
            raise ValueError
        return position
