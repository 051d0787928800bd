"""Overlays: which places a target means, and what an action does there."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from measure import cpu_seconds, steps

from truthcheck.errors import DocumentError
from truthcheck.surfaces import overlay

DOCUMENT = {
    "paths": {
        "/a": {"get": {"tags": ["x"], "parameters": [{"name": "p"}, {"name": "q"}]}, "put": {"tags": ["y"]}},
        "/b": {"get": {"tags": ["x"], "summary": "old"}},
    },
    "info": {"version": "1", "odd'key": 1},
}


def changed(*actions: dict[str, Any]) -> tuple[dict[str, Any], tuple[str, ...]]:
    written = json.dumps({"overlay": "1.0.0", "actions": list(actions)}).encode()
    data, notes = overlay.apply(json.dumps(DOCUMENT).encode(), "doc.json", overlay.read(written, "fix.json"))
    return json.loads(data), notes


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("$.info.version", ["info"]),
        ("$['info']['odd\\'key']", ["info"]),
        ('$["paths"]["/a"].put', ["/a.put"]),
        ("$.paths.*.get", ["/a.get", "/b.get"]),
        ("$.paths[*][*]", ["/a.get", "/a.put", "/b.get"]),
        ("$..get", ["/a.get", "/b.get"]),
        ("$..parameters[?(@.name == 'q')]", ["q"]),
        ("$..parameters[?(@.name != 'q')]", ["p"]),
        ("$..parameters[?@.name=='q']", ["q"]),
        ("$..parameters[-1]", ["q"]),
        ("$..parameters[0]", ["p"]),
        ("$.paths.*[?(@.summary)]", ["/b.get"]),
        ("$..parameters[7]", []),
        ("$.nothing.at.all", []),
    ],
)
def test_targets(target: str, expected: list[str]) -> None:
    """Removing what is meant takes away exactly this."""
    left, notes = changed({"target": target, "remove": True})
    gone = []
    for path, item in DOCUMENT["paths"].items():
        gone += [f"{path}.{method}" for method in item if method not in left["paths"].get(path, {})]
    names = [p["name"] for p in left["paths"]["/a"].get("get", {}).get("parameters", ())]
    if "/a.get" not in gone:
        gone += [name for name in ("p", "q") if name not in names]
    gone += ["info"] if left["info"] != DOCUMENT["info"] else []
    assert gone == expected
    assert bool(notes) is (not expected)


def test_update_merges_objects_extends_lists_and_replaces_the_rest() -> None:
    left, _ = changed(
        {"target": "$.paths['/b'].get", "update": {"summary": "new", "tags": ["z"], "deprecated": True}},
        {"target": "$.paths['/a'].get.parameters", "update": {"name": "r"}},
    )
    assert left["paths"]["/b"]["get"] == {"summary": "new", "tags": ["x", "z"], "deprecated": True}
    assert [p["name"] for p in left["paths"]["/a"]["get"]["parameters"]] == ["p", "q", "r"]


def test_actions_follow_one_another() -> None:
    left, _ = changed({"target": "$.paths", "update": {"/c": {}}}, {"target": "$.paths['/c']", "update": {"get": {}}})
    assert left["paths"]["/c"] == {"get": {}}


def test_several_items_of_one_list_are_removed() -> None:
    left, _ = changed({"target": "$..parameters[*]", "remove": True})
    assert left["paths"]["/a"]["get"]["parameters"] == []


def test_what_yaml_aliases_share_is_changed_in_one_place() -> None:
    document = b"a: &x {get: {}}\nb: *x\n"
    actions = overlay.read(b"overlay: 1.0.0\nactions: [{target: $.a.get, update: {now: 1}}]", "fix.yaml")
    data, _ = overlay.apply(document, "doc.yaml", actions)
    assert json.loads(data) == {"a": {"get": {"now": 1}}, "b": {"get": {}}}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("overlay: 1.0.0", "list of `actions`"),
        ("openapi: 3.1.0\nactions: []", "is no overlay"),
        ("overlay: 1.0.0\nactions: [{remove: true}]", "actions[0]: target: expected"),
        ("overlay: 1.0.0\nactions: [{target: $.a}]", "expected `update`"),
        ("overlay: 1.0.0\nactions: [{target: paths, remove: true}]", "starts with $"),
        ("overlay: 1.0.0\nactions: [{target: '$.a[?(@.b > 1)]', remove: true}]", "cannot read"),
        ("overlay: 1.0.0\nactions: [{target: '$.a[1:2]', remove: true}]", "cannot read"),
    ],
)
def test_mistakes_name_the_action(text: str, says: str) -> None:
    with pytest.raises(DocumentError) as caught:
        overlay.read(text.encode(), "fix.yaml")
    assert caught.value.message.startswith("fix.yaml: ")
    assert says in caught.value.message


def test_removing_the_whole_document_is_refused() -> None:
    with pytest.raises(DocumentError):
        changed({"target": "$", "remove": True})


@pytest.mark.parametrize(
    "target", ["$" + "..*" * 30, "$['" + "\\\\" * 50_000, "$[?(@." + "a" * 50_000, "$" + ".a" * 20_000]
)
def test_hostile_targets_end(target: str) -> None:
    node: Any = 1
    for _ in range(9):
        node = {"a": node, "b": [node]}
    written = json.dumps({"overlay": "1.0.0", "actions": [{"target": target, "remove": True}]}).encode()
    document = json.dumps(node).encode()

    def act() -> None:
        with suppress(DocumentError):
            overlay.apply(document, "doc.json", overlay.read(written, "fix.json"))

    with cpu_seconds(below=30):
        assert steps(act) < 100 * (len(document) + len(written))
