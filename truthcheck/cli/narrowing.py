"""Options that report only a part of what is false: a change, or what no baseline knows yet."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from truthcheck.model.noun import NamedTuple
from truthcheck.model.report import Report

Command = TypeVar("Command", bound=Callable[..., Any])


class Narrowing(NamedTuple):
    """The part that is asked for. `diff` is a commit, or "" for no restriction."""

    diff: str
    staged: bool
    baseline: Path | None
    update: bool


def options(command: Command) -> Command:
    """The command-line options for it."""
    for decorate in reversed(
        (
            click.option(
                "--diff",
                is_flag=False,
                flag_value="HEAD",
                default="",
                metavar="[COMMIT]",
                help="Report only calls on lines that differ from this commit or branch; from HEAD without one.",
            ),
            click.option("--staged", is_flag=True, help="Report only calls on lines that are staged for a commit."),
            click.option(
                "--baseline",
                metavar="FILE",
                type=click.Path(path_type=Path, dir_okay=False),
                help="Leave out the findings that this file holds.",
            ),
            click.option("--update-baseline", is_flag=True, help="Write what is found now to the baseline file."),
        )
    ):
        command = decorate(command)
    return command


def part(flags: dict[str, Any]) -> Narrowing:
    """Takes its own flags out of `flags`."""
    chosen = Narrowing(flags.pop("diff"), flags.pop("staged"), flags.pop("baseline"), flags.pop("update_baseline"))
    if chosen.diff and chosen.staged:
        raise click.UsageError("--diff cannot be combined with --staged")
    if chosen.update and chosen.baseline is None:
        raise click.UsageError("--update-baseline needs --baseline FILE")
    if chosen.update and (chosen.diff or chosen.staged):
        raise click.UsageError("--update-baseline takes in everything: leave --diff and --staged out")
    return chosen


def narrowed(report: Report, chosen: Narrowing) -> Report:
    """`report` with only what is asked for."""
    if chosen.diff or chosen.staged:
        from truthcheck.filters import changes

        report = changes.touching(report, changes.read(chosen.diff or "HEAD", chosen.staged))
    if chosen.baseline is None:
        return report
    from truthcheck.filters import baseline

    if chosen.update:
        _write(chosen.baseline, baseline.dump(report.findings))
    return baseline.without_known(report, baseline.load(chosen.baseline))


def _write(file: Path, text: str) -> None:
    from truthcheck.errors import TruthcheckError

    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise TruthcheckError(f"{file}: cannot write the baseline: {error.strerror}", "name another file") from None
