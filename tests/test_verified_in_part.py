"""What of a verified call nothing could check, and what is no matter of that: each in both directions."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_cases import store

from truthcheck.config import Config
from truthcheck.model.report import SUPPORTED, Report
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
        - {name: sort, in: query, schema: {type: string, x-extensible-enum: true, enum: [new, old]}}
        - {name: X-Acme-Depot, in: header, schema: {type: string}}
      responses: {"200": {description: ""}}
    post:
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                kind: {anyOf: [{type: string}, {type: string, enum: [box, bag]}]}
                until: {anyOf: [{type: string}, {type: string, enum: [never]}]}
                size: {anyOf: [{type: integer}, {type: string, enum: [small, big]}]}
                labels: {type: object, additionalProperties: true}
                extra: {type: object}
                weight: {type: number}
      responses: {"200": {description: "", content: {application/json: {schema: {
        type: object, properties: {id: {type: string}, more: {type: object}}, additionalProperties: false}}}}}
  /depots:
    get: {responses: {"204": {description: ""}}}
"""
URL = "https://api.acme-parcels.com/v1"
HEAD = f'import requests\nURL = "{URL}"\n'


def run(folder: Path, monkeypatch: pytest.MonkeyPatch, source: str) -> Report:
    specs = store(folder / "specs", (DOCUMENT,))
    (folder / "shop.py").write_text(HEAD + source, encoding="utf-8")
    monkeypatch.chdir(folder)
    return verify(("shop.py",), Config(specs=(specs,)))


OPEN = {
    'requests.get(URL + "/parcels", params={"sort": "nearest"})': "the value of `sort`",
    'requests.get(URL + "/parcels", headers={"X-Acme-Depoot": "x"})': "the name `X-Acme-Depoot`",
    'requests.get(URL + "/depots", params={"colour": 1})': "the name `colour`",
    'requests.post(URL + "/parcels", json={"kind": "bottle"})': "the value of `kind`",
    'requests.post(URL + "/parcels", json={"extra": {"a": 1}})': "what `extra` holds",
    'def f(**more): requests.post(URL + "/parcels", json=more)': "further names in the body",
    'def f(q): requests.get(URL + "/parcels", params=q)': "further names in the query",
    'def f(**more): requests.post(URL + "/parcels", **more)': "further names in the body",
    'requests.get(URL + "/parcels").json()["items"]': "the read of `items`",
    'requests.post(URL + "/parcels", json={"weight": 1}).json()["more"]["x"]': "the read of `more.x`",
}
WHOLE = (
    'requests.get(URL + "/parcels", params={"sort": "new"})',
    'def f(order): requests.get(URL + "/parcels", params={"sort": order})',
    'requests.get(URL + "/parcels", headers={"x-acme-depot": "x", "Accept": "*/*", "X-Api-Key": "k"})',
    'requests.get(URL + "/depots", params={})',
    'requests.post(URL + "/parcels", json={"kind": "bag", "until": "2026-01-01", "size": 5})',
    'requests.post(URL + "/parcels", json={"labels": {"a": {"b": 1}}})',
    'requests.post(URL + "/parcels", json={"weight": 1}).json()["id"]',
    'requests.get(URL + "/parcels").json().get("items")',
    'requests.get(URL + "/parcels").json()["error"]',
    'def f(w): requests.post(URL + "/parcels", json={"weight": w})\nf(1)',
)


@pytest.mark.parametrize(("source", "words"), OPEN.items())
def test_what_nothing_could_check_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str, words: str
) -> None:
    report = run(tmp_path, monkeypatch, source + "\n")
    assert [c.verdict for c in report.calls] == [SUPPORTED]
    assert [sentence(reason).partition(":")[0] for reason in report.left_open()] == [words]


@pytest.mark.parametrize("source", WHOLE)
def test_what_was_checked_or_is_no_claim_of_the_code_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str
) -> None:
    report = run(tmp_path, monkeypatch, source + "\n")
    assert [c.verdict for c in report.calls] == [SUPPORTED]
    assert not report.left_open()


@pytest.mark.parametrize(("callers", "in_part"), [("", 1), ("send(weight=1)\n", 0)])
def test_names_that_every_caller_writes_are_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, callers: str, in_part: int
) -> None:
    wrapper = 'def send(**more):\n    return requests.post(URL + "/parcels", json=more)\n\n\n'
    assert run(tmp_path, monkeypatch, wrapper + callers).in_part() == in_part


@pytest.mark.parametrize(
    ("call", "left"),
    [
        ('client.chat.completions.create(model="gpt-4o-ultra-9000", messages=[])', ["the value of `model`"]),
        ('client.chat.completions.create(model="gpt-4o", messages=[])', []),
        ("client.chat.completions.create(model=name, messages=[])", []),
        ('client.chat.completions.create(model="gpt-4o", messages=[], **more)', ["further names in the arguments"]),
        ('client.responses.create(model="gpt-4o", input="x", metadata={"a": "b"})', []),
    ],
)
def test_through_an_sdk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, left: list[str]) -> None:
    source = f"from openai import OpenAI\nclient = OpenAI()\n\n\ndef ask(name, **more):\n    return {call}\n"
    (tmp_path / "ask.py").write_text(source, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    report = verify(("ask.py",), Config())
    assert [c.verdict for c in report.calls] == [SUPPORTED]
    assert [sentence(reason).partition(":")[0] for reason in report.left_open()] == left


def test_headers_that_rule_data_knows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = 'import requests\nrequests.get("https://api.stripe.com/v1/charges", headers={"%s": "%s"})\n'
    monkeypatch.chdir(tmp_path)
    known = (("Stripe-Version", "2026-10-28.endive", 0), ("idempotency-key", "x", 0))
    for header, value, in_part in (*known, ("Stripe-Verzion", "x", 1), ("Stripe-Version", "2011-01-01", 1)):
        Path("pay.py").write_text(source % (header, value), encoding="utf-8")
        assert verify(("pay.py",), Config()).in_part() == in_part
