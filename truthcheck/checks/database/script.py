"""A text of the user's source that is itself in a small language, with the places of its characters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product

from truthcheck.model.location import Span
from truthcheck.model.noun import Node
from truthcheck.model.value import HOLE, Literal, Template, Text, Value, alternatives

_MOST = 8  # ways in which a text may turn out
_PREFIXES = 3  # characters that may stand before a quotation mark


class Passage(Node):
    """A run of characters from `start` on that was written at one place; `at` is that of the whole literal."""

    start: int
    text: str
    at: Span | None


class SourceText(Node):
    """The whole text, `HOLE` for each part that only the run decides."""

    text: str
    pieces: tuple[Passage, ...]

    def at(self, offset: int, length: int = 1) -> Span | None:
        """Where the character `offset` stands: exactly if that can be told, else the literal around it."""
        piece = next((one for one in reversed(self.pieces) if one.start <= offset), None)
        if piece is None or piece.at is None:
            return self.pieces[0].at if self.pieces else None
        return _inside(piece, offset - piece.start, length)

    @property
    def is_open(self) -> bool:
        return HOLE in self.text


def scripts(values: Iterable[Value], joint: str = ",") -> Iterator[SourceText]:
    """Every way in which several texts, joined, may turn out; none where there are too many."""
    ways = [list(alternatives(value)) for value in values]
    count = 1
    for members in ways:
        count *= len(members)
    for picked in product(*ways) if count <= _MOST else ():
        yield _joined(picked, joint)


def script(value: Value) -> SourceText:
    """One value, read as a text; anything that is no text is a hole."""
    return _joined((value,), "")


def _joined(values: Iterable[Value], joint: str) -> SourceText:
    pieces: list[Passage] = []
    length = 0
    for number, value in enumerate(values):
        for text, at in [*([(joint, None)] if number and joint else []), *_parts(value)]:
            pieces.append(Passage(length, text, at))
            length += len(text)
    return SourceText("".join(piece.text for piece in pieces), tuple(pieces))


def _parts(value: Value) -> Iterator[tuple[str, Span | None]]:
    match value:
        case Literal(str(text), at):
            yield text, at
        case Template(parts):
            for part in parts:
                yield (part.text, part.at) if isinstance(part, Text) else (HOLE, part.at)
        case _:
            yield HOLE, getattr(value, "at", None)


def _inside(piece: Passage, offset: int, length: int) -> Span:
    """A place within a literal, when its characters stand in the source as they are."""
    at = piece.at
    assert at is not None
    before = piece.text[:offset]
    lines = before.count("\n")
    if lines and piece.text.count("\n") == at.end_line - at.line:
        column = offset - before.rfind("\n")
        return Span(at.path, at.line + lines, column, at.line + lines, column + length)
    opening = _opening(piece, at)
    if lines or opening is None:
        return at
    column = at.column + opening + offset
    return Span(at.path, at.line, column, at.line, column + length)


def _opening(piece: Passage, at: Span) -> int | None:
    """How many characters stand before the text of a literal in its first line; None when that is not known."""
    if at.line != at.end_line:
        whole = piece.text.count("\n") == at.end_line - at.line
        return _PREFIXES if whole else None
    width = at.end_column - at.column - len(piece.text)
    return {0: 0, 2: 1, 6: 3}.get(width)
