"""`truthcheck verify`."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from truthcheck.cli import exits, fixing, narrowing, options, output
from truthcheck.config import FAIL_ON, FORMATS, PROMPT_LIMIT, Config
from truthcheck.model.finding import CONFIDENCES
from truthcheck.model.noun import dataclass, replace
from truthcheck.model.report import UNVERIFIED, Report

Reader = Callable[[str], Sequence[str]]
Again = Callable[[Mapping[str, bytes]], Report]

EPILOG = """\b
Examples:
  truthcheck verify                          check the folder you are in
  truthcheck verify src tests --strict       fail also on calls that cannot be checked
  truthcheck verify --format sarif -o out.sarif
  truthcheck verify --format github --summary "$GITHUB_STEP_SUMMARY"
  truthcheck verify app.py --feedback        a prompt for a coding agent
  truthcheck verify --traffic tests/cassettes
  cat app.py | truthcheck verify - --stdin-filename app.py
"""


@dataclass(frozen=True, slots=True)
class Display:
    """How the result is shown, as opposed to what is checked."""

    file: Path | None
    color: bool
    quiet: bool
    verbose: bool
    statistics: bool
    feedback: bool
    max_chars: int


@click.command("verify", context_settings=options.CONTEXT, epilog=EPILOG)
@options.inputs
@click.option("--select", multiple=True, callback=options.split, metavar="RULES", help="Check only these rules.")
@click.option("--ignore", multiple=True, callback=options.split, metavar="RULES", help="Leave these rules out.")
@click.option("--fail-on", type=click.Choice(FAIL_ON), help="Exit with 1 for findings of this severity or worse.")
@click.option("--min-confidence", type=click.Choice(CONFIDENCES), help="Report only findings at least this sure.")
@click.option(
    "--fail-confidence",
    type=click.Choice(CONFIDENCES),
    help="Exit with 1 only for findings at least this sure; hooks and the loop follow the same setting.",
)
@click.option("--strict", is_flag=True, default=None, help="Exit with 1 also when a call could not be checked.")
@click.option("--exit-zero", is_flag=True, help="Exit with 0 whatever is found.")
@click.option("--format", type=click.Choice(FORMATS), help="How findings are written; `full` unless configured.")
@click.option("--feedback", is_flag=True, help="Write a prompt that tells a coding agent what to correct.")
@click.option(
    "--max-chars",
    type=click.IntRange(200, PROMPT_LIMIT),
    default=PROMPT_LIMIT,
    show_default=True,
    help="Longest prompt that --feedback may write.",
)
@click.option("--statistics", is_flag=True, help="Count the findings of each rule instead of listing them.")
@click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    show_default=True,
    help="When to colour the output; `auto` is on a terminal, and NO_COLOR and FORCE_COLOR are respected.",
)
@click.option(
    "--summary",
    "page",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Add findings, evidence and what was not checked to this file, as Markdown for a job page.",
)
@click.option(
    "--traffic",
    multiple=True,
    metavar="FILE",
    help="Check recorded exchanges: a HAR file, a cassette, or a folder of them; without PATHS nothing else.",
)
@narrowing.options
@fixing.options
@options.outputs
def command(
    paths: tuple[str, ...],
    config_file: Path | None,
    stdin_filename: str | None,
    exit_zero: bool,
    color: str,
    output_file: Path | None,
    page: Path | None,
    traffic: tuple[str, ...],
    **flags: Any,
) -> int:
    """Check API calls against what the APIs really offer.

    Give files or folders, or `-` for code on stdin; without any, the folder you are in.
    """
    from truthcheck.cli.pipeline import check
    from truthcheck.cli.settings import settings

    shown = {name: flags.pop(name) for name in ("quiet", "verbose", "statistics", "feedback", "max_chars")}
    _one_output(shown, flags["format"])
    part, wish = narrowing.part(flags), fixing.wish(flags, paths)
    output.writable(output_file)
    output.writable(page)
    config = settings(paths, config_file, **flags)

    def again(edited: Mapping[str, bytes] | None = None) -> Report:
        fresh = check(paths, config, stdin_filename, quiet=shown["quiet"], edited=edited, traffic=traffic)
        return narrowing.narrowed(fresh.report, part)

    checked = check(paths, config, stdin_filename, quiet=shown["quiet"], traffic=traffic)
    report = narrowing.narrowed(checked.report, part)
    if wish.write:
        from truthcheck.cli.repairs import repaired

        report, count = repaired(report, again, wish.unsafe)
        click.echo(f"repaired {count}", err=True)
    display = Display(file=output_file, color=output.colored(color, output_file), **shown)
    if wish.show:
        words = _repairs(report, again, checked.lines.known, wish)
    else:
        words = _render(report, config, checked.lines, display)
    _show(words, report, display, page)
    return exit_code(report, config, exit_zero)


def _repairs(report: Report, again: Again, known: Mapping[str, bytes], wish: fixing.FixOptions) -> str:
    from truthcheck.cli.repairs import difference

    return difference(report, again, known, wish.unsafe)


def _show(words: str, report: Report, display: Display, page: Path | None) -> None:
    output.write(words, display.file, display.color)
    _summarise_elsewhere(report, display)
    if page is not None:
        output.append(_format("markdown").render(report), page)


def exit_code(report: Report, config: Config, exit_zero: bool = False) -> int:
    """What could not be read outweighs what was found: the run is not complete."""
    if report.problems:
        return exits.CANNOT_RUN
    if exit_zero:
        return exits.CLEAN
    if any(map(config.fails, report.findings)):
        return exits.FINDINGS
    return exits.FINDINGS if config.strict and report.count(UNVERIFIED) else exits.CLEAN


def _one_output(shown: dict[str, Any], chosen: str | None) -> None:
    given = [f"--{name}" for name in ("feedback", "statistics") if shown[name]]
    given += ["--format"] if chosen else []
    if len(given) > 1:
        raise click.UsageError(f"{given[0]} cannot be combined with {given[1]}")


def _render(report: Report, config: Config, lines: Reader, display: Display) -> str:
    if display.feedback:
        from truthcheck import feedback

        sure, warned = config.gated.min_confidence, config.fail_on == "warning"
        return feedback.prompt(report, display.max_chars, min_confidence=sure, warnings=warned)
    match "statistics" if display.statistics else config.format:
        case "full":
            from truthcheck.report import full

            listed = display.verbose
            report = _with_releases(report, config) if listed else report
            return full.render(report, lines, color=display.color, summary=not display.quiet, unverified=listed)
        case "jsonl":
            from truthcheck.report import json

            return json.render_lines(report)
        case "concise" | "statistics" as name:
            return str(_format(name).render(report, summary=not display.quiet))
        case name:
            return str(_format(name).render(report))


def _with_releases(report: Report, config: Config) -> Report:
    """With a note for each package that calls were held against: which release, and which file names it."""
    if all(checked.call.member is None for checked in report.calls):
        return report
    from truthcheck.cli.sources import called
    from truthcheck.library import Library

    told = dict.fromkeys(called(Library(config).registry(), report))
    return replace(report, notes=(*report.notes, *(f"{name}: {words}" for name, words in told)))


def _format(name: str) -> Any:
    """The module of a format; only the one that is used is imported."""
    return importlib.import_module(f"truthcheck.report.{name}")


def _summarise_elsewhere(report: Report, display: Display) -> None:
    """A result that went to a file, or a prompt, still says on stderr how much was checked and what was not."""
    if display.file is None and not display.feedback:
        return
    from truthcheck.report import text

    lines = [f"error: {text.problem_place(p)}: {text.clean(p.message)}" for p in report.problems]
    if not display.quiet:
        lines += [text.headline(report), *text.reasons(report)]
    if lines:
        click.echo("\n".join(lines), err=True)
