"""Schemas that inherit of one another, names that only replies hold, and words that are no numbers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from test_documents_age import YOUNG, shelf

from truthcheck.config import Config
from truthcheck.pipeline import verify

TEXT = {"type": "string"}
SCHEMAS = {
    "Message": {
        "type": "object",
        "required": ["kind"],
        "properties": {"kind": TEXT},
        "discriminator": {"propertyName": "kind", "mapping": {"text": "#/components/schemas/Text"}},
    },
    "Text": {"allOf": [{"$ref": "#/components/schemas/Message"}, {"required": ["text"], "properties": {"text": TEXT}}]},
    "Picture": {"allOf": [{"$ref": "#/components/schemas/Message"}, {"properties": {"address": TEXT}}]},
    "Kinds": {"oneOf": [{"properties": {"name": TEXT, "id": TEXT, "created": {**TEXT, "readOnly": True}}}]},
    "Marked": {
        "required": ["id", "name", "made"],
        "properties": {"id": TEXT, "name": TEXT, "made": {**TEXT, "readOnly": True}},
    },
}


def body(schema: object) -> dict[str, object]:
    content = {"application/json": {"schema": schema}}
    return {"post": {"requestBody": {"required": True, "content": content}, "responses": {}}}


def ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


PATHS = {
    "/push": body({"type": "object", "properties": {"messages": {"type": "array", "items": ref("Message")}}}),
    "/text": body(ref("Text")),
    "/replies": body({"required": ["id", "name", "created"], "allOf": [ref("Kinds")]}),
    "/marked": body(ref("Marked")),
    "/lists/{list_id}/tasks": {
        "get": {
            "parameters": [{"name": "list_id", "in": "path", "required": True, "schema": {"type": "integer"}}],
            "responses": {},
        }
    },
    "/search": {"get": {"parameters": [{"name": "q", "in": "query", "schema": TEXT}], "responses": {}}},
}


def said(tmp_path: Path, call: str) -> list[str]:
    specs = shelf(tmp_path / "specs", YOUNG, paths=PATHS, schemas=SCHEMAS)
    (tmp_path / "app.py").write_text(f"import httpx\n\nAPI = 'https://api.acme.dev'\nhttpx.{call}\n")
    report = verify((str(tmp_path / "app.py"),), Config(specs=(specs,)))
    assert len(report.calls) == 1
    return [f"{finding.rule} {finding.subject}" for finding in report.findings]


def push(message: object) -> str:
    return f"post(API + '/push', json={json.dumps({'messages': [message]})})"


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (push({"kind": "text", "text": "hi"}), []),
        (push({"kind": "Picture", "address": "a"}), []),
        (push({"kind": "text", "text": "hi", "txet": "hi"}), ["unknown-parameter txet"]),
        (push({"kind": "text", "text": "hi", "address": "a"}), ["unknown-parameter address"]),
        (push({"kind": "text"}), ["missing-parameter text"]),
        (push({"kind": "txt", "text": "hi"}), ["invalid-value kind"]),
        ("post(API + '/text', json={'text': 'hi'})", []),
        ("post(API + '/text', json={})", ["missing-parameter text"]),
        ("post(API + '/replies', json={'name': 'a'})", []),
        ("post(API + '/replies', json={'nmae': 'a'})", ["unknown-parameter nmae"]),
        ("post(API + '/marked', json={'name': 'a'})", []),
        ("post(API + '/marked', json={})", ["missing-parameter name"]),
        ("get(API + '/lists/archive/tasks')", ["invalid-type list_id"]),
        ("get(API + '/lists/12/tasks')", []),
        ("get(API + '/search', params={'q': 'a', 'api_key': 'k'})", []),
        ("get(API + '/search', params={'q': 'a', 'page_key': 'k'})", ["unknown-parameter page_key"]),
    ],
)
def test_what_a_schema_inherits_and_what_only_replies_hold(tmp_path: Path, call: str, expected: list[str]) -> None:
    assert said(tmp_path, call) == expected
