"""Parsing on demand: the skeleton of a file and its pieces say what the whole file says."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from truthcheck.claims import ir, workers
from truthcheck.claims.extract import extract
from truthcheck.claims.files import Source
from truthcheck.claims.languages.python.parse.deferred import cut
from truthcheck.claims.languages.python.parse.lower import lower
from truthcheck.rulebook import clients
from truthcheck.shipped import folder


def functions(text: str) -> list[ir.FuncDef]:
    body = lower("x.py", text.encode()).body
    return [node for node in body if isinstance(node, ir.FuncDef)]


def test_functions_are_left_until_somebody_looks_inside() -> None:
    first, second = functions("def a(x):\n    return x\n\n\n@wrapped\nasync def b(\n    y,\n):\n    return y\n")
    assert (first.is_late(), second.is_late()) == (True, True)
    assert (first.name, second.name, second.at[0]) == ("a", "b", 6)
    assert [one.id for one in second.decorators if isinstance(one, ir.Name)] == ["wrapped"]
    assert [param.name for param in second.params] == ["y"]
    returned = second.body[0]
    assert isinstance(returned, ir.Return)
    assert returned.at == (9, 5, 9, 13)
    assert first.is_late()


@pytest.mark.parametrize(
    "text",
    [
        'def a():\n    text = """\ndef inner():\n    no code\n"""\n    return text\n\n\ndef b():\n    return 1\n',
        "def a():\n    pair = (1,\n2)\n    return pair\n\n\ndef b():\n    return 1\n",
        "def a(x,\ny):\n    return x\n\n\ndef b():\n    return 1\n",
        "def a():\n    x = 1 + \\\n2\n    return x\n\n\ndef b():\n    return 1\n",
        "def a():\n    return 1\n# not indented\n    # nor this\n\ndef b():\n    return 1\n",
        "TEMPLATE = '''\ndef fake():\n    pass\n'''\n\n\ndef a():\n    return 1\n\n\ndef b():\n    return 1",
    ],
    ids=["text at the margin", "brackets at the margin", "header at the margin", "joined line", "comments", "template"],
)
def test_whatever_stands_at_the_margin(text: str) -> None:
    found = functions(text)
    assert [node.name for node in found] == ["a", "b"]
    assert [type(node.body[-1]) for node in found] == [ir.Return, ir.Return]
    assert [node.body[-1].at[0] for node in found] == [
        number for number, line in enumerate(text.splitlines(), 1) if line.lstrip().startswith("return")
    ]


def test_a_text_that_looks_like_a_definition_stays_a_text() -> None:
    body = lower("x.py", b"CODE = '''\ndef fake():\n    pass\n'''\n\n\ndef real():\n    return 1\n").body
    assert isinstance(body[0], ir.Assign)
    assert isinstance(body[0].value, ir.Const)
    assert body[0].value.value == "\ndef fake():\n    pass\n"


def test_a_text_that_python_refuses_is_not_cut() -> None:
    text = "def a():\n    return 1\n\n\ndef b():\n    return (\n"
    assert cut(text, lambda late: pytest.fail("nobody asked")) == (text, {})


def test_a_fault_inside_a_function_nobody_needs_is_told(tmp_path: Path) -> None:
    file = tmp_path / "app.py"
    file.write_text("import requests\n\n\ndef unused():\n    x = = 1\n")
    rules = clients.load((folder("rules") / "clients",))
    problems = extract([Source("app.py", file)], rules).problems
    assert [(problem.path, problem.line, problem.message) for problem in problems] == [
        ("app.py", 5, "syntax error: invalid syntax")
    ]


# Shared work ---------------------------------------------------------------------


def _doubled(number: int) -> int:
    return 2 * number


def _only_here(number: int) -> tuple[int, int]:
    return number, os.getpid()


def _dies_elsewhere(parent: int, number: int) -> int:
    if os.getpid() != parent:
        os._exit(3)
    return number


@pytest.fixture
def cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_cores", lambda: 3)
    monkeypatch.setattr(workers, "MIN_WEIGHT", 1)


@pytest.mark.usefixtures("cores")
def test_shared_work_keeps_its_order() -> None:
    assert workers.each(_doubled, list(range(100)), lambda number: number) == [2 * number for number in range(100)]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no processes to share with")
@pytest.mark.usefixtures("cores")
def test_work_is_shared_among_the_cores_when_there_is_enough() -> None:
    assert len({pid for _, pid in workers.each(_only_here, list(range(30)), lambda number: 1)}) == 3
    assert len({pid for _, pid in workers.each(_only_here, [1], lambda number: 1)}) == 1
    assert workers.each(_only_here, [], lambda number: 1) == []


@pytest.mark.usefixtures("cores")
def test_what_a_dead_child_did_not_tell_is_worked_out_here() -> None:
    parent = os.getpid()
    assert workers.each(lambda number: _dies_elsewhere(parent, number), list(range(30)), lambda number: 1) == list(
        range(30)
    )


@pytest.mark.usefixtures("cores")
def test_calls_are_the_same_however_many_cores_parse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rules = clients.load((folder("rules") / "clients",))
    for number in range(6):
        (tmp_path / f"part{number}.py").write_text(
            "import requests\n\n\ndef send(path, **more):\n"
            f'    return requests.get(f"https://api.acme.dev/{{path}}", params=more)\n\n\n'
            f'def use():\n    return send("things/{number}", page={number})\n'
        )
    sources = [Source(file.name, file) for file in sorted(tmp_path.glob("*.py"))]
    shared = extract(sources, rules)
    monkeypatch.setattr(workers, "_cores", lambda: 1)
    assert extract(sources, rules) == shared
    assert len(shared.calls) == 6
