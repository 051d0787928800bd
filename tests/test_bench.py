"""The benchmark measures what it says: a perfect checker scores 100%, a blind one 0, a rash one loses precision."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bench import __main__ as bench
from bench import accuracy, results

ROOT = Path(__file__).parent.parent

SUMMARY = {"files": 0, "calls": 0, "verified": 0, "refuted": 0, "unverified": 0, "unverified_reasons": {"not known": 2}}


def play(
    monkeypatch: pytest.MonkeyPatch, findings: list[dict[str, Any]], calls: list[dict[str, Any]]
) -> dict[str, Any]:
    """The score of a checker that says just this."""
    replies = {
        "verify": {"findings": findings, "summary": SUMMARY, "errors": []},
        "extract": {"calls": calls},
    }
    monkeypatch.setattr(accuracy, "truthcheck", lambda command, *_rest, cwd: replies[command])
    return accuracy.score()


def truths() -> list[dict[str, Any]]:
    rows = accuracy.rows("labels.jsonl")
    return [{"path": f"{r['case']}/{r['file']}", "line": r["line"], "rule": r["kind"]} for r in rows]


def sites() -> list[dict[str, Any]]:
    rows = accuracy.rows("calls.jsonl")
    return [{**r, "path": f"{r['case']}/{r['file']}"} for r in rows if r["decidable"]]


def test_a_perfect_checker(monkeypatch: pytest.MonkeyPatch) -> None:
    figures = bench.figures(play(monkeypatch, truths(), sites()))
    assert figures.pop("trap_cases_accused") == 0
    assert set(figures.values()) == {1.0}


def test_a_blind_checker_finds_nothing_and_accuses_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    figures = bench.figures(play(monkeypatch, [], []))
    assert set(figures.values()) == {0.0}


def test_an_accusation_of_a_trap_costs_precision_and_fails_the_gate(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rash = {"path": "github/009_enterprise_sync/sync.py", "line": 12, "rule": "unknown-endpoint"}
    result = play(monkeypatch, [*truths(), rash], sites())
    assert bench.figures(result)["http_precision"] < 1
    assert bench.check(result) == 1
    assert "trap_cases_accused          1.000   floor 0   WORSE" in capsys.readouterr().out


def test_misses_stand_in_the_results_with_their_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    result = play(monkeypatch, truths()[1:], sites())
    reasons = {"labels": {"github/001_pr_bot/bot.py:17 unknown-parameter": "the payload is built elsewhere"}}
    shown = results.misses(result, reasons)
    assert "### Falsehoods not found: 1\n" in shown
    assert shown.count("**Because:** the payload is built elsewhere") == 1


def test_labels_over_http_are_a_part_of_all_and_of_http_kinds_only() -> None:
    labels, calls = accuracy.rows("labels.jsonl"), accuracy.rows("calls.jsonl")
    over_http = accuracy.over_http(labels, calls)
    assert 0 < len(over_http) < len(labels)
    assert not {label["kind"] for label in over_http} & (accuracy.SDK_KINDS | accuracy.DATABASE_KINDS)


def test_what_is_a_databases_is_no_parameter_of_an_sdk(monkeypatch: pytest.MonkeyPatch) -> None:
    row = {"path": "supabase/003_blog_feed/feed.py", "line": 29, "rule": "missing-parameter"}
    apart = play(monkeypatch, [truth for truth in truths() if truth != row], sites())["sdk"]
    assert apart["parameters and values"]["found"] == apart["parameters and values"]["labels"]
    both = apart["parameters and values, a database's rows too"]
    assert both["found"] == both["labels"] - 1


def test_an_accusation_beside_an_sdk_call_counts_among_those(monkeypatch: pytest.MonkeyPatch) -> None:
    rash = {"path": "stripe/003_checkout_links/checkout.py", "line": 12, "rule": "unknown-response-field"}
    figures = bench.figures(play(monkeypatch, [*truths(), rash], sites()))
    assert figures["sdk_fields_precision"] < figures["sdk_parameters_precision"] == 1.0
