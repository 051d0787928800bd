"""A document is somebody else's input: whatever it holds, it is read or refused in bounds, and nothing is followed."""

from __future__ import annotations

import gzip
import json
import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from measure import cpu_seconds

from truthcheck.errors import DocumentError
from truthcheck.model.surface import Origin, Ref, Shape
from truthcheck.surfaces import archive, document, yaml_tree
from truthcheck.surfaces.compile import Compiled, Raw, compile
from truthcheck.surfaces.index import open_file
from truthcheck.surfaces.shapes import expand


@pytest.fixture(autouse=True)
def _no_network_and_in_bounds(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def refuse(*_: Any) -> None:
        raise AssertionError("a document opened a connection")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    with cpu_seconds(below=10):
        yield


def compiled(text: str | bytes, **known: Any) -> Compiled:
    data = text if isinstance(text, bytes) else text.encode()
    return compile(Raw(data, Origin("acme", "rest", "1", "", ""), "acme.yaml", hosts=("api.acme.dev",), **known))


HEAD = "openapi: 3.0.0\npaths: {}\n"
DEEP = 100_000


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            "a: &a [x,x,x,x,x,x,x,x,x,x]\n"
            + "".join(f"{n}: &{n} [{','.join(['*' + p] * 10)}]\n" for p, n in zip("abcdefgh", "bcdefghi", strict=True)),
            "aliases grow",
        ),
        ("a: &a [*a]\n" + HEAD, "holds itself"),
        (HEAD + "x: " + "[" * DEEP + "]" * DEEP, "nested"),
        (HEAD + "x:\n  " + "- " * DEEP + "y\n", "nested"),
        ('{"openapi": "3.0.0", "x": ' + '{"a":' * DEEP + "1" + "}" * DEEP + "}", "nested"),
        ('{"openapi": "3.0.0", "x": ' + "[" * DEEP + "]" * DEEP + "}", "nested"),
        ('{"openapi": "3.0.0", "paths": {"/a"', "is no JSON"),
        ('{"openapi": ' + "1" * 5000 + "}", "is no"),
        ("<!doctype html><html><body>Sign in</body></html>", "no API document"),
        ("", "no API document"),
        ("[1, 2]", "found a list"),
        ("a: b: c", "acme.yaml:1: is no YAML"),
        (bytes(range(256)), "is not text"),
        ("title: no document\n", "no `openapi`"),
        ('!!python/object/apply:os.system ["true"]', "no API document"),
    ],
)
def test_a_bad_document_is_refused_with_one_line(text: str | bytes, says: str) -> None:
    with pytest.raises(DocumentError) as caught:
        compiled(text)
    assert says in caught.value.message
    assert "\n" not in caught.value.message


@pytest.mark.parametrize(
    "ref",
    ["file:///etc/passwd", "/etc/passwd", "../../etc/passwd", "http://169.254.169.254/x", "//acme.dev/x", "x/../../y"],
)
def test_a_reference_outside_the_folder_is_not_followed(ref: str) -> None:
    asked: list[str] = []

    def beside(name: str) -> bytes | None:
        asked.append(name)
        return b"type: string"

    schema = {"content": {"application/json": {"schema": {"$ref": ref}}}}
    text = json.dumps({"openapi": "3.0.0", "paths": {"/a": {"post": {"requestBody": schema}}, "/b": {"$ref": ref}}})
    made = compiled(text, beside=beside)
    assert asked == []
    assert made.kept == 1
    assert any(note.startswith("external reference not followed") for note in made.notes)


def test_references_are_not_followed_at_all_unless_files_are_given() -> None:
    made = compiled("openapi: 3.0.0\npaths: {/a: {$ref: other.yaml}}")
    assert made.notes == ("external reference not followed: other.yaml", "describes no operation")


def test_references_in_a_circle_end() -> None:
    made = compiled("openapi: 3.0.0\npaths: {/a: {$ref: '#/paths/~1b'}, /b: {$ref: '#/paths/~1a'}}")
    assert any("circle" in note for note in made.notes)


def test_a_schema_nested_too_deeply_is_left_open() -> None:
    schema: dict[str, Any] = {}
    for _ in range(150):
        schema = {"properties": {"a": schema}}
    body = {"content": {"application/json": {"schema": schema}}}
    made = compiled(json.dumps({"openapi": "3.0.0", "paths": {"/a": {"post": {"requestBody": body}}}}))
    assert made.notes == ("schema nested more than 60 deep: left open",)


def test_a_union_that_explodes_is_the_open_shape(tmp_path: Path) -> None:
    schemas = {f"s{i}": {"allOf": [{"oneOf": [{"$ref": f"#/components/schemas/s{i + 1}"}] * 9}] * 9} for i in range(30)}
    answer = {"200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/s0"}}}}}
    text = json.dumps(
        {"openapi": "3.0.0", "paths": {"/a": {"get": {"responses": answer}}}, "components": {"schemas": schemas}}
    )
    file = tmp_path / "a.jsonl"
    file.write_bytes(compiled(text).data)
    assert all(replace(shape, pointer="") == Shape() for shape in expand(open_file(file), Ref("s0")))


def test_large_yaml_is_refused_early(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_tree, "MAX_EVENTS", 1000)
    with pytest.raises(DocumentError, match="YAML of more than 1,000 nodes"):
        compiled(HEAD + "x:\n" + "- {a: 1}\n" * 1000)


def test_a_packed_bomb_is_not_unpacked(tmp_path: Path) -> None:
    bomb = tmp_path / "a.json.gz"
    with gzip.open(bomb, "wb", compresslevel=1) as stream:
        for _ in range(80):
            stream.write(b" " * (1 << 20))
    with pytest.raises(DocumentError, match="larger than 40 MB"):
        document.read(bomb)


def test_a_damaged_archive_is_one_line(tmp_path: Path) -> None:
    file = tmp_path / "a.tar.xz"
    file.write_bytes(b"no archive")
    with pytest.raises(DocumentError, match=r"a\.tar\.xz"):
        archive.open_document(file, "root.yaml")


def test_values_of_a_document_cannot_run_code(tmp_path: Path) -> None:
    made = compiled(HEAD + "x: !!python/name:os.system\ny: !!python/object/apply:os.system [true]\n")
    assert made.kept == 0


def test_files_are_followed_only_when_asked_and_only_inside_the_folder(tmp_path: Path) -> None:
    (tmp_path / "secret.yaml").write_text("type: string")
    folder = tmp_path / "api"
    folder.mkdir()
    (folder / "inner.yaml").write_text("get: {}")
    (folder / "link.yaml").symlink_to(tmp_path / "secret.yaml")
    (folder / "root.yaml").write_text(
        "openapi: 3.0.0\npaths: {/a: {$ref: inner.yaml}, /b: {$ref: link.yaml}, /c: {$ref: ../secret.yaml}}"
    )
    for follow, kept in ((False, 0), (True, 1)):
        data, name, beside = archive.open_document(folder / "root.yaml", follow=follow)
        made = compile(Raw(data, Origin("acme", "rest", "1", "", ""), name, hosts=("api.acme.dev",), beside=beside))
        assert made.kept == kept
        assert "external reference not followed: link.yaml" in made.notes
