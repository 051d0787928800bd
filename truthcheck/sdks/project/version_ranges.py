"""Versions and ranges of them, as packaging reads PEP 440, and Poetry's `^` and `~`. What cannot be read is wide.

Imported by those who compare versions: most runs meet no package, or none of which they know several versions.
"""

from __future__ import annotations

import re
from functools import lru_cache

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import InvalidVersion, Version

_POETRY = re.compile(r"(\^|~(?!=))\s*v?(\d.*)")
_BARE = re.compile(r"v?\d[\w.*+!-]*")
_LOWER = re.compile(r"(?:>=|~=|==|\^|~|>)\s*v?(\d[\w.]*)")
_UPPER = re.compile(r"<=?\s*v?(\d+)")
_CLAUSE = re.compile(r"(?:(?:[<>=~^]+|!=)\s*)?[^\s<>=~^]+")
_DIGITS = re.compile(r"v?(\d+(?:\.\d+)*)")


@lru_cache(maxsize=512)
def release(text: str) -> Version:
    """What versions are sorted by: a pre-release as its release, one that nobody can read by its leading numbers."""
    try:
        return Version(Version(text).base_version)
    except InvalidVersion:
        leading = _DIGITS.match(text)
        return Version(leading.group(1) if leading else "0")


def exact(text: str) -> Version:
    """The version as a whole: a pre-release comes before its release; unreadable ones by their leading numbers."""
    try:
        return Version(text)
    except InvalidVersion:
        return release(text)


def same(one: str, other: str) -> bool:
    """Whether two versions are one: 11.4 is 11.4.0, 1.0rc1 is 1.0-rc.1."""
    try:
        return one == other or Version(one) == Version(other)
    except InvalidVersion:
        return False


def allows(specifier: str, version: str) -> bool:
    """Does a specifier such as ">=7,<8", "^7.1" or "<1 || >=2" let a version in? What cannot be read lets all in."""
    asked = release(version)
    return any(_lets(clauses, asked) for clauses in _alternatives(specifier))


def _lets(clauses: tuple[SpecifierSet, ...], version: Version) -> bool:
    return all(clause.contains(version, prereleases=True) for clause in clauses)


def lowest(specifier: str) -> str:
    """The lower bound of a range, "" without one; "<1" alone means the last before it."""
    bounds = [_lower(part) for part in _parts(specifier)]
    return min(bounds, key=release) if all(bounds) else ""


def _lower(text: str) -> str:
    lower = _LOWER.search(text)
    if lower:
        return lower.group(1)
    upper = _UPPER.search(text)
    return f"{int(upper.group(1)) - 1}.9999" if upper and int(upper.group(1)) > 0 else ""


@lru_cache(maxsize=512)
def _alternatives(specifier: str) -> tuple[tuple[SpecifierSet, ...], ...]:
    return tuple(tuple(_clause(clause) for clause in _spread(part)) for part in _parts(specifier))


def _parts(specifier: str) -> list[str]:
    """One range or another, as Poetry and conda write it: "||", "|"."""
    return re.split(r"\|+", specifier)


def _spread(text: str) -> list[str]:
    """The clauses of one range: by commas, or only by blanks (">=7 <8")."""
    return [clause for part in text.split(",") for clause in _CLAUSE.findall(part)] or [text]


def _clause(text: str) -> SpecifierSet:
    poetry = _POETRY.fullmatch(text)
    try:
        if poetry:
            return _poetry(poetry.group(1), Version(poetry.group(2)))
        return SpecifierSet(f"=={text}" if _BARE.fullmatch(text) else text)
    except (InvalidSpecifier, InvalidVersion):
        return SpecifierSet()


def _poetry(operator: str, bound: Version) -> SpecifierSet:
    """`^` keeps everything up to the first number that is not zero, `~` the first two numbers as far as given."""
    numbers = bound.release
    not_zero = next((place for place, number in enumerate(numbers) if number), len(numbers) - 1)
    kept = not_zero if operator == "^" else min(1, len(numbers) - 1)
    above = ".".join(map(str, (*numbers[:kept], numbers[kept] + 1)))
    return SpecifierSet(f">={bound.public},<{bound.epoch}!{above}")
