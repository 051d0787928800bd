"""Keeps what would overflow the native parser's stack, or take it minutes, away from it.

The parser recurses with brackets and with chains (`a + a + ...`, `not not ...`, `a.b.c...`) and gives no error when the
stack ends: the process dies. So the depth of every long logical line is counted before. Short ones cannot be deep.
"""

from __future__ import annotations

import re

LONG_LINE = 1200  # characters without strings, comments and blanks; a shorter logical line cannot nest too deeply
MAX_BRACKETS = 100
MAX_DEPTH = 1500  # brackets and links of chains on the way down

# Written so that every character can be matched in one way only: no backtracking, whatever the file holds.
STRING_OR_COMMENT = re.compile(
    r"#[^\n\r]*"
    r"|\"\"\"[^\\\"]*(?:(?:\\[\s\S]|\"(?!\"\"))[^\\\"]*)*\"\"\""
    r"|'''[^\\']*(?:(?:\\[\s\S]|'(?!''))[^\\']*)*'''"
    r"|\"[^\\\"\n\r]*(?:\\(?:\r\n|[\s\S])[^\\\"\n\r]*)*\""
    r"|'[^\\'\n\r]*(?:\\(?:\r\n|[\s\S])[^\\'\n\r]*)*'"
    r"|\\\r?\n"
)
_TOKEN = re.compile(r"[()\[\]{},;]|\w+|[^\w\s()\[\]{},;\"]+")
_OPEN, _CLOSE = "([{", ")]}"
_WORDS = frozenset(("and", "await", "else", "for", "if", "in", "is", "lambda", "not", "or", "yield"))
_NESTS_PAST_COMMAS = frozenset(("lambda", "for"))

# Fields of f-strings are not looked into: more than this in one of them is no longer written by people.
_FORMATTED = re.compile(r"[fFtT][rR]?\Z").search
_LONG_FIELD = re.compile(r"(?<!\{)\{(?!\{)[^{}]{1000}|(?:\{(?!\{)[^{}]*){30}").search
_HIDDEN_END = "\x1f"  # stands for a line end inside a string; blank, so that nobody counts it


def too_deep(text: str) -> int:
    """The line (from 1) of the first statement nested too deeply to be parsed; 0 when there is none."""
    if len(text) <= LONG_LINE:
        return 0
    kept = STRING_OR_COMMENT.sub(_shortened, text).replace("\r\n", "\n").replace("\r", "\n")
    number, depth, size = 1, 0, 0
    logical: list[str] = []
    for line in kept.split("\n"):
        logical.append(line)
        size += len(line)
        depth += line.count("(") + line.count("[") + line.count("{")
        depth -= line.count(")") + line.count("]") + line.count("}")
        if depth > 0:
            continue
        if size > LONG_LINE and _is_deep("\n".join(logical)):
            return number
        number += len(logical) + sum(part.count(_HIDDEN_END) for part in logical)
        depth, size = 0, 0
        logical.clear()
    return number if size > LONG_LINE and _is_deep("\n".join(logical)) else 0


def _shortened(found: re.Match[str]) -> str:
    """What counts of a string, a comment, a joined line: line ends, and a field of an f-string that is too long."""
    written = found[0]
    if written[0] == "#":
        return ""
    ends = _HIDDEN_END * written.count("\n") if "\n" in written else ""
    if written[0] == "\\":
        return ends
    if _FORMATTED(found.string, max(found.start() - 2, 0), found.start()) and _LONG_FIELD(written):
        return ends + "[" * (LONG_LINE + 1) + "]" * (LONG_LINE + 1)
    return '"' + ends


def _is_deep(line: str) -> bool:
    """Counts brackets and links; a comma ends a chain, unless the chain itself has commas."""
    counts, sticky, total = [0], [0], 0
    for token in _TOKEN.findall(line):
        if token in _OPEN:
            counts.append(1)
            sticky.append(0)
            total += 1
            if len(counts) > MAX_BRACKETS:
                return True
        elif token in _CLOSE:
            if len(counts) > 1:
                total -= counts.pop()
                sticky.pop()
            counts[-1] += 1
            total += 1
        elif token in ",;":
            total += sticky[-1] - counts[-1] + 1
            counts[-1] = sticky[-1] + 1
        elif links := _links(token):
            counts[-1] += links
            total += links
            sticky[-1] += token in _NESTS_PAST_COMMAS
        if total > MAX_DEPTH:
            return True
    return False


def _links(token: str) -> int:
    """How much deeper a word or a run of operators can lead; `1or` is a number and a word."""
    if token[0] == "_" or token[0].isalnum():
        return token in _WORDS or (token[0].isdigit() and not token.isdigit())
    return len(token)
