"""Opened packages made ready to be asked: their rules, the header of their index, their modules parsed on demand."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from truthcheck.errors import DocumentError
from truthcheck.model.sdk import Sdk
from truthcheck.sdks.project import generic
from truthcheck.sdks.project.headers import header_of
from truthcheck.sdks.project.lazy_index import RecordSource
from truthcheck.sdks.rules.sdk_rulebook import SdkRules
from truthcheck.sdks.source.archive import UNREAD, Archive
from truthcheck.sdks.source.members.full_reader import FullReader
from truthcheck.sdks.source.modules.codebase import Codebase

# `self.holder.name = ...`, and at the margin `Class.name = ...`: each begins with a text that is searched for quickly
_BY_CLASS = re.compile(rb"self\.\w+\.[A-Za-z]\w*[ \t]*(?::[^=\n]+)?=[^=]")
_BY_MODULE = re.compile(rb"\n[A-Za-z_]\w*(?:\.\w+)*\.[A-Za-z]\w*[ \t]*=[^=]")


def opened(
    archives: Sequence[Archive],
    rulebook: SdkRules,
    fault: Callable[[str], None],
    known: Mapping[str, Any] | None = None,
) -> tuple[Mapping[str, Any], RecordSource]:
    """The header and the source of the first package; the others are parts of it. Nothing is parsed yet.

    `fault` is told of a file that turns out to be damaged when it is read. `known` is the header, when it was made
    before.
    Raises DocumentError for a package without a rule page that cannot be judged by its source alone.
    """
    first = archives[0]
    rules = _rules(first.name, archives, rulebook)
    files: dict[str, Callable[[], bytes]] = {}
    for archive in archives:
        files |= {path: _held_back(read, fault) for path, read in archive.files.items()}
    only_stubs = [path[:-1] for path in files if path.endswith(".pyi") and path[:-1] not in files]
    collector = FullReader(Codebase(files | dict.fromkeys(only_stubs, _unread)), rules)
    # some are mere folders with packages inside: rule data says where their clients are
    homes = (client.rpartition(".")[0] for client in rules.clients)
    if not collector.codebase.paths.keys() & {*rules.imports, *homes}:
        raise DocumentError(f"{first.name} {first.version}: it has no module of its own to import", "install it again")
    if known is None:
        api = collector.infer.constant(rules.specification.version) if rules.specification else ""
        setters = sorted(_setters(collector.codebase, files))
        own = {"api": api, "setters": setters, "generic": not rulebook.page(first.name)}
        known = header_of(first, archives, rules) | own
    return known, RecordSource(collector, known["setters"])


def _unread() -> bytes:
    """A module of which there is a stub and no source: it exists, and its names stay unknown."""
    return UNREAD


def _setters(codebase: Codebase, files: Mapping[str, Callable[[], bytes]]) -> Iterator[str]:
    """Modules that may set a name on an object or a class of another one: they are few, and found by their text."""
    for name, path in codebase.paths.items():
        source = files[path]() if path in files else b""
        if _BY_CLASS.search(source) or _BY_MODULE.search(source):
            yield name


def _held_back(read: Callable[[], bytes], fault: Callable[[str], None]) -> Callable[[], bytes]:
    """A damaged file is no module: its names stay unknown."""

    def safely() -> bytes:
        try:
            return read()
        except DocumentError as error:
            fault(error.message)
            return UNREAD

    return safely


def _rules(name: str, archives: Sequence[Archive], rulebook: SdkRules) -> Sdk:
    if rulebook.page(name):
        return rulebook.of(name)
    found = generic.rules_for(name, archives, rulebook.http_modules())
    if isinstance(found, str):
        raise DocumentError(f"{name} {archives[0].version}: {found}", "use an OpenAPI document instead")
    return found
