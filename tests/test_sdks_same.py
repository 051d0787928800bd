"""The shipped indexes against the packages they were made of: the same calls get the same verdicts.

Needs a folder with the wheels that rules/sdks names, in TRUTHCHECK_WHEELS.
"""

from __future__ import annotations

import os
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from sdk_made import SITE
from shipped_rules import RULES

from truthcheck.config import Config
from truthcheck.errors import DocumentError
from truthcheck.pipeline import verify
from truthcheck.sdks import registry
from truthcheck.sdks.build.indexes import wheels_of

CASES = Path(__file__).resolve().parents[1] / "bench" / "agentic" / "cases"
WHEELS = os.environ.get("TRUTHCHECK_WHEELS", "")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not WHEELS, reason="TRUTHCHECK_WHEELS names no folder with wheels"),
]


@pytest.fixture(params=[0, 1], ids=["present", "before"])
def environment(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The present versions of the SDKs, or those before them where there are some."""
    site = tmp_path / "environment" / SITE
    site.mkdir(parents=True)
    for rules in RULES.all():
        version = rules.versions[min(request.param, len(rules.versions) - 1)]
        try:
            wheels = [path for path in wheels_of(rules, version, Path(WHEELS)) if path.suffix == ".whl"]
        except DocumentError:
            continue
        for path in wheels:
            with zipfile.ZipFile(path) as bundle:
                bundle.extractall(site)
    assert len(list(site.glob("*.dist-info"))) > 5
    return tmp_path / "environment"


def rows(config: Config) -> list[str]:
    report = verify((".",), config)
    assert not report.notes
    found = []
    for one in report.calls:
        told = [(f.rule, f.at.line, f.message, f.help) for f in one.findings]
        found.append(repr((one.call.at, one.call.name, one.verdict, one.reason, one.operation, told)))
    return sorted(found)


def test_the_benchmarks_cases(environment: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRUTHCHECK_CACHE_DIR", str(tmp_path / "cache"))
    count = 0
    for case in sorted(path for path in CASES.glob("*/*") if path.is_dir()):
        monkeypatch.chdir(case)
        config = replace(Config(), environment=environment, root=case)
        shipped = rows(config)
        with monkeypatch.context() as patch:
            patch.setattr(registry, "same", lambda one, other: False)  # no shipped version counts as the very one
            assert rows(config) == shipped, case
        count += len(shipped)
    assert count > 200
    assert len(list((tmp_path / "cache" / "members").glob("*.jsonl"))) > 5
