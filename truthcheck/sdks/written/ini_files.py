"""setup.cfg and tox.ini, by their sections and indented lines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from truthcheck.model.noun import NamedTuple
from truthcheck.sdks.written import commands, requirement_files
from truthcheck.sdks.written.mention import BASE, EXTRA, Include, Row, requirement

_SECTION = re.compile(r"\[([^\]\n]+)\]")
_KEY = re.compile(r"([\w.-]+)\s*[=:]\s*(.*)")
_FACTOR = re.compile(r"[\w,.{}!-]+:\s+")
_BASE = ("install_requires", "install-requires")
_EXTRA = ("tests_require", "tests-require")


class _Line(NamedTuple):
    section: str
    key: str
    text: str
    number: int


def setup_cfg(text: str) -> Iterator[Row]:
    for line in _lines(text):
        kind = _kind(line)
        if kind and line.text.startswith("file:"):
            yield from (Include(name.strip(), kind) for name in line.text[5:].split(",") if name.strip())
        elif kind:
            yield from requirement(line.text, line.number, kind)


def _kind(line: _Line) -> str:
    if line.section == "options" and line.key in _BASE:
        return BASE
    extra = line.section == "options.extras_require" or (line.section == "options" and line.key in _EXTRA)
    return EXTRA if extra else ""


def tox(text: str) -> Iterator[Row]:
    """The dependencies of all test environments, and what their commands install."""
    for line in _lines(text):
        if line.key == "deps":
            factor = _FACTOR.match(line.text)
            for row in requirement_files.rows(line.text[factor.end() if factor else 0 :]):
                yield row if isinstance(row, Include) else row._replace(line=line.number, kind=EXTRA)
    yield from commands.rows(text)


def _lines(text: str) -> Iterator[_Line]:
    """Each line of a value, with its section and key."""
    section = key = ""
    for number, line in enumerate(text.splitlines(), start=1):
        bare = line.strip()
        if not bare or bare.startswith(("#", ";")):
            continue
        heading = _SECTION.match(line)
        begun = _KEY.match(line) if not line[0].isspace() else None
        if heading:
            section, key = heading.group(1).strip(), ""
        elif begun:
            key, bare = begun.group(1).lower(), begun.group(2).strip()
            yield _Line(section, key, bare, number)
        else:
            yield _Line(section, key, bare, number)
