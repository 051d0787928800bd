"""`--validate`: a hostile document gets no further than any other, and its faults are told with their places."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from typing import Any

import pytest

from truthcheck.cli import boundary
from truthcheck.errors import DocumentError
from truthcheck.specs import validity
from truthcheck.specs.material import Material
from truthcheck.surfaces import bundle as bundles
from truthcheck.surfaces.bundle import bundle
from truthcheck.surfaces.project_lock import KeepWish
from truthcheck.surfaces.refs import Documents

HEAD: dict[str, Any] = {"openapi": "3.0.3", "info": {"title": "Acme", "version": "1"}}
FINE = {"200": {"description": ""}}


def documents(root: dict[str, Any], **files: Any) -> Documents:
    return Documents({**HEAD, **root}, "api.yaml", lambda name: _bytes(files, name))


def _bytes(files: dict[str, Any], name: str) -> bytes | None:
    return json.dumps(files[name]).encode() if name in files else None


def faults(root: dict[str, Any], **files: Any) -> tuple[str, ...]:
    data = json.dumps({**HEAD, **root}).encode()
    material = Material(data, "api.yaml", data, beside=lambda name: _bytes(files, name))
    return validity.faults(KeepWish("acme", "file", "api.yaml"), material, Path())


def references(node: Any) -> list[str]:
    if isinstance(node, list):
        return [ref for inner in node for ref in references(inner)]
    if not isinstance(node, dict):
        return []
    own = [node["$ref"]] if isinstance(node.get("$ref"), str) else []
    return own + [ref for inner in node.values() for ref in references(inner)]


def test_every_reference_of_a_bundle_leads_inside_it() -> None:
    pet = {"properties": {"owner": {"$ref": "people#/Owner"}, "$ref": {"type": "string"}}}
    owner = {"properties": {"pets": {"type": "array", "items": {"$ref": "pets#/Pet"}}, "own": {"$ref": "api.yaml#/x"}}}
    answer = {"200": {"description": "", "content": {"a/b": {"schema": {"$ref": "pets#/Pet"}}}}}
    root = documents(
        {"paths": {"/pets": {"$ref": "path"}}, "x": {}}, path={"get": {"responses": answer}}, pets={"Pet": pet},
        people={"Owner": owner},
    )  # fmt: skip
    whole = bundle(root)
    assert whole.tree["paths"]["/pets"]["get"]["responses"]["200"]["description"] == ""
    assert sorted(set(references(whole.tree))) == [
        "#/components/schemas/beside.1.Pet", "#/components/schemas/beside.2.Owner", "#/x",
    ]  # fmt: skip
    assert whole.labels["components", "schemas", "beside.1.Pet"] == "pets#/Pet"
    assert not root.notes


def test_files_that_refer_to_one_another_too_often_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each item of a file stands twice for the one of the next: 2 to the 40th in all."""
    monkeypatch.setattr(bundles, "MAX_NODES", 20_000)
    files = {f"f{n}": {"a": {"$ref": f"f{n + 1}"}, "b": {"$ref": f"f{n + 1}"}} for n in range(40)}
    with pytest.raises(DocumentError, match="too often"):
        bundle(documents({"paths": {"/a": {"$ref": "f0"}}}, **files))


def test_a_circle_of_files_ends() -> None:
    whole = bundle(documents({"paths": {"/a": {"$ref": "f"}}}, f={"get": {"$ref": "f"}}))
    assert whole.tree["paths"] == {"/a": {"get": {}}}


@pytest.mark.parametrize("ref", ["../secret.yaml", "http://169.254.169.254/x", "file:///etc/passwd", "none.yaml"])
def test_nothing_is_validated_that_refers_elsewhere(ref: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> None:
        raise AssertionError("a document opened a connection, or was handed to prance")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(validity, "_judged", refuse)
    assert faults({"paths": {"/a": {"$ref": ref}}}) == (f"not validated: external reference not followed: {ref}",)


def test_each_fault_is_told_with_its_place() -> None:
    parameter = {"name": "id", "in": "pth", "schema": {}}
    told = faults({"paths": {"/a": {"get": {"parameters": [parameter], "responses": FINE}}}, "servers": {}})
    assert "no valid OpenAPI: servers: {} is not of type 'array'" in told
    assert any(line.startswith("no valid OpenAPI: paths./a.get.parameters.0") for line in told)


def test_a_reference_that_dangles_is_told_without_the_whole_document() -> None:
    answer = {"200": {"description": "", "content": {"a/b": {"schema": {"$ref": "#/components/schemas/No"}}}}}
    (line,) = faults({"paths": {"/a": {"get": {"responses": answer}}}})
    assert line == "no valid OpenAPI: '/components/schemas/No' does not exist"


def test_the_number_of_faults_is_bounded() -> None:
    told = faults({"paths": {f"/{number}": {"get": {"responses": number}} for number in range(100)}})
    assert len(told) == validity.MOST


def test_a_pattern_that_takes_for_ever_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(validity, "_SECONDS", 3.0)
    endless = {"type": "string", "pattern": "^(a+)+$", "default": "a" * 60 + "!"}
    told = faults({"paths": {}, "components": {"schemas": {"A": endless}}})
    assert told == ("not validated: takes longer than 3 s",)


def test_without_the_extra_it_is_said_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(validity, "find_spec", lambda name: None)
    (tmp_path / "api.json").write_text("{}")
    assert boundary.run(["specs", "add", "acme", "api.json", "--validate"]) == 2
    assert 'pip install "api-truthcheck[documents]"' in capsys.readouterr().err
    assert not (tmp_path / "truthcheck.lock").exists()
