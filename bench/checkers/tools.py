"""The checkers: how each is run, and how what it prints is read. Only errors count, not warnings or notes."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LIMIT = 600  # seconds that one run may take
_IMPORT = re.compile(r"import")  # in the name of a rule: a package is not installed or has no types
_LINE = re.compile(r"^(?P<file>[^:\n]+\.py):(?P<line>\d+):(?:\d+:)? error\[(?P<rule>[\w-]+)\]", re.M)


@dataclass(frozen=True, slots=True)
class Error:
    """`also` are further places, as (file, line), that the error itself names as its origin."""

    file: str
    line: int
    rule: str
    also: tuple[tuple[str, int], ...] = ()

    @property
    def of_import(self) -> bool:
        return bool(_IMPORT.search(self.rule.lower()))


@dataclass(frozen=True, slots=True)
class Ran:
    """`seconds` of wall clock and `cpu` seconds of the process and of all that it started."""

    errors: tuple[Error, ...]
    seconds: float
    cpu: float


@dataclass(frozen=True, slots=True)
class Tool:
    """`command(tools, environment)` is run in the folder to check; both are folders of virtual environments."""

    name: str
    command: Callable[[Path, Path], list[str]]
    read: Callable[[str], Iterator[Error]]
    version: Callable[[Path], list[str]]


def run(tool: Tool, tools: Path, environment: Path, folder: Path) -> Ran:
    """One cold run. Raises RuntimeError when the checker itself fails."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as told:
        begun = time.perf_counter()
        child = subprocess.Popen(
            tool.command(tools, environment), cwd=folder, stdin=subprocess.DEVNULL, stdout=out, stderr=told
        )
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - begun
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        told.seek(0)
        text = out.read().decode("utf-8", "replace")
        if child.returncode not in (0, 1):
            last = told.read().decode("utf-8", "replace").strip().splitlines()[-1:]
            raise RuntimeError(f"{tool.name} ended with code {child.returncode}: {' '.join(last)}")
    return Ran(tuple(tool.read(text)), seconds, usage.ru_utime + usage.ru_stime)


def version(tool: Tool, tools: Path) -> str:
    done = subprocess.run(tool.version(tools), capture_output=True, text=True, timeout=LIMIT, check=True)
    found = re.search(r"\d+\.\d[\w.]*", done.stdout)
    return found[0] if found else done.stdout.strip()


def _pyright(text: str) -> Iterator[Error]:
    for found in _rows(text, "generalDiagnostics"):
        if found["severity"] == "error":
            yield Error(_name(found["file"]), found["range"]["start"]["line"] + 1, found.get("rule", ""))


def _mypy(text: str) -> Iterator[Error]:
    for line in text.splitlines():
        found = json.loads(line)
        if found["severity"] == "error":
            yield Error(_name(found["file"]), found["line"], found["code"] or "")


def _ty(text: str) -> Iterator[Error]:
    return (Error(_name(m["file"]), int(m["line"]), m["rule"]) for m in _LINE.finditer(text))


def _pyrefly(text: str) -> Iterator[Error]:
    for found in _rows(text, "errors"):
        if found["severity"] == "error":
            yield Error(_name(found["path"]), found["line"], found["name"])


def _truthcheck(text: str) -> Iterator[Error]:
    for found in _rows(text, "findings"):
        if found["severity"] == "error":
            also = tuple((_name(place["path"]), place["line"]) for place in found["related"])
            yield Error(_name(found["path"]), found["line"], found["rule"], also)


def _rows(text: str, key: str) -> list[dict[str, Any]]:
    return json.loads(text)[key]  # type: ignore[no-any-return]


def _name(path: str) -> str:
    return Path(path).name


def _in(folder: Path, *words: str) -> list[str]:
    return [str(folder / "bin" / words[0]), *words[1:]]


def _checks_with_mypy(*more: str) -> Callable[[Path, Path], list[str]]:
    fixed = ("--config-file=", "--cache-dir=/dev/null", "--output=json", *more)
    return lambda tools, env: _in(tools, "mypy", *fixed, f"--python-executable={env}/bin/python", ".")


def _checks_with_pyrefly(preset: str) -> Callable[[Path, Path], list[str]]:
    fixed = ("check", "--output-format=json", "--summary=none", f"--preset={preset}")
    return lambda tools, env: _in(tools, "pyrefly", *fixed, f"--python-interpreter-path={env}/bin/python", ".")


OURS = [sys.executable, "-m", "truthcheck"]
TOOLS = (
    Tool(
        "truthcheck", lambda _, __: [*OURS, "verify", "--format=json", "."], _truthcheck, lambda _: [*OURS, "--version"]
    ),
    Tool(
        "pyright",
        lambda tools, env: _in(tools, "pyright", "--outputjson", f"--pythonpath={env}/bin/python", "."),
        _pyright,
        lambda tools: _in(tools, "pyright", "--version"),
    ),
    Tool("mypy", _checks_with_mypy(), _mypy, lambda tools: _in(tools, "mypy", "--version")),
    Tool(
        "mypy --check-untyped-defs",
        _checks_with_mypy("--check-untyped-defs"),
        _mypy,
        lambda tools: _in(tools, "mypy", "--version"),
    ),
    Tool(
        "ty",
        lambda tools, env: _in(tools, "ty", "check", "--output-format=concise", f"--python={env}", "."),
        _ty,
        lambda tools: _in(tools, "ty", "--version"),
    ),
    Tool(
        "pyrefly (preset basic)",
        _checks_with_pyrefly("basic"),
        _pyrefly,
        lambda tools: _in(tools, "pyrefly", "--version"),
    ),
    Tool(
        "pyrefly --preset default",
        _checks_with_pyrefly("default"),
        _pyrefly,
        lambda tools: _in(tools, "pyrefly", "--version"),
    ),
)
