"""The store: whose host it is, and which surfaces are opened for it."""

from __future__ import annotations

from pathlib import Path

import pytest
from measure import steps

from truthcheck import shipped as data
from truthcheck.errors import SurfaceError
from truthcheck.model.surface import Operation
from truthcheck.surfaces import index, lock
from truthcheck.surfaces.addresses import host_fits
from truthcheck.surfaces.lock import LockEntry
from truthcheck.surfaces.store import Store


def shelve(folder: Path, *entries: LockEntry) -> Path:
    for entry in entries:
        file = folder / entry.file
        file.parent.mkdir(parents=True, exist_ok=True)
        facts = index.Facts(entry.origin, entry.hosts, entry.bases)
        file.write_bytes(index.write(facts, [Operation("GET", f"/{entry.version}", pointer="/p")], {}))
    (folder / lock.NAME).write_bytes(lock.dump(entries))
    return folder


def entry(provider: str, document: str, version: str, *hosts: str, current: bool = True) -> LockEntry:
    file = f"{provider}/{document}@{version}.jsonl"
    return LockEntry(provider, document, version, "", "openapi", "", "", "MIT", "", "", 1, hosts, ("",), current, file)


def test_hosts_belong_to_their_provider_and_look_alikes_to_nobody(tmp_path: Path) -> None:
    store = Store((shelve(tmp_path, entry("acme", "a", "1", "api.acme.dev"), entry("base", "a", "1", "*.base.co")),))
    assert store.provider_of("api.acme.dev") == "acme"
    assert store.provider_of("API.acme.dev.") == "acme"
    assert store.provider_of("xyz.base.co") == "base"
    for host in ("base.co", "api.acme.dev.evil.io", "notbase.co", "acme.dev", "api-acme.dev", ""):
        assert store.provider_of(host) is None


def test_an_exact_host_beats_a_pattern(tmp_path: Path) -> None:
    store = Store((shelve(tmp_path, entry("all", "a", "1", "*.acme.dev"), entry("one", "a", "1", "api.acme.dev")),))
    assert store.provider_of("api.acme.dev") == "one"


def test_only_current_surfaces_are_used_and_none_is_read_yet(tmp_path: Path) -> None:
    folder = shelve(tmp_path, entry("acme", "a", "2", "h.dev"), entry("acme", "a", "1", "h.dev", current=False))
    store = Store((folder,))
    (surface,) = store.surfaces("acme")
    (folder / "acme/a@2.jsonl").unlink()
    assert surface.origin.version == "2"
    assert store.surfaces("nobody") == ()
    older = store.version("acme", "a", "1")
    assert older is not None
    assert older.routes[0].path == "/1"
    assert [e.version for e in store.entries()] == ["1", "2"]


def test_the_users_folder_wins_document_by_document(tmp_path: Path) -> None:
    mine = shelve(tmp_path / "mine", entry("acme", "a", "9", "h.dev"))
    shipped = shelve(tmp_path / "shipped", entry("acme", "a", "1", "h.dev"), entry("acme", "b", "1", "h.dev"))
    store = Store((mine, shipped))
    assert [(s.origin.document, s.origin.version) for s in store.surfaces("acme")] == [("a", "9"), ("b", "1")]


def test_a_folder_without_a_lock_is_empty(tmp_path: Path) -> None:
    assert Store((tmp_path, tmp_path / "absent")).entries() == ()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "cannot be read as a lock"),
        ('{"truthcheck_lock": 7, "surfaces": []}', "format 7"),
        ('{"truthcheck_lock": 1, "surfaces": [{"provider": "acme"}]}', "a surface lacks"),
    ],
)
def test_a_broken_lock_is_one_clear_line(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "lock.json").write_text(text)
    with pytest.raises(SurfaceError, match=says):
        Store((tmp_path,)).provider_of("x")


def test_host_patterns() -> None:
    assert host_fits("a.b.acme.dev", ("*.acme.dev",))
    assert not host_fits(".acme.dev", ("*.acme.dev",))


def test_every_shipped_surface_opens_and_is_what_its_lock_says() -> None:
    folder = data.folder("specs_cache")
    entries = lock.load(folder)
    assert {"github", "stripe", "openai", "supabase", "twilio", "slack"} <= {e.provider for e in entries}
    for one in entries:
        header = index.open_file(folder / one.file)
        assert (header.origin, header.hosts, header.bases) == (one.origin, one.hosts, one.bases)


def test_a_surface_opens_in_proportion_and_answers_whatever_its_size() -> None:
    """50 ms for the largest and 1 ms for a look-up on an idle machine are 10 steps a route and 1,000 for one answer."""
    folder = data.folder("specs_cache")
    for entry in lock.load(folder):
        surface = index.open_file(folder / entry.file)
        opening = steps(lambda: surface.routes)  # noqa: B023
        assert opening < 100 + 10 * len(surface.routes), entry.file
        if surface.routes:
            middle = surface.routes[len(surface.routes) // 2]
            assert steps(lambda: surface.operation(middle)) < 1_000, entry.file  # noqa: B023
