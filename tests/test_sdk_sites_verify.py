"""SDK calls end to end: what `verify` and `extract` say of them, and where they cost nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from truthcheck.config import Config
from truthcheck.model.report import REFUTED, SUPPORTED, UNVERIFIED, Checked, Report
from truthcheck.pipeline import verify
from truthcheck.report import calls
from truthcheck.report.reasons import sentence


def checked(project: Path, source: str, requirements: str = "") -> Report:
    (project / "case.py").write_text(source, encoding="utf-8")
    if requirements:
        (project / "requirements.txt").write_text(requirements, encoding="utf-8")
    return verify(("case.py",), Config())


def only(report: Report) -> Checked:
    (one,) = report.calls
    return one


def test_extract_shows_the_request_behind_a_call(project: Path) -> None:
    source = "from github import Github\n\nGithub('t').get_repo('acme/shop').create_issue('Lamp', labels=['bug'])\n"
    rows = json.loads(calls.render_json(checked(project, source)))["calls"]
    assert [(row["via"], row["method"], row["path_template"]) for row in rows] == [
        ("sdk", "GET", "/repos/{owner}/{repo}"),
        ("sdk", "POST", "/repos/{owner}/{repo}/issues"),
    ]
    assert rows[1]["arguments"] == {"json": {"title": "Lamp", "labels": ["bug"]}}


def test_nested_values_travel_in_a_form_by_brackets(project: Path) -> None:
    source = "import stripe\n\nstripe.Price.create(currency='usd', recurring={'interval': 'month'}, product='p')\n"
    (row,) = json.loads(calls.render_json(checked(project, source)))["calls"]
    assert row["arguments"]["form"] == {"currency": "usd", "recurring[interval]": "month", "product": "p"}


def test_building_a_client_and_handling_a_reply_are_no_calls(project: Path) -> None:
    source = (
        "from openai import OpenAI\n\nclient = OpenAI(api_key='k')\n"
        "reply = client.models.list()\nreply.model_dump()\nfor model in reply:\n    model.to_dict()\n"
    )
    assert only(checked(project, source)).operation == "GET /v1/models"


def test_a_request_that_is_built_in_steps(project: Path) -> None:
    source = (
        "from supabase import create_client\n\ndb = create_client('https://x.supabase.co', 'k')\n"
        "db.table('todos').update({'done': True}).eq('id', 1).execute()\n"
    )
    one = only(checked(project, source))
    assert (one.verdict, one.operation) == (UNVERIFIED, "PATCH /rest/v1/todos")


@pytest.mark.parametrize(
    ("requirements", "confidence"),
    [
        ("openai==0.28.1", ""),
        ("openai==1.109.1", "certain"),
        ("openai>=0.27", "likely"),
        ("openai>=1.9", "certain"),
        ("openai>=0.27,<1", ""),
        ("", "likely"),
    ],
)
def test_a_name_is_false_for_certain_when_every_allowed_version_lacks_it(
    project: Path, requirements: str, confidence: str
) -> None:
    source = "import openai\n\nopenai.ChatCompletion.create(model='m', messages=[])\n"
    report = checked(project, source, requirements)
    assert [one.confidence for one in report.findings] == ([confidence] if confidence else [])
    assert (REFUTED in {one.verdict for one in report.calls}) == bool(confidence)


def test_the_evidence_names_package_version_symbol_and_pin(project: Path) -> None:
    report = checked(project, "import stripe\n\nstripe.Customer.conjure()\n", "stripe==16.1.0")
    (finding,) = report.findings
    assert (finding.rule, finding.at.column, finding.at.end_column) == ("unknown-sdk-member", 17, 24)
    evidence = finding.evidence
    assert (evidence.package, evidence.version, evidence.symbol) == ("stripe", "16.1.0", "Customer.conjure")
    assert evidence.source == "the version in requirements.txt:1"


@pytest.mark.parametrize(
    "source",
    [
        "client = OpenAI(base_url='http://localhost/v1')",
        "openai.base_url = 'http://localhost/v1'\nclient = OpenAI()",
        "import json\nclient = OpenAI(**json.load(open('settings.json')))",
        "client = OpenAI().with_options(base_url='http://localhost/v1')",
    ],
)
def test_another_server_is_not_held_against_the_vendors_document(project: Path, source: str) -> None:
    asks = "client.embeddings.create(model='m', input='x', encoding_format='?')"
    whole = "\n".join(("import openai", "from openai import OpenAI", source, asks, ""))
    assert sentence(only(checked(project, whole)).reason) == "the client is sent to another server"


def test_options_of_the_client_are_sent_nowhere(project: Path) -> None:
    source = (
        "from openai import OpenAI\n\nOpenAI().embeddings.create(\n    model='m', input='x', timeout=3,"
        " extra_headers={'a': 'b'}, extra_query={'c': 'd'}, extra_body={'anything': 1}\n)\n"
    )
    one = only(checked(project, source))
    assert (one.verdict, one.findings) == (SUPPORTED, ())


def test_the_sdks_machinery_is_not_loaded_without_an_sdk(project: Path) -> None:
    (project / "case.py").write_text("import requests\n\nrequests.get('https://api.github.com/zen')\n")
    code = (
        "import sys\nfrom truthcheck.config import Config\nfrom truthcheck.pipeline import verify\n"
        "verify(('case.py',), Config())\n"
        "print([m for m in sys.modules if m.startswith(('truthcheck.sdks.', 'truthcheck.checks.sdk.verdicts'))])\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "['truthcheck.sdks.index', 'truthcheck.sdks.index.catalogue']"


def test_a_package_on_the_path_is_never_imported(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = project / ".venv" / "lib" / "python3.11" / "site-packages"
    (site / "stripe-16.1.0.dist-info").mkdir(parents=True)
    (site / "stripe.py").write_text("raise SystemExit('imported')\n")
    monkeypatch.syspath_prepend(str(site))
    report = checked(project, "import stripe\n\nstripe.Customer.conjure()\n")
    assert [finding.rule for finding in report.findings] == ["unknown-sdk-member"]
    assert "stripe-16.1.0.dist-info" in report.findings[0].evidence.source
