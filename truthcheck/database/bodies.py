"""The statements of a PL/pgSQL body that may change the schema, and the text that EXECUTE gets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from truthcheck.database.splitter import statements
from truthcheck.database.tokens import Token, Words, tokenize
from truthcheck.model.database import Written
from truthcheck.model.noun import NamedTuple

HOLE = "zz_any_name_zz"
_HOLES = re.compile(r"%(?:\d+\$)?-?\d*([ILs])")
_STARTS = frozenset(("create", "alter", "drop", "insert", "execute", "delete"))
_CHANGES = re.compile(r"\b(?:create|alter|drop|execute|buckets)\b", re.IGNORECASE)
_CATALOGUE = re.compile(r"pg_\w+|information_schema|to_reg\w+")


class Piece(NamedTuple):
    """One statement of a body. `sure` when it runs, or when the catalogue alone decides whether it has to."""

    words: Words
    sure: bool


def pieces(body: str, at: Written) -> list[Piece]:
    """`at` is where the body begins. Most bodies change nothing and are not looked into."""
    if not _CHANGES.search(body):
        return []
    data = body.encode()
    conditions: list[bool] = []
    found: list[Piece] = []
    for statement in statements(data):
        text = statement.text(data)
        words = Words(tokenize(text), text, at.line + statement.line - 1, at.path)
        found += _unnested(words, conditions)
    return found


def _unnested(words: Words, conditions: list[bool]) -> Iterator[Piece]:
    """Goes past what stands before a statement; `conditions` says of each block that is open whether it is sure."""
    while not words.done:
        word = words.peek().text if words.peek().kind == "word" else ""
        if word in _STARTS:
            yield Piece(words.inner(words.tokens[words.at :]), all(conditions))
            return
        if word == "end":
            del conditions[-1:]
            return
        if not _step(words, word, conditions):
            return


def _step(words: Words, word: str, conditions: list[bool]) -> bool:
    """Past one word that opens a block or a branch; false for a statement that is of no interest."""
    words.take()
    if word in ("begin", "loop", "case"):
        conditions.append(word == "begin")
    elif word == "if":
        conditions.append(bool(_CATALOGUE.search(_past(words, "then").written)))
    elif word in ("elsif", "elseif", "when", "exception"):
        _past(words, "then")
        conditions[-1:] = [False]
    elif word == "else":
        conditions[-1:] = [False]
    elif word in ("for", "foreach", "while"):
        _past(words, "loop")
        conditions.append(False)
    else:
        return word == "" and words.at < 8  # a label
    return True


def _past(words: Words, word: str) -> Words:
    found = words.until(word)
    words.accept(word)
    return found


def executed(words: Words) -> Words | None:
    """What EXECUTE runs, as a statement with HOLE in the place of names; None when it is not told."""
    words.expect("execute")
    tokens = words.until("into", "using").tokens
    while len(tokens) > 2 and tokens[0].text == "(" and tokens[-1].text == ")":
        tokens = tokens[1:-1]
    text = _text(tokens)
    if text is None:
        return None
    return Words(tokenize(text), text, words.here.line, words.path)


def _text(tokens: Sequence[Token]) -> str | None:
    if len(tokens) > 2 and tokens[0].text == "format" and tokens[1].text == "(" and tokens[2].kind == "text":
        return _HOLES.sub(lambda hole: f"'{HOLE}'" if hole[1] == "L" else HOLE, tokens[2].text).replace("%%", "%")
    if not any(token.kind == "text" for token in tokens):
        return None
    return "".join(_joined(tokens))


def _joined(tokens: Sequence[Token]) -> Iterator[str]:
    """Texts as they are; what is joined to them is a hole."""
    depth, hole = 0, False
    for token in tokens:
        if token.kind == "mark":
            depth += (token.text in "([") - (token.text in ")]")
        if token.kind == "text" and not depth:
            yield from ((HOLE,) if hole else ())
            hole = False
            yield token.text
        elif token.text != "||" or token.kind != "mark":
            hole = True
    yield from ((HOLE,) if hole else ())


def texts(body: str) -> Iterator[Words]:
    """Every text in a body that may be a statement, with its holes: what a variable may hold that is executed."""
    for token in tokenize(body):
        if token.kind == "text" and _CHANGES.search(token.text):
            text = _HOLES.sub(HOLE, token.text)
            yield Words(tokenize(text), text)
