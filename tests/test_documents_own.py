"""Documents of one's own: their day and worth, several of one host, folders, local hosts, placeholders for hosts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from truthcheck.cli import boundary
from truthcheck.surfaces import project_lock
from truthcheck.surfaces.placeholders import is_placeholder

OK = {"get": {"responses": {"200": {"description": ""}}}}


def document(server: str, *paths: str, **info: str) -> str:
    about = {"title": "A", "version": "1", **info}
    whole = {"openapi": "3.1.0", "info": about, "servers": [{"url": server}], "paths": dict.fromkeys(paths, OK)}
    return json.dumps(whole)


def run(*words: str) -> int:
    return boundary.run(list(words))


def verdicts(project: Path, capsys: pytest.CaptureFixture[str], *urls: str) -> list[str]:
    """ "supported", "unverified", or the confidence with which each GET is refuted."""
    (project / "app.py").write_text("import httpx\n\n" + "".join(f"httpx.get({url!r})\n" for url in urls))
    capsys.readouterr()
    run("verify", "app.py", "--format", "json", "--exit-zero")
    found = json.loads(capsys.readouterr().out)["findings"]
    run("extract", "app.py", "--format", "json")
    calls = json.loads(capsys.readouterr().out)["calls"]
    sure = {one["line"]: one["confidence"] for one in found}
    return [sure.get(call["line"], call["verdict"]) for call in calls]


@pytest.mark.parametrize(
    "server", ["https://api.shop.dev", "http://localhost:8000", "http://10.0.0.5", "http://orders.internal"]
)
def test_two_documents_of_one_host_are_used_together(
    project: Path, capsys: pytest.CaptureFixture[str], server: str
) -> None:
    (project / "users.json").write_text(document(f"{server}/users/v1", "/list"))
    (project / "orders.json").write_text(document(f"{server}/orders/v1", "/list"))
    before = verdicts(project, capsys, f"{server}/users/v1/list")
    assert before == ["unverified"]
    assert run("specs", "add", "users", "users.json") == 0
    assert run("specs", "add", "orders", "orders.json") == 0
    paths = ("users/v1/list", "orders/v1/list", "users/v1/lists", "orders/v1/lists", "stock/v1/list")
    expected = ["supported", "supported", "likely", "likely", "unverified"]
    assert verdicts(project, capsys, *(f"{server}/{path}" for path in paths)) == expected


def test_a_whole_folder_is_added_at_once(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = project / "apis"
    (folder / "v2").mkdir(parents=True)
    (folder / "users.json").write_text(document("https://api.shop.dev/users", "/list"))
    (folder / "v2/Big Orders.json").write_text(document("https://api.shop.dev/orders", "/list"))
    (folder / "package.json").write_text('{"name": "shop"}')
    assert run("specs", "add", "shop", "apis") == 0
    assert [pin.wish.name for pin in project_lock.load(project / "truthcheck.lock")] == [
        "shop-users",
        "shop-v2-big-orders",
    ]
    urls = ("https://api.shop.dev/users/list", "https://api.shop.dev/orders/list", "https://api.shop.dev/orders/lists")
    assert verdicts(project, capsys, *urls) == ["supported", "supported", "likely"]
    (project / "empty").mkdir()
    assert run("specs", "add", "none", "empty") == 2


def test_one_document_of_a_folder_that_fails_keeps_no_other_from_being_added(project: Path) -> None:
    (project / "apis").mkdir()
    (project / "apis/a.json").write_text('{"openapi": "3.1.0", "paths": {}}')
    (project / "apis/b.json").write_text(document("https://api.shop.dev", "/list"))
    assert run("specs", "add", "shop", "apis") == 2
    assert [pin.wish.name for pin in project_lock.load(project / "truthcheck.lock")] == ["shop-b"]


@pytest.mark.parametrize(
    ("about", "options", "date"),
    [
        ({}, (), ""),
        ({"version": "2024-05-06"}, (), "2024-05-06"),
        ({"version": "v2024-05-06.clover"}, (), "2024-05-06"),
        ({"version": "2024-15-06"}, (), ""),
        ({"x-last-modified": "2025-01-02T10:00:00Z"}, (), "2025-01-02"),
        ({"version": "2024-05-06"}, ("--date", "2026-02-03"), "2026-02-03"),
    ],
)
def test_a_document_has_its_own_day_and_not_that_of_being_added(
    project: Path, about: dict[str, str], options: tuple[str, ...], date: str
) -> None:
    (project / "api.json").write_text(document("https://api.shop.dev", "/list", **about))
    assert run("specs", "add", "shop", "api.json", *options) == 0
    (pin,) = project_lock.load(project / "truthcheck.lock")
    assert pin.surface.date == date
    assert run("specs", "update") == 0
    (again,) = project_lock.load(project / "truthcheck.lock")
    assert again.surface.date == date


def test_what_is_partial_refutes_no_endpoint(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "api.json").write_text(document("https://api.shop.dev", "/list"))
    assert run("specs", "add", "shop", "api.json", "--partial") == 0
    urls = ("https://api.shop.dev/list", "https://api.shop.dev/lists")
    assert verdicts(project, capsys, *urls) == ["supported", "unverified"]
    assert run("specs", "add", "shop", "api.json", "--force") == 0
    assert verdicts(project, capsys, *urls) == ["supported", "likely"]


def test_what_is_said_of_shipped_documents_does_not_rule_ones_own(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Rule data calls `/oauth/*` undescribed: true of the shipped document, not of one that describes it."""
    urls = ("https://api.stripe.com/oauth/tokens", "https://api.stripe.com/oauth/token")
    assert verdicts(project, capsys, *urls) == ["unverified", "unverified"]
    (project / "api.json").write_text(document("https://api.stripe.com/oauth", "/tokens"))
    assert run("specs", "add", "stripe", "api.json") == 0
    assert verdicts(project, capsys, *urls) == ["supported", "likely"]


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("your-domain.acme.dev", True),
        ("yourcompany.acme.dev", True),
        ("no-default", True),
        ("unknown", True),
        ("subdomain.acme.dev", True),
        ("api.acme.dev", False),
        ("localhost", False),
        ("intranet", False),
        ("acme.example.com", False),
        ("my.acme.dev", False),
        ("myfitness.dev", False),
        ("domain.dev", False),
        ("*.acme.dev", False),
    ],
)
def test_a_host_that_stands_for_ones_own(host: str, expected: bool) -> None:
    assert is_placeholder(host) == expected


def test_a_document_whose_host_stands_for_another_is_asked_about(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "api.json").write_text(document("https://your-domain.acme.dev", "/list"))
    assert run("specs", "add", "shop", "api.json") == 2
    assert "--host" in capsys.readouterr().err
    assert run("specs", "add", "shop", "api.json", "--host", "team.acme.dev") == 0
    assert verdicts(project, capsys, "https://team.acme.dev/list", "https://team.acme.dev/lists") == [
        "supported",
        "likely",
    ]


def test_a_hash_in_a_version_is_told(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    digest = "57a0ca5b4a0bb0ac5f3fee4764acb1c14e4d7e71"
    (project / "api.json").write_text(document("https://api.shop.dev", "/list", version=f"1.0-{digest}"))
    assert run("specs", "add", "shop", "api.json") == 0
    out = capsys.readouterr().out
    assert "added shop 1.0-57a0ca5: " in out
    assert "**" not in out
    assert project_lock.load(project / "truthcheck.lock")[0].surface.version == f"1.0-{digest}"
