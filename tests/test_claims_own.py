"""Calls to the project's own application claim nothing of anybody else's API: they are counted apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from truthcheck import Config, verify

SHAPES = {
    "a transport into the application": (
        "from httpx import ASGITransport, AsyncClient\n"
        "async def test_x():\n"
        "    async with AsyncClient(transport=ASGITransport(app=app), base_url='http://test') as c:\n"
        "        await c.get('/items')\n"
    ),
    "a client of the framework": (
        "from fastapi.testclient import TestClient\nclient = TestClient(app)\ndef test_x():\n    client.get('/items')\n"
    ),
    "a client that the application makes": (
        "from flask import Flask\napp = Flask(__name__)\ndef test_x():\n    app.test_client().get('/items')\n"
    ),
    "an address of this machine": "import requests\ndef ask():\n    requests.get('http://localhost:8000/items')\n",
}
NOT_OWN = {
    "another transport": (
        "import httpx\ndef ask():\n"
        "    httpx.Client(transport=httpx.HTTPTransport(retries=1), base_url='https://api.github.com').get('/isues')\n"
    ),
    "a host that is not known": "import requests, os\ndef ask():\n    requests.get(os.environ['X'] + '/items')\n",
}
FIXTURE = """import pytest
from httpx import ASGITransport, AsyncClient
from shop import app

@pytest.fixture
async def client():
    async with AsyncClient(transport=ASGITransport(app=app), base_url="http://test") as c:
        yield c

@pytest.fixture
def hub():
    from github import Github
    yield Github("t")
"""


@pytest.mark.parametrize("shape", SHAPES)
def test_calls_to_ones_own_application_are_counted_apart(tmp_path: Path, shape: str) -> None:
    (tmp_path / "test_code.py").write_text(SHAPES[shape])
    report = verify([str(tmp_path)], Config())
    assert (report.own_application(), report.count("unverified"), report.findings) == (1, 0, ())


@pytest.mark.parametrize("shape", NOT_OWN)
def test_other_calls_are_not(tmp_path: Path, shape: str) -> None:
    (tmp_path / "test_code.py").write_text(NOT_OWN[shape])
    assert verify([str(tmp_path)], Config()).own_application() == 0


def test_what_a_fixture_beside_or_above_hands_in_is_known(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text(FIXTURE)
    below = tmp_path / "api"
    below.mkdir()
    (below / "test_shop.py").write_text(
        "from httpx import AsyncClient\n"
        "async def test_items(client: AsyncClient):\n    await client.get('/items')\n"
        "def test_hub(hub):\n    hub.get_repo('a/b').create_ticket(title='x')\n"
        "def helper(hub):\n    hub.get_repo('a/b').create_tickets(title='x')\n"
    )
    report = verify([str(tmp_path)], Config())
    assert report.own_application() == 1
    assert [finding.subject for finding in report.findings] == ["create_ticket"]
