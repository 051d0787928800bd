"""action.yml: what GitHub demands of it, and its shell steps run as GitHub runs them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parent.parent
FILE = ROOT / "action.yml"
SHELL = ["bash", "--noprofile", "--norc", "-eo", "pipefail"]  # what `shell: bash` stands for
FALSE = 'import requests\n\nrequests.get("https://api.github.com/no/such")\n'
TRUE = 'import requests\n\nrequests.get("https://api.github.com/rate_limit")\n'
EXPRESSION = re.compile(r"\$\{\{\s*([\w.-]+)\s*\}\}")

pytestmark = pytest.mark.skipif(not FILE.exists(), reason="the action is not in this tree")


def action() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(FILE.read_text("utf-8"))
    return loaded


def steps() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = action()["runs"]["steps"]
    return found


def test_it_has_the_keys_that_a_composite_action_may_have() -> None:
    whole = action()
    assert set(whole) <= {"name", "author", "description", "branding", "inputs", "outputs", "runs"}
    assert all(isinstance(whole[key], str) and whole[key] for key in ("name", "description"))
    assert set(whole["runs"]) == {"using", "steps"}
    assert whole["runs"]["using"] == "composite"
    for name, given in whole["inputs"].items():
        assert re.fullmatch(r"[A-Za-z_][\w-]*", name)
        assert set(given) <= {"description", "required", "default", "deprecationMessage"}
        assert isinstance(given["description"], str)
        assert isinstance(given["default"], str), "a default that is no string is turned into one"


def test_every_step_runs_or_uses() -> None:
    known = {"run", "shell", "env", "uses", "with", "if", "id", "name", "working-directory", "continue-on-error"}
    for step in steps():
        assert set(step) <= known
        assert ("run" in step) != ("uses" in step)
        assert ("shell" in step) == ("run" in step), "a composite step names its shell"
        assert "uses" not in step or re.fullmatch(r"[\w-]+/[\w-]+@[\w.]+", step["uses"])


def test_no_input_reaches_a_shell_as_code() -> None:
    for step in steps():
        assert not EXPRESSION.search(step.get("run", ""))


def test_every_input_is_used_and_declared() -> None:
    used = [name for step in steps() for table in ("env", "with") for name in named(step.get(table, {}))]
    assert {f"inputs.{name}" for name in action()["inputs"]} | {"github.action_path"} == set(used)


def named(table: dict[str, str]) -> list[str]:
    return [name for value in table.values() for name in EXPRESSION.findall(value)]


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A project with a false call that is committed and one that is not."""
    root = tmp_path / "project"
    (root / "src").mkdir(parents=True)
    (root / "src" / "old.py").write_text(FALSE)
    (root / "two words").mkdir()
    (root / "two words" / "fine.py").write_text(TRUE)
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "start"]):
        identity = ["-c", "user.name=t", "-c", "user.email=t@example.com"]
        subprocess.run(["git", *identity, *words], cwd=root, check=True, capture_output=True)
    (root / "new.py").write_text(FALSE)
    tools = tmp_path / "bin"
    tools.mkdir()
    shim(tools / "truthcheck", f'exec "{sys.executable}" -m truthcheck "$@"')
    shim(tools / "python", 'echo "python $*"')
    return root


def shim(file: Path, line: str) -> None:
    file.write_text(f"#!/bin/sh\n{line}\n")
    file.chmod(0o755)


def run(root: Path, step: dict[str, Any], **inputs: str) -> subprocess.CompletedProcess[str]:
    """One shell step, with the expressions of its environment filled in."""
    values = {f"inputs.{name}": str(given["default"]) for name, given in action()["inputs"].items()}
    values |= {f"inputs.{name}": value for name, value in inputs.items()}
    values["github.action_path"] = "/action of ours"
    own = {name: EXPRESSION.sub(lambda found: values[found[1]], text) for name, text in step.get("env", {}).items()}
    script = root.parent / "step.sh"
    script.write_text(step["run"])
    environment = {
        **os.environ,
        **own,
        "PATH": f"{root.parent / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "GITHUB_STEP_SUMMARY": str(root.parent / "summary.md"),
    }
    return subprocess.run([*SHELL, str(script)], cwd=root, env=environment, capture_output=True, text=True)


needs_tools = pytest.mark.skipif(not (shutil.which("bash") and shutil.which("git")), reason="needs bash and git")


@needs_tools
def test_it_installs_its_own_checkout(repository: Path) -> None:
    done = run(repository, steps()[1])
    assert (done.returncode, done.stdout) == (0, "python -m pip install --quiet /action of ours\n")


@needs_tools
def test_it_annotates_fails_and_writes_the_job_page(repository: Path) -> None:
    done = run(repository, steps()[2])
    assert done.returncode == 1, done.stderr
    assert done.stdout.count("::error file=") == 2
    page = (repository.parent / "summary.md").read_text()
    assert "Checked 3 calls in 3 files: 1 verified, 2 refuted, 0 unverified" in page
    assert "| `src/old.py:3:14` | `GET /no/such` does not exist in the GitHub API |" in page


@needs_tools
@pytest.mark.parametrize(
    ("inputs", "code", "files"),
    [
        ({"paths": "src"}, 1, ["src/old.py"]),
        ({"paths": "src new.py"}, 1, ["new.py", "src/old.py"]),
        ({"paths": "src\nnew.py\n"}, 1, ["new.py", "src/old.py"]),
        ({"diff": "HEAD"}, 1, ["new.py"]),
        ({"paths": "src", "args": "--exit-zero"}, 0, ["src/old.py"]),
        ({"args": "--ignore unknown-endpoint\n--fail-on error"}, 0, []),
        ({"paths": "$(touch owned) `touch owned`"}, 2, []),
        ({"paths": "--help"}, 2, []),
        ({"diff": "no-such-branch"}, 2, []),
    ],
)
def test_its_inputs(repository: Path, inputs: dict[str, str], code: int, files: list[str]) -> None:
    done = run(repository, steps()[2], **inputs)
    assert done.returncode == code, done.stderr
    assert sorted(re.findall(r"^::error file=([^,]+),", done.stdout, re.M)) == files
    assert not (repository / "owned").exists()
    assert code != 2 or done.stderr.startswith("error: ")
