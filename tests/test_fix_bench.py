"""`--fix` over the development benchmark: what it repairs, and that each repair is the labelled truth."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from truthcheck.cli.repairs import repaired
from truthcheck.config import Config
from truthcheck.fix import fixable
from truthcheck.model.report import Report
from truthcheck.verify import verify

BENCH = Path(__file__).parent.parent / "bench" / "agentic"
SHARE = 0.5  # of what verify finds there

# Repairs whose label words the truth without the new text: looked at one by one.
IN_OTHER_WORDS = {
    "params": "query",
    "data": "form",
    "0.2": "a number",
}


def errors(report: Report) -> set[str]:
    return {finding.fingerprint for finding in report.findings if finding.severity == "error"}


@pytest.mark.slow
@pytest.mark.skipif(not BENCH.is_dir(), reason="the benchmark is not in this tree")
def test_repairs_are_true_and_bring_nothing_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    labels = [json.loads(line) for line in (BENCH / "labels.jsonl").read_text(encoding="utf-8").splitlines()]
    shutil.copytree(BENCH / "cases", tmp_path / "cases")
    found = gone = 0
    for case in sorted({label["case"] for label in labels}):
        monkeypatch.chdir(tmp_path / "cases" / case)
        report = verify((".",), Config())
        found += len(errors(report))
        for finding in fixable(report.findings):
            near = [one for one in labels if one["case"] == case and one["file"] == finding.at.path]
            truths = " ".join(one["truth"] for one in near if finding.at.line in one["lines"]).lower()
            new = finding.fixes[0].edits[0].text.strip(".(=").lower()
            assert new in truths or IN_OTHER_WORDS.get(new, new) in truths, (case, finding.message, new, truths)
        after, _ = repaired(report, lambda: verify((".",), Config()), unsafe=False)
        assert errors(after) <= errors(report)
        assert not after.problems
        gone += len(errors(report)) - len(errors(after))
    assert gone >= SHARE * found, f"{gone} of {found} repaired"
