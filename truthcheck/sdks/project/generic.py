"""Packages that no rule page describes: whether they can be judged by their source alone, and by which rules."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from truthcheck.model.sdk import Sdk
from truthcheck.sdks.index.dist_names import SKIPPED, normal
from truthcheck.sdks.source.archive import Archive

TYPED = 0.5  # share of functions that say what they return


def rules_for(name: str, archives: Iterable[Archive], http: Iterable[str]) -> Sdk | str:
    """Rules that only say which modules there are; or why the package cannot be judged.

    `http` are the modules of the HTTP libraries that rules describe.
    """
    files = {path: read for archive in archives for path, read in archive.files.items()}
    tops = tuple(sorted(_tops(files)))
    if not tops:
        return "it has no module of its own to import"
    sources = [read() for path, read in sorted(files.items()) if path.split("/")[0].removesuffix(".py") in tops]
    if not any(path.endswith(".pyi") for path in files) and not _is_typed(sources):
        return "it is not typed"
    sends = _import_of(http)
    if not any(sends.search(source) for source in sources):
        return "it imports no HTTP library"
    return Sdk(normal(name), normal(name), tops)


def _tops(files: Iterable[str]) -> Iterator[str]:
    """Modules at the top; a folder without `__init__.py` is a namespace, which others may share."""
    for path in files:
        top, _, rest = path.partition("/")
        name = top if rest == "__init__.py" else top.removesuffix(".py") if not rest and top.endswith(".py") else ""
        if name.isidentifier() and not name.startswith("_") and name not in (*SKIPPED, "docs", "setup", "conftest"):
            yield name


def _is_typed(sources: list[bytes]) -> bool:
    functions = sum(len(re.findall(rb"\bdef \w+\(", source)) for source in sources)
    return bool(functions) and sum(source.count(b") ->") for source in sources) >= TYPED * functions


def _import_of(modules: Iterable[str]) -> re.Pattern[bytes]:
    known = "|".join(re.escape(name) for name in modules)
    return re.compile(rf"^\s*(?:import|from) +(?:{known})\b".encode(), re.MULTILINE)
