"""Lock files of uv, Poetry, PDM, pip, Pipenv and rye."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from truthcheck.sdks.index.dist_names import normal
from truthcheck.sdks.written.line_numbers import numbering
from truthcheck.sdks.written.mention import BASE, Mention, Row, requirement
from truthcheck.sdks.written.toml_text import loads

MAX_SLOW = 4 << 20  # characters of TOML that is read as such
_TABLE = re.compile(r"^\[\[packages?\]\][ \t]*$", re.MULTILINE)
_SHORT = re.compile(r'\nname = "([^"\\\n]+)"\nversion = "([^"\\\n]+)"')
# where a package comes from that is none of a registry's: uv, Poetry, PDM and pylock.toml
_FOREIGN = re.compile(
    r'^source = \{ (?:git|editable|directory|path) = "[^"\n]*"|^type = "(?:git|directory|file)"|^editable = true'
    r'|^git = "(?:\w+:|git@)[^"\n]*"|^path = "\.[^"\n]*"|^(?:\[packages\.)?(?:vcs|directory)(?:\]| = \{)',
    re.MULTILINE,
)


def tables(text: str) -> Iterator[Row]:
    """`[[package]]` tables with name and version, as the tools write them: reading all of the TOML takes far longer."""
    starts = [found.end() for found in _TABLE.finditer(text)]
    if not starts:
        yield from _parsed(text)
    line = numbering(text)
    short: list[Row] = []
    for start, end in pairwise([*starts, len(text)]):
        found = _SHORT.match(text, start)
        if found is None:
            yield from _parsed(text)
            return
        short.append(_locked(found[1], found[2], line(start) + 1, _foreign(text[found.end() : end])))
    yield from short


def _locked(name: str, version: str, line: int, address: str) -> Mention:
    return Mention(normal(name), f"=={version}", line, BASE, address)


def _foreign(table: str) -> str:
    """The address of a package that a lock takes from somewhere else than a registry, "" for all others."""
    found = _FOREIGN.search(table)
    return found.group()[:200] if found else ""


def _parsed(text: str) -> Iterator[Row]:
    """The same, from TOML that nobody's tool wrote in that form."""
    data = loads(text) if len(text) <= MAX_SLOW else {}
    for key in ("package", "packages"):
        items = data.get(key)
        for item in items if isinstance(items, list) else ():
            if isinstance(item, dict) and isinstance(item.get("name"), str) and isinstance(item.get("version"), str):
                yield _locked(item["name"], item["version"], 0, "")


def pipfile(text: str) -> Iterator[Row]:
    """Pipfile.lock: each category maps names to versions."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return
    lines = _lines(text)
    for section, table in data.items() if isinstance(data, dict) else ():
        if section != "_meta" and isinstance(table, dict):
            yield from _category(table, lines)


def _category(table: Mapping[str, Any], lines: Mapping[str, int]) -> Iterator[Row]:
    for name, item in table.items():
        stated = item.get("version") if isinstance(item, dict) else None
        if isinstance(stated, str):
            yield from requirement(f"{name}{stated}", lines.get(name, 0))


def _lines(text: str) -> dict[str, int]:
    """Where each key that begins an object stands first."""
    found: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        key = line.strip().partition('": {')
        if key[1]:
            found.setdefault(key[0].lstrip('"'), number)
    return found
