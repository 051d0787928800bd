"""Options that repair: `--fix`, `--unsafe-fixes`, `--show-fixes`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from truthcheck.model.noun import NamedTuple

Command = TypeVar("Command", bound=Callable[..., Any])


class FixOptions(NamedTuple):
    write: bool
    unsafe: bool
    show: bool


def options(command: Command) -> Command:
    """The command-line options for it."""
    for decorate in reversed(
        (
            click.option("--fix", is_flag=True, help="Repair in place what can be repaired for certain."),
            click.option("--unsafe-fixes", is_flag=True, help="Repair also where the repair may be another one."),
            click.option("--show-fixes", is_flag=True, help="Show the repairs as a diff and write nothing."),
        )
    ):
        command = decorate(command)
    return command


def wish(flags: dict[str, Any], paths: tuple[str, ...]) -> FixOptions:
    """Takes its own flags out of `flags`."""
    asked = FixOptions(flags.pop("fix"), flags.pop("unsafe_fixes"), flags.pop("show_fixes"))
    if asked.write and asked.show:
        raise click.UsageError("--fix cannot be combined with --show-fixes")
    if asked.write and "-" in paths:
        raise click.UsageError("--fix cannot write to stdin; --show-fixes shows the repair")
    if asked.unsafe and not (asked.write or asked.show):
        raise click.UsageError("--unsafe-fixes needs --fix or --show-fixes")
    return asked
