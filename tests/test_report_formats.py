"""Every output format, from one hand-made report; hostile text must not get through any of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest

import truthcheck.report
from truthcheck.model.call import Argument, Call, Read
from truthcheck.model.finding import Edit, Evidence, Finding, Fix
from truthcheck.model.location import Span
from truthcheck.model.reason import Reason, Why
from truthcheck.model.report import REFUTED, SUPPORTED, UNVERIFIED, Checked, Problem, Report
from truthcheck.model.value import Entry, Hole, Literal, Mapping, Template, Text, Typed, Union, Unknown
from truthcheck.report import agent, calls, concise, full, github, gitlab, junit, sarif, statistics
from truthcheck.report import json as as_json

SOURCE = ["import httpx", "", 'httpx.get("https://api.acme.dev/v1/gadgets", params={"colour": 1})']
WHERE = Span("shop/app.py", 3, 11, 3, 46)
FINDING = Finding(
    rule="unknown-endpoint",
    severity="error",
    confidence="certain",
    message="acme has no path `/v1/gadgets`",
    at=WHERE,
    help="did you mean `/v1/widgets`?",
    call="httpx.get",
    provider="acme",
    evidence=Evidence(document="acme", version="1.2", date="2026-01-05", pointer="#/paths"),
    fixes=(Fix("Replace the path", (Edit(WHERE, '"https://api.acme.dev/v1/widgets"'),), safe=True),),
    related=(("called from here", Span("shop/main.py", 9, 1, 9, 4)),),
)
WARNING = Finding("deprecated", "warning", "likely", "`GET /v1/old` is deprecated", Span("shop/app.py", 7, 1, 8, 2))


def call(line: int, url: Any = None) -> Call:
    at = Span("shop/app.py", line, 1, line, 20)
    return Call(at, "httpx", "httpx.get", Literal("GET"), url or Unknown(Reason(Why.URL_AT_RUN_TIME)))


REPORT = Report(
    calls=(
        Checked(call(3), REFUTED, provider="acme", findings=(FINDING,)),
        Checked(call(5), SUPPORTED, provider="acme", operation="GET /v1/widgets"),
        Checked(call(7), UNVERIFIED, reason=Reason(Why.URL_AT_RUN_TIME)),
    ),
    findings=(FINDING, WARNING),
    problems=(Problem("bad.py", "not valid Python: expected an expression", 2, 4),),
    files=2,
    seconds=0.5,
)


def read(path: str) -> list[str]:
    return SOURCE if path == "shop/app.py" else []


def test_full_shows_source_caret_help_evidence_and_counts() -> None:
    assert (
        full.render(REPORT, read)
        == """\
error[unknown-endpoint]: acme has no path `/v1/gadgets`
 --> shop/app.py:3:11
  |
3 | httpx.get("https://api.acme.dev/v1/gadgets", params={"colour": 1})
  |           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  = help: did you mean `/v1/widgets`?
  = fix: Replace the path
  = evidence: acme 1.2 (2026-01-05) #/paths
  = called from here: shop/main.py:9:1

warning[deprecated]: `GET /v1/old` is deprecated
 --> shop/app.py:7:1
  = confidence: likely

error: not valid Python: expected an expression
 --> bad.py:2:4

Checked 3 calls in 2 files: 1 verified, 1 refuted, 1 unverified
  1  URL is built at run time
"""
    )


def test_full_colours_only_when_asked() -> None:
    assert "\x1b" not in full.render(REPORT, read)
    assert "\x1b[1;31merror[unknown-endpoint]\x1b[0m" in full.render(REPORT, read, color=True)


def test_full_names_each_unverified_call_when_asked() -> None:
    assert "shop/app.py:7:1: httpx.get: URL is built at run time\n" in full.render(REPORT, read, unverified=True)


@pytest.mark.parametrize(
    ("line", "column", "end", "expected"),
    [
        ("\tx = bad", 6, 9, ["      x = bad", "          ^^^"]),
        ("漢字 = bad", 6, 9, ["  漢字 = bad", "         ^^^"]),
        ("a\x1b[31mb = bad", 11, 14, ["  a\u241b[31mb = bad", "            ^^^"]),
        ("a = '\u202ebad'", 6, 9, ["  a = '\ufffdbad'", "       ^^^"]),
        ("x", 2, 2, ["  x", "   ^"]),
    ],
)
def test_caret_stands_under_the_place(line: str, column: int, end: int, expected: list[str]) -> None:
    at = Span("a.py", 1, column, 1, end)
    finding = Finding("invalid-value", "error", "certain", "no", at)
    shown = full.render(Report((), (finding,), (), 1, 0.0), lambda _path: [line], summary=False).splitlines()
    assert [text[3:] for text in shown[3:5]] == [part[1:] for part in expected]


def test_a_long_line_is_a_window_around_the_caret() -> None:
    line = "a" * 5000 + " bad " + "b" * 5000
    finding = Finding("invalid-value", "error", "certain", "no", Span("a.py", 1, 5002, 1, 5005))
    shown = full.render(Report((), (finding,), (), 1, 0.0), lambda _path: [line]).splitlines()
    assert len(shown[3]) < 140
    assert shown[3][shown[4].index("^") :].startswith("bad")
    assert shown[4].count("^") == 3


def test_concise() -> None:
    assert concise.render(REPORT).splitlines() == [
        "shop/app.py:3:11: unknown-endpoint acme has no path `/v1/gadgets`",
        "shop/app.py:7:1: deprecated (likely) `GET /v1/old` is deprecated",
        "bad.py:2:4: error not valid Python: expected an expression",
        "Checked 3 calls in 2 files: 1 verified, 1 refuted, 1 unverified",
        "  1  URL is built at run time",
    ]


def test_agent_has_one_line_a_finding_and_says_what_was_not_checked() -> None:
    assert agent.render(REPORT).splitlines() == [
        "shop/app.py:3:11: error unknown-endpoint: acme has no path `/v1/gadgets` help: did you mean `/v1/widgets`?",
        "shop/app.py:7:1: warning deprecated (likely): `GET /v1/old` is deprecated",
        "bad.py:2:4: error unreadable: not valid Python: expected an expression",
        "1 call not checked (most often: URL is built at run time)",
    ]


def test_statistics_count_by_rule() -> None:
    assert statistics.render(REPORT, summary=False).splitlines()[:2] == ["1  deprecated", "1  unknown-endpoint"]


def test_many_reasons_are_counted_not_listed() -> None:
    made = tuple(Checked(call(n), UNVERIFIED, reason=Reason(Why.NOT_SETTLED, f"reason {n}")) for n in range(8))
    shown = concise.render(Report(made, (), (), 1, 0.0)).splitlines()
    assert len(shown) == 7
    assert shown[-1] == "  and 3 more reasons: run with --format json"


def test_json_fits_its_published_schema() -> None:
    schema = json.loads((Path(truthcheck.report.__file__).parent / "report.schema.json").read_text())
    made = json.loads(as_json.render(REPORT))
    jsonschema.validate(made, schema)
    assert made["summary"]["unverified_reasons"] == {"URL is built at run time": 1}
    assert made["findings"][0]["fingerprint"] == FINDING.fingerprint
    assert made["errors"][0] == {
        "path": "bad.py",
        "line": 2,
        "column": 4,
        "message": "not valid Python: expected an expression",
    }
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**made, "surprise": 1}, schema)


def test_json_lines_end_with_the_summary() -> None:
    lines = [json.loads(line) for line in as_json.render_lines(REPORT).splitlines()]
    assert [line["type"] for line in lines] == ["finding", "finding", "error", "summary"]
    assert lines[-1]["calls"] == 3


# The parts of SARIF 2.1.0 that we write, put down from the standard; unknown keys are refused as the standard's own
# schema does. (The output was also checked once against the schema that OASIS publishes.)
def _sarif_schema() -> dict[str, Any]:
    def thing(required: tuple[str, ...], **properties: Any) -> dict[str, Any]:
        return {
            "type": "object",
            "required": list(required),
            "properties": properties,
            "additionalProperties": False,
        }

    positive = {"type": "integer", "minimum": 1}
    message = thing(("text",), text={"type": "string"})
    bag = {"type": "object"}
    region = thing((), startLine=positive, startColumn=positive, endLine=positive, endColumn=positive)
    artifact = thing((), uri={"type": "string", "format": "uri-reference"}, uriBaseId={"type": "string"})
    physical = thing(("artifactLocation",), artifactLocation=artifact, region=region)
    location = thing((), physicalLocation=physical, id={"type": "integer", "minimum": -1}, message=message)
    level = {"enum": ["none", "note", "warning", "error"]}
    replacement = thing(("deletedRegion",), deletedRegion=region, insertedContent=message)
    change = thing(
        ("artifactLocation", "replacements"),
        artifactLocation=artifact,
        replacements={"type": "array", "minItems": 1, "items": replacement},
    )
    fix = thing(
        ("artifactChanges",), description=message, artifactChanges={"type": "array", "minItems": 1, "items": change}
    )
    result = thing(
        ("message",),
        ruleId={"type": "string"},
        ruleIndex={"type": "integer", "minimum": -1},
        level=level,
        message=message,
        locations={"type": "array", "items": location},
        relatedLocations={"type": "array", "items": location},
        partialFingerprints={"type": "object", "additionalProperties": {"type": "string"}},
        fixes={"type": "array", "items": fix},
        properties=bag,
    )
    rule = thing(("id",), id={"type": "string"}, name={"type": "string"})
    driver = thing(
        ("name",), name={"type": "string"}, version={"type": "string"}, rules={"type": "array", "items": rule}
    )
    notice = thing(("message",), level=level, message=message, locations={"type": "array", "items": location})
    invocation = thing(
        ("executionSuccessful",),
        executionSuccessful={"type": "boolean"},
        toolExecutionNotifications={"type": "array", "items": notice},
    )
    run = thing(
        ("tool",),
        tool=thing(("driver",), driver=driver),
        columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
        results={"type": "array", "items": result},
        invocations={"type": "array", "items": invocation},
        properties=bag,
    )
    runs = {"type": "array", "items": run}
    return thing(("version", "runs"), **{"$schema": {"type": "string"}}, version={"const": "2.1.0"}, runs=runs)


def test_sarif_is_well_formed() -> None:
    made = json.loads(sarif.render(REPORT))
    jsonschema.validate(made, _sarif_schema())
    run = made["runs"][0]
    assert [result["ruleId"] for result in run["results"]] == ["unknown-endpoint", "deprecated"]
    assert [run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] for result in run["results"]] == [
        "unknown-endpoint",
        "deprecated",
    ]
    assert run["invocations"][0]["executionSuccessful"] is False
    assert json.loads(sarif.render(Report((), (), (), 0, 0.0)))["runs"][0]["results"] == []


def test_sarif_addresses_are_quoted() -> None:
    odd = Finding("deprecated", "warning", "certain", "old", Span("a b/ü#1.py", 1, 1, 1, 2))
    made = json.loads(sarif.render(Report((), (odd,), (), 1, 0.0)))
    location = made["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert location == {"uri": "a%20b/%C3%BC%231.py", "uriBaseId": "%SRCROOT%"}


def test_github_escapes_what_its_commands_mean() -> None:
    odd = Finding("deprecated", "warning", "certain", "100% old\nreally", Span("a,b:c.py", 1, 2, 1, 5))
    first = github.render(Report((), (odd,), (), 1, 0.0)).splitlines()[0]
    assert first == (
        "::warning file=a%2Cb%3Ac.py,line=1,endLine=1,title=deprecated,col=2,endColumn=4::100%25 old%0Areally"
    )


def test_github_tells_problems_and_counts() -> None:
    lines = github.render(REPORT).splitlines()
    assert lines[2] == "::error file=bad.py,line=2,title=truthcheck::not valid Python: expected an expression"
    assert lines[3].startswith("::notice title=truthcheck::Checked 3 calls in 2 files: 1 verified")


def test_gitlab_fingerprints_are_unique() -> None:
    made = json.loads(gitlab.render(Report((), (FINDING, FINDING), REPORT.problems, 1, 0.0)))
    assert len({issue["fingerprint"] for issue in made}) == 3
    assert made[0]["location"]["positions"]["begin"] == {"line": 3, "column": 11}
    assert [issue["severity"] for issue in made] == ["major", "major", "blocker"]


def test_junit_counts_agree_with_its_cases() -> None:
    suite = ElementTree.fromstring(junit.render(REPORT)).find("testsuite")
    assert suite is not None
    for attribute, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        assert int(suite.attrib[attribute]) == len(suite.findall(f"testcase/{tag}")), attribute
    assert int(suite.attrib["tests"]) == len(suite.findall("testcase")) == 5


HOSTILE = "x\x1b]0;owned\x07\n\r\u202e]]>\x00</failure>\udcff%::error::"
KEY = "sk_live_4eC39HqLyjWDarjtT1zdp7dc"  # made up, shaped like a key


def test_no_format_lets_hostile_text_or_a_key_through() -> None:
    at = Span(f"{HOSTILE}.py", 1, 1, 1, 4)
    bad = Finding("invalid-value", "error", "certain", HOSTILE + KEY, at, HOSTILE + KEY, related=((HOSTILE + KEY, at),))
    seen = Call(at, "httpx", HOSTILE, Literal("GET"), Literal(HOSTILE + KEY))
    verdicts = (
        Checked(seen, REFUTED, findings=(bad,)),
        Checked(seen, UNVERIFIED, reason=Reason(Why.NOT_SETTLED, HOSTILE)),
    )
    report = Report(verdicts, (bad,), (Problem(HOSTILE, HOSTILE + KEY),), 1, 0.0, (HOSTILE + KEY,))
    line = f"key = '{KEY}'"
    outputs = {
        "full": full.render(report, lambda _path: [line], unverified=True),
        "concise": concise.render(report),
        "agent": agent.render(report),
        "github": github.render(report),
        "junit": junit.render(report),
        "json": as_json.render(report),
        "jsonl": as_json.render_lines(report),
        "sarif": sarif.render(report),
        "gitlab": gitlab.render(report),
        "calls": calls.render(report),
        "calls json": calls.render_json(report),
    }
    for name, output in outputs.items():
        assert KEY not in output, name
    for name in ("full", "concise", "agent", "calls"):
        assert not set("\x1b\x07\x00\r\u202e\udcff") & set(outputs[name]), name
    assert outputs["concise"].count("\n") == 5
    assert outputs["github"].count("\n") == 3
    ElementTree.fromstring(outputs["junit"])
    for name in ("json", "sarif", "gitlab", "calls json"):
        json.loads(outputs[name])
        assert outputs[name].isascii()


def test_extract_shows_values_reads_and_hides_secrets() -> None:
    url = Template(
        (Text("https://api.acme.dev/v1/w/"), Hole(Reason(Why.NOT_SETTLED, "comes from the caller"), name="id"))
    )
    sent = Mapping(
        (Entry("name", Typed("string")), Entry("size", Literal(3), always=False), Entry("api_key", Literal("abc"))),
        rest=Unknown(Reason(Why.FROM_CALLER, "extra")),
    )
    headers = Mapping((Entry("Authorization", Literal("Bearer abc")), Entry("Accept", Literal("*/*"))))
    made = Call(
        WHERE,
        "httpx",
        "httpx.post",
        Literal("post"),
        url,
        (Argument("json", sent), Argument("header", headers)),
        (Read(("data", "[]", "id"), WHERE),),
    )
    report = Report((Checked(made, UNVERIFIED, reason=Reason(Why.NO_SURFACE, "api.acme.dev")),), (), (), 1, 0.0)
    entry = json.loads(calls.render_json(report))["calls"][0]
    assert (entry["method"], entry["path_template"]) == ("POST", "/v1/w/{id}")
    assert entry["url"] == "https://api.acme.dev/v1/w/{id}"
    assert entry["arguments"] == {
        "json": {
            "name": {"$type": "string"},
            "size": 3,
            "api_key": {"$hidden": "may be a secret"},
            "$maybe": ["size"],
            "$rest": "`extra` comes from the caller",
        },
        "header": {"Authorization": {"$hidden": "may be a secret"}, "Accept": "*/*"},
    }
    assert entry["reads"] == ["data[].id"]
    assert "POST https://api.acme.dev/v1/w/{id} (unverified: no surface for api.acme.dev)" in calls.render(report)


def test_extract_lists_each_branch_once() -> None:
    made = Call(WHERE, "httpx", "go", Union((Literal("GET"), Literal("PUT"))), Literal("https://api.acme.dev/v1"))
    report = Report((Checked(made, UNVERIFIED, reason=Reason(Why.NOTHING_KNOWN)),), (), (), 1, 0.0)
    entries = json.loads(calls.render_json(report))["calls"]
    assert [(entry["method"], entry["path_template"]) for entry in entries] == [("GET", "/v1"), ("PUT", "/v1")]
