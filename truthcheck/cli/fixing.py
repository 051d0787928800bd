"""Options that repair: `--fix`, `--unsafe-fixes`, `--show-fixes`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import click

from truthcheck.model.finding import Finding
from truthcheck.model.report import Report

Command = TypeVar("Command", bound=Callable[..., Any])
PASSES = 5  # a repaired name may bring the next falsehood of the same call to light


class Wish(NamedTuple):
    write: bool
    unsafe: bool
    show: bool


def options(command: Command) -> Command:
    """The options of a `Wish`."""
    for decorate in reversed(
        (
            click.option("--fix", is_flag=True, help="Repair in place what can be repaired for certain."),
            click.option("--unsafe-fixes", is_flag=True, help="Repair also where the repair may be another one."),
            click.option("--show-fixes", is_flag=True, help="Show the repairs as a diff and write nothing."),
        )
    ):
        command = decorate(command)
    return command


def wish(flags: dict[str, Any], paths: tuple[str, ...]) -> Wish:
    """Takes its own flags out of `flags`."""
    asked = Wish(flags.pop("fix"), flags.pop("unsafe_fixes"), flags.pop("show_fixes"))
    if asked.write and asked.show:
        raise click.UsageError("--fix cannot be combined with --show-fixes")
    if asked.write and "-" in paths:
        raise click.UsageError("--fix cannot write to stdin; --show-fixes shows the repair")
    if asked.unsafe and not (asked.write or asked.show):
        raise click.UsageError("--unsafe-fixes needs --fix or --show-fixes")
    return asked


def repaired(report: Report, again: Callable[[], Report], unsafe: bool) -> Report:
    """Repair and check again until nothing more can be repaired; says on stderr how much it was."""
    count = 0
    for _ in range(PASSES):
        done = repair_in_place(report.findings, unsafe)
        if not done:
            break
        count += done
        report = again()
    if count:
        click.echo(f"repaired {count}", err=True)
    return report


def repair_in_place(findings: Sequence[Finding], unsafe: bool) -> int:
    """Write the repaired files; the number of findings repaired."""
    from truthcheck.fix import fixable, repair
    from truthcheck.locks import write_whole

    found = list(fixable(findings, unsafe))
    if not found:
        return 0
    done = repair(found, _sources(found), unsafe)
    for name, data in done.sources.items():
        file = Path(name).resolve()  # a link stays one
        write_whole(file, data, file.stat().st_mode & 0o777)
    return len(done.fixed)


def difference(report: Report, known: Callable[[str], bytes], unsafe: bool) -> str:
    """The repairs as a diff; `known` gives a file's bytes, also those of stdin."""
    from truthcheck.fix import diff, fixable, repair

    found = list(fixable(report.findings, unsafe))
    sources = {name: known(name) for name in _names(found)}
    return diff(sources, repair(found, sources, unsafe).sources)


def _sources(findings: list[Finding]) -> dict[str, bytes]:
    return {name: Path(name).read_bytes() for name in _names(findings) if Path(name).is_file()}


def _names(findings: list[Finding]) -> list[str]:
    return sorted({edit.at.path for finding in findings for fix in finding.fixes for edit in fix.edits})
