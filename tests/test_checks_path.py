"""Host and path of a URL value, and which operation a path with holes is meant for."""

from __future__ import annotations

import pytest
from surfaces_in_memory import Memory

from truthcheck.checks.http import address, endpoint
from truthcheck.checks.http import meant as plausible
from truthcheck.checks.http.address import LOCAL, NO_HOST, RUN_TIME, Address, Unclear
from truthcheck.model.reason import Reason, Why
from truthcheck.model.surface import Candidate, Operation
from truthcheck.model.value import Hole, Literal, Template, Text, Union, Unknown, Value


def template(text: str) -> Template:
    """`{name}` is a hole."""
    parts: list[Text | Hole] = []
    for index, piece in enumerate(text.replace("}", "{").split("{")):
        if index % 2:
            parts.append(Hole(Reason(Why.NOTHING_KNOWN), piece))
        elif piece:
            parts.append(Text(piece))
    return Template(tuple(parts))


@pytest.mark.parametrize(
    ("url", "host", "path"),
    [
        ("https://api.acme.dev/v1/x", "api.acme.dev", "/v1/x"),
        ("HTTPS://API.Acme.dev:443/x?y=1", "api.acme.dev", "/x"),
        ("https://user:secret@api.acme.dev", "api.acme.dev", "/"),
        ("https://{ref}.acme.dev/rest/{table}", "*.acme.dev", "/rest/{table}"),
        ("https://api.acme.dev/{path}", "api.acme.dev", "/{path}"),
    ],
)
def test_split(url: str, host: str, path: str) -> None:
    found = address.split(template(url) if "{" in url else Literal(url))
    assert isinstance(found, Address)
    assert (found.host, address.shown(found.path)) == (host, path)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://localhost:8000/x", LOCAL),
        ("http://127.0.0.1/x", LOCAL),
        ("http://[::1]:80/x", LOCAL),
        ("https://billing.internal/x", LOCAL),
        ("https://api.example.com/x", LOCAL),
        ("https://{host}/x", NO_HOST),
        ("https://api.acme{suffix}/x", NO_HOST),
        ("https://api.acme.dev:8443/x", NO_HOST),
        ("https://api.{domain}.dev/x", NO_HOST),
        ("/v1/x", NO_HOST),
        ("{base}/v1/x", NO_HOST),
    ],
)
def test_unclear(url: str, why: str) -> None:
    found = address.split(template(url) if "{" in url else Literal(url))
    assert isinstance(found, Unclear)
    assert found.why == why


@pytest.mark.parametrize("url", [Unknown(Reason(Why.NOTHING_KNOWN)), Union((Literal("a"),))])
def test_no_text_is_built_at_run_time(url: Value) -> None:
    found = address.split(url)
    assert isinstance(found, Unclear)
    assert found.why == RUN_TIME


def meant(path: str, *routes: str, greedy: tuple[str, ...] = ()) -> list[str]:
    candidates = tuple(Candidate(Memory(), Operation("GET", route, greedy=greedy)) for route in routes)
    kept = plausible.by_name(template(path), endpoint.likely(template(path), candidates))
    return [candidate.operation.path for candidate in kept]


ISSUES, LABEL = "/repos/{owner}/{repo}/issues", "/repos/{owner}/{repo}/labels/{label}"


def test_written_segments_are_kept() -> None:
    assert meant("/repos/{x}/issues", LABEL, ISSUES) == [ISSUES]


def test_a_hole_inside_is_not_empty() -> None:
    assert meant("/tags/{x}/members", "/tags/{tag}", "/tags/{tag}/members") == ["/tags/{tag}/members"]


def test_a_hole_ends_at_the_parameter_it_is_named_for() -> None:
    assert meant("/repos/{repo}/stars", LABEL, "/repos/{owner}/{repo}") == []
    assert meant("/repos/{thing}/stars", LABEL) == [LABEL]
    assert meant("/repos/{repo}/labels/bug", LABEL) == [LABEL]


def test_a_greedy_parameter_takes_all_that_follows() -> None:
    route = "/repos/{owner}/{repo}/contents/{path}"
    assert meant("/repos/{repo}/contents/docs/a.md", route, greedy=("path",)) == [route]
