"""Reads Markdown as test cases: one per section that holds a `py` block. tests/cases/README.md has the grammar."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_FENCE = re.compile(r"^```(\w+)([^\n]*)\n(.*?)^```$", re.M | re.S)
_HEADING = re.compile(r"^(#+) (.+)$", re.M)
_FILE = re.compile(r"\bfile=(\S+)")
_ERROR = re.compile(r'# error: \[([\w-]+)\](?: "([^"]*)")?')
_CLAIM = re.compile(r"# claim: (.+?)\s*(?=# error:|# claim:|$)")


@dataclass(frozen=True)
class Expected:
    """An error comment: `text` must be part of the finding's message or help."""

    file: str
    line: int
    rule: str
    text: str


@dataclass(frozen=True)
class Claimed:
    file: str
    line: int
    text: str


@dataclass(frozen=True)
class Case:
    """`files` by name; `documents` are the OpenAPI documents that hold for it, as YAML."""

    name: str
    files: dict[str, str]
    documents: tuple[str, ...]

    def errors(self) -> list[Expected]:
        found = ((file, line, m) for file, line, text in self._lines() for m in _ERROR.finditer(text))
        return [Expected(file, line, m[1], m[2] or "") for file, line, m in found]

    def claims(self) -> list[Claimed]:
        return [Claimed(file, line, m[1]) for file, line, text in self._lines() for m in _CLAIM.finditer(text)]

    def _lines(self) -> Iterator[tuple[str, int, str]]:
        for file, source in self.files.items():
            for number, line in enumerate(source.splitlines(), start=1):
                yield file, number, line


def read(path: Path) -> list[Case]:
    """The cases of one file. A document holds from its section on, to the end of the file."""
    documents: tuple[str, ...] = ()
    cases = []
    for title, body in _sections(path.read_text(encoding="utf-8")):
        files: dict[str, str] = {}
        for language, rest, code in _FENCE.findall(body):
            named = _FILE.search(rest)
            if language == "yaml" and not named:
                documents += (code,)
            elif language == "py" or named:
                name = named[1] if named else "case.py"
                files[name] = files.get(name, "") + code
        if any(name.endswith(".py") for name in files):
            cases.append(Case(title, files, documents))
    return cases


def _sections(text: str) -> Iterator[tuple[str, str]]:
    bare = _FENCE.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), text)  # a `#` inside a fence is no heading
    marks = list(_HEADING.finditer(bare))
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    for mark, end in zip(marks, ends, strict=False):
        yield mark[2], text[mark.end() : end]
