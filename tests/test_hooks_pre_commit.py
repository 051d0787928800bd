"""The real pre-commit runs our hooks from a clone of this repository."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from gitted import git

ROOT = Path(__file__).parent.parent
FALSE = 'import requests\n\nrequests.get("https://api.github.com/no/such/endpoint")\n'
UNUSED = "x = 1  # truthcheck: ignore[unknown-endpoint] once\n"


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("git") is None or not (ROOT / ".git").exists(), reason="needs a checkout")
def test_try_repo(tmp_path: Path) -> None:
    """Only the Python files that change are checked; the fixing hook repairs and fails, as pre-commit wants it."""
    project = tmp_path / "project"
    project.mkdir()
    git(project, "init", "-q")
    (project / "old.py").write_text(FALSE)
    git(project, "add", "-A")
    git(project, "commit", "-qm", "start")
    (project / "new.py").write_text(FALSE)
    (project / "unused.py").write_text(UNUSED)
    (project / "notes.md").write_text("https://api.github.com/no/such/endpoint\n")
    git(project, "add", "-A")
    environment = {**os.environ, "PRE_COMMIT_HOME": str(tmp_path / "home")}

    def hook(name: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "pre_commit", "try-repo", str(ROOT), name, "--color", "never"]
        return subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, timeout=600)

    checked = hook("truthcheck")
    assert checked.returncode == 1, checked.stdout + checked.stderr
    assert "new.py:3:" in checked.stdout
    assert "old.py" not in checked.stdout
    assert (project / "unused.py").read_text() == UNUSED
    fixed = hook("truthcheck-fix")
    assert fixed.returncode == 1
    assert (project / "unused.py").read_text() == "x = 1\n"
    (project / "new.py").write_text("import requests\n")
    git(project, "add", "-A")
    assert hook("truthcheck").returncode == 0
