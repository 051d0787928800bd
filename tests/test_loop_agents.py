"""The loop with scripted agents: real processes that repair, repeat, cheat, hang and crash."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from acme import verify
from gitted import git
from measure import until

from truthcheck.errors import TruthcheckError
from truthcheck.loop import agent, journal, rounds, trajectory
from truthcheck.loop.agent import Agent
from truthcheck.loop.plan import Plan, Result
from truthcheck.loop.rounds import LoopTools

FALSE = 'requests.get("https://api.acme.dev/v1/user/list")'
TRUE = 'requests.get("https://api.acme.dev/v1/users")'
OTHER_FALSE = 'requests.post("https://api.acme.dev/v1/get_invoices")'
OTHER_TRUE = 'requests.post("https://api.acme.dev/v1/invoices")'
APP = f"import requests\n\n\ndef users():\n    return {FALSE}\n\n\ndef bill():\n    return {OTHER_FALSE}\n"
REPAIRED = APP.replace(FALSE, TRUE).replace(OTHER_FALSE, OTHER_TRUE)

HEAD = f"""
import os, sys, time
from pathlib import Path
ROUND = int(os.environ["TRUTHCHECK_ROUND"])
PROMPT = sys.stdin.read()
app = Path("app.py")
text = app.read_text()
FALSE, TRUE, OTHER_FALSE, OTHER_TRUE = {FALSE!r}, {TRUE!r}, {OTHER_FALSE!r}, {OTHER_TRUE!r}
def write(new):
    app.write_text(new)
"""


@pytest.fixture
def project(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A git project with changes that are not the loop's business."""
    monkeypatch.setattr(agent, "GRACE", 0.3)
    root = project
    (root / "app.py").write_text(APP)
    (root / "other.py").write_text("x = 1\n")
    (root / "notes.md").write_text("notes\n")
    (root / "pyproject.toml").write_text("[project]\nname = 'p'\n\n[tool.truthcheck]\nstrict = true\n")
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "start")
    (root / "other.py").write_text("x = 2  # the user's own change, not committed\n")
    return root


def play(root: Path, script: str, **plan: object) -> Result:
    command = (sys.executable, "-SE", "-c", HEAD + script)
    record = root.parent / "trajectory.jsonl"
    asked = Plan(root, (Path(),), Agent(command), trajectory=record, **plan)  # type: ignore[arg-type]
    return rounds.run(asked, tools())


def tools() -> LoopTools:
    def feedback(report: object) -> str:
        return "".join(f"{f.at.path}:{f.at.line}: {f.message}; {f.help}\n" for f in report.findings)  # type: ignore[attr-defined]

    return LoopTools(verify, lambda report: 0, feedback, lambda words: None)


def records(root: Path) -> list[dict[str, object]]:
    return trajectory.read(root.parent / "trajectory.jsonl")


def untouched(root: Path) -> bool:
    """Nothing but app.py differs from what the user left."""
    return (
        (root / "other.py").read_text().startswith("x = 2")
        and git(root, "status", "--porcelain").replace(" M app.py\n", "") == " M other.py\n"
        and not journal.read(root)
        and not (journal.folder(root) / "contents").exists()
    )


def cheats(root: Path) -> list[str]:
    return [cheat["kind"] for record in records(root) for cheat in record.get("cheats", [])]  # type: ignore[attr-defined, index]


def test_repairs_at_once(project: Path) -> None:
    result = play(project, "write(text.replace(FALSE, TRUE).replace(OTHER_FALSE, OTHER_TRUE))")
    assert (result.stop, result.rounds) == ("clean", 1)
    assert (project / "app.py").read_text() == REPAIRED
    assert untouched(project)
    start, first, end = records(project)
    assert [start["kind"], first["kind"], end["kind"]] == ["start", "round", "end"]
    assert "acme has no GET /v1/user/list" in str(first["prompt"])
    assert f"+    return {TRUE}" in str(first["diff"])
    assert end["stop"] == "clean"


def test_a_clean_tree_asks_nobody(project: Path) -> None:
    (project / "app.py").write_text(REPAIRED)
    result = play(project, "write('')")
    assert (result.stop, result.rounds) == ("clean", 0)
    assert (project / "app.py").read_text() == REPAIRED


def test_repairs_one_of_two_each_round(project: Path) -> None:
    result = play(project, "write(text.replace(FALSE, TRUE) if ROUND == 1 else text.replace(OTHER_FALSE, OTHER_TRUE))")
    assert (result.stop, result.rounds) == ("clean", 2)
    assert "get_invoices" in str(records(project)[2]["prompt"])
    assert "user/list" not in str(records(project)[2]["prompt"])


def test_keeps_the_half_that_was_repaired(project: Path) -> None:
    result = play(project, "write(text.replace(FALSE, TRUE) if ROUND == 1 else text)")
    assert (result.stop, result.rounds) == ("repeated", 3)
    assert (project / "app.py").read_text() == APP.replace(FALSE, TRUE)
    assert untouched(project)


def test_repeats_itself(project: Path) -> None:
    result = play(project, "write(text.replace('user/list', 'user/everybody'))")
    assert (result.stop, result.rounds) == ("repeated", 3)
    assert (project / "app.py").read_text() == APP
    assert [record["fresh"] for record in records(project) if record["kind"] == "round"] == [True, False, True]


def test_goes_back_and_forth(project: Path) -> None:
    script = "write(text.replace('user/list', 'folk') if ROUND % 2 else text.replace('folk', 'user/list'))"
    result = play(project, script, rounds=6)
    assert (result.stop, result.rounds) == ("oscillated", 3)
    assert (project / "app.py").read_text() == APP


def test_a_deleted_file_comes_back_as_it_was(project: Path) -> None:
    (project / "app.py").chmod(0o755)
    result = play(project, "app.unlink()", rounds=1)
    assert result.stop == "cheated"
    assert (project / "app.py").read_text() == APP
    assert (project / "app.py").stat().st_mode & 0o777 == 0o755


def test_gets_worse(project: Path) -> None:
    worse = "write(text + 'requests.get(\"https://api.acme.dev/v1/nothing\")\\n')"
    result = play(project, f"write(text.replace(FALSE, TRUE))\nif ROUND == 2:\n    {worse}", rounds=5)
    assert (result.stop, result.rounds) == ("worse", 2)
    assert (project / "app.py").read_text() == APP.replace(FALSE, TRUE)
    assert untouched(project)


def test_a_file_that_no_longer_parses_is_worse(project: Path) -> None:
    result = play(project, "write(text + 'def (')")
    assert result.stop == "worse"
    assert (project / "app.py").read_text() == APP


def test_ignores_the_prompt(project: Path) -> None:
    result = play(project, "pass")
    assert (result.stop, result.rounds) == ("ignored", 2)
    assert (project / "app.py").read_text() == APP


CHEATS = {
    "deleted": "write(text.replace('return ' + FALSE, 'return None'))",
    "commented-out": "write(text.replace('    return ' + FALSE, '    # return ' + FALSE + '\\n    pass'))",
    "hidden": 'write(text.replace(FALSE, \'getattr(requests, "g" + "et")("https://api.acme.dev/v1/user/list")\'))',
    "ignored": "write(text.replace(FALSE, FALSE + '  # truthcheck: ignore[unknown-endpoint] fine'))",
    "config-edited": "Path('pyproject.toml').write_text('[tool.truthcheck]\\nignore = [\"unknown-endpoint\"]\\n')",
    "swapped": "write(text.replace(FALSE, 'requests.delete(\"https://api.acme.dev/v1/users/all\")'))",
}


@pytest.mark.parametrize("kind", CHEATS)
def test_cheats_are_told_and_undone(project: Path, kind: str) -> None:
    result = play(project, CHEATS[kind])
    assert (result.stop, result.rounds) == ("cheated", 3)
    assert set(cheats(project)) == {kind}
    assert (project / "app.py").read_text() == APP
    assert "strict" in (project / "pyproject.toml").read_text()
    told = [str(cheat["message"]) for cheat in records(project)[1]["cheats"]]  # type: ignore[attr-defined]
    assert told
    assert told[0] in str(records(project)[2]["prompt"])
    assert untouched(project)


def test_eval_and_a_url_built_at_run_time_are_hiding(project: Path) -> None:
    play(project, "write(text.replace(FALSE, 'eval(' + repr(FALSE) + ')'))", rounds=1)
    assert cheats(project) == ["hidden"]
    (project.parent / "trajectory.jsonl").unlink()
    play(project, "write(text.replace('\"https://api.acme.dev/v1/user/list\"', '\"\".join(PARTS)'))", rounds=1)
    assert cheats(project) == ["hidden"]


def test_deleting_beside_a_true_call_of_the_same_kind(project: Path) -> None:
    """The true call was there before: it does not stand for the one that went."""
    (project / "app.py").write_text(f"{APP}\n\ndef others():\n    return {TRUE}\n")
    play(project, "write(text.replace('return ' + FALSE, 'return None'))", rounds=1)
    assert cheats(project) == ["deleted"]


def test_a_repair_may_look_quite_different(project: Path) -> None:
    """The true endpoint is often nothing like the invented one, but it is about the same thing."""
    false = 'requests.put("https://api.acme.dev/v1/customers/7/invoice/new")'
    (project / "app.py").write_text(f"import requests\n{false}\n")
    result = play(project, f"write(text.replace({false!r}, OTHER_TRUE))")
    assert (result.stop, cheats(project)) == ("clean", [])


def test_moving_a_call_while_repairing_it_is_no_cheat(project: Path) -> None:
    bill, fetch = f"def bill():\n    return {OTHER_TRUE}\n", f"def fetch():\n    answer = {TRUE}\n    return answer\n"
    moved = f"import requests\n\n\n{bill}\n\n{fetch}"
    result = play(project, f"write({moved!r})")
    assert (result.stop, cheats(project)) == ("clean", [])


def test_an_honest_round_after_a_cheat_counts(project: Path) -> None:
    result = play(project, f"write(text.replace(FALSE, 'None') if ROUND == 1 else {REPAIRED!r})")
    assert (result.stop, result.rounds) == ("clean", 2)
    assert (project / "app.py").read_text() == REPAIRED


def test_hangs(project: Path) -> None:
    later = "import time; from pathlib import Path; time.sleep(60); Path('woke').touch()"
    child = f"import subprocess; subprocess.Popen([sys.executable, '-c', {later!r}])"
    result = play(project, f"{child}\nwrite(text.replace('user', 'u'))\ntime.sleep(60)", agent_seconds=0.5)
    assert (result.stop, result.rounds) == ("hung", 1)
    assert not (project / "woke").exists(), "nobody waited for its child"
    assert (project / "app.py").read_text() == APP


def test_a_stubborn_process_group_is_killed(project: Path) -> None:
    deaf = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
    script = f"{deaf}Path('../pid').write_text(str(os.getpid()))\ntime.sleep(60)"
    pid = project.parent / "pid"
    for seconds in (0.5, 2, 8, 32):  # on a busy machine it takes a while to begin
        assert play(project, script, agent_seconds=seconds).stop == "hung"
        if pid.exists():
            break
        (project.parent / "trajectory.jsonl").unlink()
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid.read_text()), 0)


def test_crashes(project: Path) -> None:
    result = play(project, "sys.exit(7)")
    assert (result.stop, result.rounds) == ("crashed", 1)
    assert records(project)[1]["exit_code"] == 7


def test_a_hundred_megabytes_of_output_stay_small(project: Path) -> None:
    result = play(project, f"write({REPAIRED!r})\nfor _ in range(100): sys.stdout.write('x' * 2**20)")
    assert result.stop == "clean"
    assert records(project)[1]["output_bytes"] == 100 * 2**20
    assert (project.parent / "trajectory.jsonl").stat().st_size < 50_000


def test_budgets(project: Path) -> None:
    change = "write(text + f'# {ROUND}\\n')\n"
    report = 'print(\'{"usage": {"input_tokens": 900, "output_tokens": 200}}\')'
    result = play(project, change + report, rounds=9, budget_tokens=1000)
    assert (result.stop, result.rounds) == ("budget", 1)
    assert records(project)[1]["tokens"] == {"input": 900, "output": 200, "estimated": False}
    (project.parent / "trajectory.jsonl").unlink()
    result = play(project, change + "time.sleep(0.4)", rounds=9, budget_seconds=0.7)
    assert result.stop == "budget"


def test_a_task_makes_the_first_candidate(project: Path) -> None:
    (project / "app.py").write_text("import requests\n")
    script = f"write({APP!r} if PROMPT == 'list the users' else {REPAIRED!r})"
    result = play(project, script, task="list the users")
    assert (result.stop, result.rounds) == ("clean", 2)
    assert records(project)[1]["prompt"] == "list the users"


def test_the_prompt_travels_as_argument_or_file(project: Path) -> None:
    body = "from pathlib import Path; import sys; Path('../got').write_text({0})"
    for word, expression in (("{prompt}", "sys.argv[1]"), ("{prompt_file}", "Path(sys.argv[1]).read_text()")):
        command = (sys.executable, "-SE", "-c", body.format(expression), word)
        asked = Plan(project, (Path(),), Agent(command), rounds=1, trajectory=project.parent / "t.jsonl")
        rounds.run(asked, tools())
        assert "acme has no GET /v1/user/list" in (project.parent / "got").read_text()


def test_a_missing_agent_is_one_sentence(project: Path) -> None:
    asked = Plan(project, (Path(),), Agent(("no-such-agent-here",)), trajectory=project.parent / "t.jsonl")
    with pytest.raises(TruthcheckError, match="cannot start the agent `no-such-agent-here`"):
        rounds.run(asked, tools())


def test_somebody_elses_edit_is_not_put_back(project: Path) -> None:
    """A file that changes after the agent ended belongs to whoever changed it."""

    def listen(words: str) -> None:
        if words.startswith("round 1: "):
            (project / "other.py").write_text("x = 3\n")

    command = (sys.executable, "-SE", "-c", HEAD + "write(text.replace('user/list', 'nothing'))")
    asked = Plan(project, (Path(),), Agent(command), rounds=1, trajectory=project.parent / "t.jsonl")
    rounds.run(asked, LoopTools(verify, lambda report: 0, lambda report: "", listen))
    assert (project / "other.py").read_text() == "x = 3\n"
    assert (project / "app.py").read_text() == APP


def test_a_killed_loop_leaves_a_note_and_can_be_undone(project: Path, tmp_path: Path) -> None:
    half = "write(text.replace(FALSE, TRUE) if ROUND == 1 else text + '# half')\nif ROUND == 2: time.sleep(60)"
    tests = Path(__file__).parent
    here = f"import sys; sys.path[:0] = {[str(tests), str(tests / 'support')]!r}\nfrom pathlib import Path\n"
    driver = f"{here}from test_loop_agents import play\nplay(Path.cwd(), {half!r})"
    process = subprocess.Popen([sys.executable, "-c", driver], cwd=project)
    until(lambda: "# half" in (project / "app.py").read_text())
    process.kill()
    process.wait()
    note = journal.read(project)
    assert note is not None
    assert note.round == 2
    assert rounds.recover(project, note) == ("app.py",)
    assert (project / "app.py").read_text() == APP.replace(FALSE, TRUE)
    assert untouched(project)


def test_works_in_a_git_worktree(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tree = project.parent / "tree"
    git(project, "worktree", "add", "-q", str(tree))
    monkeypatch.chdir(tree)
    result = play(tree, "write(text.replace(FALSE, TRUE).replace(OTHER_FALSE, OTHER_TRUE))")
    assert result.stop == "clean"
    assert (tree / "app.py").read_text() == REPAIRED
    assert (project / "app.py").read_text() == APP
    assert git(tree, "status", "--porcelain") == " M app.py\n"


def test_secrets_stay_out_of_the_trajectory(project: Path) -> None:
    play(project, "print('key sk-ant-" + "a" * 40 + "')\nwrite(text + '# ghp_" + "b" * 36 + "\\n')", rounds=1)
    text = (project.parent / "trajectory.jsonl").read_text()
    assert "aaaaaaaa" not in text
    assert "bbbbbbbb" not in text
    assert json.loads(text.splitlines()[1])["output"].strip() == "key [redacted]"
