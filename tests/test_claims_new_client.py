"""A new HTTP library is one TOML file: what it sends, from whose hands, and how its replies are read."""

from __future__ import annotations

from pathlib import Path

import pytest

from truthcheck.config import Config
from truthcheck.model.call import Call
from truthcheck.model.report import Report
from truthcheck.model.value import Literal, Mapping, Unknown, Value
from truthcheck.pipeline import verify

URL = "https://api.github.com/repos/octocat/hello"
# The one file that CONTRIBUTING.md names.
CLIENT = """\
id = "parcelpost"
modules = ["parcelpost"]

[[call]]
name = ["parcelpost.Client().send_json"]
method = "POST"
roles = { url = "0:url", query = "params", json = "body" }

[[call]]
name = ["parcelpost.fetch", "parcelpost.Client().fetch_json"]
method = "GET"
roles = { url = "0:url", query = "params" }

[[session]]
name = ["parcelpost.Client"]

[[response]]
json = ["json()", "decoded()", "data"]
"""


def judged(project: Path, client: str, source: str) -> Report:
    """The report on a file, by the shipped rules and the client in a rule folder of the project's own."""
    file = project / "rules" / "clients" / "parcelpost.toml"
    file.parent.mkdir(parents=True)
    file.write_text(client)
    (project / "case.py").write_text(source)
    return verify(("case.py",), Config(rules=(project / "rules",)))


def findings(report: Report) -> list[tuple[int, str]]:
    return [(finding.at.line, finding.rule) for finding in report.findings]


def test_endpoint_parameter_and_reply_field(project: Path) -> None:
    source = f"""\
import parcelpost

parcelpost.fetch("{URL}/isues")
reply = parcelpost.fetch("{URL}/issues", params={{"stat": "open"}})
print(reply.json()[0]["titel"])
print(reply.decoded()[0]["bodey"])
print(reply.data[0]["numbr"])
print(reply.text[0]["locke"])
"""
    assert findings(judged(project, CLIENT, source)) == [
        (3, "unknown-endpoint"),
        (4, "unknown-parameter"),
        (5, "unknown-response-field"),
        (6, "unknown-response-field"),
        (7, "unknown-response-field"),
    ]


def test_a_session_that_somebody_hands_in(project: Path) -> None:
    source = f"""\
import parcelpost

def unseen(client):
    client.send_json("{URL}/isues", body={{"title": "x"}})

def named(given: parcelpost.Client):
    given.send_json("{URL}/isues", body={{"title": "x"}})

def like_most(client):
    client.post("{URL}/isues", json={{"title": "x"}})

def something(else_):
    else_.send_json("{URL}/isues", body={{"title": "x"}})
"""
    assert findings(judged(project, CLIENT, source)) == [(line, "unknown-endpoint") for line in (4, 7, 10)]


def test_a_method_of_one_client_means_nothing_where_that_is_not_imported(project: Path) -> None:
    source = f"""\
import requests

def unseen(client):
    client.send_json("{URL}/isues", body={{"title": "x"}})
"""
    assert not judged(project, CLIENT, source).calls


def test_replies_of_a_client_that_says_nothing_of_them_are_read_like_any(project: Path) -> None:
    source = f"""\
import parcelpost

print(parcelpost.fetch("{URL}/issues").json()[0]["titel"])
"""
    silent = CLIENT[: CLIENT.index("[[response]]")]
    assert findings(judged(project, silent, source)) == [(3, "unknown-response-field")]


# Roles that lead into an argument ------------------------------------------------

OPTIONS = """\
id = "parcelpost"
modules = ["parcelpost"]

[[call]]
name = ["parcelpost.fetch"]
default = "GET"

[call.roles]
url = "0:url"
method = { at = "1:options", key = "method" }
json = { at = 1, key = "body" }
header = { at = "1:options", key = "http.headers" }
"""


def the_call(project: Path, options: str) -> Call:
    source = f"""\
import parcelpost

def send(given, urgent):
    parcelpost.fetch("{URL}/issues", {options})
"""
    (call,) = (checked.call for checked in judged(project, OPTIONS, source).calls)
    return call


def test_options_hold_the_method_the_body_and_the_headers(project: Path) -> None:
    call = the_call(project, '{"method": "post", "body": {"title": given}, "http": {"headers": {"X-Team": "a"}}}')
    assert isinstance(call.method, Literal)
    assert call.method.value == "POST"
    assert [(sent.location, keys(sent.value)) for sent in call.arguments] == [
        ("json", ["title"]),
        ("header", ["X-Team"]),
    ]


def keys(value: Value) -> list[str]:
    assert isinstance(value, Mapping)
    return [entry.key for entry in value.entries]


def test_options_that_are_left_out(project: Path) -> None:
    call = the_call(project, "None")
    assert isinstance(call.method, Literal)
    assert (call.method.value, call.arguments) == ("GET", ())


@pytest.mark.parametrize("options", ["given", "{**given}", '{"method": given}', "[1]"])
def test_options_that_are_not_known_leave_the_method_open(options: str, project: Path) -> None:
    assert isinstance(the_call(project, options).method, Unknown)


def test_options_of_which_one_branch_leaves_a_part_out(project: Path) -> None:
    call = the_call(project, '{"method": "POST", "body": {"title": "x"}} if urgent else {"method": "POST"}')
    (body,) = call.arguments
    assert isinstance(call.method, Literal)
    assert body.location == "json"
    assert not isinstance(body.value, Mapping)  # it may be left out
