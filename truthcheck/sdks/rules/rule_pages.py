"""What a rule page says of names, found in its bytes: most runs need no more, and reading TOML costs a start-up."""

from __future__ import annotations

import re
from collections.abc import Iterator

from truthcheck.sdks.index.dist_names import normal

_PACKAGE = re.compile(rb'^package *= *"([^"]+)"', re.MULTILINE)
_FORMERLY = re.compile(rb"^formerly *= *\[([^\]]*)\]", re.MULTILINE)
_MIRRORS = re.compile(rb"^mirrors *= *\[([^\]]*)\]", re.MULTILINE)
_NAME = re.compile(rb'"([^"]+)"')
_PART = re.compile(rb'"([A-Za-z0-9][\w.-]*)==')


def is_about(page: bytes, name: str) -> bool:
    """Whether a page says that it describes the distribution or reads it as a part."""
    return normal(name) in {*_own_names(page), *part_names(page)}


def part_names(page: bytes) -> set[str]:
    """The distributions that a page reads together with its own."""
    return set(_named(page, _PART))


def mirrors(page: bytes) -> list[str]:
    """Distributions that hold nothing and ask for this one, in their own version or a newer one."""
    return [name for names in _MIRRORS.findall(page) for name in _named(names, _NAME)]


def rivals(page: bytes, module: str) -> list[str]:
    """Other distributions that bring a module of that name."""
    table = page.partition(b"\n[rivals]\n")[2].partition(b"\n[")[0]
    row = re.search(rb"^%s *= *\[([^\]]*)\]" % re.escape(module.encode()), table, re.MULTILINE)
    return list(_named(row.group(1), _NAME)) if row else []


def _own_names(page: bytes) -> Iterator[str]:
    yield from _named(page, _PACKAGE)
    for names in _FORMERLY.findall(page):
        yield from _named(names, _NAME)


def _named(page: bytes, pattern: re.Pattern[bytes]) -> Iterator[str]:
    yield from (normal(name.decode("utf-8", "replace")) for name in pattern.findall(page))
