"""Which version of an API a call asks for, and what the surfaces at hand say of that version.

A version that no surface describes refutes nothing: what it would refute is unverified, and what it finds right is left
open to that extent.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from truthcheck.checks.calls import exchange
from truthcheck.checks.calls.exchange import Judged
from truthcheck.checks.core.library import Library
from truthcheck.model.call import Call
from truthcheck.model.database import Database
from truthcheck.model.interface import Interface
from truthcheck.model.noun import replace
from truthcheck.model.provider import ApiVersions, Provider
from truthcheck.model.reason import Reason, Why
from truthcheck.model.report import REFUTED, SUPPORTED, UNVERIFIED, Checked
from truthcheck.model.surface import Surface
from truthcheck.model.value import Literal, Mapping, Value, alternatives

AT_RUN_TIME = ""
STANDING = ("retired", "unknown-sdk-member", "unknown-sdk-argument")  # whatever version is asked for


class InVersion:
    """What is at hand, as one version of a provider's API has it."""

    def __init__(self, library: Library, provider: str, surfaces: tuple[Surface, ...]) -> None:
        self._library = library
        self._provider = provider
        self._surfaces = surfaces

    def at(self, host: str) -> tuple[Surface, ...]:
        return self._surfaces

    def surfaces(self, provider: str) -> tuple[Surface, ...]:
        return self._surfaces if provider == self._provider else self._library.surfaces(provider)

    def of_version(self, provider: str, version: str) -> tuple[Surface, ...]:
        return self._library.of_version(provider, version)

    def provider(self, id: str, own: bool = False) -> Provider:
        return self._library.provider(id, own)

    def database(self, path: str) -> Database | None:
        return self._library.database(path)

    def interfaces(self, urls: Collection[str]) -> tuple[Interface, ...]:
        return self._library.interfaces(urls)

    def programs(self, path: str, folder: str) -> tuple[str, ...]:
        return self._library.programs(path, folder)


def asked(call: Call, versions: ApiVersions) -> tuple[str, ...]:
    """The versions that a request names, `AT_RUN_TIME` for one that is not known; none for most requests."""
    names = {"header": {name.lower() for name in versions.headers}, "query": set(versions.query)}
    found: list[str] = []
    for argument in call.arguments:
        wanted = names.get(argument.location, set())
        for entry in argument.value.entries if wanted and isinstance(argument.value, Mapping) else ():
            if (entry.key.lower() if argument.location == "header" else entry.key) in wanted:
                found += texts(entry.value)
    return tuple(dict.fromkeys(found))


def texts(value: Value) -> Iterator[str]:
    """The versions that a value may name. None names none."""
    for one in alternatives(value):
        if not isinstance(one, Literal):
            yield AT_RUN_TIME
        elif one.value is not None:
            yield str(one.value)


def undescribed(versions: Iterable[str], known: Iterable[str], rules: ApiVersions) -> str | None:
    """The first version that is asked for and that nothing at hand describes; None without one."""
    described = (*known, *rules.described)
    return next((one for one in versions if not _is_described(one, described, rules.line)), None)


def _is_described(version: str, described: tuple[str, ...], line: str) -> bool:
    """An older version of the same line lacks what the newer one lacks."""
    return version in described or any(_follows(one, version, line) for one in described)


def _follows(newer: str, older: str, line: str) -> bool:
    names = [found.group() if (found := re.search(line, one)) else "" for one in (newer, older)] if line else ["", ""]
    return bool(names[0]) and names[0] == names[1] and older <= newer


def check(call: Call, library: Library) -> Judged:
    """The verdict on a call over HTTP, by the version of the API that it asks for."""
    found = exchange.check(call, library)
    if not found.checked.provider:
        return found
    provider = library.provider(found.checked.provider)
    versions = asked(call, provider.versions) if provider.versions else ()
    if provider.versions is None or not versions:
        return found
    exact = library.of_version(provider.id, versions[0]) if len(versions) == 1 else ()
    if exact:
        return exchange.check(call, InVersion(library, provider.id, exact))
    known = (surface.origin.version for surface in library.surfaces(provider.id))
    missing = undescribed(versions, known, provider.versions)
    return found if missing is None else found._replace(checked=doubted(found.checked, missing))


def doubted(checked: Checked, version: str) -> Checked:
    """What is left of a verdict by another version than the one that is asked for."""
    why = Reason(Why.VERSION_OF_API, f"version {version}" if version else "a version that only the run knows")
    kept = tuple(finding for finding in checked.findings if finding.severity != "error" or finding.rule in STANDING)
    if checked.verdict == SUPPORTED:
        return replace(checked, findings=kept, left_open=(*checked.left_open, why))
    if checked.verdict != REFUTED or any(finding.severity == "error" for finding in kept):
        return replace(checked, findings=kept)
    return replace(checked, verdict=UNVERIFIED, reason=why, findings=kept)
