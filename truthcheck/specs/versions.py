"""What OLD and NEW of `specs diff` mean: a version that is kept or shipped, or a document."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from truthcheck.config import did_you_mean
from truthcheck.errors import SurfaceError
from truthcheck.specs.compiling import compiled
from truthcheck.specs.material import obtain
from truthcheck.surfaces.fetch import Unchanged
from truthcheck.surfaces.index import IndexSurface, open_file
from truthcheck.surfaces.lock import Entry
from truthcheck.surfaces.project_lock import Wish
from truthcheck.surfaces.store import Store


def pair(store: Store, provider: str, old: str, new: str) -> tuple[IndexSurface, IndexSurface]:
    """The two surfaces to compare. Without `old` the one before the present, without `new` the present one.

    Raises SurfaceError, saying which versions there are.
    """
    known = [entry for entry in store.entries() if entry.provider == provider and entry.kind != "known"]
    if not known:
        names = sorted({entry.provider for entry in store.entries()})
        raise SurfaceError(
            f"there is no surface of `{provider}`", did_you_mean(provider, names) or "run: truthcheck specs list"
        )
    first = _named(store, known, provider, old) if old else _before(store, known, provider)
    if new:
        return first, _named(store, known, provider, new)
    present = [entry for entry in known if entry.current]
    same = [entry for entry in present if entry.document == first.origin.document] or present
    return first, _open(store, same[0])


def _before(store: Store, known: list[Entry], provider: str) -> IndexSurface:
    older = [entry for entry in known if not entry.current]
    if not older:
        raise SurfaceError(f"there is no earlier version of `{provider}`", _versions(known))
    return _open(store, max(older, key=lambda entry: (entry.date, entry.version)))


def _named(store: Store, known: list[Entry], provider: str, word: str) -> IndexSurface:
    found = [e for e in known if word in (e.version, f"{e.document}@{e.version}", e.index[: max(8, len(word))])]
    if len(found) == 1:
        return _open(store, found[0])
    if found and len({entry.document for entry in found}) > 1:
        names = ", ".join(f"{e.document}@{e.version}" for e in found[:8])
        raise SurfaceError(f"several documents of {provider} have the version {word}", f"say which: {names}")
    if found:
        return _open(store, next((e for e in found if e.current), found[0]))
    if "://" in word or Path(word).is_file():
        return _document(provider, word, known)
    raise SurfaceError(f"`{word}` is no version of {provider} and no document", _versions(known))


def _versions(known: list[Entry]) -> str:
    return "versions are: " + ", ".join(dict.fromkeys(f"{e.document}@{e.version}" for e in known[:12]))


def _open(store: Store, entry: Entry) -> IndexSurface:
    return store.open(entry)


def _document(provider: str, word: str, known: list[Entry]) -> IndexSurface:
    """A document that is not kept, compiled for this comparison alone."""
    if word.endswith(".jsonl"):
        return open_file(Path(word))
    wish = Wish(provider, "url" if "://" in word else "file", word, known[0].hosts if len(known[0].hosts) == 1 else ())
    material = obtain(wish, Path(), lambda done, size: None)
    if isinstance(material, Unchanged):
        raise AssertionError("an unconditional request is answered with a document")
    made = compiled(wish, material, Path(), "")
    with TemporaryDirectory(prefix="truthcheck-") as folder:
        file = Path(folder) / "surface.jsonl"
        file.write_bytes(made.data)
        surface = open_file(file)
        assert surface.routes  # read while the file is there
    return surface
