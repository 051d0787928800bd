"""What a document lacks is as sure as its worth, its age and its API's pace make it: the tables of ADR 15."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from truthcheck.config import Config
from truthcheck.model.surface import Origin
from truthcheck.pipeline import verify
from truthcheck.surfaces import lock
from truthcheck.surfaces.compile import Raw, compile

YOUNG, AGED, OLD, UNDATED = "2026-10-01", "2025-12-01", "2018-11-10", ""
OK = {"responses": {"200": {"description": ""}}}
BODY = {"type": "object", "additionalProperties": False, "properties": {"name": {"type": "string"}, "kind": {}}}
PATHS = {
    "/lamps": {"get": OK, "post": {**OK, "requestBody": {"content": {"application/json": {"schema": BODY}}}}},
    "/lamps/{lamp}": {"get": OK},
    "/v3/search": {"get": OK},
    "/wires": {"get": OK},
}


def shelf(
    folder: Path, date: str, worth: str = "complete", paths: object = PATHS, name: str = "rest", schemas: object = None
) -> Path:
    """A folder with the surface of one document on api.acme.dev, whose provider changes weekly."""
    servers, components = [{"url": "https://api.acme.dev"}], {"schemas": schemas or {}}
    document = json.dumps({"openapi": "3.1.0", "servers": servers, "paths": paths, "components": components})
    done = compile(Raw(document.encode(), Origin("acme", name, "1", date, "openapi", worth=worth), "acme.json"))
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.jsonl").write_bytes(done.data)
    facts = ("acme", name, "1", date, "openapi", "", "", "", "", "", done.kept)
    entry = lock.LockEntry(*facts, done.facts.hosts, done.facts.bases, True, f"{name}.jsonl", worth)
    (folder / lock.NAME).write_bytes(lock.dump([*lock.load(folder), entry]))
    return folder


@pytest.fixture
def pace(tmp_path: Path) -> Path:
    rules = tmp_path / "rules"
    (rules / "providers").mkdir(parents=True)
    (rules / "providers/acme.toml").write_text('id = "acme"\nhosts = ["api.acme.dev"]\npace = "monthly"\n')
    return rules


def said(tmp_path: Path, specs: Path, rules: Path, call: str) -> str:
    """ "certain", "likely", or the verdict of the one call."""
    source = tmp_path / "app.py"
    source.write_text(f"import httpx\n\nAPI = 'https://api.acme.dev'\nhttpx.{call}\n")
    report = verify((str(source),), Config(specs=(specs,), rules=(rules,)))
    (checked,) = report.calls
    return report.findings[0].confidence if report.findings else checked.verdict


MISSPELT, NEAR, STRANGE = "get(API + '/lamp')", "get(API + '/lamp-groups')", "get(API + '/gadgets')"
LONGER, LONGER_MISSPELT = "get(API + '/lamps/7/states')", "get(API + '/lampz/7')"
METHOD, WORD = "delete(API + '/wires')", "post(API + '/lamps/bulkfetch')"
FIELD, SLIP = "post(API + '/lamps', json={'colour': 'red'})", "post(API + '/lamps', json={'names': 'a'})"
VERSION, SUFFIX = "get(API + '/v4/search')", "get(API + '/lamps.json')"


@pytest.mark.parametrize(
    ("call", "row"),
    [
        (MISSPELT, ("certain", "likely", "likely", "likely")),
        (NEAR, ("certain", "likely", "unverified", "unverified")),
        (STRANGE, ("certain", "unverified", "unverified", "unverified")),
        (LONGER, ("likely", "unverified", "unverified", "unverified")),
        (LONGER_MISSPELT, ("certain", "likely", "likely", "likely")),
        (VERSION, ("unverified",) * 4),
        (SUFFIX, ("unverified",) * 4),
        (METHOD, ("certain", "likely", "unverified", "unverified")),
        (WORD, ("likely", "unverified", "unverified", "unverified")),
        (FIELD, ("certain", "likely", "unverified", "unverified")),
        (SLIP, ("certain", "likely", "likely", "likely")),
        ("get(API + '/lamps/7')", ("supported",) * 4),
        ("post(API + '/lamps', json={'name': 'a'})", ("supported",) * 4),
    ],
)
def test_what_is_absent_is_as_sure_as_the_document_is_young(
    tmp_path: Path, pace: Path, call: str, row: Sequence[str]
) -> None:
    for date, expected in zip((YOUNG, AGED, OLD, UNDATED), row, strict=True):
        assert said(tmp_path, shelf(tmp_path / f"s{date}", date), pace, call) == expected, date


@pytest.mark.parametrize(
    ("worth", "endpoint", "field", "true"),
    [
        ("partial", "unverified", "certain", "supported"),
        ("names", "certain", "supported", "supported"),
        ("sketch", "unverified", "supported", "supported"),
    ],
)
def test_a_document_of_less_worth_proves_less(
    tmp_path: Path, pace: Path, worth: str, endpoint: str, field: str, true: str
) -> None:
    specs = shelf(tmp_path / "s", YOUNG, worth)
    assert said(tmp_path, specs, pace, MISSPELT) == endpoint
    assert said(tmp_path, specs, pace, FIELD) == field
    assert said(tmp_path, specs, pace, "get(API + '/wires')") == true


def test_two_documents_are_one_for_existence_and_the_best_of_them_proves(tmp_path: Path, pace: Path) -> None:
    """An old document beside a young one that only names: what neither has is absent, what one describes is judged."""
    specs = shelf(tmp_path / "s", OLD)
    shelf(specs, YOUNG, "names", {**PATHS, "/gadgets": {"get": OK}}, "list")
    assert said(tmp_path, specs, pace, STRANGE) == "supported", "it is named"
    assert said(tmp_path, specs, pace, MISSPELT) == "certain", "the young list lacks it"
    assert said(tmp_path, specs, pace, SLIP) == "likely", "the old document describes the body"
    assert said(tmp_path, specs, pace, "get(API + '/wires')") == "supported"


def test_the_day_of_the_run_decides(tmp_path: Path, pace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    specs = shelf(tmp_path / "s", YOUNG)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(2_000_000_000))  # 2033
    assert said(tmp_path, specs, pace, STRANGE) == "unverified"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(1_791_000_000))  # 2026
    assert said(tmp_path, specs, pace, STRANGE) == "certain"
