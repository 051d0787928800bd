"""Functions evaluated on their own: how much of Python's stack is left for what they hold."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest

from truthcheck.claims import roots
from truthcheck.claims.extract import extract
from truthcheck.claims.files import Source
from truthcheck.model.value import Literal
from truthcheck.rulebook import clients
from truthcheck.shipped import folder

BODY = "f(self): requests.get('https://a.test/')\n"


@pytest.mark.parametrize(
    "where", ["def ", "class A:\n  def ", "class A:\n  class B:\n    def "], ids=["function", "method", "inner class"]
)
def test_what_leads_to_a_function_takes_no_room_on_the_stack(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A long chain of `elif` nests a few of our functions a branch: each one above them is a call not read."""
    stacks: list[list[str]] = []

    def run_root(*_: object) -> Literal:
        names = [caller.function for caller in inspect.stack(0)]
        stacks.append(names[1 : names.index("extract")])
        return Literal(None)

    monkeypatch.setattr(roots, "run_root", run_root)
    extract(
        [Source("a.py", Path("a.py"), f"import requests\n{where}{BODY}".encode())],
        clients.load((folder("rules") / "clients",)),
    )
    assert stacks == [["_evaluate_root", "evaluate", "take_in"]]
