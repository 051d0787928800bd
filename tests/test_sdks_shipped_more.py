"""Further shipped member indexes: the operations that methods reach, the shares that are known, and the documents."""

from __future__ import annotations

import re

import pytest
from shipped_sdks import release
from test_sdks_shipped import ask

from truthcheck.model.reason import Reason, Why
from truthcheck.model.surface import Found
from truthcheck.model.value import Hole, Literal, Template, Text
from truthcheck.sdks.build.coverage_table import count
from truthcheck.sdks.index.values import NoMember, SdkMethod
from truthcheck.shipped import folder
from truthcheck.surfaces.match import match
from truthcheck.surfaces.store import Store


@pytest.mark.parametrize(
    ("where", "chain", "operation"),
    [
        ("groq@1.7.0", "groq.Groq().chat.completions.create", "POST /openai/v1/chat/completions"),
        ("groq@0.37.1", "groq.AsyncGroq().audio.transcriptions.create", "POST /openai/v1/audio/transcriptions"),
        ("cohere@7.3.1", "cohere.ClientV2().chat", "POST /v2/chat"),
        ("cohere@5.21.1", "cohere.Client().chat", "POST /v1/chat"),
        ("cohere@4.57", "cohere.Client().generate", "POST /v1/generate"),
        ("mistralai@3.7.0", "mistralai.client.Mistral().chat.complete", "POST /v1/chat/completions"),
        ("mistralai@1.12.4", "mistralai.Mistral().ocr.process", "POST /v1/ocr"),
        ("mistralai@0.4.2", "mistralai.client.MistralClient().chat", "POST /v1/chat/completions"),
        ("cloudflare@5.9.0", "cloudflare.Cloudflare().dns.records.list", "GET /client/v4/zones/{zone_id}/dns_records"),
        ("cloudflare@5.9.0", "cloudflare.AsyncCloudflare().zones.get", "GET /client/v4/zones/{zone_id}"),
        ("githubkit@0.16.1", "githubkit.GitHub().rest.repos.get", "GET /repos/{owner}/{repo}"),
        ("githubkit@0.16.1", "githubkit.GitHub().rest.issues.async_create", "POST /repos/{owner}/{repo}/issues"),
        ("squareup@46.0.0.20260916", "square.Square().customers.delete", "DELETE /v2/customers/{customer_id}"),
        ("squareup@41.0.0.20250319", "square.client.Client().payments.get_payment", "GET /v2/payments/{payment_id}"),
        ("pinecone@10.2.0", "pinecone.Pinecone().delete_index", "DELETE /indexes/{name}"),
        ("pinecone@2.2.4", "pinecone.Index().upsert", "POST /vectors/upsert"),
    ],
)
def test_a_method_and_the_operation_it_reaches(where: str, chain: str, operation: str) -> None:
    found = ask(where, chain)
    assert isinstance(found, SdkMethod), found
    assert operation in [f"{method} {path}" for method, path, _ in found.operations]


@pytest.mark.parametrize(
    ("where", "chain"),
    [
        ("mistralai@3.7.0", "mistralai.Mistral"),
        ("mistralai@1.12.4", "mistralai.Mistral().completions"),
        ("pinecone@10.2.0", "pinecone.init"),
        ("pinecone@2.2.4", "pinecone.Pinecone"),
        ("squareup@46.0.0.20260916", "square.client.Client"),
        ("squareup@41.0.0.20250319", "square.client.Square"),
        ("cloudflare@5.9.0", "cloudflare.Cloudflare().dns_records"),
        ("cohere@4.57", "cohere.ClientV2"),
        ("githubkit@0.16.1", "githubkit.GitHub().rest.issues.create_issue"),
    ],
)
def test_a_name_that_is_not_there(where: str, chain: str) -> None:
    assert isinstance(ask(where, chain), NoMember)


@pytest.mark.parametrize(
    ("where", "methods", "operations", "closed", "returns"),
    [
        ("cloudflare@5.9.0", 2747, 0.998, 1, 0.95),
        ("githubkit@0.16.1", 1241, 0.99, 1, 1),
        ("squareup@46.0.0.20260916", 335, 1, 1, 1),
        ("cohere@7.3.1", 43, 1, 1, 1),
        ("mistralai@3.7.0", 306, 1, 0.99, 0.87),
        ("pinecone@10.2.0", 127, 0.96, 0.77, 1),
        ("groq@1.7.0", 17, 1, 1, 1),
    ],
)
def test_the_shares_that_are_known(where: str, methods: int, operations: float, closed: float, returns: float) -> None:
    counted = count(release(where))
    assert counted.methods >= methods
    assert counted.operations >= operations * counted.methods
    assert counted.closed >= closed * counted.methods
    assert counted.returns >= returns * counted.methods


@pytest.mark.parametrize(
    ("provider", "where", "share"),
    [
        ("mistral", "mistralai@1.12.4", 0.98),
        ("mistral", "mistralai@0.4.2", 1),
        ("square", "squareup@41.0.0.20250319", 0.97),
        ("square", "squareup@46.0.0.20260916", 0.91),
        ("github", "githubkit@0.16.1", 0.96),
    ],
)
def test_the_share_of_operations_that_the_document_has(provider: str, where: str, share: float) -> None:
    surfaces = Store((folder("specs_cache"),)).surfaces(provider)
    host = next(host for surface in surfaces for host in surface.hosts).replace("*", "hole", 1)
    found = [isinstance(match(surfaces, verb, host, _address(path)), Found) for verb, path in _operations(where)]
    assert sum(found) >= share * len(found)


def _operations(where: str) -> set[tuple[str, str]]:
    records = (record for _, record in release(where).records())
    methods = (one for record in records for part in ("m", "n") for one in record.get(part, {}).values())
    return {(row[0], row[1]) for one in methods if isinstance(one, dict) for row in one.get("op", ())}


def _address(path: str) -> Literal | Template:
    pieces = re.split(r"\{(\w+)\}", path)
    parts = [
        Text(p) if n % 2 == 0 else Hole(Reason(Why.NOTHING_KNOWN), p, "integer") for n, p in enumerate(pieces) if p
    ]
    return Template(tuple(parts)) if len(pieces) > 1 else Literal(path)
