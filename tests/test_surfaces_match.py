"""Which operation a call means. A path is written with its holes as `<name>` or `<name:type>`."""

from __future__ import annotations

import re
import string

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from surfaces_world import World, ask, found

from truthcheck.model.reason import Reason, Why
from truthcheck.model.surface import Found, NoMatch, NoMethod, NoPath
from truthcheck.model.value import Hole, Literal, Template, Text
from truthcheck.surfaces.match import match
from truthcheck.surfaces.naming import alike, same_name
from truthcheck.surfaces.template import Gap, call_pieces, fits, route_pieces

HUB = World(
    "GET /user/repos",
    "GET /users/{username}",
    "GET /users/{username}/repos",
    "GET /orgs/{org}/repos",
    "GET /repos/{owner}/{repo}",
    "DELETE /repos/{owner}/{repo}",
    "GET /repos/{owner}/{repo}/issues",
    "POST /repos/{owner}/{repo}/issues",
    "GET /repos/{owner}/{repo}/issues/{issue_number}",
    "GET /repos/{owner}/{repo}/issues/comments",
    "GET /repos/{owner}/{repo}/contents/{*path}",
    "GET /repos/{owner}/{repo}/labels/{name}",
    "GET /accounts/{sid}/messages.json",
    "GET /accounts/{sid}/messages/{message_sid}.json",
    "GET /compare/{base}...{head}",
    "GET /issues",
)


@pytest.mark.parametrize(
    ("call", "paths"),
    [
        ("GET /user/repos", ["/user/repos"]),
        ("GET /user/repos/", ["/user/repos"]),
        ("GET //user//repos", ["/user/repos"]),
        ("GET /user/repos?page=1", ["/user/repos"]),
        ("HEAD /user/repos", ["/user/repos"]),
        ("GET /users/octo", ["/users/{username}"]),
        ("GET /repos/a/b/issues/comments", ["/repos/{owner}/{repo}/issues/comments"]),
        ("GET /repos/a/b/issues/7", ["/repos/{owner}/{repo}/issues/{issue_number}"]),
        ("GET /repos/<owner>/<repo>/issues", ["/repos/{owner}/{repo}/issues"]),
        ("GET /repos/<self.owner>/<repo_name>/issues/<number>", ["/repos/{owner}/{repo}/issues/{issue_number}"]),
        ("GET /repos/<o>/<r>/issues/<n:integer>", ["/repos/{owner}/{repo}/issues/{issue_number}"]),
        ("GET /repos/a/b/contents/src/app.py", ["/repos/{owner}/{repo}/contents/{path}"]),
        ("GET /repos/<owner>/<repo>/contents/<file>", ["/repos/{owner}/{repo}/contents/{path}"]),
        ("GET /accounts/AC1/messages/MM1.json", ["/accounts/{sid}/messages/{message_sid}.json"]),
        ("GET /accounts/<sid>/messages/<message_sid>.json", ["/accounts/{sid}/messages/{message_sid}.json"]),
        ("GET /compare/main...dev", ["/compare/{base}...{head}"]),
        ("GET /compare/<base>...<head>", ["/compare/{base}...{head}"]),
        ("GET /orgs/<anything>/repos", ["/orgs/{org}/repos"]),
    ],
)
def test_the_plain_reading(call: str, paths: list[str]) -> None:
    assert found(HUB, call) == paths


@pytest.mark.parametrize(
    ("call", "among"),
    [
        ("GET /repos/<owner>/<repo>/<endpoint>", "/repos/{owner}/{repo}/issues"),
        ("GET /users/<path>", "/users/{username}/repos"),
        ("GET /user<suffix>", "/user/repos"),
        ("GET /user<suffix>", "/users/{username}/repos"),
        ("GET /<what>", "/accounts/{sid}/messages.json"),
        ("GET /issues/<nothing>", "/issues"),
        ("GET /repos/<owner>/<repo><rest>", "/repos/{owner}/{repo}/contents/{path}"),
    ],
)
def test_where_a_hole_may_hold_slashes_every_possible_operation_is_a_candidate(call: str, among: str) -> None:
    paths = found(HUB, call)
    assert among in paths
    assert len(paths) > 1 or call == "GET /issues/<nothing>"


@pytest.mark.parametrize("hole", ["repo", "owner_repo", "full_name"])
def test_a_written_end_rules_out_routes_that_only_could_take_it(hole: str) -> None:
    """`issues` could be the {path} of a file; it is the last word of another route, which is meant."""
    assert found(HUB, f"GET /repos/<{hole}>/issues") == ["/repos/{owner}/{repo}/issues"]


@pytest.mark.parametrize(
    ("call", "nearest"),
    [
        ("GET /repos/<owner>/<repo>/issue", "/repos/{owner}/{repo}/issues"),
        ("POST /repos/a/b/issues/<n:integer>/comment", "/repos/{owner}/{repo}/issues/{issue_number}"),
        ("GET /repos/a/b/isues", "/repos/{owner}/{repo}/issues"),
        ("GET /user/repositories/list/all", ""),
        ("GET /accounts/<sid>/messages", "/accounts/{sid}/messages.json"),
        ("GET /orgs/<org>/repository", "/orgs/{org}/repos"),
    ],
)
def test_no_filling_reaches_an_operation(call: str, nearest: str) -> None:
    result = ask(HUB, call)
    assert isinstance(result, NoPath), result
    assert [route.path for route in result.nearest][:1] == ([nearest] if nearest else [])


def test_a_hole_at_the_end_is_the_parameter_that_it_is_named_for() -> None:
    """`repo` may hold owner and name, but not `branches` behind them."""
    assert found(HUB, "GET /repos/<repo>") == ["/repos/{owner}/{repo}"]
    assert found(HUB, "GET /repos/<repo>/issues/<number>") == ["/repos/{owner}/{repo}/issues/{issue_number}"]
    world = World("GET /r/{owner}/{repo}/pulls/{number}", "GET /r/{owner}/{repo}/rules/{protection_id}")
    assert "/r/{owner}/{repo}/pulls/{number}" in found(world, "GET /r/<org>/<project>/pulls/<pr_num>")


SHOP = World(
    "POST /v1/payment_intents",
    "GET /v1/invoice_payments",
    "POST /v1/audio/transcriptions",
    "POST /v1/checkout/sessions",
    "GET /v1/events",
    "GET /v1/events/{id}",
    "POST /v1/intents/{intent}/confirm",
    "GET /v1/repos/{owner}/{repo}/issues/{number}",
)


@pytest.mark.parametrize(
    ("call", "nearest"),
    [
        ("POST /v1/payments", "/v1/payment_intents"),
        ("POST /v1/transcriptions", "/v1/audio/transcriptions"),
        ("POST /v1/checkout_sessions", "/v1/checkout/sessions"),
        ("POST /v1/intent/1/confirm", "/v1/intents/{intent}/confirm"),
        ("POST /v1/int_1/confirm", "/v1/intents/{intent}/confirm"),
        ("GET /v1/issues/4", "/v1/repos/{owner}/{repo}/issues/{number}"),
        ("GET /v1/events/today/latest", "/v1/events/{id}"),
        ("GET /v1/shipments", ""),
        ("GET /v1/x4/y5", ""),
    ],
)
def test_what_is_suggested(call: str, nearest: str) -> None:
    """A word has to be the same in some form; that all paths begin alike is no likeness."""
    result = ask(SHOP, call)
    assert isinstance(result, NoPath), result
    assert [route.path for route in result.nearest][:1] == ([nearest] if nearest else [])


def test_a_path_that_exists_without_the_method() -> None:
    result = ask(HUB, "PATCH /repos/<owner>/<repo>/issues")
    assert isinstance(result, NoMethod)
    assert [route.method for route in result.routes] == ["GET", "POST"]


def test_a_method_is_looked_for_on_less_literal_paths_before_it_is_called_wrong() -> None:
    world = World("GET /customers/search", "POST /customers/{customer}")
    assert found(world, "POST /customers/search") == ["/customers/{customer}"]


def test_options_is_nobodys_mistake() -> None:
    assert isinstance(ask(HUB, "OPTIONS /user/repos"), NoMatch)


def test_too_many_candidates_are_none() -> None:
    world = World(*(f"GET /a{i}" for i in range(41)))
    assert isinstance(ask(world, "GET /<anything>"), NoMatch)
    assert len(found(World(*(f"GET /a{i}" for i in range(40))), "GET /<anything>")) == 40


@pytest.mark.parametrize(
    "call", ["GET evil.dev/v1/a", "GET /v2/a", "GET /<version>/a", "GET /v1<rest>", "GET /", "GET /v10/a", "GET <all>"]
)
def test_what_no_surface_covers_is_not_judged(call: str) -> None:
    result = ask(World("GET /v1/a", bases=("/v1",)), call)
    assert isinstance(result, NoMatch)
    assert result.why.why == Why.NO_SURFACE


def test_a_host_of_some_operations_only_is_not_judged_beyond_them() -> None:
    world = World("GET /a", "POST up.acme.dev/files", hosts=("api.acme.dev", "up.acme.dev"))
    assert found(world, "POST up.acme.dev/files") == ["/files"]
    assert isinstance(ask(world, "GET up.acme.dev/a"), NoMatch)
    assert isinstance(ask(world, "DELETE up.acme.dev/files"), NoMatch)
    assert isinstance(ask(world, "POST api.acme.dev/files"), NoPath)


def test_two_surfaces_on_one_host_answer_together() -> None:
    first, second = World("GET /a"), World("GET /b")
    for name in ("a", "b"):
        assert isinstance(match((first, second), "GET", "api.acme.dev", Literal(f"/{name}")), Found)
    assert isinstance(match((first, second), "GET", "api.acme.dev", Literal("/c")), NoPath)


@pytest.mark.parametrize(
    ("hole", "parameter", "noun", "expected"),
    [
        ("customer_id", "customer", "", (True, True)),
        ("customerId", "customer", "", (True, True)),
        ("org", "organization", "", (True, True)),
        ("o", "owner", "", (True, True)),
        ("id", "charge", "charges", (True, True)),
        ("charge", "id", "charges", (True, False)),
        ("owner_repo", "owner", "", (True, False)),
        ("repo", "owner", "repos", (True, False)),
        ("self.config.owner", "owner", "", (True, True)),
        ("full_name", "name", "", (False, False)),
        ("path", "name", "", (False, False)),
        ("path", "path", "", (True, True)),
        ("thing", "owner", "", (False, False)),
        ("", "owner", "", (False, False)),
    ],
)
def test_names(hole: str, parameter: str, noun: str, expected: tuple[bool, bool]) -> None:
    gap = Gap(hole, True, True)
    assert (alike(gap, parameter, noun), same_name(gap, parameter)) == expected


letters = st.text(string.ascii_lowercase + "._-", min_size=1, max_size=4).filter(lambda text: text.strip("."))
segment = st.one_of(letters, st.just("{a}"), st.just("{b}.json"), st.just("x-{c}"))
templates = st.lists(segment, min_size=1, max_size=5).map(lambda parts: "/" + "/".join(parts))


@st.composite
def filled(draw: st.DrawFn) -> tuple[str, str]:
    """A template and a concrete path of it."""
    template = draw(templates)
    return template, re.sub(r"\{\w+\}", lambda _: draw(letters), template)


@settings(max_examples=150)
@given(filled())
def test_every_path_of_a_template_is_found(pair: tuple[str, str]) -> None:
    template, concrete = pair
    assert found(World(f"GET {template}"), f"GET {concrete}") == [template]


@settings(max_examples=250)
@given(filled(), st.data())
def test_holes_never_lose_the_operation(pair: tuple[str, str], data: st.DataObject) -> None:
    """Whatever stretches of a true path become holes, the operation stays a candidate: doubt never accuses."""
    template, concrete = pair
    cuts = sorted(data.draw(st.lists(st.integers(1, len(concrete)), max_size=4, unique=True)))
    assume(cuts)
    pieces: list[Text | Hole] = []
    name = st.sampled_from(["", "a", "path", "zzz", "id"])
    for index, (start, end) in enumerate(zip([0, *cuts], [*cuts, len(concrete)], strict=True)):
        text = concrete[start:end]
        truth = text and "/" in text  # a hole that is named like a parameter holds no slash
        pieces.append(Hole(Reason(Why.NOTHING_KNOWN), "" if truth else data.draw(name)) if index % 2 else Text(text))
    written = Template(tuple(piece for piece in pieces if isinstance(piece, Hole) or piece.text))
    others = [f"GET {other}" for other in data.draw(st.lists(templates, max_size=3)) if other != template]
    world = World(f"GET {template}", *others)
    result = match((world,), "GET", "api.acme.dev", written)
    assert isinstance(result, (Found, NoMatch)), result
    assert fits(call_pieces(written), route_pieces(world.routes[0]))
    plain = len([p for p in pieces if isinstance(p, Hole)]) == 0
    if isinstance(result, Found) and not plain and not others:
        assert [candidate.operation.path for candidate in result.candidates] == [template]
