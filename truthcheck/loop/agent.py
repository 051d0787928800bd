"""Run the user's agent command once: prompt in, bounded output out, nothing left running."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from truthcheck.errors import TruthcheckError
from truthcheck.loop import usage

KEEP = 256 * 1024  # bytes of output kept from the end: the reported token counts stand there
GRACE = 2.0  # seconds between asking a process group to end and ending it
ARGUMENT_LIMIT = 100_000  # Linux allows 128 KiB in one argument


@dataclass(frozen=True, slots=True)
class Agent:
    """A command. `{prompt}` or `{prompt_file}` in an argument is replaced; without either the prompt goes to stdin.

    `again` is the command for a follow-up in the same conversation, where the agent has one; empty means `command`.
    """

    command: tuple[str, ...]
    again: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one run of the agent ended. `tail` is the end of its output, `size` all of it in bytes."""

    exit_code: int
    seconds: float
    hung: bool
    tail: str
    size: int
    usage: usage.Usage


def run(agent: Agent, prompt: str, folder: Path, seconds: float, fresh: bool, extra: Mapping[str, str]) -> Outcome:
    """Run the agent in `folder` for at most `seconds`; its whole process group is gone afterwards."""
    command = agent.command if fresh or not agent.again else agent.again
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="truthcheck-") as scratch:
        prompt_file = Path(scratch, "prompt.md")
        prompt_file.write_text(prompt, encoding="utf-8")
        argv, by_argument = _fill(command, prompt, prompt_file)
        with open(os.devnull if by_argument else prompt_file, "rb") as stdin:
            code, hung, tail, size = _attend(argv, stdin, folder, seconds, {**os.environ, **extra})
    spent = time.monotonic() - started
    text = tail.decode("utf-8", "replace")
    return Outcome(code, spent, hung, text, size, usage.read(text) or usage.estimate(prompt, size))


def _fill(command: Sequence[str], prompt: str, prompt_file: Path) -> tuple[list[str], bool]:
    if any("{prompt}" in word for word in command) and len(prompt.encode()) > ARGUMENT_LIMIT:
        raise TruthcheckError("the prompt is too long for an argument", "use {prompt_file} in place of {prompt}")
    argv = [word.replace("{prompt_file}", str(prompt_file)).replace("{prompt}", prompt) for word in command]
    return argv, any("{prompt}" in word or "{prompt_file}" in word for word in command)


class _Tail:
    """Reads a stream to its end in a thread of its own and keeps only the last bytes of it."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.size = 0
        self.kept = bytearray()
        self._stream = stream
        self.thread = threading.Thread(target=self._read, daemon=True)
        self.thread.start()

    def _read(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            while chunk := os.read(self._stream.fileno(), 65536):
                self.size += len(chunk)
                self.kept += chunk
                if len(self.kept) > 2 * KEEP:
                    del self.kept[:-KEEP]


def _attend(
    argv: list[str], stdin: IO[bytes], folder: Path, seconds: float, environment: Mapping[str, str]
) -> tuple[int, bool, bytes, int]:
    process = _start(argv, stdin, folder, environment)
    assert process.stdout is not None
    tail = _Tail(process.stdout)
    hung = False
    try:
        process.wait(timeout=max(seconds, 0.01))
    except subprocess.TimeoutExpired:
        hung = True
    finally:
        # Also after a normal end: what the agent left in the background would go on editing under our eyes.
        _kill_group(process)
        tail.thread.join(timeout=2)
    return process.returncode, hung, bytes(tail.kept[-KEEP:]), tail.size


def _start(argv: list[str], stdin: IO[bytes], folder: Path, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(
            argv,
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            cwd=folder,
            env=dict(environment),
            start_new_session=sys.platform != "win32",
        )
    except OSError as error:
        reason = error.strerror or str(error)
        raise TruthcheckError(f"cannot start the agent `{argv[0]}`: {reason}", "check the command after `--`") from None


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    """End the process and every other one of its group: politely first, then not."""
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(process.pid)], capture_output=True, check=False)
        process.wait()
        return
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, number)
        except (ProcessLookupError, PermissionError):
            break
        if _gone(process, GRACE):
            break
    process.wait()


def _gone(process: subprocess.Popen[bytes], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        process.poll()
        try:
            os.killpg(process.pid, 0)
        except (ProcessLookupError, PermissionError):
            return True
        time.sleep(0.02)
    return False
