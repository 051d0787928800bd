"""The refinement prompt: what it says, in which order, and that it always fits."""

from __future__ import annotations

import random
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from truthcheck.config import PROMPT_LIMIT as LIMIT
from truthcheck.feedback import prompt
from truthcheck.model.finding import Edit, Evidence, Finding, Fix
from truthcheck.model.location import Span
from truthcheck.model.report import Report

PROOF = Evidence(document="acme", version="1.2", date="2026-01-05", pointer="#/paths")


def finding(line: int, message: str = "", **changes: object) -> Finding:
    at = Span("app.py", line, 1, line, 9)
    base = Finding("unknown-endpoint", "error", "certain", message or f"no path `/v{line}`", at, "did you mean `/v1`?")
    return replace(base, evidence=PROOF, call="httpx.get", **changes)  # type: ignore[arg-type]


def report(*findings: Finding) -> Report:
    return Report((), findings, (), 1, 0.0)


def test_nothing_refuted_is_silent() -> None:
    assert prompt(report()) == ""
    assert prompt(report(finding(1, severity="warning"))) == ""


def test_an_item_has_place_fact_evidence_and_change() -> None:
    at = Span("app.py", 3, 5, 3, 9)
    fixed = finding(3, fixes=(Fix("Replace the path", (Edit(at, '"/v1"'),), safe=True),))
    assert prompt(report(fixed)).split("\n\n", 1)[1] == (
        "1. app.py:3:1 in `httpx.get`: no path `/v3` [unknown-endpoint]\n"
        "   Evidence: acme 1.2 (2026-01-05) #/paths\n"
        '   Smallest change: Replace the path: write `"/v1"` at app.py:3:5\n'
        "\n"
        "1 change of these can be written by `truthcheck verify --fix app.py`\n"
    )


def test_a_change_that_is_not_certain_stays_a_question() -> None:
    at = Span("app.py", 3, 5, 3, 9)
    told = prompt(report(finding(3, fixes=(Fix("Replace the path", (Edit(at, '"/v1"'),), safe=False),))))
    assert "   Help: did you mean `/v1`?\n" in told
    assert '   Perhaps meant: Replace the path: write `"/v1"` at app.py:3:5\n' in told
    assert "--fix" not in told


def test_what_the_help_says_beside_its_question_stays() -> None:
    fixes = (Fix("Rename", (Edit(Span("app.py", 3, 5, 3, 9), "input"),), safe=True),)
    told = prompt(report(finding(3, help="did you mean `input`? It is required", fixes=fixes)))
    assert "   Help: `input` is required\n" in told


def test_worst_first_whatever_the_order_of_the_findings() -> None:
    made = [finding(1, confidence="likely"), finding(5), finding(2), finding(9, severity="warning")]
    told = prompt(report(*made), warnings=True)
    order = [told.index(f"no path `/v{line}`") for line in (2, 5, 1, 9)]
    assert order == sorted(order)
    for seed in range(5):
        random.Random(seed).shuffle(made)
        assert prompt(report(*made), warnings=True) == told


def test_only_certain_when_asked() -> None:
    told = prompt(report(finding(1, confidence="likely"), finding(2)), min_confidence="certain")
    assert "no path `/v2`" in told
    assert "no path `/v1`" not in told


def test_the_same_mistake_is_told_once() -> None:
    told = prompt(report(*(finding(line, "no path `/x`") for line in range(1, 10))))
    assert told.count("no path `/x`") == 1
    assert "Also at: app.py:2:1, app.py:3:1, app.py:4:1, app.py:5:1, app.py:6:1 and 3 more places\n" in told


def test_too_many_are_counted_with_the_command() -> None:
    told = prompt(report(*(finding(line) for line in range(1, 200))), 1000)
    assert len(told) <= 1000
    shown = told.count("[unknown-endpoint]")
    assert told.endswith(f"\n{199 - shown} more: run `truthcheck verify app.py`\n")


def test_a_file_name_cannot_slip_a_command_in() -> None:
    odd = [replace(finding(line), at=Span("a; rm -rf `x`.py", line, 1, line, 2)) for line in range(1, 200)]
    assert "verify 'a; rm -rf `x`.py'" in prompt(report(*odd), 1000)


@given(
    st.lists(st.tuples(st.integers(1, 99), st.text(max_size=3000)), min_size=1, max_size=30),
    st.integers(60, 12_000),
)
def test_it_always_fits_and_is_never_cut_inside_a_finding(parts: list[tuple[int, str]], limit: int) -> None:
    made = report(*(finding(line, f"begin{text}end") for line, text in parts))
    told = prompt(made, limit)
    assert told
    assert len(told) <= min(limit, LIMIT)
    for line in told.splitlines():
        if line[:1].isdigit() and "app.py:" in line and "more: run" not in line:
            assert line.endswith("end [unknown-endpoint]")
