"""What a pinned surface does to `verify`, and what comparing two versions says."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from surfaces_made import make

from truthcheck.cli import boundary
from truthcheck.specs.difference import Change, differences
from truthcheck.surfaces import project_lock
from truthcheck.surfaces.lock import load

ISSUES = "GET /repos/{owner}/{repo}/issues"


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def run(*words: str) -> int:
    return boundary.run(list(words))


def document(**paths: object) -> str:
    return json.dumps({"openapi": "3.1.0", "info": {"version": "1"}, "paths": {f"/{k}": v for k, v in paths.items()}})


GET = {"get": {"responses": {}}}


def test_a_pin_stands_beside_the_shipped_document_of_its_host(tmp_path: Path) -> None:
    """What either has exists; of what both have, the pinned one decides."""
    source = "import httpx\n\n" + "".join(f'httpx.get("https://api.github.com/{name}")\n' for name in ("mine", "zen"))
    (tmp_path / "app.py").write_text(source)
    (tmp_path / "api.json").write_text(document(mine=GET))
    assert run("verify", "app.py") == 1, "nobody has /mine"
    assert run("specs", "add", "github", "api.json", "--host", "api.github.com") == 0
    assert run("verify", "app.py", "--strict") == 0, "/mine is pinned, /zen is shipped"
    wanted = {"get": {"parameters": [{"name": "koan", "in": "query", "required": True}], "responses": {}}}
    (tmp_path / "api.json").write_text(document(mine=GET, zen=wanted))
    assert run("specs", "update", "github") == 0
    assert run("verify", "app.py") == 1, "the pinned document wants a koan of /zen"


def test_another_host_or_base_leaves_the_shipped_document_alone() -> None:
    entries = [entry for entry in load(_shipped()) if entry.provider == "stripe" and entry.current]
    shipped = next(entry for entry in entries if "/v1" in entry.bases)
    shipped = replace(shipped, bases=("/v1",))
    mine = replace(shipped, document="stripe")
    assert project_lock.replaces(mine, shipped)
    assert not project_lock.replaces(replace(mine, hosts=("localhost",)), shipped)
    assert not project_lock.replaces(replace(mine, bases=("/v3",)), shipped)
    assert not project_lock.replaces(replace(mine, bases=("/v10",)), shipped)
    assert not project_lock.replaces(replace(mine, provider="other"), shipped)
    assert not project_lock.replaces(replace(mine, current=False), shipped)


def _shipped() -> Path:
    from truthcheck.shipped import folder

    return folder("specs_cache")


def test_an_old_document_is_said_aloud(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "truthcheck.toml").write_text("max-document-age-days = 30\n")
    (tmp_path / "app.py").write_text("")
    (tmp_path / "api.json").write_text(document(mine=GET))
    assert run("specs", "add", "acme", "api.json", "--host", "api.acme.dev") == 0
    run("verify", "app.py")
    assert "days old" not in capsys.readouterr().out
    lock = tmp_path / "truthcheck.lock"
    lock.write_text(lock.read_text().replace(project_lock.load(lock)[0].fetched, "2020-01-01"))
    run("verify", "app.py")
    assert "days old, the limit is 30; run: truthcheck specs update acme" in capsys.readouterr().out


def test_the_lock_is_found_from_a_folder_below(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "api.json").write_text(document(mine=GET))
    assert run("specs", "add", "acme", "api.json", "--host", "api.acme.dev") == 0
    (tmp_path / "src").mkdir()
    (tmp_path / "src/app.py").write_text('import httpx\n\nhttpx.get("https://api.acme.dev/yours")\n')
    monkeypatch.chdir(tmp_path / "src")
    assert run("verify", "app.py") == 1
    monkeypatch.chdir(tmp_path.parent)
    assert run("verify", str(tmp_path / "src")) == 1


def test_a_lock_survives_reading_and_writing(tmp_path: Path) -> None:
    (tmp_path / "api.json").write_text(document(mine=GET))
    (tmp_path / "fix.json").write_text('{"overlay": "1.0.0", "actions": []}')
    assert run("specs", "add", "acme", "api.json", "--host", "a.dev", "--overlay", "fix.json", "--follow") == 0
    data = (tmp_path / "truthcheck.lock").read_bytes()
    pins = project_lock.load(tmp_path / "truthcheck.lock")
    assert project_lock.dump(reversed(pins)) == data
    assert (pins[0].wish.overlays, pins[0].wish.follow) == (("fix.json",), True)
    (tmp_path / "fix.json").write_text(
        '{"overlay": "1.0.0", "actions": [{"target": "$.paths", "update": {"/new": {}}}]}'
    )
    assert run("specs", "check") == 2, "an overlay that changed is told"
    assert run("specs", "update") == 0
    assert run("specs", "check") == 0


def test_references_beside_the_document_are_followed_only_when_asked(tmp_path: Path) -> None:
    operation = {"get": {"parameters": [{"$ref": "parts.json#/limit"}], "responses": {}}}
    (tmp_path / "api.json").write_text(document(mine=operation))
    (tmp_path / "parts.json").write_text('{"limit": {"name": "limit", "in": "query", "required": true, "schema": {}}}')
    (tmp_path / "app.py").write_text('import httpx\n\nhttpx.get("https://a.dev/mine", params={"limit": 1})\n')
    assert run("specs", "add", "acme", "api.json", "--host", "a.dev") == 0
    code = run("verify", "app.py")
    assert run("specs", "add", "acme", "api.json", "--host", "a.dev", "--follow", "--force") == 0
    assert run("verify", "app.py") == 0
    (tmp_path / "app.py").write_text('import httpx\n\nhttpx.get("https://a.dev/mine", params={})\n')
    assert run("verify", "app.py") == 1, f"the parameter is known now (before: {code})"


HEAD = "openapi: 3.1.0\npaths:\n"
OLD = """\
  /gone: {get: {responses: {}}}
  /things:
    post:
      parameters:
        - {name: kind, in: query, schema: {type: string, enum: [a, b]}}
        - {name: old, in: query, schema: {type: string}}
      requestBody: {content: {application/json: {schema: {type: object, properties: {size: {type: integer}}}}}}
      responses: {"200": {content: {application/json: {schema: {type: object, properties: {id: {type: string}, owner: {type: object, properties: {name: {type: string}}}}}}}}}
"""  # noqa: E501
NEW = """\
  /came: {get: {responses: {}}}
  /things:
    post:
      deprecated: true
      parameters:
        - {name: kind, in: query, required: true, schema: {type: string, enum: [b, c]}}
        - {name: must, in: query, required: true, schema: {type: string}}
      requestBody: {content: {application/json: {schema: {type: object, properties: {size: {type: string}}}}}}
      responses: {"200": {content: {application/json: {schema: {type: object, properties: {id: {type: string}}}}}}}
"""


def test_differences(tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    (tmp_path / "new").mkdir()
    old, new = make(tmp_path / "old", HEAD + OLD).surface, make(tmp_path / "new", HEAD + NEW).surface
    things = "POST /things"
    assert list(differences(old, new)) == [
        Change("GET /came", "added", "", False),
        Change("GET /gone", "removed", "", True),
        Change(things, "changed", "is deprecated", False),
        Change(things, "removed", "parameter old (query)", True),
        Change(things, "added", "parameter must (query), required", True),
        Change(things, "changed", "parameter kind (query) is required now", True),
        Change(things, "removed", "parameter kind (query): value 'a'", True),
        Change(things, "added", "parameter kind (query): value 'c'", False),
        Change(things, "changed", "body field size: integer became string", True),
        Change(things, "removed", "reply field owner", True),
    ]
    assert not list(differences(old, old))
