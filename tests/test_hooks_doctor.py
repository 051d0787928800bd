"""`truthcheck doctor` finds the hooks that a project names and says what each would answer."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from truthcheck.cli.boundary import run
from truthcheck.hooks import payload, smoke
from truthcheck.hooks.contracts import CONTRACTS, EDIT


@pytest.mark.parametrize("harness", [*CONTRACTS, "aider"])
@pytest.mark.parametrize("call", ["truthcheck", "uv run truthcheck", "/opt/x.y/bin/truthcheck"])
def test_finds_what_init_wrote(project: Path, harness: str, call: str) -> None:
    run(["init", f"--{harness}", "--command", call])
    assert {(hook.harness, hook.call) for hook in smoke.configured(project)} == {(harness, call)}


def test_a_command_with_more_in_it_is_not_ours(project: Path) -> None:
    (project / ".claude").mkdir()
    hooks = [{"hooks": [{"type": "command", "command": "touch owned; truthcheck hook claude"}]}]
    (project / ".claude" / "settings.json").write_text(json.dumps({"hooks": {"Stop": hooks}}))
    assert list(smoke.configured(project)) == []


@pytest.mark.parametrize("harness", CONTRACTS)
def test_the_smoke_payload_is_an_edit(project: Path, harness: str) -> None:
    file = project / "smoke.py"
    file.write_text("")
    sent = smoke.payload(CONTRACTS[harness], project, file)
    event = payload.read(CONTRACTS[harness], json.dumps(sent).encode())
    assert (event.kind, event.folder, event.files) == (EDIT, project, (file,))


@pytest.mark.slow
@pytest.mark.parametrize("harness", [*CONTRACTS, "aider"])
def test_every_hook_answers_the_invented_endpoint(project: Path, harness: str) -> None:
    answer = smoke.ask(harness)
    assert answer.tells
    assert answer.exit_code == (1 if harness == "aider" else 0)


@pytest.mark.slow
def test_doctor_says_what_each_would_answer(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["init", "--claude", "--aider", "--command", "no-such-truthcheck"])
    capsys.readouterr()
    assert run(["doctor"]) == 1
    told = capsys.readouterr().out
    assert "claude: `no-such-truthcheck hook claude` in .claude/settings.json" in told
    assert "! `no-such-truthcheck` is not on the PATH" in told
    assert told.count("/no/such/endpoint") == 2
    assert run(["init", "--remove"]) == 0
    assert run(["doctor"]) == 0


def test_doctor_says_which_sdk_versions_and_migrations_there_are(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "requirements.txt").write_text("stripe==16.1.0\nopenai==0.1.0\nresend>=2\n")
    (project / "app.py").write_text("import stripe\n\nstripe.Customer.create(email='a@example.com')\n")
    assert run(["doctor", "--no-hooks"]) == 0
    told = capsys.readouterr().out
    assert "  stripe: 1, 16.1.0 in requirements.txt:1, checked against 16.1.0\n" in told
    assert "  openai: 0, 0.1.0 in requirements.txt:2" in told
    assert "  resend: 0, >=2 in requirements.txt:3, checked against " in told
    assert "anthropic:" not in told
    assert "databases (what tables and columns are checked against):\n  none found;" in told
    (project / "supabase" / "migrations").mkdir(parents=True)
    (project / "supabase" / "migrations" / "1_start.sql").write_text("create table t (id int);\ncreate table u (,);\n")
    (project / "supabase" / "migrations" / "fix.sql").write_text("create table v (id int);\n")
    run(["doctor", "--no-hooks"])
    told = capsys.readouterr().out
    assert "  .: 1 table with 1 column, 0 functions; complete\n    from 1 migration\n" in told
    assert "    left out: supabase/migrations/fix.sql (has no number in front, so it is not run)\n" in told
    assert "    not read: supabase/migrations/1_start.sql:2: " in told
    assert "    open: relations called v: `fix.sql` makes it, and does not count (fix.sql:1)\n" in told


def test_a_version_that_nothing_stands_for_is_told(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "requirements.txt").write_text("anthropic==0.1.0\n")
    run(["doctor", "--no-hooks"])
    assert "so nothing of it is certain" in capsys.readouterr().out
