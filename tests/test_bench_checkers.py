"""The comparison with type checkers: its labels agree, and it counts what it says."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path

import pytest

from bench.checkers import labels, tools
from bench.checkers.labels import Unit
from bench.checkers.score import score
from bench.checkers.tools import Error, Ran

ROOT = Path(__file__).parent.parent


def test_both_variants_hold_the_same_lines() -> None:
    annotated, plain = (Counter((u.file, u.kind) for u in labels.read(variant)) for variant in labels.VARIANTS)
    assert annotated - plain == Counter()
    assert sum(annotated.values()) > 200
    assert {file for file, kind in annotated if kind} == {file for file, _ in annotated}


def test_the_plain_variant_has_no_annotation() -> None:
    for file in (labels.LINES / "plain").glob("*.py"):
        found = [node for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.AnnAssign | ast.arg)]
        assert not [node for node in found if node.annotation], file.name


UNITS = [Unit("a.py", 2, 3, "type", "f(1)"), Unit("a.py", 4, 4, "", "f('x')"), Unit("a.py", 5, 5, "enum", "g('y')")]


@pytest.mark.parametrize(
    ("errors", "found", "accused", "elsewhere", "imports"),
    [
        ((), 0, 0, 0, 0),
        ((Error("a.py", 2, "arg-type"), Error("a.py", 3, "arg-type")), 1, 0, 0, 0),
        ((Error("a.py", 4, "arg-type"), Error("a.py", 9, "arg-type")), 0, 1, 1, 0),
        ((Error("a.py", 5, "reportMissingImports"),), 0, 0, 0, 1),
        ((Error("a.py", 9, "invalid-type", (("a.py", 3),)),), 1, 0, 0, 0),
        ((Error("b.py", 2, "arg-type"),), 0, 0, 1, 0),
    ],
)
def test_what_counts(errors: tuple[Error, ...], found: int, accused: int, elsewhere: int, imports: int) -> None:
    result = score(UNITS, Ran(errors, 0.0, 0.0))
    assert (len(result.found), len(result.accused), result.elsewhere, result.imports) == (
        found,
        accused,
        elsewhere,
        imports,
    )
    assert len(result.found) + len(result.missed) == 2


PRINTED = {
    "pyright": '{"generalDiagnostics": [{"file": "/p/a.py", "severity": "error", "rule": "r", "range": {"start": '
    '{"line": 1, "character": 0}}}, {"file": "/p/a.py", "severity": "warning", "range": {"start": {"line": 3}}}]}',
    "mypy": '{"file": "a.py", "line": 2, "code": "r", "severity": "error"}\n'
    '{"file": "a.py", "line": 4, "code": null, "severity": "note"}\n',
    "ty": "a.py:2:5: error[r] Object of type `X`\na.py:4:1: warning[r] Possibly\nFound 2 diagnostics\n",
    "pyrefly --preset default": '{"errors": [{"path": "a.py", "line": 2, "name": "r", "severity": "error"}, '
    '{"path": "a.py", "line": 4, "name": "r", "severity": "warn"}]}',
    "truthcheck": '{"findings": [{"path": "a.py", "line": 2, "rule": "r", "severity": "error", "related": []}, '
    '{"path": "a.py", "line": 4, "rule": "deprecated", "severity": "warning", "related": []}]}',
}


@pytest.mark.parametrize("name", PRINTED)
def test_only_errors_are_read(name: str) -> None:
    tool = next(tool for tool in tools.TOOLS if tool.name == name)
    assert list(tool.read(PRINTED[name])) == [Error("a.py", 2, "r")]
