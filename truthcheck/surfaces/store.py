"""Every surface at hand: the user's own first, then the shipped ones. Only what a call needs is opened."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeAlias

from truthcheck.model.noun import replace
from truthcheck.surfaces import lock
from truthcheck.surfaces.addresses import host_fits
from truthcheck.surfaces.index import IndexSurface
from truthcheck.surfaces.lock import PINNED, LockEntry

NAMING_ONLY = ("names", "sketch")  # worths of documents that say of an operation only that there is one
_Place: TypeAlias = "tuple[LockEntry, Path]"  # with the folder that its file lies in


class Store:
    """Surfaces in `dirs`, the first folder that has a document winning over the later ones.

    What the project's `lock` pins comes before all of them, and stands in for what it replaces.
    """

    def __init__(self, dirs: tuple[Path, ...], lock: Path | None = None) -> None:
        self._dirs = dirs
        self._lock = lock
        self._all: tuple[_Place, ...] | None = None
        self._entries: tuple[_Place, ...] | None = None
        self._hosts: dict[str, str | None] = {}
        self._at: dict[str, tuple[IndexSurface, ...]] = {}
        self._open: dict[str, tuple[IndexSurface, ...]] = {}
        self._made: dict[_Place, IndexSurface] = {}

    def entries(self) -> tuple[LockEntry, ...]:
        """What there is, older versions included; of a document in several folders, the first folder's."""
        return tuple(entry for entry, _ in self._known())

    def provider_of(self, host: str) -> str | None:
        """Whose host this is, by exact name before pattern. Look-alikes are nobody's."""
        host = host.lower().rstrip(".")
        if host not in self._hosts:
            self._hosts[host] = _provider(host, self._known())
        return self._hosts[host]

    def surfaces(self, provider: str) -> tuple[IndexSurface, ...]:
        """The current surfaces of a provider that describe its operations, none of them read yet; those that only
        excuse come last."""
        if provider not in self._open:
            every = self.every(provider)
            self._open[provider] = tuple(one for one in every if one.origin.worth not in NAMING_ONLY)
        return self._open[provider]

    def every(self, provider: str) -> tuple[IndexSurface, ...]:
        """The same with those that only name operations."""
        return self._current(provider, self._known())

    def at(self, host: str) -> tuple[IndexSurface, ...]:
        """Every current surface that speaks for a host, none of them read yet: those of whatever name that the project
        keeps, then the shipped ones of the provider whose host it is. What is pinned stands beside what it replaces."""
        host = host.lower().rstrip(".")
        if host not in self._at:
            pinned = [place for place in self._everything() if self._is_pinned(place[1])]
            others = [place for place in self._everything() if not self._is_pinned(place[1])]
            whose = _provider(host, others)
            own = [self._surface(*place) for place in pinned if _speaks(place[0]) and host_fits(host, place[0].hosts)]
            self._at[host] = (*own, *self._current(whose, others)) if whose else tuple(own)
        return self._at[host]

    def _current(self, provider: str, places: Iterable[_Place]) -> tuple[IndexSurface, ...]:
        chosen = [place for place in places if place[0].provider == provider and _speaks(place[0])]
        chosen.sort(key=lambda place: place[0].kind == "known")
        return tuple(self._surface(entry, folder) for entry, folder in chosen)

    def of_version(self, provider: str, version: str) -> tuple[IndexSurface, ...]:
        """The surfaces of one version of an API, current or not."""
        places = (place for place in self._known() if (place[0].provider, place[0].version) == (provider, version))
        return tuple(self._surface(*place) for place in places if place[0].kind != "known")

    def version(self, provider: str, document: str, version: str) -> IndexSurface | None:
        """One version of a document, current or not."""
        for entry, folder in self._known():
            if (entry.provider, entry.document, entry.version) == (provider, document, version):
                return self._surface(entry, folder)
        return None

    def open(self, entry: LockEntry) -> IndexSurface:
        """The surface of one of `entries`."""
        return next(self._surface(one, folder) for one, folder in self._known() if one == entry)

    def _surface(self, entry: LockEntry, folder: Path) -> IndexSurface:
        """Pinned content must be what the lock says; shipped files are the installer's matter."""
        place = (entry, folder)
        if place not in self._made:
            pinned = self._is_pinned(folder)
            origin = replace(entry.origin, own=True) if pinned else entry.origin
            index = entry.index if pinned else ""
            self._made[place] = IndexSurface(origin, entry.hosts, entry.bases, folder / entry.file, index)
        return self._made[place]

    def _is_pinned(self, folder: Path) -> bool:
        return self._lock is not None and folder == self._lock.parent / PINNED

    def _known(self) -> tuple[_Place, ...]:
        """What is in use, without what is pinned anew."""
        if self._entries is None:
            self._entries = _with_pinned(self._everything(), self._is_pinned) if self._lock else self._everything()
        return self._entries

    def _everything(self) -> tuple[_Place, ...]:
        if self._all is None:
            found: list[_Place] = []
            taken: set[tuple[str, str]] = set()
            for folder in self._dirs:
                new = [(e, folder) for e in lock.load(folder) if (e.provider, e.document) not in taken]
                taken.update((e.provider, e.document) for e, _ in new)
                found.extend(new)
            self._all = (*_pinned(self._lock), *found) if self._lock else tuple(found)
        return self._all


def _speaks(entry: LockEntry) -> bool:
    """Whether it is a surface in use: a package that describes no API is none, its members are read elsewhere."""
    return entry.current and (entry.kind != "sdk" or bool(entry.operations))


def _provider(host: str, places: Iterable[_Place]) -> str | None:
    known = [entry for entry, _ in places]
    exact = (entry.provider for entry in known if host in entry.hosts)
    pattern = (entry.provider for entry in known if host_fits(host, entry.hosts))
    return next(exact, None) or next(pattern, None)


def _pinned(file: Path) -> tuple[_Place, ...]:
    from truthcheck.surfaces import project_lock

    return project_lock.entries(file)


def _with_pinned(places: tuple[_Place, ...], is_pinned: Callable[[Path], bool]) -> tuple[_Place, ...]:
    from truthcheck.surfaces import project_lock

    pinned = [place for place in places if is_pinned(place[1])]
    others = [place for place in places if not is_pinned(place[1])]
    return (*pinned, *(o for o in others if not any(project_lock.replaces(p, o[0]) for p, _ in pinned)))
