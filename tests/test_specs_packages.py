"""`specs list --packages`: which packages are known, and in which releases."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import sdk_history

from truthcheck.cli.boundary import run


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    sdk_history.keep(tmp_path / "specs")
    (tmp_path / "truthcheck.toml").write_text('specs = ["specs"]\n')
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_packages_are_listed_with_their_releases(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["specs", "list", "--packages", "boats"]) == 0
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert ["boats", "boats", "7", "1.0.0", "4.0.0b1", "3.0.0", "-"] in lines
    assert run(["specs", "list", "--packages"]) == 0
    assert {"stripe", "openai"} <= {line.split()[1] for line in capsys.readouterr().out.splitlines()[:-2]}


def test_as_json(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["specs", "list", "--packages", "--format", "json", "boats"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["package"], row["present"], row["releases"]) == ("boats", "3.0.0", [*sdk_history.RELEASES])
