"""`truthcheck init`: joins what is there, can be run again, takes out exactly what it put in."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from truthcheck.cli.boundary import run
from truthcheck.hooks import install
from truthcheck.hooks.contracts import CONTRACTS

NAMES = tuple(install.TRACES)

# What a project may have before: theirs, in their own layout.
THEIRS = {
    ".claude/settings.json": '{\n    "permissions": {"allow": ["Bash(ls)"]},\n    "hooks": {\n'
    '        "PostToolUse": [\n            {"matcher": "Bash", "hooks": [{"type": "command", "command": "./log.sh"}]}\n'
    "        ]\n    }\n}\n",
    ".codex/hooks.json": '{"hooks": {"Stop": [{"hooks": [{"type": "command", "command": "say done"}]}]}}\n',
    ".cursor/hooks.json": '{\n\t"version": 1,\n\t"hooks": {"stop": [{"command": "./audit.sh"}]}\n}\n',
    ".gemini/settings.json": '{"theme": "Default"}\n',
    "opencode.json": '{"$schema": "https://opencode.ai/config.json", "plugin": ["opencode-x"]}\n',
    ".aider.conf.yml": "model: sonnet  # theirs\n",
    ".pre-commit-config.yaml": "# theirs\nrepos:\n-   repo: local\n    hooks:\n    -   id: x\n        name: x\n"
    "        entry: x\n        language: system\n\n# the end\nfail_fast: true\n",
    "AGENTS.md": "# Agents\n\nBe kind.\n",
}


def files(root: Path) -> dict[str, str]:
    return {p.relative_to(root).as_posix(): p.read_text() for p in sorted(root.rglob("*")) if p.is_file()}


def fill(root: Path) -> None:
    for path, text in THEIRS.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)


def flags(*names: str) -> list[str]:
    return ["init", *(f"--{name}" for name in names)]


@pytest.mark.parametrize("name", NAMES)
def test_alone_in_an_empty_project(project: Path, name: str) -> None:
    assert run(flags(name)) == 0
    once = files(project)
    assert "AGENTS.md" in once
    assert len(once) > 1
    assert run(flags(name)) == 0
    assert files(project) == once
    assert run([*flags(name), "--remove"]) == 0
    assert files(project) == {}


def test_joins_what_is_there_and_leaves_it(project: Path) -> None:
    fill(project)
    assert run(flags(*NAMES)) == 0
    both = files(project)
    for path, text in THEIRS.items():
        assert both[path] != text
    claude = json.loads(both[".claude/settings.json"])
    assert [group["hooks"][0]["command"] for group in claude["hooks"]["PostToolUse"]] == [
        "./log.sh",
        "truthcheck hook claude",
    ]
    assert both[".claude/settings.json"].startswith('{\n    "permissions"')
    assert both[".cursor/hooks.json"].startswith('{\n\t"version"')
    assert json.loads(both["opencode.json"])["plugin"] == ["opencode-x", "./.opencode/plugins/truthcheck.js"]
    assert both[".aider.conf.yml"].startswith(THEIRS[".aider.conf.yml"])
    assert yaml.safe_load(both[".aider.conf.yml"])["lint-cmd"] == ["python: truthcheck hook aider"]
    hooks = yaml.safe_load(both[".pre-commit-config.yaml"])
    assert [repo["hooks"][0]["id"] for repo in hooks["repos"]] == ["x", "truthcheck"]
    assert hooks["fail_fast"] is True
    assert both["AGENTS.md"].startswith(THEIRS["AGENTS.md"])
    assert run(flags(*NAMES)) == 0
    assert files(project) == both


def test_takes_out_exactly_what_it_put_in(project: Path) -> None:
    fill(project)
    run(flags(*NAMES))
    assert run(["init", "--remove"]) == 0
    left = files(project)
    assert set(left) == set(THEIRS)
    for path, text in THEIRS.items():
        if path.endswith(".json"):
            assert json.loads(left[path]) == json.loads(text)
        else:
            assert left[path] == text


def test_ours_inside_a_group_of_theirs_is_taken_out_alone(project: Path) -> None:
    theirs, ours = ({"type": "command", "command": words} for words in ("./log.sh", "uv run truthcheck hook claude"))
    (project / ".claude").mkdir()
    settings = {"hooks": {"PostToolUse": [{"matcher": "Edit", "hooks": [theirs, ours]}]}}
    (project / ".claude" / "settings.json").write_text(json.dumps(settings))
    run(["init", "--remove"])
    left = json.loads((project / ".claude" / "settings.json").read_text())
    assert left == {"hooks": {"PostToolUse": [{"matcher": "Edit", "hooks": [theirs]}]}}


def test_another_command_replaces_the_one_before(project: Path) -> None:
    run(flags("cursor"))
    run([*flags("cursor"), "--command", "uv run truthcheck"])
    hooks = json.loads((project / ".cursor" / "hooks.json").read_text())["hooks"]
    assert [hook["command"] for hook in hooks["postToolUse"]] == ["uv run truthcheck hook cursor"]


def test_traces_choose_the_harness(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / ".cursor").mkdir()
    (project / "GEMINI.md").write_text("")
    assert run(["init"]) == 0
    assert sorted(files(project)) == [".cursor/hooks.json", ".gemini/settings.json", "AGENTS.md", "GEMINI.md"]
    capsys.readouterr()


def test_no_traces_say_what_to_choose(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["init"]) == 0
    assert "truthcheck init --claude" in capsys.readouterr().err


def test_dry_run_shows_a_diff_that_git_can_apply(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fill(project)
    before = files(project)
    capsys.readouterr()
    assert run([*flags(*NAMES), "--dry-run"]) == 0
    patch = capsys.readouterr().out
    assert files(project) == before
    run(flags(*NAMES))
    wanted = files(project)
    shutil.rmtree(project / ".opencode")
    for path in set(wanted) - set(before):
        (project / path).unlink(missing_ok=True)
    fill(project)
    subprocess.run(["git", "apply", "-"], input=patch, text=True, check=True, cwd=project)
    assert files(project) == wanted


@pytest.mark.parametrize(
    ("path", "text", "name"),
    [
        (".claude/settings.json", "{ // a comment\n}", "claude"),
        (".claude/settings.json", "[]", "claude"),
        (".aider.conf.yml", "lint-cmd: flake8\n", "aider"),
        (".pre-commit-config.yaml", "repos: []\n", "pre-commit"),
        (".pre-commit-config.yaml", "repos: [\n", "pre-commit"),
    ],
)
def test_what_cannot_be_joined_is_said_and_left(
    project: Path, capsys: pytest.CaptureFixture[str], path: str, text: str, name: str
) -> None:
    (project / path).parent.mkdir(exist_ok=True)
    (project / path).write_text(text)
    assert run(flags(name)) == 2
    assert (project / path).read_text() == text
    told = capsys.readouterr().err
    assert f"error: {path}: " in told
    assert "by hand" in told


def test_a_changed_workflow_stays(project: Path) -> None:
    run(flags("github"))
    workflow = project / ".github" / "workflows" / "truthcheck.yml"
    yaml.safe_load(workflow.read_text())
    workflow.write_text("name: mine\n")
    assert run(flags("github")) == 0
    assert run(["init", "--remove"]) == 0
    assert workflow.read_text() == "name: mine\n"


def test_the_configured_tools_are_those_of_the_contracts(project: Path) -> None:
    """A matcher that lets a tool through which the adapter does not know would never say anything."""
    run(flags("claude", "codex", "cursor", "gemini"))
    for name, event in (
        ("claude", "PostToolUse"),
        ("codex", "PostToolUse"),
        ("cursor", "postToolUse"),
        ("gemini", "AfterTool"),
    ):
        text = next(
            text for path, text in files(project).items() if path.startswith(f".{name}/") and path.endswith("s.json")
        )
        matcher = json.loads(text)["hooks"][event][0]["matcher"]
        assert set(matcher.split("|")) <= CONTRACTS[name].tools
        assert event in CONTRACTS[name].events


def test_the_skill_is_within_the_limits(project: Path) -> None:
    run(flags("claude"))
    text = (project / ".claude" / "skills" / "truthcheck" / "SKILL.md").read_text()
    head = yaml.safe_load(text.split("---")[1])
    assert head["name"] == "truthcheck"
    assert len(head["description"]) <= 1024


@pytest.mark.skipif(shutil.which("node") is None, reason="needs node")
def test_the_plugin_tells_what_the_hook_answers(project: Path) -> None:
    run([*flags("opencode"), "--command", "sh ./fake"])
    (project / "fake").write_text('cat > payload.json; echo \'{"text": "false"}\'\n')
    shutil.copy(project / ".opencode" / "plugins" / "truthcheck.js", project / "plugin.mjs")
    (project / "drive.mjs").write_text(
        'import { Truthcheck } from "./plugin.mjs"\n'
        "const said = []\nconst client = { session: { prompt: async (what) => said.push(what) } }\n"
        "const hooks = await Truthcheck({ client, directory: process.cwd() })\n"
        'await hooks["tool.execute.after"]({ tool: "edit", sessionID: "s", args: { filePath: "a.py" } }, {})\n'
        'await hooks.event({ event: { type: "session.idle", properties: { sessionID: "s" } } })\n'
        "console.log(JSON.stringify(said))\n"
    )
    said = json.loads(subprocess.run(["node", "drive.mjs"], capture_output=True, text=True, check=True).stdout)
    assert [(one["path"]["id"], one["body"]["noReply"], one["body"]["parts"][0]["text"]) for one in said] == [
        ("s", True, "false"),
        ("s", False, "false"),
    ]
    assert json.loads((project / "payload.json").read_text())["event"] == "session.idle"
