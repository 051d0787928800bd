"""What the checks propose, as the source spells it; and that a repair on real findings is one."""

from __future__ import annotations

from pathlib import Path

import pytest

from truthcheck.cli.boundary import run
from truthcheck.config import Config
from truthcheck.fixes.spans import settled
from truthcheck.model.finding import Edit, Finding, Fix
from truthcheck.model.location import Span
from truthcheck.model.report import Report
from truthcheck.pipeline import verify
from truthcheck.suggest import same_word, sole_kin


def repaired(root: Path, line: str, *words: str) -> str:
    (root / "app.py").write_text(f"import requests\n\n{line}\n")
    run(["verify", "app.py", "--fix", *words])
    return (root / "app.py").read_text().splitlines()[2]


GITHUB = "https://api.github.com"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f'requests.get("{GITHUB}/repos/o/r/isues")', f'requests.get("{GITHUB}/repos/o/r/issues")'),
        (f"requests.get(f'{GITHUB}/repos/{{o}}/{{r}}/isues')", f"requests.get(f'{GITHUB}/repos/{{o}}/{{r}}/issues')"),
        (
            f"requests.get('{GITHUB}/repos/o/r/issues', params={{'label': 'x'}})",
            f"requests.get('{GITHUB}/repos/o/r/issues', params={{'labels': 'x'}})",
        ),
        (
            f'requests.get("{GITHUB}/repos/o/r/issues", params=dict(label="x"))',
            f'requests.get("{GITHUB}/repos/o/r/issues", params=dict(labels="x"))',
        ),
        (
            f'requests.post("{GITHUB}/repos/o/r/pulls/1/merge", json={{}})',
            f'requests.put("{GITHUB}/repos/o/r/pulls/1/merge", json={{}})',
        ),
        (
            f'requests.request("POST", "{GITHUB}/repos/o/r/pulls/1/merge", json={{}})',
            f'requests.request("PUT", "{GITHUB}/repos/o/r/pulls/1/merge", json={{}})',
        ),
        (
            f'requests.get("{GITHUB}/repos/o/r/issues", params={{"state": "opened"}})',
            f'requests.get("{GITHUB}/repos/o/r/issues", params={{"state": "open"}})',
        ),
        (
            f'requests.post("{GITHUB}/repos/o/r/issues", data={{"title": "x"}})',
            f'requests.post("{GITHUB}/repos/o/r/issues", json={{"title": "x"}})',
        ),
    ],
)
def test_certain_repairs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: str, after: str) -> None:
    monkeypatch.chdir(tmp_path)
    assert repaired(tmp_path, before) == after
    assert not verify(("app.py",), Config()).findings


@pytest.mark.parametrize(
    "line",
    [
        f'requests.get("{GITHUB}/repos/o/r/stars")',  # neither of the near names is the same word
        f'requests.get("{GITHUB}/repos/o/r/issues", params={{"label": "x", "labels": "y"}})',  # would collide
        f'requests.get("{GITHUB}/repos/o/r/" + "is" + "ues")',  # put together: no one place to change
        f'requests.patch("{GITHUB}/repos/o/r/pulls/1/reviews/2/events")',  # no single verb
    ],
)
def test_what_is_not_certain_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    monkeypatch.chdir(tmp_path)
    assert repaired(tmp_path, line) == line


def test_a_repair_that_brings_another_falsehood_is_undone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    line = f'requests.get("{GITHUB}/repos/o/r/isues", params={{"nonsense_name": "x"}})'
    assert repaired(tmp_path, line) == line


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("isues", "issues", True),
        ("label", "labels", True),
        ("requested-reviewers", "requestedReviewers", True),
        ("transcribe", "transcriptions", True),
        ("failed", "failure", True),
        ("stars", "stacks", False),
        ("subscriptions", "subscription_schedules", False),
        ("html_content", "content", False),
        ("unit_price", "unit_amount", False),
        ("to", "cc", False),
        ("id", "ids", False),
    ],
)
def test_the_same_word(one: str, other: str, same: bool) -> None:
    assert same_word(one, other) is same
    assert same_word(other, one) is same


# Spelling


def settle(source: str, at: Span, old: str, new: str) -> tuple[Edit, ...]:
    finding = Finding("r", "error", "certain", "m", at, fixes=(Fix("t", (Edit(at, new, old),), True),))
    report = settled(Report((), (finding,), (), 1, 0.0), lambda path: source)
    return tuple(edit for fix in report.findings[0].fixes for edit in fix.edits)


def test_narrowed_to_the_letters_that_go() -> None:
    source = "f(\n    'a/isues',\n)"
    assert settle(source, Span("a.py", 1, 1, 3, 2), "isues", "issues") == (Edit(Span("a.py", 2, 8, 2, 13), "issues"),)
    assert settle(source.replace("\n", "\r\n"), Span("a.py", 2, 5, 2, 14), "isues", "x")[0].at.column == 8


@pytest.mark.parametrize(
    ("source", "old"),
    [
        ("f('isues/isues')", "isues"),  # twice
        ("f('isues_x')", "isues"),  # inside a longer name
        ("f('my-isues')", "isues"),
        ("f(PATH)", "isues"),  # not here
        ("", "isues"),  # the file is gone
    ],
)
def test_dropped_when_the_place_is_not_clear(source: str, old: str) -> None:
    assert settle(source, Span("a.py", 1, 1, 1, len(source) + 1), old, "x") == ()


def test_a_string_in_either_quotes() -> None:
    for quote in "\"'":
        source = f"f({quote}0.2{quote})"
        assert settle(source, Span("a.py", 1, 3, 1, 8), '"0.2"', "0.2") == (Edit(Span("a.py", 1, 3, 1, 8), "0.2"),)


SDK = [
    ("stripe.Invoice.finalize('in_1')", "stripe.Invoice.finalize_invoice('in_1')"),
    (
        "slack_sdk.WebClient(token='t').chat_post_message(channel='c', text='t')",
        "slack_sdk.WebClient(token='t').chat_postMessage(channel='c', text='t')",
    ),
    (
        "twilio.messages.create(to='1', from_number='2', body='x')",
        "twilio.messages.create(to='1', from_='2', body='x')",
    ),
    (
        "openai.OpenAI().audio.transcribe(model='whisper-1', file=open('a', 'rb'))",
        "openai.OpenAI().audio.transcriptions.create(model='whisper-1', file=open('a', 'rb'))",
    ),
]


IMPORTS = {
    "stripe": "import stripe",
    "openai": "import openai",
    "slack_sdk": "import slack_sdk",
    "twilio": "from twilio.rest import Client; twilio = Client('a', 'b')",
}


def sdk(root: Path, line: str) -> str:
    (root / "app.py").write_text(f"{IMPORTS[line.partition('.')[0]]}\n\n{line}\n")
    run(["verify", "app.py", "--fix"])
    return (root / "app.py").read_text().splitlines()[2]


@pytest.mark.parametrize(("before", "after"), SDK)
def test_certain_repairs_of_sdk_calls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: str, after: str) -> None:
    monkeypatch.chdir(tmp_path)
    assert sdk(tmp_path, before) == after
    assert not verify(("app.py",), Config()).findings


@pytest.mark.parametrize(
    "line",
    [
        "openai.ChatCompletion.create(model='gpt-4o', messages=[])",  # takes a client, not only a name
        "stripe.PaymentIntent.refund('pi_1')",  # is on another class now, with other arguments
        "stripe.Customer.find_all('c')",
    ],
)
def test_sdk_calls_that_take_more_than_a_name_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], line: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert sdk(tmp_path, line) == line
    assert "unknown-sdk-member" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "names", "kin"),
    [
        ("expires", ["path", "expires_in"], "expires_in"),
        ("max_tokens", ["max_output_tokens", "max_tool_calls"], "max_output_tokens"),
        ("billing_address", ["address", "name"], "address"),
        ("price_id", ["price", "price_data"], "price"),
        ("from_number", ["from_", "fallback_from"], "from_"),
        ("call_sid", ["sid", "parent_call_sid"], ""),  # either may be meant
        ("status", ["status_callback"], ""),  # another thing
        ("author", ["author_association"], ""),
        ("customer_email", ["customer"], ""),
        ("id", ["customer_id"], ""),
    ],
)
def test_kin_have_the_same_head(name: str, names: list[str], kin: str) -> None:
    assert sole_kin(name, names) == kin


def test_a_key_of_the_reply(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "app.py").write_text(
        f"import requests\n\nreply = requests.get('{GITHUB}/repos/o/r/actions/runs').json()\nprint(reply['runs'])\n"
    )
    run(["verify", "app.py", "--fix"])
    assert (tmp_path / "app.py").read_text().endswith('print(reply["workflow_runs"])\n')
