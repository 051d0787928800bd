"""One folder for each language: how its files are found and read, and what its words mean.

A folder with a `language.py` that offers `LANGUAGE` (see `claims/language.py`) is a language; no list names it. Those
files must be cheap to import: hooks ask them which files there are. A language imports `claims/language` (the
protocol), `claims/reach` (outlines), `claims/engine` and `claims/ir`.
"""

from __future__ import annotations

import os
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from truthcheck.claims.language import Language


@cache
def every() -> tuple[Language, ...]:
    """All languages, by the names of their folders."""
    folders = {name for place in __path__ for name in os.listdir(place) if _is_language(place, name)}
    return tuple(import_module(f"{__name__}.{name}.language").LANGUAGE for name in sorted(folders))


def _is_language(place: str, name: str) -> bool:
    return os.path.isfile(os.path.join(place, name, "language.py"))


def of(path: str | os.PathLike[str]) -> Language:
    """The language of a file, told from its suffix; of a suffix that nobody knows, the one that takes any file."""
    suffix = os.path.splitext(path)[1]
    found = _by_suffix().get(suffix)
    return found or next(language for language in every() if language.takes_any)


@cache
def _by_suffix() -> dict[str, Language]:
    return {suffix: one for one in every() for suffix in (*one.suffixes, *one.stubs)}


def suffixes() -> tuple[str, ...]:
    """Of the files to look for."""
    return tuple(suffix for one in every() for suffix in one.suffixes)


def named_suffixes() -> tuple[str, ...]:
    """Of the files that are checked when they are named, stubs too."""
    return (*suffixes(), *(suffix for one in every() for suffix in one.stubs))


def names() -> str:
    """The languages for people: "Python", "Python or TypeScript"."""
    return " or ".join(one.name for one in every())


def forget() -> None:
    """Look for folders of languages again."""
    every.cache_clear()
    _by_suffix.cache_clear()
