"""What is proven and what is likely, what is verified and what is so in part: told apart wherever they are told."""

from __future__ import annotations

import json

import pytest
from test_report_formats import FINDING, REPORT, call, read

from truthcheck import feedback
from truthcheck.cli.verify import exit_code
from truthcheck.config import Config
from truthcheck.model.noun import replace
from truthcheck.model.reason import Reason, Why
from truthcheck.model.report import SUPPORTED, UNVERIFIED, Checked, Report
from truthcheck.report import agent, calls, concise, full, github, gitlab, junit, markdown, sarif, text
from truthcheck.report import json as as_json

LIKELY = replace(FINDING, confidence="likely")
BEYOND = Reason(Why.VALUE_BEYOND_LIST, "model")
PART = replace(REPORT.calls[1], left_open=(BEYOND,))


def of(finding: object) -> Report:
    return replace(REPORT, calls=(replace(REPORT.calls[0], findings=(finding,)),), findings=(finding,), problems=())


FORMATS = {
    "full": lambda report: full.render(report, read),
    "concise": concise.render,
    "agent": agent.render,
    "json": as_json.render,
    "jsonl": as_json.render_lines,
    "sarif": sarif.render,
    "github": github.render,
    "gitlab": gitlab.render,
    "junit": junit.render,
    "markdown": markdown.render,
    "feedback": feedback.prompt,
}


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_tells_what_is_likely_and_says_nothing_of_what_is_certain(name: str) -> None:
    assert "likely" in FORMATS[name](of(LIKELY))
    assert "likely" not in FORMATS[name](of(FINDING))


def test_the_prompt_says_what_to_do_with_what_is_not_proven() -> None:
    assert "leave the code as it is where it is right" in feedback.prompt(of(LIKELY))
    assert "not proven" not in feedback.prompt(of(FINDING))


@pytest.mark.parametrize(
    ("finding", "sure", "code"), [(FINDING, "certain", 1), (LIKELY, "likely", 1), (LIKELY, "certain", 0)]
)
def test_one_setting_says_which_of_them_fails(finding: object, sure: str, code: int) -> None:
    assert exit_code(of(finding), Config(fail_confidence=sure)) == code


def test_what_does_not_fail_is_reported_but_not_put_to_an_agent() -> None:
    assert Config(fail_confidence="certain").min_confidence == "likely"
    assert Config(fail_confidence="certain").gated.min_confidence == "certain"
    assert Config(min_confidence="certain").gated.min_confidence == "certain"
    assert Config().gated.min_confidence == "likely"


def test_a_call_verified_in_part_is_verified_and_counted() -> None:
    report = replace(REPORT, calls=(PART, REPORT.calls[1]), findings=(), problems=())
    summary = as_json.summary(report)
    assert (summary["verified"], summary["verified_in_part"], summary["unverified"]) == (2, 1, 0)
    assert summary["left_open"] == {"the value of `model`: the list of its values is open": 1}
    assert exit_code(report, Config(strict=True)) == 0
    words = concise.render(report).splitlines()
    assert words == [
        "Checked 2 calls in 2 files: 2 verified, 0 refuted, 0 unverified; 1 of the verified in part",
        "  1  left open: the value of `model`: the list of its values is open",
    ]


def test_what_is_left_open_of_a_call_that_is_not_verified_is_not_counted() -> None:
    other = Checked(call(9), UNVERIFIED, Reason(Why.HOST_UNKNOWN), left_open=(BEYOND,))
    assert not other.in_part
    assert Report((other,), (), (), 1, 0.0).in_part() == 0


@pytest.mark.parametrize("name", ["junit", "markdown", "agent", "sarif"])
def test_the_parts_left_open_are_told(name: str) -> None:
    report = replace(REPORT, calls=(PART,), findings=(), problems=())
    assert "the list of its values is open" in FORMATS[name](report)
    assert "the list of its values is open" not in FORMATS[name](replace(report, calls=(REPORT.calls[1],)))


def test_the_prompt_says_that_something_was_left_open() -> None:
    both = replace(REPORT, calls=(REPORT.calls[0], PART), problems=())
    assert "1 other call could be checked in part only" in feedback.prompt(both)
    assert "in part" not in feedback.prompt(replace(both, calls=REPORT.calls))


def test_extract_and_verbose_say_it_of_each_call() -> None:
    report = replace(REPORT, calls=(PART, REPORT.calls[1]), findings=(), problems=())
    first, second = json.loads(calls.render_json(report))["calls"]
    assert (first["verdict"], second["verdict"]) == (SUPPORTED, SUPPORTED)
    assert (first["left_open"], second["left_open"]) == (["the value of `model`: the list of its values is open"], [])
    assert "verified in part; left open: the value of `model`" in calls.render(report)
    assert full.render(report, read, unverified=True).count("httpx.get: the value of `model`") == 1


@pytest.mark.parametrize(
    "words",
    [
        "`GET /v1/track/4aawyAB9vmqN3uQ7FjRGTy` does not exist",
        "/repos/a/b/commits/9fceb02d0ae598e95dc970b74767f19372d61af8",
        '"https://api.acme.dev/v1/items/507f1f77bcf86cd799439011/parts"',
    ],
)
def test_an_id_in_a_path_stays_readable(words: str) -> None:
    assert text.mask(words) == words


@pytest.mark.parametrize(
    "words",
    [
        "https://hooks.acme.dev/services/T012345/B01234567/aB3dE6gH9jK2mN5pQ8sT1vW4",
        "/v1/key/4aawyAB9vmqN3uQ7FjRGTy",
        "/webhooks/123456/4aawyAB9vmqN3uQ7FjRGTy",
        "token=4aawyAB9vmqN3uQ7FjRGTy",
        "/v1/users/4aawyAB9vmqN3uQ7FjRGTy4aawyAB9vmqN3uQ7FjRGTy",
        "api key 0a1b2c3d4e5f0a1b2c3d4e5f0a1b2c3d",
    ],
)
def test_what_may_be_a_key_does_not(words: str) -> None:
    assert "*" * 16 in text.mask(words)
