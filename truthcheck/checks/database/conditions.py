"""Columns as conditions name them (`posts.title`, `data->>user`), and conditions as one text: `a.eq.1,b.is.null`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from truthcheck.checks.database.grammar import DEPTH, MOST, NotInGrammar, Reader, Word
from truthcheck.model.noun import Node
from truthcheck.model.value import HOLE

_WORDS = "eq neq gt gte lt lte like ilike match imatch in is isdistinct fts plfts phfts wfts cs cd ov sl sr nxr nxl adj"
OPERATORS = frozenset(re.findall(r"\w+", _WORDS))
_DOT = re.compile(r"\.(?!\.\.)")
_WORD = re.compile(rf"[A-Za-z{HOLE}]+")
_GROUP = re.compile(r"(not\.)?(and|or)\s*\(")
_OPTION = re.compile(r"\((any|all|[^()]*)\)")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_PLAIN = re.compile(r'[^,(){}"]+')
_CLOSING = {"(": ")", "{": "}"}


class NamedColumn(Node):
    """A column by its name; `scopes` are the embedded resources around it, outermost first."""

    scopes: tuple[Word, ...]
    word: Word
    path: tuple[str, ...] = ()


class Condition(Node):
    """One comparison. `value` is None for one that is only known at run time."""

    column: NamedColumn
    operator: str
    value: str | None
    offset: int


def column(text: str) -> NamedColumn:
    """A column as a filter or an order names it. Raises NotInGrammar."""
    if len(text) > MOST:
        raise NotInGrammar(0)
    reader = Reader(text)
    words = [reader.word()]
    while reader.take(_DOT):
        words.append(reader.word())
    path = reader.json_path()
    if not reader.at_end:
        raise NotInGrammar(reader.offset)
    return NamedColumn(tuple(words[:-1]), words[-1], path)


def orders(text: str) -> tuple[NamedColumn, ...]:
    """`created_at.desc.nullslast,author(name)` as columns. Raises NotInGrammar."""
    reader = Reader(text)
    found: list[NamedColumn] = []
    while True:
        word = reader.word()
        if reader.accept("("):
            found.append(NamedColumn((word,), reader.word(), reader.json_path()))
            reader.expect(")")
        else:
            found.append(NamedColumn((), word, reader.json_path()))
        while reader.take(_DOT):
            _order_word(reader)
        if not reader.accept(","):
            break
    if not reader.at_end:
        raise NotInGrammar(reader.offset)
    return tuple(found)


def _order_word(reader: Reader) -> None:
    word = reader.take(_WORD)
    if word is None or not (HOLE in word[0] or word[0] in ("asc", "desc", "nullsfirst", "nullslast")):
        raise NotInGrammar(reader.offset)


def comparison(text: str) -> tuple[str, str | None]:
    """`not.eq.5` as the operator and its value. Raises NotInGrammar where there is no operator."""
    reader = Reader(text)
    operator, value = _operator(reader), reader.text[reader.offset :]
    return operator, None if HOLE in value else value


def conditions(text: str) -> Iterator[Condition]:
    """All comparisons of a text, whatever joins them. Raises NotInGrammar."""
    if len(text) > MOST:
        raise NotInGrammar(0)
    reader = Reader(text)
    wrapped = reader.accept("(")
    yield from _terms(reader, 0)
    if wrapped:
        reader.expect(")")
    if not reader.at_end:
        raise NotInGrammar(reader.offset)


def _terms(reader: Reader, depth: int) -> Iterator[Condition]:
    while True:
        if reader.take(_GROUP):
            if depth > DEPTH:
                raise NotInGrammar(reader.offset)
            yield from _terms(reader, depth + 1)
            reader.expect(")")
        else:
            yield from _term(reader)
        if not reader.accept(","):
            return


def _term(reader: Reader) -> Iterator[Condition]:
    """One comparison; a hole alone may be any number of them."""
    word = reader.word()
    if word.text == HOLE and (reader.at_end or reader.ahead(",") or reader.ahead(")")):
        return
    path = reader.json_path()
    if reader.take(_DOT) is None:
        raise NotInGrammar(reader.offset)
    start = reader.offset
    operator = _operator(reader)
    yield Condition(NamedColumn((), word, path), operator, _value(reader), start)


def _operator(reader: Reader) -> str:
    """The operator, with what stands before and behind it."""
    word = reader.take(_WORD)
    if word is not None and word[0] == "not" and reader.take(_DOT):
        word = reader.take(_WORD)
    if word is None or not (HOLE in word[0] or word[0] in OPERATORS):
        raise NotInGrammar(reader.offset)
    if HOLE in word[0] and not reader.ahead("."):
        return ""
    reader.take(_OPTION)
    if reader.take(_DOT) is None:
        raise NotInGrammar(reader.offset)
    return "" if HOLE in word[0] else word[0]


def _value(reader: Reader) -> str | None:
    """Everything up to the comma or bracket that ends the comparison."""
    start = reader.offset
    closing: list[str] = []
    while reader.offset < len(reader.text):
        mark = reader.text[reader.offset]
        if not closing and mark in ",)":
            break
        _pass(reader, mark, closing)
    text = reader.text[start : reader.offset]
    return None if HOLE in text else text


def _pass(reader: Reader, mark: str, closing: list[str]) -> None:
    if mark in _CLOSING:
        closing.append(_CLOSING[mark])
    elif closing and mark == closing[-1]:
        closing.pop()
    found = (_QUOTED.match if mark == '"' else _PLAIN.match)(reader.text, reader.offset)
    reader.offset = found.end() if found else reader.offset + 1
