"""`truthcheck loop`: run an agent, replay what it did, count what it cost."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from truthcheck.cli import exits, options
from truthcheck.config import Config
from truthcheck.errors import TruthcheckError
from truthcheck.model.report import Report

EPILOG = """\b
Examples:
  truthcheck loop -- claude                      a known agent, by its name alone
  truthcheck loop --rounds 5 -- my-agent --auto  any command; the prompt comes on stdin
  truthcheck loop -- my-agent --ask {prompt}     or as an argument
  truthcheck loop --task "List the open issues" -- codex
  truthcheck loop replay trajectory.jsonl
  truthcheck loop stats *.jsonl --html loops.html
"""


class _Group(click.Group):
    """`loop [OPTIONS] -- COMMAND` runs; only `replay` and `stats` in the first place are something else."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        known = {"replay", "stats", *self.get_help_option_names(ctx)}
        return super().parse_args(ctx, args if args and args[0] in known else ["run", *args])

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage(ctx.command_path, "[OPTIONS] -- AGENT COMMAND")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options of a run are what one asks for here."""
        run.format_options(ctx, formatter)
        self.format_commands(ctx, formatter)


@click.group("loop", cls=_Group, context_settings=options.CONTEXT, epilog=EPILOG)
def command() -> None:
    """Let an agent repair its calls: generate, verify, feed back what is false.

    Stops when nothing is false, when it helps no more, or when the rounds or the budget are used up; the best
    candidate stays in place. Exits with 0 when nothing is false any more, else with 1.
    """


@command.command("run", hidden=True, context_settings=options.CONTEXT)
@click.option("--rounds", type=click.IntRange(1, 50), default=3, show_default=True, help="Most runs of the agent.")
@click.option("--budget-tokens", type=click.IntRange(0), default=0, help="Start no round after so many tokens.")
@click.option("--budget-seconds", type=click.FloatRange(0), default=0.0, help="End after so many seconds.")
@click.option(
    "--agent-seconds", type=click.FloatRange(1), default=1800.0, show_default=True, help="Longest run of the agent."
)
@click.option("--task", default="", metavar="TEXT", help="The first prompt; without it the loop repairs what is there.")
@click.option("--path", "paths", multiple=True, metavar="PATH", help="Check only this file or folder; may be repeated.")
@click.option("--fix/--no-fix", default=True, show_default=True, help="Apply safe fixes before asking the agent.")
@click.option(
    "--trajectory",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write every round to this file; without it, to the user's cache.",
)
@click.option("--resume", is_flag=True, help="Go on with a loop that was killed here, from its best candidate.")
@click.option("--restore", is_flag=True, help="Only put the best candidate of a killed loop in place.")
@click.argument("agent", nargs=-1, type=click.UNPROCESSED, metavar="-- AGENT COMMAND")
def run(
    paths: tuple[str, ...],
    agent: tuple[str, ...],
    trajectory: Path | None,
    fix: bool,
    resume: bool,
    restore: bool,
    **limits: Any,
) -> int:
    """Run an agent in rounds."""
    from truthcheck.cli.settings import settings
    from truthcheck.locks import locked
    from truthcheck.loop import journal, presets, rounds
    from truthcheck.loop.plan import Plan

    root = Path.cwd()
    config = settings(paths or (".",), None).gated
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        with locked(journal.folder(root) / "lock", seconds=0.5):
            note = _take_up(root, resume, restore)
            if restore:
                return exits.CLEAN
            record = Path(note.trajectory) if note else trajectory or _place(root)
            plan = Plan(
                root=root,
                paths=tuple(map(Path, paths or (".",))),
                agent=presets.agent(agent),
                guarded=_guarded(root, config),
                trajectory=record,
                **limits,
            )
            result = rounds.run(plan, _tools(config, plan.paths, fix), note.round - 1 if note else 0)
    except TimeoutError:
        raise TruthcheckError("another loop is at work in this folder", "wait for it, or use a git worktree") from None
    return _tell(result, record)


def _interrupt(number: int, frame: object) -> None:
    """An end from outside is an end in order: the best candidate goes in place first."""
    raise KeyboardInterrupt


def _take_up(root: Path, resume: bool, restore: bool) -> Any:
    """The note of a killed loop, once its best candidate is in place; None when there is none."""
    from truthcheck.loop import journal, rounds

    note = journal.read(root)
    if note is None:
        if resume or restore:
            raise TruthcheckError("no loop was killed in this folder", "run: truthcheck loop -- AGENT")
        return None
    if not (resume or restore):
        hint = "run again with --resume to go on, or with --restore to put its best candidate in place"
        raise TruthcheckError(f"a loop was killed here in round {note.round}", hint)
    for path in rounds.recover(root, note):
        click.echo(f"put back {path}", err=True)
    return note


def _place(root: Path) -> Path:
    from truthcheck.loop import journal

    return journal.folder(root) / "trajectories" / time.strftime("%Y%m%d-%H%M%S.jsonl", time.gmtime())


def _guarded(root: Path, config: Config) -> tuple[str, ...]:
    """Files below `root` that steer the check: the user's own rules and documents, and the configuration."""
    folders = [*config.rules, *config.specs, *([config.file] if config.file else [])]
    return tuple(path.relative_to(root).as_posix() for path in folders if path.is_relative_to(root))


def _tools(config: Config, checked: Sequence[Path], fix: bool) -> Any:
    from truthcheck.cli.pipeline import check
    from truthcheck.cli.repairs import repaired
    from truthcheck.feedback import prompt
    from truthcheck.loop.rounds import LoopTools

    def verify(paths: Sequence[Path]) -> Report:
        return check([str(path) for path in paths], config, None, quiet=True).report

    def repair(report: Report) -> int:
        return repaired(report, lambda: verify(checked), unsafe=False)[1] if fix else 0

    return LoopTools(verify, repair, prompt, lambda words: click.echo(words, err=True))


def _tell(result: Any, record: Path) -> int:
    from truthcheck.loop.decide import STOPS
    from truthcheck.report.text import counted

    left = result.best.score[1]
    click.echo(f"stopped after {counted(result.rounds, 'round')}: {STOPS[result.stop]}; {left} false left")
    for path in result.left:
        click.echo(f"left as it is, somebody else changed it: {path}", err=True)
    click.echo(f"trajectory: {record}", err=True)
    if result.stop == "interrupted":
        return exits.INTERRUPTED
    return exits.CLEAN if result.best.clean else exits.FINDINGS


@command.command("replay", context_settings=options.CONTEXT)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--verify", "again", is_flag=True, help="Verify each candidate again, without the agent.")
def replay(file: Path, again: bool) -> int:
    """Show what an agent did, round by round."""
    from truthcheck.loop import replay as shown
    from truthcheck.loop import trajectory

    records = trajectory.read(file)
    if not again:
        click.echo(shown.show(records), nl=False)
        return exits.CLEAN
    differs = False
    for each in shown.again(records, _here):
        differs |= each.then != each.now
        word = "the same" if each.then == each.now else f"{len(each.then)} then"
        click.echo(f"round {each.round}, candidate {each.candidate}: {len(each.now)} false ({word})")
    return exits.FINDINGS if differs else exits.CLEAN


def _here() -> Report:
    from truthcheck.cli.pipeline import check
    from truthcheck.cli.settings import settings

    return check((".",), settings((".",), None).gated, None, quiet=True).report


@command.command("stats", context_settings=options.CONTEXT)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--html", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Write one page as well.")
def stats(files: tuple[Path, ...], html: Path | None) -> int:
    """Count what loops brought and what they cost."""
    from truthcheck.cli.settings import settings
    from truthcheck.loop import chart, trajectory
    from truthcheck.loop.stats import Prices, measure

    prices = settings((".",), None).prices
    measured = measure([trajectory.read(file) for file in files], Prices(**dict(prices)))
    sys.stdout.write(chart.text(measured))
    if html:
        try:
            html.write_text(chart.page(measured), encoding="utf-8")
        except OSError as error:
            raise TruthcheckError(f"{html}: cannot write: {error.strerror}", "name another file") from None
    return exits.CLEAN
