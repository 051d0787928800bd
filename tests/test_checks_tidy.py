"""What all calls together show: contexts of one call are one call, one falsehood is told once."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_cases import store

from truthcheck.config import Config
from truthcheck.model.report import REFUTED, SUPPORTED, UNVERIFIED, Report
from truthcheck.pipeline import verify
from truthcheck.report.reasons import sentence

DOCUMENT = """
openapi: 3.0.3
info: {title: Acme, version: "1"}
servers: [{url: "https://api.acme-parcels.com/v1"}]
paths:
  /parcels:
    get:
      parameters:
        - {name: limit, in: query, schema: {type: integer}}
        - {name: state, in: query, schema: {type: string, enum: [open, sent]}}
      responses: {"200": {description: ""}}
"""
WRAPPER = """
import requests

def parcels(limit, state={default!r}):
    url = "https://api.acme-parcels.com/v1/parcels"
    return requests.get(url, params={{"limit": limit, "state": state}})

"""


def run(folder: Path, monkeypatch: pytest.MonkeyPatch, source: str, config: Config | None = None) -> Report:
    specs = store(folder / "specs", (DOCUMENT,))
    (folder / "shop.py").write_text(source, encoding="utf-8")
    monkeypatch.chdir(folder)
    return verify(("shop.py",), Config(specs=(specs,)) if config is None else config)


def test_callers_of_one_request_are_one_call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = WRAPPER.format(default="open") + "parcels(1)\nparcels(2, 'sent')\nparcels(3)\n"
    assert [c.verdict for c in run(tmp_path, monkeypatch, source).calls] == [SUPPORTED]


def test_one_false_caller_refutes_the_call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = WRAPPER.format(default="open") + "parcels(1)\nparcels(2, 'late')\nparcels(3, 'lost')\n"
    report = run(tmp_path, monkeypatch, source)
    assert [c.verdict for c in report.calls] == [REFUTED]
    assert [f.at.line for f in report.findings] == [9, 10]
    assert set(report.calls[0].findings) == set(report.findings)


def test_a_false_default_is_told_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = WRAPPER.format(default="late") + "parcels(1)\nparcels(2, 'late')\n"
    assert [f.at.line for f in run(tmp_path, monkeypatch, source).findings] == [4]


def test_a_rule_that_is_not_asked_for_makes_nothing_true(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = Config(specs=(tmp_path / "specs",), ignore=("invalid-value",))
    report = run(tmp_path, monkeypatch, WRAPPER.format(default="late") + "parcels(1)\n", config)
    assert not report.findings
    assert [c.verdict for c in report.calls] == [UNVERIFIED]


def test_old_evidence_refutes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = Config(specs=(tmp_path / "specs",), max_document_age_days=1)
    report = run(tmp_path, monkeypatch, WRAPPER.format(default="late") + "parcels(1)\n", config)
    assert not report.findings
    assert [sentence(reason) for reason in report.reasons()] == ["the document is older than the limit"]


REPLIES = """
openapi: 3.0.3
info: {title: Acme, version: "1"}
servers: [{url: "https://api.acme-parcels.com/v1"}]
paths:
  /runs:
    get: {responses: {"200": {description: "", content: {application/json: {schema: {
      type: object, properties: {runs: {type: array, items: {type: object}}}}}}}}}
  /jobs:
    get: {responses: {"200": {description: "", content: {application/json: {schema: {
      type: object, properties: {jobs: {type: array, items: {type: object}}}}}}}}}
"""
PAGES = """
import requests

def everything(kind):
    data = requests.get("https://api.acme-parcels.com/v1/" + kind).json()
    rows = data["runs"] if kind == "runs" else data["jobs"]
    return rows, data["total"]

everything("runs")
everything("jobs")
"""


def test_a_field_that_one_of_several_operations_has_is_read_for_that_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store(tmp_path / "specs", (REPLIES,))
    (tmp_path / "shop.py").write_text(PAGES, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    report = verify(("shop.py",), Config(specs=(tmp_path / "specs",)))
    assert {(finding.at.line, finding.rule) for finding in report.findings} == {(7, "unknown-response-field")}


TEAMS = """
import github

def team(org, slug):
    return org.get_team_by_slug(slug)

gh = github.Github()
team(gh.get_organization("acme"), "a")
team(gh.get_user(), "a")
"""


def test_a_member_that_the_object_of_one_caller_has(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "shop.py").write_text(TEAMS, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    report = verify(("shop.py",), Config())
    assert [c.verdict for c in report.calls if c.call.at.line == 5] == [SUPPORTED]
    assert not report.findings


def test_callers_of_a_false_wrapper_are_named_beside_its_one_finding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = 'import requests\nURL = "https://api.acme-parcels.com/v1"\n\n'
    wrapper = head + 'def parcel(id):\n    return requests.delete(f"{URL}/parcels/{id}/{id}")\n\n\n'
    report = run(tmp_path, monkeypatch, wrapper + "parcel(1)\nparcel(2)\n")
    assert [f.at.line for f in report.findings] == [5]
    assert [(word, at.line) for word, at in report.findings[0].related] == [
        ("also called from", 8),
        ("also called from", 9),
    ]
    assert {c.verdict for c in report.calls} == {REFUTED}


def test_what_each_caller_makes_false_is_told_at_each(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    head = 'import requests\nURL = "https://api.acme-parcels.com/v1"\n\n'
    wrapper = head + "def ask(path):\n    return requests.get(URL + path)\n\n\n"
    report = run(tmp_path, monkeypatch, wrapper + 'ask("/parcel")\nask("/parcells")\nask("/parcels")\n')
    assert [f.at.line for f in report.findings] == [8, 9]
