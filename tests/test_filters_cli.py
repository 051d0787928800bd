"""`verify` with --diff, --staged, --baseline, ignore comments and fixes, from the outside."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest
from gitted import git

from truthcheck.cli.boundary import run
from truthcheck.fixes import apply

FALSE = 'requests.get("https://api.github.com/no/such/endpoint")'
OTHER = 'requests.get("https://api.github.com/nor/this/one")'
HEAD = "import requests\n\n"


def verify(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    capsys.readouterr()
    code = run(["verify", "--format", "concise", *words])
    return code, capsys.readouterr().out


def test_an_ignore_comment(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "app.py").write_text(f"{HEAD}{FALSE}  # truthcheck: ignore[unknown-endpoint] ours\n")
    code, out = verify(capsys)
    assert code == 0
    assert "0 refuted, 1 unverified" in out
    assert "ignored by a comment" in out
    code, out = verify(capsys, "--ignore", "unknown-endpoint")
    assert "unused-ignore" not in out
    (project / "app.py").write_text("x = 1  # truthcheck: ignore[unknown-endpoint] ours\n")
    code, out = verify(capsys, "app.py")
    assert (code, "app.py:1:8: unused-ignore" in out) == (0, True)
    assert verify(capsys, "app.py", "--fail-on", "warning")[0] == 1


def test_diff_and_staged(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    git(project, "init", "-q")
    (project / "app.py").write_text(f"{HEAD}{FALSE}\n")
    git(project, "add", "-A")
    git(project, "commit", "-qm", "x")
    assert verify(capsys, "--diff")[0] == 0
    (project / "app.py").write_text(f"{HEAD}{FALSE}\n{OTHER}\n")
    for words in (["--diff"], ["--diff", "HEAD"], ["--diff=HEAD", "."]):
        code, out = verify(capsys, *words)
        assert (code, out.count("unknown-endpoint"), "app.py:4" in out) == (1, 1, True)
    assert verify(capsys, "--staged")[0] == 0
    git(project, "add", "-A")
    assert verify(capsys, "--staged")[0] == 1
    assert verify(capsys, "--staged", "--diff")[0] == 2
    assert verify(capsys, "--diff", "nowhere")[0] == 2


def test_baseline(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "app.py").write_text(f"{HEAD}{FALSE}\n")
    assert verify(capsys, "--baseline", "known.json")[0] == 2
    assert verify(capsys, "--baseline", "known.json", "--update-baseline")[0] == 0
    (project / "app.py").write_text(f"{HEAD}\n{FALSE}\n{OTHER}\n")
    code, out = verify(capsys, "--baseline", "known.json")
    assert (code, out.count("unknown-endpoint")) == (1, 1)
    (project / "app.py").write_text(HEAD)
    capsys.readouterr()
    assert run(["verify", "--baseline", "known.json"]) == 0
    assert "stale in the baseline: app.py: unknown-endpoint" in capsys.readouterr().out
    assert verify(capsys, "--update-baseline")[0] == 2


def test_fix(project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    before = f"{HEAD}x = 1  # truthcheck: ignore[unknown-endpoint] once\n"
    (project / "app.py").write_text(before)
    (project / "link.py").symlink_to("app.py")
    out = verify(capsys, "app.py", "--show-fixes")[1]
    assert "-x = 1  # truthcheck: ignore[unknown-endpoint] once\n+x = 1\n" in out
    assert (project / "app.py").read_text() == before
    for words in (["--fix", "--show-fixes"], ["--unsafe-fixes"], ["-", "--fix"]):
        assert verify(capsys, *words)[0] == 2
    assert run(["verify", "link.py", "--fix"]) == 0
    assert "repaired 1" in capsys.readouterr().err
    assert (project / "app.py").read_text() == f"{HEAD}x = 1\n"
    assert (project / "link.py").is_symlink()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(before.encode())))
    out = verify(capsys, "-", "--stdin-filename", "in.py", "--show-fixes")[1]
    assert "+++ b/in.py" in out


SEVERAL = """\
import requests

requests.get("https://api.github.com/repos/a/b/issues", params={"labls": "bug", "directoin": "asc"})
requests.put("https://api.github.com/repos/a/b/issues/1", json={"titel": "t"})
"""
REPAIRED = SEVERAL.replace("labls", "labels").replace("directoin", "direction")


def test_what_is_shown_is_what_is_written(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A repair that brings something else to light is neither shown nor written: here `titel`, behind the verb."""
    (project / "app.py").write_text(SEVERAL)
    shown = verify(capsys, "app.py", "--show-fixes")[1]
    assert (project / "app.py").read_text() == SEVERAL
    assert run(["verify", "app.py", "--fix"]) == 1
    assert (project / "app.py").read_text() == REPAIRED
    assert shown == apply.diff({"app.py": SEVERAL.encode()}, {"app.py": REPAIRED.encode()})


def test_repairs_of_stdin_are_checked_again(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(SEVERAL.encode())))
    shown = verify(capsys, "-", "--stdin-filename", "in.py", "--show-fixes")[1]
    assert shown == apply.diff({"in.py": SEVERAL.encode()}, {"in.py": REPAIRED.encode()})


def test_repairs_in_another_file_are_shown_too(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The false name is written in a file that is not among the paths."""
    (project / "names.py").write_text('QUERY = {"labls": "bug"}\n')
    (project / "app.py").write_text(
        "import requests\n\nfrom names import QUERY\n\n"
        'requests.get("https://api.github.com/repos/a/b/issues", params=QUERY)\n'
    )
    shown = verify(capsys, "app.py", "--show-fixes")[1]
    run(["verify", "app.py", "--fix"])
    after = (project / "names.py").read_bytes()
    assert after == b'QUERY = {"labels": "bug"}\n'
    assert shown.splitlines()[:2] == ["--- a/names.py", "+++ b/names.py"]
    assert shown.splitlines()[3:] == ['-QUERY = {"labls": "bug"}', '+QUERY = {"labels": "bug"}']
