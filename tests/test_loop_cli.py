"""`truthcheck loop` from the outside, with the real check and scripted agents."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from measure import until

FALSE = 'requests.get("https://api.github.com/repos/o/r/stars")'
TRUE = 'requests.get("https://api.github.com/repos/o/r/stargazers")'
APP = f"import requests\n\n{FALSE}\n"
REPAIR = (
    "import sys; from pathlib import Path; app = Path('app.py'); prompt = sys.stdin.read();"
    "app.write_text(app.read_text().replace('/stars', '/stargazers') if '/stars' in prompt else 'no prompt')"
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    root.mkdir()
    (root / "app.py").write_text(APP)
    return root


def loop(root: Path, *words: str, agent: str = REPAIR) -> subprocess.CompletedProcess[str]:
    split = words.index("--") if "--" in words else len(words)
    command = [*words[:split], "--", sys.executable, "-SE", "-c", agent] if split == len(words) else [*words]
    return subprocess.run(
        [sys.executable, "-m", "truthcheck", "loop", *command],
        cwd=root,
        env=environment(root),
        capture_output=True,
        text=True,
    )


def environment(root: Path) -> dict[str, str]:
    return {**os.environ, "TRUTHCHECK_CACHE_DIR": str(root.parent / "cache")}


def inspect(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "truthcheck", "loop", *words]
    return subprocess.run(command, cwd=root, env=environment(root), capture_output=True, text=True)


def test_from_false_to_clean_and_back_again_on_paper(project: Path) -> None:
    record = project.parent / "t.jsonl"
    ran = loop(project, "--trajectory", str(record))
    assert (ran.returncode, ran.stdout) == (0, "stopped after 1 round: nothing is false any more; 0 false left\n"), (
        ran.stderr
    )
    assert (project / "app.py").read_text() == APP.replace(FALSE, TRUE)
    story = inspect(project, "replay", str(record))
    assert "stopped (clean)" in story.stdout
    again = inspect(project, "replay", "--verify", str(record))
    assert again.returncode == 0, again.stderr
    assert again.stdout.count("(the same)") == 2
    (project / "truthcheck.toml").write_text("prices = { input = 1000.0, output = 1000.0 }\n")
    stats = inspect(project, "stats", str(record), "--html", "loops.html")
    assert "1 loop, 1 clean (100%)" in stats.stdout
    assert "cost in US$" in stats.stdout
    assert "<h2>Why they stopped" in (project / "loops.html").read_text()


def test_what_is_certain_is_repaired_without_the_agent(project: Path) -> None:
    near = APP.replace("stars", "stargazer")
    (project / "app.py").write_text(near)
    ran = loop(project, agent="raise SystemExit('never asked')")
    assert (ran.returncode, ran.stdout.split(":")[0]) == (0, "stopped after 0 rounds"), ran.stderr
    assert (project / "app.py").read_text() == APP.replace(FALSE, TRUE)
    (project / "app.py").write_text(near)
    assert loop(project, "--no-fix", agent="pass").returncode == 1
    assert (project / "app.py").read_text() == near


def test_without_success_it_exits_with_one(project: Path) -> None:
    ran = loop(project, agent="pass")
    assert ran.returncode == 1
    assert "the agent changed nothing" in ran.stdout
    assert (project / "app.py").read_text() == APP


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--resume", "--", "true"], "error: no loop was killed in this folder"),
        (["--", "no-such-agent-at-all"], "error: cannot start the agent `no-such-agent-at-all`"),
        (["--rounds", "0", "--", "true"], "error: Invalid value for '--rounds'"),
        (["--"], "error: no agent command given"),
        (["replay", "missing.jsonl"], "error: missing.jsonl: cannot read the trajectory"),
    ],
)
def test_what_cannot_run_is_one_sentence(project: Path, words: list[str], message: str) -> None:
    ran = inspect(project, *words)
    assert ran.returncode == 2
    assert ran.stderr.splitlines()[0].startswith(message)
    assert (project / "app.py").read_text() == APP


def start(root: Path, agent: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "truthcheck", "loop", "--", sys.executable, "-SE", "-c", agent]
    process = subprocess.Popen(
        command, cwd=root, env=environment(root), stderr=subprocess.DEVNULL, stdout=subprocess.PIPE
    )
    until(lambda: "half" in (root / "app.py").read_text())
    return process


HALF = "import time; from pathlib import Path; Path('app.py').write_text('half'); time.sleep(60)"


def test_ended_from_outside_it_puts_the_best_candidate_in_place(project: Path) -> None:
    process = start(project, HALF)
    process.send_signal(signal.SIGTERM)
    process.wait(timeout=300)
    assert process.returncode == 130
    assert (project / "app.py").read_text() == APP
    assert loop(project).returncode == 0


@pytest.mark.slow
def test_killed_it_is_restored_or_resumed(project: Path) -> None:
    process = start(project, HALF)
    second = loop(project)
    assert (second.returncode, second.stderr.splitlines()[0]) == (2, "error: another loop is at work in this folder")
    process.kill()
    process.wait()
    told = loop(project)
    assert told.returncode == 2
    assert "a loop was killed here in round 1" in told.stderr
    resumed = loop(project, "--resume")
    assert resumed.returncode == 0, resumed.stderr
    assert "put back app.py" in resumed.stderr
    assert (project / "app.py").read_text() == APP.replace(FALSE, TRUE)
    process = start(project / ".", HALF) if (project / "app.py").write_text(APP) else process
    process.kill()
    process.wait()
    assert inspect(project, "--restore").returncode == 0
    assert (project / "app.py").read_text() == APP


@pytest.mark.slow
def test_loops_and_hooks_at_once_in_four_worktrees(tmp_path: Path) -> None:
    """Four loops and ten hooks share one cache: every answer is right, nothing is lost, nothing waits for ever."""
    main = tmp_path / "main"
    main.mkdir()
    (main / "app.py").write_text(APP)
    git = ["git", "-c", "user.name=t", "-c", "user.email=t@example.com"]
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "x"]):
        subprocess.run([*git, *words], cwd=main, check=True)
    trees = [tmp_path / f"tree{number}" for number in range(4)]
    for tree in trees:
        subprocess.run([*git, "worktree", "add", "-q", "--detach", str(tree)], cwd=main, check=True)
    slow = REPAIR + ";import time; time.sleep(1)"
    run = [sys.executable, "-m", "truthcheck"]
    loops = [
        subprocess.Popen(
            [*run, "loop", "--", sys.executable, "-SE", "-c", slow],
            cwd=tree,
            env=environment(main),
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for tree in trees
    ]
    hooks = []
    for number in range(10):
        file = trees[number % 4] / f"hooked{number}.py"
        file.write_text(APP)
        edit = {"hook_event_name": "PostToolUse", "tool_name": "Write", "tool_input": {"file_path": str(file)}}
        sent = json.dumps({**edit, "session_id": "one for all", "cwd": str(trees[number % 4])})
        hook = subprocess.Popen(
            [*run, "hook", "claude"], env=environment(main), text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert hook.stdin is not None
        hook.stdin.write(sent)
        hook.stdin.close()
        hooks.append(hook)
    for hook in hooks:
        hook.wait(timeout=300)
        assert hook.stdout is not None
        assert json.loads(hook.stdout.read())["decision"] == "block"
    for process, tree in zip(loops, trees, strict=True):
        process.communicate(timeout=300)
        assert (tree / "app.py").read_text() == APP.replace(FALSE, TRUE)
    memory = [json.loads(path.read_text()) for path in (tmp_path / "cache" / "hooks").glob("*.json")]
    assert [len(session["told"]) for session in memory] == [10]
    assert not list((tmp_path / "cache").rglob("journal.json"))
    assert not list((tmp_path / "cache").rglob("*.tmp"))
