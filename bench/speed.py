"""How quick it is, as ratios between commands that run in turn: `python -m bench.speed [PROJECT]`."""

from __future__ import annotations

import ast
import json
import os
import platform
import re
import statistics
import subprocess
import sys
import tarfile
import tempfile
import time
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

ROUNDS = 15
PROJECT = "django==5.2.8"  # 2,818 files
SLOWEST = 900  # seconds that another checker may take over the project
THREE_CALLS = """\
import requests

GITHUB = "https://api.github.com"


def report(owner: str, repo: str, title: str) -> int:
    created = requests.post(f"{GITHUB}/repos/{owner}/{repo}/issues", json={"title": title, "labels": ["bug"]})
    number = created.json()["number"]
    requests.post(f"{GITHUB}/repos/{owner}/{repo}/issues/{number}/comments", json={"body": "noted"})
    requests.get(f"{GITHUB}/repos/{owner}/{repo}/issues", params={"state": "open"})
    return number
"""


class Ran(NamedTuple):
    """Wall seconds, and the highest resident memory of the process (or of a child it waited for) in MB."""

    seconds: float
    mb: float
    code: int


def run(command: Sequence[str], cwd: Path, limit: float | None = None) -> Ran:
    """Runs with output thrown away. Code -9 when `limit` seconds were not enough."""
    start = time.perf_counter()
    child = subprocess.Popen(
        command, cwd=cwd, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    deadline = start + limit if limit else None
    while True:
        pid, status, usage = os.wait4(child.pid, os.WNOHANG if deadline else 0)
        if pid:
            break
        if deadline and time.perf_counter() > deadline:
            child.kill()
        time.sleep(0.01)
    child.returncode = os.waitstatus_to_exitcode(status)
    return Ran(time.perf_counter() - start, usage.ru_maxrss / 1024, child.returncode)


def measure(project: Path | None = None) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        small = Path(folder, "small")
        small.mkdir()
        (small / "small.py").write_text(THREE_CALLS)
        runs = start_up(small)
        project = project or download(Path(folder))
        notes = [f"Memory is the peak of one process. Imports of a cold run that it should do without: {heavy(small)}."]
        if project:
            big, more = whole_project(project, Path(folder))
            runs += big
            notes += more
        else:
            notes.append(f"{PROJECT} could not be downloaded, so no project was measured.")
    machine = f"CPython {platform.python_version()}, {os.cpu_count()} cores; start-up: {ROUNDS} rounds."
    return {"machine": machine, "runs": runs, "notes": notes}


def script() -> list[str]:
    """The console script beside the running Python, else the module."""
    beside = Path(sys.executable).with_name("truthcheck")
    return [str(beside)] if beside.is_file() else [sys.executable, "-m", "truthcheck"]


def start_up(folder: Path) -> list[dict[str, Any]]:
    """Every command once a round, so that a busy machine slows all alike."""
    python, ours = sys.executable, script()
    commands = {
        "python -c pass": [python, "-c", "pass"],
        "import click": [python, "-c", "import click"],
        "import libcst": [python, "-c", "import libcst"],
        "truthcheck --version": [*ours, "--version"],
        "one file, three calls, cold": [*ours, "verify", "--exit-zero", "small.py"],
    }
    for command in commands.values():
        if (ran := run(command, folder)).code:
            raise RuntimeError(f"{command} ended with {ran.code}")
    times: dict[str, list[Ran]] = {name: [] for name in commands}
    for _ in range(ROUNDS):
        for name, command in commands.items():
            times[name].append(run(command, folder))
    median = {name: statistics.median(ran.seconds for ran in all_) for name, all_ in times.items()}
    against = {
        "truthcheck --version": ("import click", "1.5 x"),
        "one file, three calls, cold": ("import libcst", "1.6 x"),
    }
    return [
        row(name, median[name], max(ran.mb for ran in times[name]), *against.get(name, ("", "")), median)
        for name in commands
    ]


def row(what: str, seconds: float, mb: float, against: str, bound: str, base: dict[str, float]) -> dict[str, Any]:
    ratio = round(seconds / base[against], 2) if against else None
    return {
        "what": what,
        "seconds": round(seconds, 3),
        "ratio": ratio,
        "against": against,
        "bound": bound,
        "mb": round(mb),
    }


def whole_project(project: Path, scratch: Path) -> tuple[list[dict[str, Any]], list[str]]:
    """truthcheck, mypy and pyright over the same files, each cold."""
    files = [file for file in project.rglob("*.py") if file.is_file()]
    cache = str(scratch / "mypy")
    mypy = [
        "mypy",
        "--cache-dir",
        cache,
        "--ignore-missing-imports",
        "--follow-imports=silent",
        "--explicit-package-bases",
        "--no-error-summary",
        *[option for file in files if not parses(file) for option in ("--exclude", rf"/{re.escape(file.name)}$")],
        ".",
    ]
    checkers = {
        "truthcheck verify": [*script(), "verify", "--exit-zero", "."],
        "mypy": [sys.executable, "-m", *mypy],
        "pyright": pyright(scratch),
    }
    ran = {name: run(command, project, SLOWEST) for name, command in checkers.items() if command}
    base = {name: one.seconds for name, one in ran.items()}
    notes = [f"Project: {project.name}, {len(files)} files, {sum(f.stat().st_size for f in files) / 1e6:.1f} MB."]
    notes += [
        f"{name} ended with code {one.code} after {one.seconds:.0f} s."
        for name, one in ran.items()
        if one.code not in (0, 1)
    ]
    notes += [f"{name} is not installed and could not be." for name in checkers if name not in ran]
    bounds = {"mypy": "below 1 x", "pyright": "below 0.1 x"}
    rows = [
        row(
            f"project: truthcheck against {name}",
            base["truthcheck verify"],
            ran["truthcheck verify"].mb,
            name,
            bound,
            base,
        )
        for name, bound in bounds.items()
        if name in ran
    ]
    return rows + [
        row(f"project: {name}", ran[name].seconds, ran[name].mb, "", "", base) for name in bounds if name in ran
    ], notes


def parses(file: Path) -> bool:
    """mypy gives up a whole project for one file that Python cannot read, such as a test's broken example."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            ast.parse(file.read_bytes())
        except (SyntaxError, ValueError):
            return False
    return True


def pyright(scratch: Path) -> list[str]:
    """A command that runs pyright from an environment of its own; empty when it cannot be had."""
    python = tools(scratch)
    steps = [[python, "-m", "pip", "install", "--quiet", "pyright[nodejs]"], [python, "-m", "pyright", "--version"]]
    return [python, "-m", "pyright", "."] if all(run(step, scratch, 300).code == 0 for step in steps) else []


def download(scratch: Path) -> Path | None:
    """The unpacked source distribution of PROJECT, or None without a network."""
    target = scratch / "download"
    fetch = ["-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:", "-d", str(target), PROJECT]
    if run([tools(scratch), *fetch], scratch, 600).code:
        return None
    with tarfile.open(next(target.glob("*.tar.gz"))) as archive:
        archive.extractall(target, filter="data")
    return next(entry for entry in target.iterdir() if entry.is_dir())


def tools(scratch: Path) -> str:
    """The Python of an environment with pip, made on first use: the running one may lack it."""
    folder = scratch / "tools"
    if not folder.is_dir():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    return str(folder / "bin" / "python")


def heavy(folder: Path) -> str:
    """Which heavy modules a run over one small file imports. (`import libcst` itself loads libcst.metadata.)"""
    names = ("prance", "openapi_core", "jsonschema", "httpx", "rich", "libcst.matchers")
    probe = (
        "import sys\nfrom truthcheck.cli import main\ntry: main(['verify', '--exit-zero', 'small.py'])\n"
        "except SystemExit: pass\nprint('\\n'.join(sys.modules), file=sys.stderr)"
    )
    seen = subprocess.run([sys.executable, "-c", probe], cwd=folder, capture_output=True, text=True).stderr.split()
    return ", ".join(name for name in names if name in seen) or "none"


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[1]) if len(sys.argv) > 1 else None), indent=1))
