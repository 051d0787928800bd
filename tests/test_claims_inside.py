"""Functions and classes inside functions, and functions without a name: nobody calls them in sight, all are read."""

from __future__ import annotations

from pathlib import Path

import pytest

from truthcheck import Config, verify

HEAD = """import asyncio
from concurrent.futures import ThreadPoolExecutor
import requests
import stripe
"""

SHAPES = {
    "handed out by a decorator": """
def register(mcp):
    @mcp.tool()
    def refund(charge: str):
        return {call}
""",
    "returned": """
def factory():
    async def handler(request):
        return {call}
    return handler
""",
    "handed on": """
async def work(pool):
    def fetch(number):
        return {call}
    await pool.run(fetch, 3)
""",
    "three deep": """
def outer():
    def middle():
        def inner():
            return {call}
        return inner
    return middle
""",
    "a class in a function": """
def make():
    class Tool:
        def run(self):
            return {call}
    return Tool
""",
    "without a name": """
async def work(pool):
    await pool.run(lambda: {call})
""",
    "in a table of a module": """
HANDLERS = {{"refund": lambda: {call}}}
""",
    "in a thread": """
async def work():
    await asyncio.to_thread(lambda: {call})
""",
    "with the variables of the function around it": """
def register(mcp):
    base = "https://api.github.com"
    def outer():
        api = requests.Session()
        def inner():
            {call}
            return api.get(f"{{base}}/repos/a/b/isues")
        return inner
    return outer
""",
}


def _rules(tmp_path: Path, text: str) -> list[tuple[str, str]]:
    file = tmp_path / "code.py"
    file.write_text(HEAD + text)
    report = verify([str(file)], Config())
    return [(finding.rule, finding.subject) for finding in report.findings]


@pytest.mark.parametrize("shape", SHAPES)
def test_a_false_call_is_found_wherever_it_stands(tmp_path: Path, shape: str) -> None:
    found = _rules(tmp_path, SHAPES[shape].format(call='stripe.Refund.creat(charge="ch_1")'))
    assert found.count(("unknown-sdk-member", "creat")) == 1


@pytest.mark.parametrize("shape", SHAPES)
def test_a_true_call_is_seen_and_nothing_is_said_of_it(tmp_path: Path, shape: str) -> None:
    found = _rules(tmp_path, SHAPES[shape].format(call='stripe.Refund.create(charge="ch_1")'))
    assert [rule for rule, _ in found if rule != "unknown-endpoint"] == []


def test_what_the_functions_around_it_hold_reaches_the_innermost(tmp_path: Path) -> None:
    shape = SHAPES["with the variables of the function around it"]
    assert "unknown-endpoint" in [rule for rule, _ in _rules(tmp_path, shape.format(call="pass"))]


@pytest.mark.parametrize(
    "start",
    [
        "await asyncio.to_thread(stripe.Charge.create, {name}=1, currency='usd')",
        "await asyncio.get_running_loop().run_in_executor(None, lambda: stripe.Charge.create({name}=1))",
        "ThreadPoolExecutor(2).submit(stripe.Charge.create, {name}=1, currency='usd')",
    ],
)
def test_what_a_thread_is_given_is_called_with_the_rest(tmp_path: Path, start: str) -> None:
    wrong = _rules(tmp_path, f"async def f():\n    {start.format(name='amuont')}\n")
    assert ("unknown-parameter", "amuont") in wrong
    right = _rules(tmp_path, f"async def f():\n    {start.format(name='amount')}\n")
    assert [rule for rule, _ in right if rule != "missing-parameter"] == []


def test_a_helper_that_is_called_where_it_stands_is_judged_by_its_caller(tmp_path: Path) -> None:
    text = """
def work():
    def get(path):
        return requests.get("https://api.github.com" + path)
    return get("/repos/a/b"), get("/repos/a/b/issues")
"""
    report = verify([str(_file(tmp_path, text))], Config())
    assert report.findings == ()
    assert {call.verdict for call in report.calls} == {"supported"}


def _file(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "code.py"
    file.write_text(HEAD + text)
    return file
