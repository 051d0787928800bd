"""Feedback over the development benchmark: place, offending item and true fact of every finding reach the agent."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from truthcheck.config import PROMPT_LIMIT as LIMIT
from truthcheck.config import Config
from truthcheck.feedback import prompt
from truthcheck.model.report import Report
from truthcheck.pipeline import verify
from truthcheck.report import text

BENCH = Path(__file__).parent.parent / "bench" / "agentic" / "cases"
TOKENS = 2000  # at four characters each


def reports(monkeypatch: pytest.MonkeyPatch) -> Iterator[Report]:
    for case in sorted(BENCH.glob("*/*")):
        monkeypatch.chdir(case)
        yield verify((".",), Config())


@pytest.mark.slow
@pytest.mark.skipif(not BENCH.is_dir(), reason="the benchmark is not in this tree")
def test_every_finding_is_in_the_prompt(monkeypatch: pytest.MonkeyPatch) -> None:
    told = 0
    for report in reports(monkeypatch):
        said = prompt(report)
        assert len(said) <= LIMIT
        assert len(said) / 4 <= TOKENS
        for finding in report.findings:
            if finding.severity != "error":
                continue
            told += 1
            sure = [fix for fix in finding.fixes[:1] if fix.safe]
            assert text.place(finding.at) in said
            assert text.clean(finding.message) in said
            assert sure or not finding.help or text.clean(finding.help) in said
            assert all(text.clean(fix.title) in said and text.clean(fix.edits[0].text) in said for fix in sure)
            assert text.evidence(finding)
            assert text.evidence(finding) in said
        assert bool(said) == any(finding.severity == "error" for finding in report.findings)
    assert told > 50
