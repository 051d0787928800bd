"""The very version that a project uses, read from its environment or from a cached wheel; only what calls ask for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from truthcheck.errors import DocumentError
from truthcheck.model.noun import NamedTuple
from truthcheck.sdks.index.dist_names import normal
from truthcheck.sdks.index.package import Package
from truthcheck.sdks.index.records import Record
from truthcheck.sdks.project import environments, kept_packages, record_cache, wheel_cache
from truthcheck.sdks.project.lazy_index import LazyIndex
from truthcheck.sdks.project.version_pins import places
from truthcheck.sdks.rules.rule_pages import part_names
from truthcheck.sdks.rules.sdk_rulebook import SdkRules

if TYPE_CHECKING:
    from truthcheck.sdks.project.lazy_index import RecordSource
    from truthcheck.sdks.source.archive import Archive


class Held(NamedTuple):
    """A distribution that can be read: `digest` stands for all its content, `shown` is where it lies."""

    name: str
    version: str
    digest: str
    shown: str
    open: Callable[[Callable[[str], None]], list[Archive]]


class ReadPackage(NamedTuple):
    """`shown` says where it was read: ".venv", "a cached wheel"."""

    package: Package
    shown: str


class Exact:
    """`rules` say how packages are read. `environment` is the one that the configuration names, else those inside
    the project are looked through.

    `notes` say of each package that was there and could not be read why; `keep` writes down what was read.
    """

    def __init__(self, rules: SdkRules, environment: Path | None = None) -> None:
        self._rules = rules
        self._environment = environment
        self._found: dict[tuple[str, str, str], ReadPackage | None] = {}
        self._opened: list[_Opened] = []
        self._notes: list[str] = []

    def package(self, name: str, version: str, project: Path) -> ReadPackage | None:
        """None when this version is nowhere, or cannot be read."""
        held = self._held(name, version, project)
        if held is None:
            return None
        key = (held.name, held.version, held.digest)
        if key not in self._found:
            self._found[key] = self._read(held)
        return self._found[key]

    @property
    def notes(self) -> tuple[str, ...]:
        later = (
            f"{one.held.name} {one.held.version} in {one.held.shown}: {fault}; what it holds is not checked"
            for one in self._opened
            for fault in one.faults
        )
        return tuple(dict.fromkeys((*self._notes, *later)))

    def keep(self) -> None:
        for opened in self._opened:
            opened.keep()

    def _read(self, held: Held) -> ReadPackage | None:
        opened = _Opened(held, self._rules)
        try:
            index = opened.index()
        except DocumentError as error:
            self._notes.append(f"{error.message}; its calls are checked as if it were not there")
            return None
        self._opened.append(opened)
        return ReadPackage(Package(index, self._rules.of), held.shown)

    def _held(self, name: str, version: str, project: Path) -> Held | None:
        for found in self._installed(name, project):
            if _is(found.version, version):
                held = _held_in(found, self._rules)
                if held is not None:
                    return held
        cached = wheel_cache.find(name, version) if self._keeps(name, version, project) else None
        if cached is None:
            return None
        return Held(cached.name, version, cached.digest, "a cached wheel", lambda _: wheel_cache.open_cached(cached))

    def _keeps(self, name: str, version: str, project: Path) -> bool:
        """Whether the project itself was told to keep that release: what others brought is none of its own."""
        pins = (kept_packages.kept(normal(name), place) for place in places(project))
        return any(pin is not None and _is(pin.version, version) for pin in pins)

    def _installed(self, name: str, project: Path) -> Iterator[environments.Distribution]:
        if self._environment is not None:
            yield from environments.within(name, self._environment)
            return
        for place in places(project):
            yield from environments.installed(name, place)


def _is(one: str, other: str) -> bool:
    if one == other:
        return True
    from truthcheck.sdks.project.version_ranges import same

    return same(one, other)


def _held_in(found: environments.Distribution, rules: SdkRules) -> Held | None:
    """The distribution with the parts that its rules name; None when nothing says which files are its own."""
    digest = environments.digest(found)
    if not digest:
        return None
    parts = list(_parts(found, rules))
    together = " ".join((digest, *(environments.digest(part) for part in parts)))

    def open_all(fault: Callable[[str], None]) -> list[Archive]:
        from truthcheck.sdks.project import installed

        return [installed.open_installed(one, fault) for one in (found, *parts)]

    return Held(found.name, found.version, together, found.shown, open_all)


def _parts(found: environments.Distribution, rules: SdkRules) -> Iterator[environments.Distribution]:
    wanted = part_names(rules.page(found.name))
    if wanted:
        asked = {normal(name) for name in environments.requires(found)}
        for name in sorted(wanted & asked):
            yield from environments.at(name, found.info.parent, found.shown)


class _Opened:
    """One package in use: what is known of it from earlier runs, and its source, opened at the first new question."""

    def __init__(self, held: Held, rules: SdkRules) -> None:
        self.held = held
        self._rules = rules
        self.faults: list[str] = []
        self._index: LazyIndex | None = None
        said = rules.page(held.name).decode("utf-8", "replace") or " ".join(rules.http_modules())
        self._place = record_cache.place(held.name, held.version, held.digest, said)
        self._source: tuple[Mapping[str, Any], RecordSource] | None = None

    def index(self) -> LazyIndex:
        """Raises DocumentError when the package cannot be read, or not be judged."""
        stored = record_cache.load(self._place) if self._place else None
        header = stored.header if stored else self._read()[0]

        def known(key: str) -> Record | None:
            return stored.record(key) if stored else None

        self._index = LazyIndex(dict(header), known, self._reopened)
        return self._index

    def keep(self) -> None:
        index = self._index
        if index is not None and self._place is not None and index.fresh and not self.faults:
            record_cache.save(self._place, index.header, index.plain())

    def _reopened(self) -> RecordSource:
        try:
            return self._read()[1]
        except DocumentError as error:  # it is gone since its first names were read
            from truthcheck.sdks.project.lazy_index import LostSource

            self.faults.append(error.message)
            return LostSource()

    def _read(self) -> tuple[Mapping[str, Any], RecordSource]:
        if self._source is None:
            from truthcheck.sdks.project.package_source import opened

            known = self._index.header if self._index else None
            self._source = opened(self.held.open(self.faults.append), self._rules, self.faults.append, known)
        return self._source
