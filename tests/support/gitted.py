"""git in the folder of a test, under a name of its own."""

from __future__ import annotations

import subprocess
from pathlib import Path

IDENTITY = ("-c", "user.name=t", "-c", "user.email=t@example.com")


def git(root: Path, *words: str) -> str:
    """Runs git and gives what it says."""
    run = subprocess.run(["git", *IDENTITY, *words], cwd=root, check=True, capture_output=True, text=True)
    return run.stdout
