"""What OLD and NEW of `specs diff` mean: a version that is kept or shipped, or a document."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from truthcheck.errors import SurfaceError
from truthcheck.sdks.rules.sdk_rulebook import SdkRules
from truthcheck.specs.compiling import compiled
from truthcheck.specs.material import obtain
from truthcheck.suggest import did_you_mean
from truthcheck.surfaces.fetch import Unchanged
from truthcheck.surfaces.index import IndexSurface, open_file
from truthcheck.surfaces.lock import LockEntry
from truthcheck.surfaces.project_lock import KeepWish
from truthcheck.surfaces.store import Store


def pair(store: Store, provider: str, old: str, new: str, rules: SdkRules) -> tuple[IndexSurface, IndexSurface]:
    """The two surfaces to compare. Without `old` the one before the present, without `new` the present one.

    `rules` say how a package is read. Raises SurfaceError, saying which versions there are.
    """
    versions = _Versions(store, provider, rules)
    first = versions.named(old) if old else versions.before()
    return first, versions.named(new) if new else versions.present(first.origin.document)


class _Versions:
    """What is known of one provider. Raises SurfaceError when nothing is."""

    def __init__(self, store: Store, provider: str, rules: SdkRules) -> None:
        self._store, self._provider, self._rules = store, provider, rules
        self._known = [entry for entry in store.entries() if entry.provider == provider and entry.kind != "known"]
        if not self._known:
            names = sorted({entry.provider for entry in store.entries()})
            hint = did_you_mean(provider, names) or "run: truthcheck specs list"
            raise SurfaceError(f"there is no surface of `{provider}`", hint)

    def before(self) -> IndexSurface:
        older = [entry for entry in self._known if not entry.current]
        if not older:
            raise SurfaceError(f"there is no earlier version of `{self._provider}`", self._listed())
        return self._store.open(max(older, key=lambda entry: (entry.date, entry.version)))

    def present(self, document: str) -> IndexSurface:
        """The one of this document, if it is among those in use."""
        present = [entry for entry in self._known if entry.current]
        return self._store.open(next((entry for entry in present if entry.document == document), present[0]))

    def named(self, word: str) -> IndexSurface:
        fitting = [entry for entry in self._known if _is_named(entry, word)]
        if len({entry.document for entry in fitting}) > 1:
            names = ", ".join(map(_name, fitting[:8]))
            raise SurfaceError(f"several documents of {self._provider} have the version {word}", f"say which: {names}")
        if fitting:
            return self._store.open(next((entry for entry in fitting if entry.current), fitting[0]))
        if "://" in word or Path(word).is_file():
            hosts = self._known[0].hosts
            return _document(self._provider, word, hosts if len(hosts) == 1 else (), self._rules)
        raise SurfaceError(f"`{word}` is no version of {self._provider} and no document", self._listed())

    def _listed(self) -> str:
        return "versions are: " + ", ".join(dict.fromkeys(map(_name, self._known[:12])))


def _name(entry: LockEntry) -> str:
    return f"{entry.document}@{entry.version}"


def _is_named(entry: LockEntry, word: str) -> bool:
    return word in (entry.version, _name(entry), entry.index[: max(8, len(word))])


def _document(provider: str, word: str, hosts: tuple[str, ...], rules: SdkRules) -> IndexSurface:
    """A document that is not kept, compiled for this comparison alone."""
    if word.endswith(".jsonl"):
        return open_file(Path(word))
    wish = KeepWish(provider, "url" if "://" in word else "file", word, hosts)
    material = obtain(wish, Path(), lambda done, size: None, rules)
    if isinstance(material, Unchanged):
        raise AssertionError("an unconditional request is answered with a document")
    made = compiled(wish, material, Path(), "", rules)
    with TemporaryDirectory(prefix="truthcheck-") as folder:
        file = Path(folder) / "surface.jsonl"
        file.write_bytes(made.data)
        surface = open_file(file)
        assert surface.routes  # read while the file is there
    return surface
