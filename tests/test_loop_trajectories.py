"""Trajectories: read, shown again, verified again, counted."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from acme import verify
from hypothesis import given
from hypothesis import strategies as st
from test_loop_agents import APP, REPAIRED, play, project, records

from truthcheck.errors import TruthcheckError
from truthcheck.loop import chart, replay, stats, trajectory
from truthcheck.loop.redact import redact
from truthcheck.model.report import Report

__all__ = ["project"]


def here() -> Report:
    return verify((Path(),))


def loop(found: int, left: int, stop: str, *seconds: float, cost: float | None = None) -> list[dict[str, Any]]:
    """A trajectory of so many rounds, with `found` false at the start and `left` at the end."""
    false = [{"path": "a.py", "line": n, "rule": "r", "message": "m", "fingerprint": str(n)} for n in range(found)]
    tokens = {"input": 1000, "output": 100, "estimated": cost is None}
    rounds = [
        {
            "kind": "round",
            "round": n + 1,
            "seconds": s,
            "tokens": tokens,
            "cost": cost,
            "candidate": "b",
            "findings": [],
        }
        for n, s in enumerate(seconds)
    ]
    if rounds:
        rounds[-1]["findings"] = false[:left]
    start = {"kind": "start", "format": 1, "candidate": "a", "findings": false}
    return [start, *rounds, {"kind": "end", "stop": stop, "best": "b" if rounds else "a", "findings": left}]


def test_every_candidate_is_verified_again_without_the_agent(project: Path) -> None:
    half = "write(text.replace(FALSE, TRUE) if ROUND == 1 else text.replace(OTHER_FALSE, OTHER_TRUE))"
    play(project, half)
    (project / "app.py").write_text("nothing of it is left\n")
    seen = list(replay.again(records(project), here))
    assert [len(each.then) for each in seen] == [2, 1, 0]
    assert [each.now for each in seen] == [each.then for each in seen]
    assert Path.cwd() == project


def test_shown_again(project: Path) -> None:
    play(project, f"write({REPAIRED!r})")
    story = replay.show(records(project))
    assert "app.py:5: unknown-endpoint acme has no GET /v1/user/list" in story
    assert '  | -    return requests.get("https://api.acme.dev/v1/user/list")' in story
    assert "stopped (clean): nothing is false any more" in story


def test_a_killed_loop_can_be_shown(project: Path) -> None:
    play(project, "pass", rounds=1)
    path = project.parent / "trajectory.jsonl"
    lines = path.read_text().splitlines()
    path.write_text("\n".join([*lines[:2], lines[2][:20]]))
    assert "killed before its end" in replay.show(trajectory.read(path))


def test_what_an_agent_printed_does_not_steer_the_terminal(project: Path) -> None:
    play(project, r"write(text + '# \x1b[2J \u2028 \x9b')", rounds=1)
    story = replay.show(records(project))
    assert "+# \N{REPLACEMENT CHARACTER}[2J" in story
    assert "\x1b" not in story
    assert "\x9b" not in story


def test_a_trajectory_may_not_write_outside(tmp_path: Path) -> None:
    start: dict[str, Any] = {"kind": "start", "format": 1, "files": {"../../escape.py": "x"}}
    with pytest.raises(TruthcheckError, match="outside its project"):
        list(replay.again([start], here))


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"kind":"start","format":99}', "\x00", '{"a":\n{"b":1}'])
def test_what_is_no_trajectory_is_one_sentence(tmp_path: Path, text: str) -> None:
    path = tmp_path / "t.jsonl"
    path.write_text(text)
    with pytest.raises(TruthcheckError) as caught:
        trajectory.read(path)
    assert "\n" not in caught.value.message
    assert caught.value.hint


def test_the_figures() -> None:
    loops = [
        loop(2, 0, "clean", 10.0),
        loop(2, 0, "clean", 10.0, 20.0),
        loop(1, 1, "rounds", 5.0),
        loop(1, 1, "ignored"),
    ]
    measured = stats.measure(loops, stats.Prices(input=3.0, output=15.0))
    assert (measured.loops, measured.clean) == (4, 2)
    assert measured.to_clean == {1: 1, 2: 1}
    assert measured.stops == {"clean": 2, "rounds": 1, "ignored": 1}
    assert measured.rules == {"r": (4, 6)}
    assert [(f.name, f.p50, f.p95) for f in measured.figures] == [
        ("tokens", 1100, 2200),
        ("seconds", 5.0, 30.0),
        ("cost in US$", pytest.approx(0.0045), pytest.approx(0.009)),
    ]
    assert measured.estimated


def test_a_reported_cost_beats_the_price_table() -> None:
    measured = stats.measure([loop(1, 0, "clean", 1.0, cost=0.5)], stats.Prices(3.0, 15.0))
    assert measured.figures[-1].p50 == 0.5
    assert not measured.estimated


@given(st.lists(st.floats(0, 1e9), min_size=1, max_size=50))
def test_percentiles_are_values_that_occurred(values: list[float]) -> None:
    p50, p95 = stats.percentile(values, 0.5), stats.percentile(values, 0.95)
    assert p50 in values
    assert p95 in values
    assert p50 <= p95
    assert sum(value <= p95 for value in values) >= 0.95 * len(values)


def test_the_chart() -> None:
    words = chart.text(stats.measure([loop(2, 0, "clean", 10.0), loop(2, 1, "rounds", 5.0, 5.0)], stats.Prices()))
    assert "2 loops, 1 clean (50%)" in words
    assert "r     3 of 4      75%  " + "█" * 30 in words
    assert "cost" not in words


def test_the_page_needs_nothing_else() -> None:
    page = chart.page(stats.measure([loop(1, 0, "clean", 1.0)], stats.Prices(1.0, 1.0)))
    tags: list[tuple[str, dict[str, str | None]]] = []

    class Tags(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            tags.append((tag, dict(attrs)))

    Tags().feed(page)
    assert {tag for tag, _ in tags}.isdisjoint({"script", "link", "img", "iframe"})
    assert not any("src" in attributes or "href" in attributes for _, attributes in tags)
    assert "url(" not in page
    assert "Rounds to clean" in page


def test_an_empty_set_of_figures_is_drawn() -> None:
    assert "0 clean" in chart.text(stats.measure([loop(1, 1, "ignored")], stats.Prices()))
    assert "<h2>Why they stopped" in chart.page(stats.measure([loop(1, 1, "ignored")], stats.Prices()))


@pytest.mark.parametrize(
    "secret",
    [
        "sk-" + "a" * 40,
        "ghp_" + "A1" * 18,
        "xoxb-" + "1" * 12 + "-" + "a" * 24,
        "AKIA" + "A" * 16,
        "sk_live_" + "z" * 24,
        "eyJ" + "a" * 20 + "." + "b" * 20 + "." + "c" * 20,
        "-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----",
    ],
)
def test_secrets_are_redacted(secret: str) -> None:
    assert redact(f"before {secret} after") == "before [redacted] after"


def test_a_password_in_a_url_is_redacted_and_plain_code_is_not() -> None:
    assert redact("https://bob:hunter22@api.acme.dev/x") == "https://[redacted]@api.acme.dev/x"
    assert redact(APP) == APP
    assert json.loads(json.dumps(redact("sk-1"))) == "sk-1"
