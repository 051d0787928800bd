"""The shipped member indexes: what present and past SDKs offer, asked the way an evaluator steps through them."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from shipped_rules import RULES
from shipped_sdks import SDKS, history, names, opened

from truthcheck.model.sdk import Sdk
from truthcheck.sdks.index.dist_names import normal
from truthcheck.sdks.index.history_file import Release
from truthcheck.sdks.index.package import Package
from truthcheck.sdks.index.values import ClassRef, Instance, ModuleRef, NoMember, Open, Plain, SdkMethod, StepValue
from truthcheck.sdks.registry import CATALOGUE, Registry, catalogue_of

OPENED: dict[str, Package] = {}


def ask(where: str, chain: str) -> StepValue:
    """`chain` is dotted, with `()` for a call and `[]` for an item."""
    if where not in OPENED:
        OPENED[where] = opened(where)
    package, thing = OPENED[where], None
    for word in re.findall(r"\w+|\(\)|\[\]", chain):
        if thing is None:
            thing = package.root(word)
        else:
            thing = {"()": package.call, "[]": package.item}.get(word, lambda t, w=word: package.member(t, w))(thing)  # type: ignore[misc]
    assert thing is not None
    return thing


@pytest.mark.parametrize(
    ("where", "chain", "operation"),
    [
        ("stripe@16.1.0", "stripe.Customer.create", "POST /v1/customers"),
        ("stripe@16.1.0", "stripe.checkout.Session.create", "POST /v1/checkout/sessions"),
        ("stripe@16.1.0", "stripe.StripeClient().v1.customers.create", "POST /v1/customers"),
        ("stripe@12.5.2", "stripe.Invoice.create_preview", "POST /v1/invoices/create_preview"),
        ("stripe@7.14.0", "stripe.Customer.create", "POST /v1/customers"),
        ("stripe@16.1.0", "stripe.Subscription.delete", "DELETE /v1/subscriptions/{id}"),
        ("openai@3.52.0", "openai.OpenAI().chat.completions.create", "POST /v1/chat/completions"),
        ("openai@3.52.0", "openai.AsyncOpenAI().embeddings.create", "POST /v1/embeddings"),
        ("openai@3.52.0", "openai.OpenAI().with_raw_response.embeddings.create", "POST /v1/embeddings"),
        ("openai@3.52.0", "openai.files.create", "POST /v1/files"),
        ("openai@1.109.1", "openai.OpenAI().beta.threads.create", "POST /v1/threads"),
        ("openai@0.28.1", "openai.ChatCompletion.create", "POST /v1/chat/completions"),
        ("anthropic@2.11.0", "anthropic.Anthropic().messages.create", "POST /v1/messages"),
        ("supabase@2.34.1", "supabase.create_client().auth.sign_in_with_password", "POST /auth/v1/token"),
        ("supabase@2.34.1", "supabase.create_client().auth.admin.create_user", "POST /auth/v1/admin/users"),
        ("pygithub@2.10.0", "github.Github().get_repo().create_issue", "POST /repos/{owner}/{repo}/issues"),
        (
            "twilio@9.13.0",
            "twilio.rest.Client().messages.create",
            "POST /2010-04-01/Accounts/{account_sid}/Messages.json",
        ),
        ("slack-sdk@3.47.0", "slack_sdk.WebClient().chat_postMessage", "POST /api/chat.postMessage"),
        ("resend@2.52.0", "resend.Emails.send", "POST /emails"),
        ("sendgrid@6.12.5", "sendgrid.SendGridAPIClient().client.mail.send.post", "POST /v3/mail/send"),
    ],
)
def test_a_method_and_the_operation_it_reaches(where: str, chain: str, operation: str) -> None:
    found = ask(where, chain)
    assert isinstance(found, SdkMethod), found
    assert operation in [f"{method} {path}" for method, path, _ in found.operations]


@pytest.mark.parametrize(
    ("where", "chain"),
    [
        ("stripe@16.1.0", "stripe.Invoice.upcoming"),
        ("stripe@16.1.0", "stripe.SubscriptionItem.create_usage_record"),
        ("stripe@16.1.0", "stripe.StripeClient().v1.custmers"),
        ("stripe@7.14.0", "stripe.StripeClient"),
        ("stripe@12.5.2", "stripe.Invoice.finalize"),
        ("openai@3.52.0", "openai.ChatCompletion"),
        ("openai@3.52.0", "openai.OpenAI().completion"),
        ("openai@3.52.0", "openai.OpenAI().chat.completions.create().choices[].text"),
        ("openai@0.28.1", "openai.OpenAI"),
        ("anthropic@2.11.0", "anthropic.Anthropic().message"),
        ("supabase@2.34.1", "supabase.create_client().auth.sign_in"),
        ("supabase@2.34.1", "supabase.create_client().table().select().equals"),
        ("pygithub@2.10.0", "github.Github().get_repo().create_isue"),
        ("twilio@9.13.0", "twilio.rest.Client().messages.send"),
        ("slack-sdk@3.47.0", "slack_sdk.WebClient().chat_post_message"),
        ("resend@2.52.0", "resend.Emails.deliver"),
    ],
)
def test_what_is_not_there(where: str, chain: str) -> None:
    assert isinstance(ask(where, chain), NoMember)


@pytest.mark.parametrize(
    ("where", "chain", "expected"),
    [
        ("stripe@16.1.0", "stripe.Customer.list().auto_paging_iter()[]", Instance("stripe._customer:Customer")),
        ("stripe@16.1.0", "stripe.Customer.list().data[].email", Plain("str")),
        ("openai@3.52.0", "openai.OpenAI().chat.completions.create().choices[].message.content", Plain("str")),
        ("openai@3.52.0", "openai.OpenAI().models.list()[].id", Plain("str")),
        ("pygithub@2.10.0", "github.Github().get_repo().get_issues()[].title", Plain("str")),
        ("twilio@9.13.0", "twilio.rest.Client().calls.list()[].sid", Plain("str")),
        ("slack-sdk@3.47.0", "slack_sdk.errors.SlackApiError", ClassRef("slack_sdk.errors:SlackApiError")),
    ],
)
def test_what_comes_back(where: str, chain: str, expected: StepValue) -> None:
    assert ask(where, chain) == expected


@pytest.mark.parametrize(
    ("where", "chain"),
    [
        ("stripe@16.1.0", "stripe.Customer.create().anything"),  # fields of a reply: the surface judges them
        ("openai@0.28.1", "openai.ChatCompletion.create().choices"),
        ("supabase@2.34.1", "supabase.create_client().table().select().execute().data[].name"),
    ],
)
def test_what_the_package_leaves_open(where: str, chain: str) -> None:
    assert isinstance(ask(where, chain), Open)


def test_required_keys_and_client_options_are_parameters() -> None:
    found = ask("stripe@16.1.0", "stripe.Refund.create")
    assert isinstance(found, SdkMethod)
    names = {parameter.name for parameter in found.signatures[0].parameters}
    assert {"amount", "payment_intent", "idempotency_key", "expand"} <= names
    assert "ammount" not in names
    assert not found.signatures[0].rest


def test_every_version_that_the_rules_name_is_shipped() -> None:
    for sdk in RULES.all():
        assert {*sdk.versions} <= {*history(normal(sdk.package)).releases}
    assert {normal(sdk.package) for sdk in RULES.all()} == {*names()}


def test_the_reader_imports_no_parser() -> None:
    heavy = "{'ast', 'libcst', 'tomllib'}"
    code = f"import sys, truthcheck.sdks.index.package; print(*sorted({heavy} & set(sys.modules)))"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert shown.split() == []


def test_one_question_reads_little(tmp_path: Path) -> None:
    package = opened("stripe@16.1.0")
    package.member(package.root("stripe.Customer"), "create")
    assert isinstance(package.index, Release)
    assert len(package.index._records) < 40
    assert len(package.index.history._blocks) < 30


def test_the_registry_opens_what_the_project_pins(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("stripe==13.0.99\nopenai<1\n")
    registry = Registry((tmp_path, SDKS), RULES)
    stripe, openai = registry.choose("stripe.checkout", tmp_path), registry.choose("openai", tmp_path)
    assert stripe is not None
    assert [package.version for package in stripe.around] == ["13.0.1", "13.1.2"]
    assert (stripe.package.version, stripe.api) == ("13.1.2", "2025-10-29.clover")
    assert openai is not None
    assert openai.package.version == "0.28.1"
    unpinned = registry.choose("postgrest", tmp_path)
    assert unpinned is not None
    assert (unpinned.package.version, unpinned.pin) == ("2.34.1", None)
    assert registry.choose("requests", tmp_path) is None
    assert "slack_sdk" in registry.imports()


def test_the_catalogue_is_that_of_the_histories() -> None:
    assert (SDKS / CATALOGUE).read_bytes() == catalogue_of(SDKS)


RENAMED = [(sdk, key, new) for sdk in RULES.all() for key, new in sdk.renamed.items()]


@pytest.mark.parametrize(("sdk", "key", "new"), RENAMED, ids=[key for _, key, _ in RENAMED])
def test_a_replacement_is_for_a_name_that_is_gone_and_exists_itself(sdk: Sdk, key: str, new: str) -> None:
    package = opened(f"{normal(sdk.package)}@{sdk.versions[0]}")
    on, name = key.rsplit(".", 1)
    assert RULES.of(sdk.package).renamed[f"{on}.{name}"] == new
    owners = [ModuleRef(on)] if on in package.imports else [Instance(k) for k in keys_of(package, on)]
    if not owners:
        pytest.skip(f"{on} is of an older version")
    assert isinstance(package.member(owners[0], name), NoMember | Open), "it is there after all"
    top, _, rest = new.partition(".")
    thing: StepValue = package.root(sdk.imports[0]) if new[0].isupper() or top in sdk.imports else owners[0]
    for word in re.findall(r"\w+|\(\)", rest if top in sdk.imports else new):
        thing = package.call(thing) if word == "()" else package.member(thing, word)
    assert not isinstance(thing, NoMember | Open), thing


def keys_of(package: Package, name: str) -> list[str]:
    """The keys of the classes with this name."""
    assert isinstance(package.index, Release)
    return [key for key, _ in package.index.records(re.compile(f':{name}"'.encode())) if key.endswith(f":{name}")]
