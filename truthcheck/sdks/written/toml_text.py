"""TOML of somebody else's: a broken file is no error of ours; with the lines in which its words stand first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from truthcheck.sdks.written.line_numbers import numbering

MAX_TOML = 4 << 20  # characters
_WORD = re.compile(r'"([^"\n]*)"|\'([^\'\n]*)\'|^[ \t]*([\w.-]+)[ \t]*=', re.MULTILINE)


def loads(text: str) -> Mapping[str, Any]:
    """The table in `text`, an empty one for what cannot be read."""
    from truthcheck.rulebook.toml import loads as read

    try:
        return read(text) if len(text) <= MAX_TOML else {}
    except ValueError:
        return {}


def lines(text: str) -> Mapping[str, int]:
    """The line in which each quoted text, and each key, stands first."""
    found: dict[str, int] = {}
    line = numbering(text)
    for word in _WORD.finditer(text):
        group = word.lastindex or 0
        found.setdefault(word.group(group), line(word.start(group)))
    return found


def at(table: Any, *keys: str) -> Any:
    """What stands at the end of the keys, None where one of them is missing."""
    for key in keys:
        table = table.get(key) if isinstance(table, dict) else None
    return table


def texts(listed: Any) -> Iterator[str]:
    """The texts of a list; of a text, that one."""
    if isinstance(listed, str):
        yield listed
    yield from (item for item in listed if isinstance(item, str)) if isinstance(listed, list) else ()


def tables(table: Any) -> Iterator[Any]:
    """What the keys of a table hold."""
    yield from table.values() if isinstance(table, dict) else ()
