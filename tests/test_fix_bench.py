"""`--fix` over the development benchmark: what it repairs, and that each repair is the labelled truth."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from truthcheck.cli.repairs import difference, repaired
from truthcheck.config import Config
from truthcheck.fixes.apply import diff, fixable
from truthcheck.model.finding import Finding
from truthcheck.model.report import Report
from truthcheck.pipeline import verify

BENCH = Path(__file__).parent.parent / "bench" / "agentic"
REPAIRED = 60  # falsehoods there; a share of what is found would fall with each further kind that is found

# Repairs whose label words the truth without the new text: looked at one by one.
IN_OTHER_WORDS = {
    "params": "query",
    "data": "form",
    "0.2": "a number",
    "20": "a number",
}


def errors(report: Report) -> set[str]:
    return {finding.fingerprint for finding in report.findings if finding.severity == "error"}


def meets(label: dict[str, Any], finding: Finding) -> bool:
    """Whether the finding stands at the label's call, or where the label says that the false value is written."""
    at = [finding.at.path, finding.at.line]
    return at in [[label["file"], line] for line in label["lines"]] or at in label.get("also", [])


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
            truths = " ".join(one["truth"] for one in labels if one["case"] == case and meets(one, finding)).lower()
            new = finding.fixes[0].edits[0].text.strip('.(="').lower()
            assert new in truths or IN_OTHER_WORDS.get(new, new) in truths, (case, finding.message, new, truths)
        shown = difference(report, lambda edited: verify((".",), Config(), edited=edited), {}, unsafe=False)
        before = {file.as_posix(): file.read_bytes() for file in Path().rglob("*.py")}
        after, _ = repaired(report, lambda: verify((".",), Config()), unsafe=False)
        changed = {name: data for name in before if (data := Path(name).read_bytes()) != before[name]}
        assert shown == diff(before, changed), "what is shown is what is written"
        assert errors(after) <= errors(report)
        assert not after.problems
        gone += len(errors(report)) - len(errors(after))
    assert gone >= REPAIRED, f"{gone} of {found} repaired"
