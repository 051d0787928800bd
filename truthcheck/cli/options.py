"""Options that several commands share, so that each is spelled and explained once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])
CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}

config_file = click.option(
    "--config",
    "config_file",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Read the configuration from this file instead of the nearest truthcheck.toml or pyproject.toml.",
)


def split(_context: click.Context, _parameter: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...] | None:
    """`--select a,b --select c` as ("a", "b", "c"); None when not given."""
    names = tuple(name.strip() for value in values for name in value.split(",") if name.strip())
    return names or None


def inputs(command: Command) -> Command:
    """Where the code comes from."""
    for decorate in reversed(
        (
            click.argument("paths", nargs=-1, metavar="[PATHS | -]"),
            click.option(
                "--stdin-filename", metavar="FILE", help="Name that the code read from stdin is reported under."
            ),
            config_file,
        )
    ):
        command = decorate(command)
    return command


def outputs(command: Command) -> Command:
    """Where the result goes."""
    for decorate in reversed(
        (
            click.option(
                "--output-file",
                "-o",
                metavar="FILE",
                type=click.Path(path_type=Path),
                help="Write the result to this file instead of stdout.",
            ),
            click.option("--quiet", "-q", is_flag=True, help="Leave out the summary."),
            click.option("--verbose", "-v", is_flag=True, help="List every unverified call; show our own tracebacks."),
        )
    ):
        command = decorate(command)
    return command
