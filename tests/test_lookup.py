"""The operation that a few words mean, on the surfaces that are shipped."""

from __future__ import annotations

from pathlib import Path

import pytest
from measure import steps

from truthcheck.lookup.describe import describe
from truthcheck.lookup.rank import named, ranked
from truthcheck.lookup.sdkcalls import sdk_calls
from truthcheck.shipped import folder
from truthcheck.surfaces.store import Store

STORE = Store((folder("specs_cache"),))


@pytest.mark.parametrize(
    ("provider", "words", "operation"),
    [
        ("stripe", "create refund", "POST /v1/refunds"),
        ("stripe", "customers", "GET /v1/customers"),
        ("stripe", "customers.create", "POST /v1/customers"),
        ("stripe", "Customer.retrieve", "GET /v1/customers/{customer}"),
        ("github", "create issue", "POST /repos/{owner}/{repo}/issues"),
        ("github", "create isue", "POST /repos/{owner}/{repo}/issues"),
        ("github", "merge pull", "PUT /repos/{owner}/{repo}/pulls/{pull_number}/merge"),
        ("openai", "chat completion", "POST /v1/chat/completions"),
        ("openai", "list modles", "GET /v1/models"),
        ("openai", "delete file", "DELETE /v1/files/{file_id}"),
        ("slack", "post message", "POST /api/chat.postMessage"),
        ("twilio", "send message", "POST /2010-04-01/Accounts/{AccountSid}/Messages.json"),
        ("sendgrid", "send mail", "POST /v3/mail/send"),
        ("spotify", "add tracks to playlist", "POST /v1/playlists/{playlist_id}/tracks"),
        ("supabase", "sign up", "POST /auth/v1/signup"),
    ],
)
def test_words(provider: str, words: str, operation: str) -> None:
    best = ranked(STORE.surfaces(provider), words.split())[0]
    assert f"{best.route.method} {best.route.path}" == operation
    assert best.complete


def test_a_path_is_exact_whatever_its_parameters_are_called() -> None:
    found = ranked(STORE.surfaces("github"), ["GET", "/repos/{o}/{r}/issues"])
    assert [(one.route.method, one.route.path) for one in found] == [("GET", "/repos/{owner}/{repo}/issues")]


def test_by_id() -> None:
    (found,) = named(STORE.surfaces("github"), "issues/create")
    assert found.route.method == "POST"


@pytest.mark.parametrize("words", ["qqqqq zzzzz", "{}", "", "\x00", "a" * 100_000])
def test_nothing_like_it(words: str) -> None:
    assert ranked(STORE.surfaces("github"), words.split()) == []


def test_description() -> None:
    (found,) = ranked(STORE.surfaces("github"), ["POST", "/repos/{owner}/{repo}/issues"])
    told = describe(found.surface, found.surface.operation(found.route))
    assert {p["name"]: (p["in"], p["required"]) for p in told["parameters"]} == {
        "owner": ("path", True),
        "repo": ("path", True),
    }
    (body,) = told["body"]
    by_name = {field["name"]: field for field in body["fields"]}
    assert by_name["title"]["required"]
    assert by_name["labels"]["type"].startswith("array of")
    names = [field["name"] for field in told["response"][0]["fields"]]
    assert "number" in names
    assert [name.count(".") for name in names] == sorted(name.count(".") for name in names), "outer before inner"


@pytest.mark.parametrize(
    ("provider", "method", "path", "call"),
    [
        ("stripe", "POST", "/v1/refunds", "stripe.Refund.create"),
        ("github", "POST", "/repos/{owner}/{repo}/issues", "github.Repository.create_issue"),
    ],
)
def test_the_sdk_call(provider: str, method: str, path: str, call: str) -> None:
    assert call in sdk_calls(folder("specs_cache") / "sdks", provider, method, path)


def test_no_sdk_call_without_an_index(tmp_path: Path) -> None:
    assert sdk_calls(tmp_path, "stripe", "POST", "/v1/refunds") == ()


def test_a_look_up_looks_at_each_operation_once() -> None:
    """Loading the largest surface and one look-up: 60 steps an operation are 20 ms on an idle machine."""

    def act() -> None:
        assert ranked(Store((folder("specs_cache"),)).surfaces("github"), ["create", "issue"])

    operations = sum(len(surface.routes) for surface in STORE.surfaces("github"))
    assert steps(act) < 200 * operations
