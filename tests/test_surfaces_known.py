"""Endpoints that only a vendor's own package knows are real: never called unknown, never called verified."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from truthcheck import shipped
from truthcheck.model.reason import Reason, Why
from truthcheck.model.surface import Found, Match, NoMatch, NoMethod, NoPath, Operation, Origin
from truthcheck.model.value import Hole, Literal, Template, Text
from truthcheck.sdks.index.history_write import write as write_history
from truthcheck.surfaces import index, known, lock
from truthcheck.surfaces.lock import LockEntry
from truthcheck.surfaces.match import match
from truthcheck.surfaces.store import Store


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """A document with two operations, and two versions of a package that calls more."""
    origin = Origin("acme", "rest", "1", "", "openapi")
    operations = [Operation("GET", "/v1/users", pointer="/a"), Operation("GET", "/v1/users/{id}", pointer="/b")]
    (tmp_path / "acme").mkdir()
    (tmp_path / "acme/rest@1.jsonl").write_bytes(
        index.write(index.Facts(origin, ("api.acme.dev",), ("/v1",)), operations, {})
    )
    entry = LockEntry(
        "acme",
        "rest",
        "1",
        "",
        "openapi",
        "s",
        "",
        "MIT",
        "",
        "",
        2,
        ("api.acme.dev",),
        ("/v1",),
        True,
        "acme/rest@1.jsonl",
    )
    (tmp_path / lock.NAME).write_bytes(lock.dump([entry]))
    (tmp_path / "sdks").mkdir()
    write_history(
        tmp_path / "sdks" / "acme-sdk.history",
        (
            release("9.0.0", ["GET", "/users"], ["POST", "/agents/{agent}/runs?{query}"], ["DELETE", "/users/{id}"]),
            release(
                "10.0.0",
                ["GET", "/users"],
                ["POST", "/agents/{agent}/runs"],
                ["GET", "/{base_url}x"],
                ["POST", "https://x.dev"],
            ),
            release("11.0.0b1", ["POST", "/never/{id}"]),
        ),
    )
    return tmp_path


def release(version: str, *asks: list[str]) -> tuple[str, dict[str, str], dict[str, Any]]:
    header = {"package": "acme-sdk", "provider": "acme", "licence": "MIT"}
    record = {"m": {f"m{i}": {"p": [], "op": [ask]} for i, ask in enumerate(asks)}}
    return version, header, {"acme:Client": record}


def ask(cache: Path, method: str, *parts: Text | Hole) -> Match:
    path = Literal(parts[0].text) if len(parts) == 1 and isinstance(parts[0], Text) else Template(parts)
    return match(Store((cache,)).surfaces("acme"), method, "api.acme.dev", path)


def test_only_what_no_document_has_is_kept_of_the_newest_version(cache: Path) -> None:
    (entry,) = known.build(cache)
    assert (entry.kind, entry.version, entry.operations, entry.hosts) == ("known", "10.0.0", 1, ("api.acme.dev",))
    (surface,) = [s for s in Store((cache,)).surfaces("acme") if s.origin.kind == "known"]
    assert [(route.method, route.path) for route in surface.routes] == [("POST", "/v1/agents/{agent}/runs")]


def test_it_excuses_and_proves_nothing(cache: Path) -> None:
    runs = (Text("/v1/agents/"), Hole(Reason(Why.NOTHING_KNOWN), "whichever"), Text("/runs"))
    assert isinstance(ask(cache, "POST", *runs), NoPath)
    known.build(cache)
    assert ask(cache, "POST", *runs) == NoMatch(Reason(Why.KNOWN_TO_PACKAGE_ONLY, "acme-sdk 10.0.0"))
    assert isinstance(ask(cache, "DELETE", *runs), NoPath)
    assert isinstance(ask(cache, "POST", Text("/v1/agents")), NoPath)
    assert isinstance(ask(cache, "POST", Text("/v1/users")), NoMethod)
    assert isinstance(ask(cache, "GET", Text("/v1/users")), Found)


def test_building_again_changes_nothing(cache: Path) -> None:
    known.build(cache)
    first = {file: file.read_bytes() for file in cache.rglob("*.json*")}
    known.build(cache)
    assert {file: file.read_bytes() for file in cache.rglob("*.json*")} == first


def test_no_shipped_package_and_document_contradict_each_other() -> None:
    """What the present release of a package calls is described, named, or known: it is never refuted."""
    store, cache = Store((shipped.folder("specs_cache"),)), shipped.folder("specs_cache")
    provided = {entry.provider for entry in store.entries() if entry.current and entry.kind != known.KNOWN}
    checked = 0
    for package in (one for one in known.packages(cache / "sdks") if one.provider in provided):
        base, missing = known.undescribed(package, store)
        mine = [s for s in store.every(package.provider) if s.origin.kind == known.KNOWN]
        excused = {(route.method, route.path) for surface in mine for route in surface.routes}
        assert {(method, base + path) for method, path in missing} <= excused, package.name
        checked += len(package.asks)
    assert checked > 5_000


def test_what_only_a_shipped_package_calls_is_not_refuted() -> None:
    store = Store((shipped.folder("specs_cache"),))
    (surface,) = (s for s in store.every("square") if s.origin.kind == known.KNOWN)
    route = surface.routes[0]
    path = Literal(route.path.replace("{", "").replace("}", ""))
    answer = match(store.at(surface.hosts[0]), route.method, surface.hosts[0], path)
    assert isinstance(answer, NoMatch)
    assert "squareup" in answer.why.about
