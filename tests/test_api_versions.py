"""Calls that name a version of the API: judged by that version where it is described, else nothing is false of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from truthcheck import config
from truthcheck.model.report import Report
from truthcheck.pipeline import verify
from truthcheck.report.reasons import sentence

MODIFY = 'stripe.Customer.modify("c", coupon="x"{})\n'
POST = 'requests.post("https://api.stripe.com/v1/customers", data={{"{}": "x"}}, headers={})\n'
CLIENT = 'import stripe\nclient = stripe.StripeClient("k"{})\nclient.v1.customers.update("c", {{"coupon": "x"}}{})\n'
ISSUES = 'requests.get("https://api.github.com/repos/a/b/isues", headers={})\n'


def judged(project: Path, code: str, pin: str = "") -> Report:
    (project / "app.py").write_text(code)
    (project / "requirements.txt").write_text(pin)
    return verify(("app.py",), config.load(Path.cwd()))


def told(report: Report) -> list[str]:
    return [finding.rule for finding in report.findings]


def reasons(report: Report) -> list[str]:
    return [sentence(checked.reason) for checked in report.calls if checked.reason]


OTHER = "the call asks for version 2024-12-18.acacia of the API"


@pytest.mark.parametrize(
    "code",
    [
        'import stripe\nstripe.api_version = "2024-12-18.acacia"\n' + MODIFY.format(""),
        'import stripe\nif stripe.api_key:\n    stripe.api_version = "2024-12-18.acacia"\n' + MODIFY.format(""),
        "import stripe\n" + MODIFY.format(', stripe_version="2024-12-18.acacia"'),
        CLIENT.format(', stripe_version="2024-12-18.acacia"', ""),
        CLIENT.format("", ', {"stripe_version": "2024-12-18.acacia"}'),
    ],
    ids=["setting", "setting on a branch", "argument", "client", "options"],
)
def test_an_sdk_that_asks_for_another_version(project: Path, code: str) -> None:
    report = judged(project, code, "stripe==12.5.2")
    assert (told(report), reasons(report)) == ([], [OTHER])


def test_a_version_that_only_the_run_knows(project: Path) -> None:
    code = "import os\nimport stripe\nstripe.api_version = os.environ['V']\n" + MODIFY.format("")
    report = judged(project, code, "stripe==12.5.2")
    assert (told(report), reasons(report)) == ([], ["the call asks for a version that only the run knows of the API"])


@pytest.mark.parametrize("version", ["2025-08-27.basil", "2025-03-31.basil"])
def test_the_version_that_the_package_speaks_and_older_ones_of_its_line(project: Path, version: str) -> None:
    code = f'import stripe\nstripe.api_version = "{version}"\n' + MODIFY.format("")
    assert told(judged(project, code, "stripe==12.5.2")) == ["unknown-parameter"]


@pytest.mark.parametrize("version", ["2025-09-30.basil", "2025-09-30.clover"])
def test_a_newer_version_may_have_more(project: Path, version: str) -> None:
    code = f'import stripe\nstripe.api_version = "{version}"\n' + MODIFY.format("")
    assert told(judged(project, code, "stripe==12.5.2")) == []


def test_what_the_package_itself_refuses_is_false_in_every_version(project: Path) -> None:
    code = 'import stripe\nstripe.api_version = "2024-12-18.acacia"\nstripe.Customer.conjure("c")\n'
    assert told(judged(project, code, "stripe==12.5.2")) == ["unknown-sdk-member"]


def test_what_is_right_by_another_version_is_right_in_part(project: Path) -> None:
    code = 'import stripe\nstripe.api_version = "2024-12-18.acacia"\nstripe.Customer.modify("c", email="x")\n'
    (checked,) = judged(project, code, "stripe==12.5.2").calls
    assert checked.verdict == "supported"
    assert OTHER in {sentence(reason) for reason in checked.left_open}


def test_settings_that_name_no_version_change_nothing(project: Path) -> None:
    code = 'import stripe\nstripe.api_key = "k"\nstripe.api_version = None\n' + MODIFY.format("")
    assert told(judged(project, code, "stripe==12.5.2")) == ["unknown-parameter"]


@pytest.mark.parametrize(
    ("field", "version", "false"),
    [
        ("email", "2023-08-16", False),
        ("email", "2020-08-27", False),
        ("colour", "2019-05-16", False),  # none
        ("colour", "2026-10-28.endive", True),
        ("colour", "2026-11-30.endive", False),
    ],
)
def test_a_header_that_names_the_version(project: Path, field: str, version: str, false: bool) -> None:
    code = "import requests\n" + POST.format(field, {"stripe-version": version})
    assert bool(told(judged(project, code))) is false


@pytest.mark.parametrize("version", ["2023-08-16", "2020-08-27"])
def test_the_document_of_the_very_version_is_asked_alone(project: Path, version: str) -> None:
    """It is old, and a frozen version is added to: what it lacks proves nothing, and no newer document is asked."""
    header = {"stripe-version": version}
    assert told(judged(project, "import requests\n" + POST.format("colour", header))) == []
    (checked,) = judged(project, "import requests\n" + POST.format("email", header)).calls
    assert (checked.verdict, checked.operation) == ("supported", "POST /v1/customers")


@pytest.mark.parametrize(
    ("header", "false"),
    [
        ({"X-GitHub-Api-Version": "2022-11-28"}, True),
        ({"Accept": "application/json"}, True),
        ({"X-GitHub-Api-Version": "2031-01-01"}, False),
    ],
)
def test_the_present_version_loses_no_verdict(project: Path, header: dict[str, str], false: bool) -> None:
    report = judged(project, "import requests\n" + ISSUES.format(header))
    assert bool(told(report)) is false
    if not false:
        assert reasons(report) == ["the call asks for version 2031-01-01 of the API"]


@pytest.mark.parametrize(
    ("made", "verdict", "why"),
    [
        ("OpenAI()", "refuted", ""),
        ("AzureOpenAI()", "unverified", "a version that only the run knows"),
        ('AzureOpenAI(api_version="2024-02-01")', "unverified", "version 2024-02-01"),
    ],
)
def test_a_client_that_always_asks_for_a_version_of_its_own(project: Path, made: str, verdict: str, why: str) -> None:
    code = f"import openai\nopenai.{made}.chat.completions.create(model='m', messages=[], temperature='hot')\n"
    report = judged(project, code, "openai==3.52.0")
    assert [checked.verdict for checked in report.calls] == [verdict]
    assert reasons(report) == ([f"the call asks for {why} of the API"] if why else [])


@pytest.mark.parametrize(
    "made",
    [
        'requests.Session()\ns.headers["X-GitHub-Api-Version"] = "{}"\n',
        'requests.Session()\ns.headers.update({{"X-GitHub-Api-Version": "{}", "Authorization": "k"}})\n',
        'requests.Session()\ns.headers = {{"X-GitHub-Api-Version": "{}"}}\n',
        'httpx.Client(headers={{"X-GitHub-Api-Version": "{}"}})\n',
        'httpx.Client()\ns.headers.update({{"X-GitHub-Api-Version": "{}"}})\n',
    ],
)
def test_headers_of_a_session(project: Path, made: str) -> None:
    code = "import httpx, requests\ns = " + made + 's.get("https://api.github.com/repos/a/b/isues"{})\n'
    assert told(judged(project, code.format("2022-11-28", ""))) == ["unknown-endpoint"]
    assert told(judged(project, code.format("2031-01-01", ""))) == []
    own = ', headers={"X-GitHub-Api-Version": "2022-11-28"}'
    assert told(judged(project, code.format("2031-01-01", own))) == ["unknown-endpoint"], "the call itself comes first"
