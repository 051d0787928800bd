"""The public face: four names, typed, that cost nothing until they are used."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import truthcheck
from truthcheck import Config, Finding, Report, TruthcheckError, verify

WRONG = """\
import requests

requests.get("https://api.github.com/repos/octocat/hello/isues")
"""


@pytest.fixture
def wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "wrong.py"
    file.write_text(WRONG)
    return file


def test_verify_gives_a_report_of_findings(wrong: Path) -> None:
    report = verify(["wrong.py"])
    assert isinstance(report, Report)
    assert [(type(finding), finding.rule, finding.at.line) for finding in report.findings] == [
        (Finding, "unknown-endpoint", 3)
    ]


@pytest.mark.parametrize("paths", ["wrong.py", Path("wrong.py"), (".",), [Path()]])
def test_one_path_or_several(wrong: Path, paths: str) -> None:
    assert len(verify(paths).findings) == 1


def test_the_configuration_of_the_folder_holds_unless_one_is_given(wrong: Path) -> None:
    (wrong.parent / "truthcheck.toml").write_text('ignore = ["unknown-endpoint"]\n')
    assert verify("wrong.py").findings == ()
    assert len(verify("wrong.py", Config()).findings) == 1


def test_ignore_comments_hold(wrong: Path) -> None:
    wrong.write_text(WRONG.rstrip() + "  # truthcheck: ignore[unknown-endpoint] ours\n")
    assert verify("wrong.py").findings == ()


def test_what_ends_a_run_is_one_exception(wrong: Path) -> None:
    with pytest.raises(TruthcheckError, match=r"none\.py"):
        verify("none.py")


def test_importing_the_package_brings_nothing_in() -> None:
    code = "import sys, truthcheck; print(sorted(m for m in sys.modules if m.startswith('truthcheck')))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "['truthcheck', 'truthcheck.version']"


def test_what_it_exports_is_what_it_says() -> None:
    assert {name for name in truthcheck.__all__ if getattr(truthcheck, name) is None} == set()
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = truthcheck.nothing  # type: ignore[attr-defined]
