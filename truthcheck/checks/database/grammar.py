"""What is asked for: `id, author:users!author_id(name), total:amount.sum()` as a tree, each name with its offset.

A `HOLE` is a part that only the run decides. It may stand for a piece of a name; alone between two commas it may stand
for any number of items.
"""

from __future__ import annotations

import re

from truthcheck.model.noun import Node
from truthcheck.model.value import HOLE

MOST = 20_000  # characters; what is longer is not read
DEPTH = 30
_JOINS = ("inner", "left")
_SPACE = re.compile(r"\s*")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
_BARE = re.compile(rf"(?:[^\W]|[ $\t{HOLE}]|-(?!>))+")
_OPERAND = re.compile(r"[^(\-:.,>)]+|-\d+")
_AGGREGATE = re.compile(r"\.(sum|avg|min|max|count)\(\)")
_COUNT = re.compile(r"count\(\)")
_ANY = re.compile(r"\*")
_SPREAD = re.compile(r"\.\.\.")


class NotInGrammar(Exception):
    """The text is not in the grammar from the character `offset` on."""

    def __init__(self, offset: int) -> None:
        super().__init__(f"not in the grammar at character {offset}")
        self.offset = offset


class Word(Node):
    """A name as it was written, and where it begins in its text."""

    text: str
    offset: int

    @property
    def is_open(self) -> bool:
        """Whether a part of it is only known at run time."""
        return HOLE in self.text


class Wanted(Node):
    """One thing asked for: a column, `*`, an aggregate, or an embedded resource with its own items.

    `name` is None for `*`, for `count()` and for a hole that may be anything. `inner` is None where it embeds nothing.
    """

    name: Word | None
    alias: Word | None = None
    path: tuple[str, ...] = ()
    hint: Word | None = None
    join: str = ""
    inner: tuple[Wanted, ...] | None = None
    spread: bool = False
    aggregate: str = ""
    cast: str = ""
    star: bool = False
    hole: bool = False

    @property
    def key(self) -> str:
        """Under which name it stands in a row, "" for what has none of its own."""
        if self.alias is not None:
            return self.alias.text
        if self.aggregate:
            return self.aggregate
        names = [part for part in self.path if not part.lstrip("-").isdigit()]
        return names[-1] if names else self.name.text if self.name is not None else ""


class Reader:
    """A cursor over one text."""

    def __init__(self, text: str, offset: int = 0) -> None:
        self.text = text
        self.offset = offset

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """What the pattern finds here, spaces around it left out."""
        self.skip()
        found = pattern.match(self.text, self.offset)
        if found is not None:
            self.offset = found.end()
        return found

    def skip(self) -> None:
        found = _SPACE.match(self.text, self.offset)
        self.offset = found.end() if found else self.offset

    def accept(self, mark: str) -> bool:
        self.skip()
        there = self.text.startswith(mark, self.offset)
        self.offset += len(mark) * there
        return there

    def expect(self, mark: str) -> None:
        if not self.accept(mark):
            raise NotInGrammar(self.offset)

    def ahead(self, mark: str) -> bool:
        self.skip()
        return self.text.startswith(mark, self.offset)

    @property
    def at_end(self) -> bool:
        self.skip()
        return self.offset >= len(self.text)

    def word(self) -> Word:
        """A name, bare or in quotes."""
        quoted = self.take(_QUOTED)
        if quoted is not None:
            return Word(re.sub(r"\\(.)", r"\1", quoted[1]), quoted.start() + 1)
        bare = self.take(_BARE)
        if bare is None or not bare[0].strip():
            raise NotInGrammar(self.offset)
        return Word(bare[0].strip(), bare.start())

    def json_path(self) -> tuple[str, ...]:
        """`->a->>b` as ("a", "b")."""
        found: list[str] = []
        while self.accept("->"):
            self.accept(">")
            operand = self.take(_QUOTED) or self.take(_OPERAND)
            if operand is None:
                raise NotInGrammar(self.offset)
            found.append(operand[0].strip('"').strip())
        return tuple(found)


def items(text: str) -> tuple[Wanted, ...]:
    """The items of a whole text. Raises NotInGrammar."""
    if len(text) > MOST:
        raise NotInGrammar(0)
    reader = Reader(text)
    found = _items(reader, 0)
    if not reader.at_end:
        raise NotInGrammar(reader.offset)
    return found


def _items(reader: Reader, depth: int) -> tuple[Wanted, ...]:
    if depth > DEPTH:
        raise NotInGrammar(reader.offset)
    found: list[Wanted] = []
    if reader.at_end or reader.ahead(")"):
        return ()
    while True:
        found.append(_item(reader, depth))
        if not reader.accept(","):
            return tuple(found)


def _item(reader: Reader, depth: int) -> Wanted:
    spread = reader.take(_SPREAD) is not None
    if reader.take(_ANY):
        return Wanted(None, star=True)
    alias = None if spread else _alias(reader)
    if reader.take(_COUNT):
        return Wanted(None, alias, aggregate="count", cast=_cast(reader))
    word = reader.word()
    path = reader.json_path()
    hint, join = _hints(reader)
    if reader.accept("("):
        inner = _items(reader, depth + 1)
        reader.expect(")")
        return Wanted(word, alias, (), hint, join, inner, spread)
    if word.text == HOLE and alias is None and not path:
        return Wanted(None, hole=True)
    return _column(Wanted(word, alias, path, hint, join, None, spread), reader)


def _column(item: Wanted, reader: Reader) -> Wanted:
    """A column with what is made of it. What has a `!hint` or dots before it can only be an embedded resource."""
    if item.hint is not None or item.join or item.spread:
        raise NotInGrammar(reader.offset)
    cast = _cast(reader)
    aggregate = reader.take(_AGGREGATE)
    return item._replace(aggregate=aggregate[1] if aggregate else "", cast=_cast(reader) or cast)


def _alias(reader: Reader) -> Word | None:
    """`name:` before an item; the cursor stays where it is when there is none."""
    start = reader.offset
    try:
        word = reader.word()
    except NotInGrammar:
        reader.offset = start
        return None
    if reader.ahead(":") and not reader.ahead("::"):
        reader.accept(":")
        return word
    reader.offset = start
    return None


def _hints(reader: Reader) -> tuple[Word | None, str]:
    hint, join = None, ""
    while reader.accept("!"):
        word = reader.word()
        if word.text in _JOINS:
            join = word.text
        else:
            hint = word
    return hint, join


def _cast(reader: Reader) -> str:
    return reader.word().text if reader.accept("::") else ""
