"""The words of one SQL statement, and a cursor that reads them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from truthcheck.model.database import Written
from truthcheck.model.noun import NamedTuple

_TOKEN = re.compile(
    r"(?P<blank>\s+|--[^\n]*)"
    r"|(?P<text>(?:(?<![\w$])(?:[uU]&|[nNbBxX]))?'[^']*(?:''[^']*)*')"
    r"|(?P<escaped>(?<![\w$])[eE]'[^'\\]*(?:(?:\\.|'')[^'\\]*)*')"
    r"|(?P<word>[^\W\d][\w$]*)"
    r'|(?P<name>"[^"]*(?:""[^"]*)*")'
    r"|(?P<number>\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+)"
    r"|(?P<dollar>\$(?P<tag>[^\W\d]\w*)?\$)"
    r"|(?P<comment>/\*)"
    r"|(?P<mark>::|:=|=>|->>|->|\|\||.)",
    re.DOTALL,
)
_UNICODE = re.compile(r"\\(?:([0-9a-fA-F]{4})|\+([0-9a-fA-F]{6}))")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}
_BRACKETS = {"(": 1, "[": 1, ")": -1, "]": -1}
_NESTED = re.compile(r"/\*|\*/")
_ESCAPE = re.compile(r"\\(.)|''", re.DOTALL)
_MOST = 200_000  # tokens of one statement
_LONGEST = 63  # bytes of a name


class Broken(Exception):
    """A statement cannot be read: what was expected."""


class Token(NamedTuple):
    """`kind` is "word" (folded to small letters), "name" (it was quoted), "text" (a string, without its quotes),
    "number" or "mark". `start` and `end` are places in the statement. `plain` is the text of a word or a mark, which
    may be one of the language; "" for anything in quotes.
    """

    kind: str
    text: str
    start: int
    end: int
    plain: str = ""


END = Token("end", "", 0, 0)


def tokenize(statement: str) -> list[Token]:
    """The tokens without blanks and comments. What has no end is taken to the end."""
    return list(_tokens(statement))


def _tokens(statement: str) -> Iterator[Token]:
    at, count = 0, 0
    match = _TOKEN.match
    while (found := match(statement, at)) and count < _MOST:
        kind, start, at = found.lastgroup, at, found.end()
        if kind == "blank":
            continue
        count += 1
        if kind == "word":
            text = fold(found[0])
            yield Token("word", text, start, at, text)
        elif kind == "mark":
            text = found[0]
            yield Token("mark", text, start, at, text)
        elif kind == "comment":
            at = _past_comment(statement, at)
        elif kind in ("dollar", "tag"):
            at, body = _dollar(statement, found)
            yield Token("text", body, start, at)
        else:
            yield _quoted(kind or "", found[0], start, at)


def _quoted(kind: str, written: str, start: int, end: int) -> Token:
    if kind == "name":
        return Token(kind, _short(written[1:-1].replace('""', '"')), start, end)
    if kind == "text":
        return Token(kind, _unquoted(written), start, end)
    if kind == "escaped":
        return Token("text", _ESCAPE.sub(_escaped, written[2:-1]), start, end)
    return Token(kind, written, start, end)


def _escaped(found: re.Match[str]) -> str:
    return _ESCAPES.get(found[1], found[1]) if found[1] else "'"


def _unquoted(written: str) -> str:
    text = written[written.index("'") + 1 : -1].replace("''", "'")
    if written[:1] in "uU":
        text = _UNICODE.sub(lambda found: chr(min(int(found[1] or found[2], 16), 0x10FFFF)), text)
    return text


def fold(name: str) -> str:
    """An unquoted name as PostgreSQL keeps it: letters of ASCII made small, cut after 63 bytes."""
    small = name.lower() if name.isascii() else "".join(one.lower() if one.isascii() else one for one in name)
    return _short(small)


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST // 4 else name.encode()[:_LONGEST].decode(errors="ignore")


def _dollar(statement: str, opened: re.Match[str]) -> tuple[int, str]:
    end = statement.find(opened[0], opened.end())
    if end < 0:
        return len(statement), statement[opened.end() :]
    return end + len(opened[0]), statement[opened.end() : end]


def _past_comment(statement: str, at: int) -> int:
    depth = 1
    while depth and (found := _NESTED.search(statement, at)):
        at = found.end()
        depth += 1 if found[0] == "/*" else -1
    return len(statement) if depth else at


class Words:
    """A cursor over tokens. `source` is the statement that they come from, `line` of the file `path` is its first."""

    def __init__(self, tokens: Sequence[Token], source: str = "", line: int = 1, path: str = "") -> None:
        self.tokens = tokens
        self.source = source
        self.line = line
        self.path = path
        self.at = 0

    def inner(self, tokens: Sequence[Token]) -> Words:
        """A cursor over a part."""
        return Words(tokens, self.source, self.line, self.path)

    def peek(self, ahead: int = 0) -> Token:
        try:
            return self.tokens[self.at + ahead]
        except IndexError:
            return END

    def take(self) -> Token:
        token = self.peek()
        self.at += 1
        return token

    @property
    def done(self) -> bool:
        return self.at >= len(self.tokens)

    def sees(self, *words: str) -> bool:
        """Whether these words (or marks), unquoted, come next."""
        if self.peek().plain != words[0]:
            return False
        return len(words) == 1 or all(self.peek(ahead).plain == word for ahead, word in enumerate(words))

    def accept(self, *words: str) -> bool:
        """Goes past these words if they come next."""
        if not self.sees(*words):
            return False
        self.at += len(words)
        return True

    def accept_any(self, *words: str) -> str:
        """The one of these words that comes next, which is gone past; "" if none does."""
        word = self.peek().plain
        if not word or word not in words:
            return ""
        self.at += 1
        return word

    def expect(self, *words: str) -> None:
        if not self.accept(*words):
            raise Broken(f"expected {' '.join(words).upper()}, got {self.peek().text[:30]!r}")

    def name(self) -> str:
        token = self.peek()
        if token.kind not in ("word", "name"):
            raise Broken(f"expected a name, got {token.text[:30]!r}")
        self.at += 1
        return token.text

    def qualified(self) -> tuple[str, str]:
        """A schema ("" when not said) and a name; what stands before a schema is the database itself."""
        parts = [self.name()]
        while self.sees(".") and self.peek(1).kind in ("word", "name"):
            self.at += 1
            parts.append(self.name())
        return (parts[-2] if len(parts) > 1 else "", parts[-1])

    def group(self) -> Words:
        """What stands between the parentheses that come next."""
        self.expect("(")
        start, depth = self.at, 1
        for place in range(start, len(self.tokens)):
            plain = self.tokens[place].plain
            if plain == "(":
                depth += 1
            elif plain == ")":
                depth -= 1
                if not depth:
                    self.at = place + 1
                    return self.inner(self.tokens[start:place])
        raise Broken("a parenthesis is not closed")

    def until(self, *words: str) -> Words:
        """What comes up to one of these words or marks outside of parentheses, or up to the end."""
        start, depth, place = self.at, 0, self.at
        for place in range(start, len(self.tokens)):
            plain = self.tokens[place].plain
            if not plain:
                continue
            if not depth and plain in words:
                break
            if plain in _BRACKETS:
                depth += _BRACKETS[plain]
        else:
            place = len(self.tokens)
        self.at = max(place, start)
        return self.inner(self.tokens[start : self.at])

    def parts(self) -> Iterator[Words]:
        """What stands between commas outside of parentheses."""
        while not self.done:
            yield self.until(",")
            self.at += 1

    def words(self) -> frozenset[str]:
        return frozenset(token.text for token in self.tokens if token.kind == "word")

    @property
    def written(self) -> str:
        """The source of the tokens, on one line."""
        if not self.tokens:
            return ""
        start = self.tokens[0].start
        whole = self.source[start : self.tokens[-1].end]
        for token in reversed(self.tokens):
            if token.kind == "text":  # in plain quotes, however it was written
                plain = "'" + token.text.replace("'", "''") + "'"
                whole = whole[: token.start - start] + plain + whole[token.end - start :]
        return " ".join(whole.split())

    @property
    def here(self) -> Written:
        """The line of the token that comes next."""
        return Written(self.path, self.line + self.source.count("\n", 0, self.peek().start))
