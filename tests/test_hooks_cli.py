"""`truthcheck hook` from the outside: the real check, and an exit code that never stops an agent."""

from __future__ import annotations

import io
import json
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from truthcheck.cli import hook
from truthcheck.cli.boundary import run

FALSE = 'import requests\n\nrequests.get("https://api.github.com/no/such/endpoint")\n'


@pytest.fixture
def project(project: Path) -> Path:
    (project / "app.py").write_text(FALSE)
    return project


def send(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], payload: Any, *words: str
) -> tuple[int, str]:
    raw = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
    capsys.readouterr()
    code = run(["hook", *words])
    return code, capsys.readouterr().out


def edit(root: Path) -> dict[str, Any]:
    written = {"file_path": str(root / "app.py"), "content": ""}
    return {
        "session_id": "s",
        "cwd": str(root),
        "hook_event_name": "PostToolUse",
        "tool_name": "Write",
        "tool_input": written,
    }


def test_the_real_check_answers(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out = send(monkeypatch, capsys, edit(project), "claude")
    assert code == 0
    reply = json.loads(out)
    assert reply["decision"] == "block"
    assert "app.py:3:" in reply["reason"]
    assert "/no/such/endpoint" in reply["reason"]


@pytest.mark.parametrize(
    "words", [(), ("nobody",), ("claude", "--strict", "-x"), ("--claude",), ("claude", "--", "more")]
)
def test_a_wrong_call_never_exits_with_two(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    code, out = send(monkeypatch, capsys, b"not json", *words)
    assert (code, out) == (0, "{}\n")


def test_a_broken_configuration_stops_nobody(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "truthcheck.toml").write_text("nonsense = [\n")
    assert send(monkeypatch, capsys, edit(project), "claude") == (0, "{}\n")
    assert run(["hook", "aider", "app.py"]) == 0


def test_it_gives_up_in_time(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ended = []

    def slow(*words: object) -> None:
        time.sleep(60)
        ended.append(words)

    monkeypatch.setattr(hook, "SECONDS", 1)
    monkeypatch.setattr(hook, "_verify", slow)
    assert send(monkeypatch, capsys, edit(project), "claude") == (0, "{}\n")
    assert not ended, "nobody waited for it"
    assert "TimeoutError" in (project.parent / "cache" / "hooks" / "failures.log").read_text()


def test_what_a_library_prints_stays_out_of_the_reply(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    verify = hook._verify

    def chatty(folder: Path, files: Any) -> Any:
        print("a word from somewhere")
        return verify(folder, files)

    monkeypatch.setattr(hook, "_verify", chatty)
    assert json.loads(send(monkeypatch, capsys, edit(project), "claude")[1])["decision"] == "block"


def test_aider_gets_lines_and_a_failing_command(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["hook", "aider", "app.py"]) == 1
    assert capsys.readouterr().out.startswith("app.py:3:")
    (project / "app.py").write_text("x = 1\n")
    assert run(["hook", "aider", "app.py", "missing.py", "notes.md"]) == 0
    assert capsys.readouterr().out == ""
