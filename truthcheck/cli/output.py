"""Where results go, and whether in colour."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

import click

from truthcheck.errors import TruthcheckError


def writable(file: Path | None) -> None:
    """Raise before the work is done, not after it, when `file` cannot be written."""
    if file is None:
        return
    if file.is_dir():
        raise TruthcheckError(f"cannot write {file}: it is a folder", "name a file in it")
    if not file.parent.is_dir():
        raise TruthcheckError(f"cannot write {file}: there is no folder {file.parent}", "create the folder first")


def write(words: str, file: Path | None, color: bool) -> None:
    if file is None:
        click.echo(words, nl=False, color=color)
        return
    try:
        file.write_text(words, encoding="utf-8", errors="backslashreplace", newline="\n")
    except OSError as error:
        raise TruthcheckError(f"cannot write {file}: {error.strerror}", "check the permissions") from None


def append(words: str, file: Path) -> None:
    """A job page is one file for all steps: what they have written stays."""
    try:
        with file.open("a", encoding="utf-8", errors="backslashreplace", newline="\n") as page:
            page.write(words)
    except OSError as error:
        raise TruthcheckError(f"cannot write {file}: {error.strerror}", "check the permissions") from None


def colored(wish: str, file: Path | None, environment: Mapping[str, str] | None = None) -> bool:
    """`wish` is "auto", "always" or "never"; NO_COLOR, FORCE_COLOR, CLICOLOR_FORCE and CLICOLOR decide an "auto"."""
    if wish != "auto":
        return wish == "always"
    env = os.environ if environment is None else environment
    if env.get("NO_COLOR") or file is not None:
        return False
    if _on(env.get("FORCE_COLOR")) or _on(env.get("CLICOLOR_FORCE")):
        return True
    return env.get("CLICOLOR") != "0" and env.get("TERM") != "dumb" and sys.stdout.isatty()


def _on(value: str | None) -> bool:
    return value not in (None, "", "0")
