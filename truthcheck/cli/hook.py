"""`truthcheck hook HARNESS`: called by a coding agent's harness, never by a person."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from pathlib import Path

import click

from truthcheck.claims import languages
from truthcheck.cli import exits
from truthcheck.hooks import answer
from truthcheck.hooks.contracts import HARNESSES
from truthcheck.model.report import Report

SECONDS = 25  # below what the harnesses allow: then it is we who give up, and quietly
_PAYLOAD = 16 * 1024 * 1024


@click.command(
    "hook",
    # Whatever a harness adds is swallowed: a usage error would leave with 2, which blocks the agent.
    context_settings={"ignore_unknown_options": True, "allow_extra_args": True, "help_option_names": ["--help"]},
    epilog=f"Harnesses: {', '.join(HARNESSES)}. `truthcheck init` writes this command into their configuration.",
)
@click.argument("words", nargs=-1, type=click.UNPROCESSED, metavar="HARNESS")
def command(words: tuple[str, ...]) -> int:
    """Answer a coding agent's hook: payload on stdin, reply on stdout.

    Always exits with 0 and valid JSON, whatever happens, so that a fault of ours never stops the agent. For aider,
    which has no payload, the files are arguments and findings exit with 1.
    """
    harness = words[0] if words else ""
    if harness == "aider":
        return _aider(words[1:])
    sys.stdout.write(_reply(harness))
    return exits.CLEAN


def _reply(harness: str) -> str:
    if harness not in HARNESSES:
        click.echo(f"error: no harness `{harness}`; there are: {', '.join(HARNESSES)}", err=True)
        return answer.NOTHING
    if sys.stdin.isatty():
        click.echo("error: a hook reads its payload from stdin; `truthcheck init` sets it up", err=True)
        return answer.NOTHING
    try:
        with redirect_stdout(sys.stderr), _limited():
            return answer.reply(harness, sys.stdin.buffer.read(_PAYLOAD), _tools())
    except BaseException as error:  # also what is no Exception: the agent goes on
        answer.log(harness, error)
        return answer.NOTHING


def _tools() -> answer.HookTools:
    from truthcheck.feedback import prompt
    from truthcheck.hooks.changed import changed

    return answer.HookTools(_verify, lambda report, most: prompt(report, most), changed)


def _verify(folder: Path, files: Sequence[Path]) -> Report:
    """The report of `files`, told as seen from `folder`."""
    from truthcheck.cli.pipeline import check
    from truthcheck.cli.settings import settings

    os.chdir(folder)
    paths = [_seen_from(folder, path) for path in files]
    return check(paths, settings(paths, None).gated, None, quiet=True).report


def _seen_from(folder: Path, path: Path) -> str:
    return str(path.relative_to(folder)) if path.is_relative_to(folder) else str(path)


def _aider(words: Sequence[str]) -> int:
    """aider shows the model what a failing lint command prints."""
    from truthcheck.report import agent

    files = [Path(word) for word in words if word.endswith(languages.named_suffixes()) and Path(word).is_file()]
    try:
        with redirect_stdout(sys.stderr), _limited():
            report = _verify(Path.cwd(), [Path.cwd() / path for path in files]) if files else None
    except BaseException as error:
        answer.log("aider", error)
        return exits.CLEAN
    if report is None or not any(finding.severity == "error" for finding in report.findings):
        return exits.CLEAN
    sys.stdout.write(agent.render(report))
    return exits.FINDINGS


@contextmanager
def _limited() -> Iterator[None]:
    """Give up after SECONDS where the system can ring."""
    import signal

    def ring(number: int, frame: object) -> None:
        raise TimeoutError(f"no answer within {SECONDS} seconds")

    if not hasattr(signal, "SIGALRM"):
        yield
        return
    before = signal.signal(signal.SIGALRM, ring)
    signal.alarm(SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
