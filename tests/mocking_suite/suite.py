"""A suite of a project that mocks an API by every library there is. True replies unless FALSE is set."""

import asyncio
import json
import os

import aiohttp
import httpx
import pytest
import requests
import responses
import respx
import urllib3
from aioresponses import aioresponses

URL = "https://api.github.com/repos/a/b/tags"
FALSE = bool(os.environ.get("FALSE"))
TAG = {
    "name": "v1",
    "commit": {"sha": "c", "url": "https://x.invalid"},
    "zipball_url": "z",
    "tarball_url": "t",
    "node_id": "n",
}
TAGS = [{**TAG, "tag_date": "2024"} if FALSE else TAG]


@responses.activate
def test_responses():
    responses.get(URL, json=TAGS)
    assert requests.get(URL).json()[0]["name"] == "v1"


def test_requests_mock(requests_mock):
    requests_mock.get(URL, json=TAGS)
    assert requests.Session().get(URL).json()[0]["name"] == "v1"


@respx.mock
def test_respx():
    respx.get(URL).respond(json=TAGS)
    assert httpx.get(URL).json()[0]["name"] == "v1"


def test_pytest_httpx(httpx_mock):
    httpx_mock.add_response(url=URL, json=TAGS)
    with httpx.Client() as client:
        assert client.get(URL).json()[0]["name"] == "v1"


@respx.mock
async def test_asyncio_httpx():
    respx.get(URL).respond(json=TAGS)
    async with httpx.AsyncClient() as client:
        both = await asyncio.gather(client.get(URL), client.get(URL))
    assert [reply.json()[0]["name"] for reply in both] == ["v1", "v1"]


async def test_aioresponses():
    with aioresponses() as mocked:
        mocked.get(URL, payload=TAGS)
        async with aiohttp.ClientSession() as session, session.get(URL) as reply:
            assert (await reply.json())[0]["name"] == "v1"


def test_mock_transport():
    transport = httpx.MockTransport(lambda request: httpx.Response(200, json=TAGS))
    assert httpx.Client(transport=transport).get(URL).json()[0]["name"] == "v1"


def test_urllib3(monkeypatch):
    def answer(self, method, url, **more):
        body = json.dumps(TAGS).encode()
        return urllib3.HTTPResponse(body, {"content-type": "application/json"}, 200, preload_content=True)

    monkeypatch.setattr(urllib3.connectionpool.HTTPConnectionPool, "urlopen", answer)
    assert json.loads(urllib3.PoolManager().request("GET", URL).data)[0]["name"] == "v1"


@pytest.mark.no_truthcheck
@responses.activate
def test_that_opts_out():
    responses.get(URL, json=[{"whatever": 1}])
    assert requests.get(URL).json() == [{"whatever": 1}]


@responses.activate
def test_of_a_failure():
    responses.get(URL, status=500, json={"oops": True})
    assert requests.get(URL).status_code == 500


@responses.activate
def test_streams_stay_unread():
    responses.get(URL, body=b"x" * 100, stream=True)
    reply = requests.get(URL, stream=True)
    assert sum(map(len, reply.iter_content(10))) == 100
