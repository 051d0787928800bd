"""The rule page of a distribution, as bytes: found without reading TOML, since most runs need no more than its name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from truthcheck.sdks.index.dist_names import normal
from truthcheck.shipped import folder

_PACKAGE = re.compile(rb'^package *= *"([^"]+)"', re.MULTILINE)
_FORMERLY = re.compile(rb"^formerly *= *\[([^\]]*)\]", re.MULTILINE)
_NAME = re.compile(rb'"([^"]+)"')
_PART = re.compile(rb'"([A-Za-z0-9][\w.-]*)==')


@cache
def page(name: str) -> bytes:
    """The page named after the distribution, or that says it describes it or reads it as a part; b"" without one."""
    direct = folder("rules") / "sdks" / f"{normal(name).replace('-', '_')}.toml"
    if direct.is_file():
        return direct.read_bytes()
    return next((text for text in _all() if normal(name) in {*_own_names(text), *part_names(text)}), b"")


def _own_names(text: bytes) -> Iterator[str]:
    yield from _named(text, _PACKAGE)
    for names in _FORMERLY.findall(text):
        yield from _named(names, _NAME)


def part_names(text: bytes) -> set[str]:
    """The distributions that a page reads together with its own."""
    return set(_named(text, _PART))


def _named(text: bytes, pattern: re.Pattern[bytes]) -> Iterator[str]:
    yield from (normal(name.decode("utf-8", "replace")) for name in pattern.findall(text))


def _all() -> Iterator[bytes]:
    yield from (path.read_bytes() for path in sorted(Path(folder("rules") / "sdks").glob("*.toml")))
