"""`pytest --truthcheck`: exchanges of a real suite, through every mock library, held against the surfaces."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "tests" / "mocking_suite" / "suite.py"
SUITE = "test_suite.py"
PLUGIN = "truthcheck.testing.plugin"
# an installation brings it by itself; a checkout that is only on the path has to name it
LOADED = () if any(one.value == PLUGIN for one in entry_points(group="pytest11")) else ("-p", PLUGIN)
WATCHED = 8  # tests of the suite whose replies are false when they are asked to be


def run(cwd: Path, *arguments: str, false: bool = False) -> subprocess.CompletedProcess[str]:
    """One run of pytest in a folder of its own, with the suite in it."""
    (cwd / SUITE).write_text(SOURCE.read_text("utf-8"), "utf-8")
    command = [sys.executable, "-m", "pytest", "-c", os.devnull, "--rootdir", str(cwd), "-p", "no:cacheprovider"]
    command += ["-o", "asyncio_mode=auto", *LOADED, *arguments]
    more = {"PYTHONPATH": str(ROOT), "FALSE": "1" if false else ""}
    return subprocess.run(command, cwd=cwd, env={**os.environ, **more}, capture_output=True, text=True)


def test_true_replies_change_nothing(tmp_path: Path) -> None:
    found = run(tmp_path, "--truthcheck", "--truthcheck-report", str(tmp_path / "r.json"), SUITE)
    assert found.returncode == 0, found.stdout
    assert "11 passed" in found.stdout
    assert "0 refuted" in found.stdout
    written = json.loads((tmp_path / "r.json").read_text())
    assert written["findings"] == []
    assert written["summary"]["supported"] >= WATCHED


def test_false_replies_fail_their_tests(tmp_path: Path) -> None:
    found = run(tmp_path, "--truthcheck", "--truthcheck-report", str(tmp_path / "r.json"), SUITE, false=True)
    assert f"{WATCHED} failed, 3 passed" in found.stdout, found.stdout
    assert "tag_date" in found.stdout
    written = json.loads((tmp_path / "r.json").read_text())
    assert {row["rule"] for row in written["findings"]} == {"invalid-mock"}
    assert len({row["test"] for row in written["findings"]}) == WATCHED
    assert all(row["path"] == SUITE and row["line"] > 1 for row in written["findings"])


def test_false_replies_may_only_warn(tmp_path: Path) -> None:
    found = run(tmp_path, "--truthcheck", "--truthcheck-mode", "warn", SUITE, false=True)
    assert found.returncode == 0, found.stdout
    assert "11 passed" in found.stdout
    assert "TruthcheckWarning" in found.stdout


def test_with_several_workers(tmp_path: Path) -> None:
    report = tmp_path / "r.json"
    found = run(tmp_path, "-n", "2", "--truthcheck", "--truthcheck-report", str(report), SUITE, false=True)
    assert f"{WATCHED} failed, 3 passed" in found.stdout, found.stdout
    assert len({row["test"] for row in json.loads(report.read_text())["findings"]}) == WATCHED


def test_off_by_default(tmp_path: Path) -> None:
    found = run(tmp_path, SUITE, false=True)
    assert "11 passed" in found.stdout, found.stdout
    assert "refuted" not in found.stdout


def test_off_it_imports_nothing_of_ours() -> None:
    code = (
        "import sys, truthcheck.testing.plugin as plugin\n"
        "print([name for name in sys.modules if name.startswith('truthcheck') and name not in "
        "('truthcheck', 'truthcheck.version', 'truthcheck.testing', 'truthcheck.testing.plugin')])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("body", ["raise RuntimeError('own')", "assert requests.get(URL).json() == []"])
def test_a_test_that_fails_by_itself_stays_as_it_is(tmp_path: Path, body: str) -> None:
    (tmp_path / "test_own.py").write_text(
        "import requests, responses\nURL = 'https://api.github.com/repos/a/b/tags'\n"
        "@responses.activate\ndef test_it():\n    responses.get(URL, json=[{'nope': 1}])\n    " + body + "\n"
    )
    found = run(tmp_path, "--truthcheck", "test_own.py")
    assert "1 failed" in found.stdout
    assert "truthcheck refutes" not in found.stdout
