"""The page of a CI job: counts, the table of findings with their evidence, what was not checked; and hostile names."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truthcheck.cli import boundary
from truthcheck.model.call import Call
from truthcheck.model.finding import Evidence, Finding
from truthcheck.model.location import Span
from truthcheck.model.reason import Reason, Why
from truthcheck.model.report import REFUTED, SUPPORTED, UNVERIFIED, Checked, Problem, Report
from truthcheck.model.value import Literal, Unknown
from truthcheck.report import markdown

AT = Span("shop/app.py", 3, 11, 3, 46)
FINDING = Finding(
    rule="unknown-parameter",
    severity="error",
    confidence="certain",
    message="`GET /v1/widgets` has no parameter `colour` in the query",
    at=AT,
    help="did you mean `color`?",
    call="httpx.get",
    provider="acme",
    operation="GET /v1/widgets",
    evidence=Evidence("acme", "1.2", "2026-01-05", "#/paths", "https://acme.dev/spec.json"),
    related=(("called from here", Span("shop/main.py", 9, 1, 9, 4)),),
)
WARNING = Finding("deprecated", "warning", "likely", "`GET /v1/old` is deprecated", Span("shop/app.py", 7, 1, 8, 2))
CALL = Call(AT, "httpx", "httpx.get", Literal("GET"), Unknown(Reason(Why.URL_AT_RUN_TIME)))
REPORT = Report(
    calls=(
        Checked(CALL, REFUTED, provider="acme", findings=(FINDING,)),
        Checked(CALL, SUPPORTED, provider="acme"),
        Checked(CALL, UNVERIFIED, reason=Reason(Why.URL_AT_RUN_TIME)),
    ),
    findings=(WARNING, FINDING),
    problems=(Problem("bad.py", "not valid Python: expected an expression", 2, 4),),
    files=2,
    seconds=0.5,
    notes=("no Python files in docs",),
)


def test_a_page_has_counts_findings_with_evidence_and_what_was_not_checked() -> None:
    assert markdown.render(REPORT).splitlines() == [
        "## truthcheck",
        "",
        "Checked 3 calls in 2 files: 1 verified, 1 refuted, 1 unverified",
        "",
        "### Findings",
        "",
        "| Where | What is false | What is true | Operation | Evidence | Rule |",
        "| --- | --- | --- | --- | --- | --- |",
        (
            "| `shop/app.py:3:11` | `GET /v1/widgets` has no parameter `colour` in the query | did you mean `color`? "
            "| `GET /v1/widgets` | [acme 1.2 (2026-01-05) \\#/paths](https://acme.dev/spec.json)"
            "<br>called from here: `shop/main.py:9:1` | `unknown-parameter` |"
        ),
        "| `shop/app.py:7:1` | `GET /v1/old` is deprecated |  |  |  | `deprecated` (warning) (likely) |",
        "",
        "### Not read",
        "",
        "| Where | Why |",
        "| --- | --- |",
        "| `bad.py:2:4` | not valid Python: expected an expression |",
        "",
        "### Not checked",
        "",
        "| Calls | Why |",
        "| --- | --- |",
        "| 1 | URL is built at run time |",
        "",
        "> no Python files in docs",
    ]


def test_nothing_false_is_still_a_count() -> None:
    clean = markdown.render(Report((), (), (), 4, 0.1))
    assert clean == "## truthcheck\n\nChecked 0 calls in 4 files: 0 verified, 0 refuted, 0 unverified\n"


def test_evidence_in_a_package_is_no_link() -> None:
    proof = Evidence(package="acme-sdk", version="2.0", symbol="Client.send", source="the version in requirements.txt")
    shown = markdown.render(replace(REPORT, findings=(replace(FINDING, evidence=proof),)))
    assert "| acme-sdk 2.0 Client.send<br>the version in requirements.txt<br>called from here" in shown


@pytest.mark.parametrize("source", ["javascript:alert(1)", "https://a.dev/x) [y](z", "http://a.dev", "https://a.dev/|"])
def test_only_a_plain_address_becomes_a_link(source: str) -> None:
    shown = markdown.render(replace(REPORT, findings=(replace(FINDING, evidence=Evidence("acme", source=source)),)))
    assert "](" not in shown.replace("\\](", "").replace("\\]", "")


@given(st.text(alphabet=st.sampled_from(list("ab`|<>[]()\\*_#!&@~\n\r\x1b\u2028\u202e")), max_size=40))
def test_a_hostile_name_makes_no_markup_and_no_row(name: str) -> None:
    one = replace(FINDING, message=f"no `{name}` here", help=name, at=Span(f"{name}.py", 1, 1, 1, 2))
    lines = markdown.render(Report((), (one,), (), 1, 0.0)).splitlines()
    assert len(lines) == 9
    row = lines[-1]
    outside = re.sub(r"`[^`]*`", "", row)
    assert len(re.findall(r"(?<!\\)(?:\\\\)*\|", outside)) == 7, "a bar is a cell's end only where we put it"
    assert not re.search(r"(?<!\\)(?:\\\\)*[\[<*](?!br>|acme)", outside)
    for span in re.findall(r"`([^`]*)`", row):
        assert not re.search(r"(?<!\\)(?:\\\\)*\|", span)


def test_a_key_is_masked() -> None:
    shown = markdown.render(replace(REPORT, findings=(replace(FINDING, help="Bearer abcdefgh12345678"),)))
    assert "abcdefgh12345678" not in shown


def test_many_findings_are_counted() -> None:
    many = tuple(replace(FINDING, at=Span("a.py", line, 1, line, 2)) for line in range(1, markdown.MOST + 3))
    shown = markdown.render(replace(REPORT, findings=many))
    assert shown.count("`unknown-parameter`") == markdown.MOST
    assert "\nand 2 more rows: run `truthcheck verify`\n" in shown


def test_the_page_is_added_to_beside_any_format(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.py").write_text('import requests\n\nrequests.get("https://api.github.com/no/such")\n')
    Path("page.md").write_text("# an earlier step\n")
    assert boundary.run(["verify", "--format", "github", "--summary", "page.md"]) == 1
    assert capsys.readouterr().out.startswith("::error file=a.py,line=3,")
    page = Path("page.md").read_text()
    assert page.startswith("# an earlier step\n## truthcheck\n\nChecked 1 call in 1 file: 0 verified, 1 refuted")
    assert "| `a.py:3:14` | `GET /no/such` does not exist in the GitHub API |" in page
    assert boundary.run(["verify", "--format", "markdown"]) == 1
    assert capsys.readouterr().out == page.removeprefix("# an earlier step\n")


def test_a_page_that_cannot_be_written_is_told_before_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert boundary.run(["verify", "--summary", "no/page.md"]) == 2
    assert capsys.readouterr().err == (
        "error: cannot write no/page.md: there is no folder no\nhint: create the folder first\n"
    )
