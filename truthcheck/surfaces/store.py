"""Every surface at hand: the user's own first, then the shipped ones. Only what a call needs is opened."""

from __future__ import annotations

from pathlib import Path

from truthcheck.surfaces import lock
from truthcheck.surfaces.addresses import host_fits
from truthcheck.surfaces.index import IndexSurface
from truthcheck.surfaces.lock import PINNED, LockEntry


class Store:
    """Surfaces in `dirs`, the first folder that has a document winning over the later ones.

    What the project's `lock` pins comes before all of them, and stands in for what it replaces.
    """

    def __init__(self, dirs: tuple[Path, ...], lock: Path | None = None) -> None:
        self._dirs = dirs
        self._lock = lock
        self._entries: tuple[tuple[LockEntry, Path], ...] | None = None
        self._hosts: dict[str, str | None] = {}
        self._open: dict[str, tuple[IndexSurface, ...]] = {}

    def entries(self) -> tuple[LockEntry, ...]:
        """What there is, older versions included; of a document in several folders, the first folder's."""
        return tuple(entry for entry, _ in self._known())

    def provider_of(self, host: str) -> str | None:
        """Whose host this is, by exact name before pattern. Look-alikes are nobody's."""
        host = host.lower().rstrip(".")
        if host not in self._hosts:
            self._hosts[host] = self._provider(host)
        return self._hosts[host]

    def surfaces(self, provider: str) -> tuple[IndexSurface, ...]:
        """The current surfaces of a provider, none of them read yet; those that only excuse come last."""
        if provider not in self._open:
            own = [(e, folder) for e, folder in self._known() if e.provider == provider and e.current]
            # a package that describes no API is no surface: its members are read elsewhere
            chosen = [(e, folder) for e, folder in own if e.kind != "sdk" or e.operations]
            chosen.sort(key=lambda pair: pair[0].kind == "known")
            self._open[provider] = tuple(self._surface(entry, folder) for entry, folder in chosen)
        return self._open[provider]

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
        expected = entry.index if self._lock and folder == self._lock.parent / PINNED else ""
        return IndexSurface(entry.origin, entry.hosts, entry.bases, folder / entry.file, expected)

    def _provider(self, host: str) -> str | None:
        known = [entry for entry, _ in self._known()]
        exact = (entry.provider for entry in known if host in entry.hosts)
        pattern = (entry.provider for entry in known if host_fits(host, entry.hosts))
        return next(exact, None) or next(pattern, None)

    def _known(self) -> tuple[tuple[LockEntry, Path], ...]:
        if self._entries is None:
            found: list[tuple[LockEntry, Path]] = []
            taken: set[tuple[str, str]] = set()
            for folder in self._dirs:
                new = [(e, folder) for e in lock.load(folder) if (e.provider, e.document) not in taken]
                taken.update((e.provider, e.document) for e, _ in new)
                found.extend(new)
            self._entries = _with_pinned(self._lock, found) if self._lock else tuple(found)
        return self._entries


def _with_pinned(file: Path, others: list[tuple[LockEntry, Path]]) -> tuple[tuple[LockEntry, Path], ...]:
    from truthcheck.surfaces import project_lock

    pinned = project_lock.entries(file)
    kept = [(e, folder) for e, folder in others if not any(project_lock.replaces(p, e) for p, _ in pinned)]
    return (*pinned, *kept)
