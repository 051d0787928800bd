"""openapi-core as the oracle: it validates whole, concrete requests, so on those we must agree with it.

What it accepts we must not call certainly false; what it rejects in a closed body we must find. Its known holes are
left out of the document: deepObject arrays, discriminators, unknown query parameters. A name that an open object does
not list passes the oracle, and is "likely" false to us: that is meant. So is our silence where each member of a oneOf
is broken in a way of its own: no single fact is false for all of them.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openapi_core import OpenAPI
from openapi_core.exceptions import OpenAPIError
from openapi_core.testing import MockRequest
from test_cases import store

from truthcheck.config import Config
from truthcheck.model.finding import Finding
from truthcheck.pipeline import verify

DOCUMENT = """
openapi: 3.0.3
info: {title: Acme, version: "1"}
servers: [{url: "https://api.acme-parcels.com/v1"}]
paths:
  /parcels:
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: "#/components/schemas/Parcel"}}}
      responses: {"201": {description: ""}}
components:
  schemas:
    Parcel:
      type: object
      additionalProperties: false
      required: [name]
      properties:
        name: {type: string}
        grams: {type: integer}
        ratio: {type: number}
        fragile: {type: boolean}
        size: {type: string, enum: [small, large]}
        note: {type: string, nullable: true}
        tags: {type: array, items: {type: string, enum: [a, b]}}
        depot:
          allOf:
            - {type: object, required: [city], properties: {city: {type: string}}}
            - {type: object, properties: {zip: {type: integer}}}
        payer:
          oneOf:
            - {type: object, additionalProperties: false, required: [card], properties: {card: {type: string}}}
            - {type: object, additionalProperties: false, required: [iban], properties: {iban: {type: string}}}
        parts: {type: array, items: {$ref: "#/components/schemas/Part"}}
    Part:
      type: object
      additionalProperties: false
      required: [sku]
      properties: {sku: {type: string}, count: {type: integer}, inside: {$ref: "#/components/schemas/Part"}}
"""

API = OpenAPI.from_dict(yaml.safe_load(DOCUMENT))
TEXTS = st.sampled_from(["a", "b", "small", "large", "medium", "7"])
SCALARS = st.one_of(TEXTS, st.integers(1, 9), st.sampled_from([0.5, 2.5]), st.booleans())
KEYS = st.sampled_from(
    [
        "name",
        "grams",
        "ratio",
        "fragile",
        "size",
        "note",
        "tags",
        "depot",
        "payer",
        "parts",
        "sku",
        "count",
        "inside",
        "card",
        "iban",
        "city",
        "zip",
        "colour",
    ]
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, min_size=1, max_size=2) | st.dictionaries(KEYS, inner, min_size=1, max_size=3),
)
RIGHT = st.fixed_dictionaries(
    {"name": TEXTS},
    optional={
        "grams": st.integers(1, 9),
        "size": st.sampled_from(["small", "large"]),
        "note": st.none() | TEXTS,
        "tags": st.lists(st.sampled_from(["a", "b"]), min_size=1, max_size=2),
        "depot": st.fixed_dictionaries({"city": TEXTS}, optional={"zip": st.integers(1, 9), "more": TEXTS}),
        "payer": st.sampled_from([{"card": "1"}, {"iban": "2"}]),
        "parts": st.lists(st.fixed_dictionaries({"sku": TEXTS}, optional={"count": st.integers(1, 9)}), min_size=1),
    },
)


@pytest.fixture(scope="module")
def specs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return store(tmp_path_factory.mktemp("oracle") / "specs", (DOCUMENT,))


def accepted(body: object) -> bool:
    data = json.dumps(body).encode()
    request = MockRequest(
        "https://api.acme-parcels.com", "post", "/v1/parcels", data=data, content_type="application/json"
    )
    try:
        API.validate_request(request)
    except OpenAPIError:
        return False
    return True


def findings(body: object, specs: Path) -> tuple[Finding, ...]:
    source = f'import requests\n\nrequests.post("https://api.acme-parcels.com/v1/parcels", json={body!r})\n'
    report = verify(("-",), Config(specs=(specs,)), stdin=("case.py", source.encode()))
    assert len(report.calls) == 1
    return report.findings


def certain(found: tuple[Finding, ...]) -> list[Finding]:
    return [finding for finding in found if finding.confidence == "certain"]


RULES = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])


@RULES
@given(body=RIGHT)
def test_what_is_right_is_never_accused(body: object, specs: Path) -> None:
    assert accepted(body)
    assert certain(findings(body, specs)) == []


@RULES
@given(right=RIGHT, changed=st.dictionaries(KEYS, VALUES, min_size=1, max_size=2))
def test_we_agree_on_changed_bodies(right: dict[str, object], changed: dict[str, object], specs: Path) -> None:
    body = {**right, **changed}
    found = findings(body, specs)
    if accepted(body):
        assert certain(found) == []
    elif "payer" not in changed:
        assert found != (), body
