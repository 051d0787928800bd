"""How services show the tables of a database over HTTP: `[interface]` of rules/databases/*.toml."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from pathlib import Path

from truthcheck.model.interface import Interface

_PATHS = re.compile(r'"(/[^"]+/)"')


def among(files: Iterable[Path], urls: Collection[str]) -> tuple[Interface, ...]:
    """Those of which a path stands in one of the URLs; only their pages are parsed."""
    if not any("/" in url for url in urls):
        return ()
    texts = ((file, file.read_text("utf-8")) for file in files)
    meant = [file for file, text in texts if any(path in url for path in _paths(text) for url in urls)]
    return tuple(map(_read, meant))


def providers(files: Iterable[Path]) -> tuple[str, ...]:
    """The ids of those that show the tables of a project."""
    sections = (file.read_text("utf-8").partition("\n[interface]")[2] for file in files)
    return tuple(found[1] for text in sections if (found := re.search(r'provider = "([^"]+)"', text)))


def _paths(text: str) -> tuple[str, ...]:
    """The paths that the section names, found without a parser."""
    return tuple(_PATHS.findall(text.partition("\n[interface]")[2]))


def _read(file: Path) -> Interface:
    from truthcheck.rulebook.toml import read_toml

    stated = read_toml(file)["interface"]
    paths, hosts = tuple(stated.get("paths", ())), tuple(stated.get("hosts", ()))
    return Interface(stated["provider"], stated["tables"], paths, hosts, stated.get("key", ""))
