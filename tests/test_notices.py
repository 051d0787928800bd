"""What vendors have announced, as rule data: retired hosts, endpoints and values; values that exclude parameters."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_documents_age import YOUNG, shelf

from truthcheck.config import Config
from truthcheck.errors import ConfigError
from truthcheck.model.report import Report
from truthcheck.pipeline import verify
from truthcheck.rulebook.providers import load

RULES = """
id = "acme"
hosts = ["api.acme.dev", "old.acme.dev"]

[[retired]]
operations = ["GET /lamps/{}", "/wires*"]
since = "2026-01-01"
instead = "`GET /bulbs/{}`"
source = "https://acme.dev/changes"

[[retired]]
hosts = ["old.acme.dev"]
since = "2027-01-01"
source = "https://acme.dev/changes"

[[retired]]
operations = ["POST /lamps"]
parameter = "kind"
values = ["gas"]
since = "2026-01-01"
source = "https://acme.dev/changes"

[[exclusion]]
operations = ["POST /lamps"]
parameter = "kind"
values = ["led-*"]
excludes = ["watts"]
instead = "lumens"
source = "https://acme.dev/led"
"""
PATHS = {
    "/lamps": {
        "get": {"responses": {}},
        "post": {"responses": {}, "requestBody": {"content": {"application/json": {}}}},
    },
    "/lamps/{lamp}": {"get": {"responses": {}}, "delete": {"responses": {}}},
}


def run(tmp_path: Path, call: str) -> Report:
    (tmp_path / "rules/providers").mkdir(parents=True, exist_ok=True)
    (tmp_path / "rules/providers/acme.toml").write_text(RULES)
    specs = shelf(tmp_path / "specs", YOUNG, paths=PATHS)
    (tmp_path / "app.py").write_text(f"import httpx\n\nAPI = 'https://api.acme.dev'\nhttpx.{call}\n")
    return verify((str(tmp_path / "app.py"),), Config(specs=(specs,), rules=(tmp_path / "rules",)))


@pytest.mark.parametrize(
    ("call", "says"),
    [
        ("get(API + '/lamps/7')", "error certain `GET /lamps/7` was retired on 2026-01-01"),
        ("get(API + f'/lamps/{API[3]}')", "error certain `GET /lamps/{API}` was retired on 2026-01-01"),
        ("post(API + '/wires/7/cut')", "error certain `POST /wires/7/cut` was retired on 2026-01-01"),
        (
            "post(API + '/lamps', json={'kind': 'gas'})",
            'error certain "gas" (`kind` of `POST /lamps`) was retired on 2026-01-01',
        ),
        (
            "post(API + '/lamps', json={'kind': 'led-2', 'watts': 3})",
            'error certain `POST /lamps` does not take `watts` where `kind` is "led-2"',
        ),
        ("delete(API + '/lamps/7')", ""),
        ("get(API + '/lamps')", ""),
        ("post(API + '/lamps', json={'kind': 'oil', 'watts': 3})", ""),
        ("post(API + '/lamps', json={'kind': 'led-2', 'lumens': 3})", ""),
        ("post(API + '/lamps', json={'kind': 'led-2', 'watts': None})", ""),
        ("post(API + '/lamps', json={'shade': 'gas'})", ""),
    ],
)
def test_what_is_announced_is_told(tmp_path: Path, call: str, says: str) -> None:
    report = run(tmp_path, call)
    assert [f"{f.severity} {f.confidence} {f.message}" for f in report.findings] == ([says] if says else [])
    assert [c.verdict for c in report.calls] == ["refuted" if says else "supported"]


def test_before_the_day_it_is_a_warning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(1_760_000_000))  # October 2025
    report = run(tmp_path, "get(API + '/lamps/7')")
    assert [(f.severity, f.message) for f in report.findings] == [
        ("warning", "`GET /lamps/7` will be retired on 2026-01-01")
    ]
    assert report.calls[0].verdict == "supported", "until then it is described and right"


def test_the_announcement_is_the_evidence(tmp_path: Path) -> None:
    (finding,) = run(tmp_path, "get(API + '/lamps/7')").findings
    assert (finding.help, finding.evidence.source) == ("use `GET /bulbs/{}` instead", "https://acme.dev/changes")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('[[retired]]\nsince = "2026-01-01"\nhost = "x"', "retired.host: no such key"),
        ("[[retired]]\nsince = 2026", "retired.since: expected text"),
        ('[[retired]]\nhosts = "x"', "retired.hosts: expected a list of texts"),
        ('[[exclusion]]\nparameter = "x"', "exclusion: expected `parameter`, `values` and `excludes`"),
        ('retired = "x"', "retired: expected tables"),
        ('pace = "daily"', "pace: expected one of weekly, monthly"),
    ],
)
def test_a_mistake_is_one_clear_line(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "acme.toml").write_text(f'id = "acme"\nhosts = []\n{text}\n')
    with pytest.raises(ConfigError, match=says):
        load([tmp_path], "acme")
