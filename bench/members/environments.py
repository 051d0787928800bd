"""An environment for each release, in which the oracle runs; pip brings it, this project never imports it."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
SECONDS = 600


def installed(distribution: str, version: str, folder: Path) -> Path | None:
    """The folder that holds the release and what it needs; None when it cannot be installed here."""
    place = folder / f"{distribution}-{version}"
    done = place / ".done"
    if not done.is_file():
        wanted = ["--target", str(place), f"{distribution}=={version}"]
        # what releases of their time leave unbounded, and what has since changed under them
        ways = ([*wanted, "httpx<0.28", "setuptools<80"], wanted)
        if all(subprocess.run([*_command(), *way], capture_output=True).returncode for way in ways):
            return None
        done.write_text("")
    return place


def _command() -> list[str]:
    """uv where there is one, which takes a tenth of the time."""
    uv = shutil.which("uv")
    if uv:
        return [uv, "pip", "install", "--quiet", "--python", sys.executable]
    return [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-compile"]


def asked(place: Path, what: str, question: dict[str, Any]) -> dict[str, Any] | None:
    """What the oracle says in an environment; None when the release cannot be imported there."""
    environment = {**os.environ, "PYTHONPATH": str(place), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-s", str(HERE / "oracle.py"), what]
    given = json.dumps(question)
    kept = place / f".{what}-{hashlib.sha256(given.encode()).hexdigest()[:16]}.json"
    if not kept.is_file():
        try:
            told = subprocess.run(
                command, input=given, capture_output=True, text=True, timeout=SECONDS, env=environment, cwd=place
            )
        except subprocess.TimeoutExpired:
            return None
        kept.write_text(told.stdout.strip().rpartition("\n")[2] if told.returncode == 0 else "null", "utf-8")
    answer: dict[str, Any] | None = json.loads(kept.read_text("utf-8"))
    return answer
