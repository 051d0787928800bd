"""The virtual environments of a run: with the SDKs, without them, and with the checkers. None is the project's own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
VERSIONS = HERE / "lines" / "requirements.txt"


class Environments(NamedTuple):
    """Folders of virtual environments."""

    installed: Path
    bare: Path
    tools: Path


def make(scratch: Path) -> Environments:
    """Makes what `scratch` does not have yet. Needs the network; raises CalledProcessError when pip fails."""
    return Environments(
        _environment(scratch / "installed", VERSIONS),
        _environment(scratch / "bare", None),
        _environment(scratch / "tools", HERE / "tools.txt"),
    )


def _environment(folder: Path, requirements: Path | None) -> Path:
    if (folder / "complete").is_file():
        return folder
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
    if requirements:
        pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "--only-binary=:all:", "-r", str(requirements)], check=True)
    (folder / "complete").touch()
    return folder
