"""The source files that a session may have written without telling us, by a shell command say."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from truthcheck.claims import languages

MOST = 200


def changed(folder: Path, since: float) -> Sequence[Path]:
    """Files below `folder` that differ from the last commit and were written after `since` (Unix seconds).

    None outside a git repository: then only what the hooks saw is known.
    """
    patterns = [f"*{suffix}" for suffix in languages.suffixes()]
    command = ["git", "--no-optional-locks", "status", "--porcelain", "-z", "--untracked-files=all", "--", *patterns]
    try:
        run = subprocess.run(command, cwd=folder, capture_output=True, check=True, timeout=10)
        top = subprocess.run(
            ["git", "rev-parse", "--show-toplevel"], cwd=folder, capture_output=True, check=True, timeout=10
        )
    except (OSError, subprocess.SubprocessError):
        return ()
    root = Path(os.fsdecode(top.stdout.rstrip(b"\n")))
    paths = [root / os.fsdecode(entry[3:]) for entry in run.stdout.split(b"\0") if len(entry) > 3]
    return [path for path in paths if _written(path, since)][:MOST]


def _written(path: Path, since: float) -> bool:
    try:
        return path.name.endswith(languages.suffixes()) and path.stat().st_mtime >= since - 1
    except OSError:
        return False
