"""Reads of SDK replies end to end: evidence, what `extract` lists, what is repaired for certain, and bounds."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from truthcheck.cli.boundary import run
from truthcheck.config import Config
from truthcheck.model.report import REFUTED, SUPPORTED, Report
from truthcheck.pipeline import verify
from truthcheck.report import calls


def checked(project: Path, source: str) -> Report:
    (project / "case.py").write_text(source, encoding="utf-8")
    return verify(("case.py",), Config())


STRIPE = "import stripe\n\nsession = stripe.checkout.Session.retrieve('cs_1')\n"


def test_the_class_of_the_package_is_the_evidence(project: Path) -> None:
    (finding,) = checked(project, f"{STRIPE}print(session.checkout_url)\n").findings
    evidence = finding.evidence
    assert (evidence.package, evidence.symbol) == ("stripe", "stripe.checkout._session:Session")
    assert evidence.version
    assert finding.operation == "GET /v1/checkout/sessions/{session}"
    assert (finding.at.line, finding.at.column, finding.at.end_column) == (4, 15, 27)


def test_a_call_is_refuted_for_what_is_read_of_its_reply(project: Path) -> None:
    verdicts = [one.verdict for one in checked(project, f"{STRIPE}print(session.url)\n").calls]
    assert verdicts == [SUPPORTED]
    verdicts = [one.verdict for one in checked(project, f"{STRIPE}print(session.link)\n").calls]
    assert verdicts == [REFUTED]


def test_extract_lists_reads_as_places_in_the_reply(project: Path) -> None:
    source = "import stripe\n\nfor one in stripe.Charge.list().auto_paging_iter():\n    print(one.id, one['amount'])\n"
    (row,) = json.loads(calls.render_json(checked(project, source)))["calls"]
    assert row["reads"] == ["[].amount", "[].id"]


def test_a_client_has_no_reads(project: Path) -> None:
    source = "from openai import OpenAI\n\nclient = OpenAI()\nclient.models.list()\n"
    (row,) = json.loads(calls.render_json(checked(project, source)))["calls"]
    assert row["reads"] == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("stripe.checkout.Session.retrieve('c').checkout_url", "stripe.checkout.Session.retrieve('c').url"),
        ("stripe.Charge.retrieve('c').receiptUrl", "stripe.Charge.retrieve('c').receipt_url"),
        ("stripe.Price.retrieve('p').amount", "stripe.Price.retrieve('p').amount"),
        ("stripe.Charge.list().data.id", "stripe.Charge.list().data.id"),
    ],
)
def test_certain_repairs(project: Path, before: str, after: str) -> None:
    (project / "case.py").write_text(f"import stripe\n\nprint({before})\n", encoding="utf-8")
    run(["verify", "case.py", "--fix"])
    assert (project / "case.py").read_text("utf-8").splitlines()[2] == f"print({after})"


def test_a_name_with_more_words_is_no_certain_repair(project: Path) -> None:
    line = "print(Github('t').get_user('u').username)"
    (project / "case.py").write_text(f"from github import Github\n\n{line}\n", encoding="utf-8")
    assert run(["verify", "case.py", "--fix"]) == 1
    assert (project / "case.py").read_text("utf-8").splitlines()[2] == line


def test_a_chain_without_end_is_left_open(project: Path) -> None:
    chain = "".join(f".a{number}" for number in range(500))
    found = checked(project, f"{STRIPE}print(session.metadata{chain})\nprint(session{'[0]' * 500}.x)\n")
    assert not found.findings
