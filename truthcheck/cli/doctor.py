"""`truthcheck doctor`."""

from __future__ import annotations

import platform
import shutil
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from truthcheck.cli import exits, options
from truthcheck.model.report import UNVERIFIED, Report
from truthcheck.version import __version__

if TYPE_CHECKING:
    from truthcheck.config import Config
    from truthcheck.hooks.smoke import Answer, Configured
    from truthcheck.surfaces.lock import LockEntry


@click.command("doctor", context_settings=options.CONTEXT)
@click.option("--hooks/--no-hooks", default=True, show_default=True, help="Send a smoke payload through each hook.")
def command(hooks: bool) -> int:
    """Say whether everything is in place: hooks, surfaces, SDK versions, configuration.

    Each configured hook gets a payload with an invented endpoint, and you see what it would answer. Exits with 1 when
    something needs a hand.
    """
    from truthcheck.cli.settings import settings

    config = settings((), None)
    click.echo(f"truthcheck {__version__} on Python {platform.python_version()} ({sys.platform})")
    click.echo(f"configuration: {_file(config)}")
    sound = _rules(config)
    sound = _surfaces(config) and sound
    if hooks:
        sound = _hooks(Path.cwd()) and sound
    _failures()
    return exits.CLEAN if sound else exits.FINDINGS


def _file(config: Config) -> str:
    return str(config.file) if config.file else "none, so the defaults hold"


def _rules(config: Config) -> bool:
    """The project's own rule files beside their schemas."""
    if not config.rules:
        return True
    from truthcheck.rulebook.validate import faults

    found = [fault for folder in config.rules for fault in faults(folder)]
    click.echo(f"\nown rules: {'all fit their schemas' if not found else f'{len(found)} do not fit their schemas'}")
    for fault in found:
        click.echo(f"  ! {fault}")
    return not found


def _surfaces(config: Config) -> bool:
    """What the calls of this project are checked against, and how old it is."""
    from truthcheck.cli.pipeline import check
    from truthcheck.shipped import folder
    from truthcheck.surfaces.store import Store

    entries = [entry for entry in Store((*config.specs, folder("specs_cache")), config.lock).entries() if entry.current]
    report = check((), config, None).report
    used = Counter(checked.provider for checked in report.calls if checked.provider)
    click.echo(f"\ncalls: {len(report.calls)} in {report.files} files, {report.count(UNVERIFIED)} of them unverified")
    for provider, count in used.most_common():
        ages = sorted(entry.date for entry in entries if entry.provider == provider and entry.date)
        click.echo(f"  {provider}: {count}, checked against {_documents(entries, provider)} {_span(ages)}".rstrip())
    others = len({entry.provider for entry in entries} - set(used))
    click.echo(f"  {others} more APIs are known; to list all: truthcheck specs list")
    _sources(config, report)
    return bool(entries)


def _sources(config: Config, report: Report) -> None:
    from truthcheck.cli.sources import databases, packages
    from truthcheck.library import Library

    library = Library(config)
    registry = library.registry()
    lines = [*packages(registry, report, Path.cwd()), *(f"  ! {note}" for note in registry.notes)]
    click.echo("\nSDKs (calls, version in use):")
    click.echo("\n".join(lines) if lines else "  none that is known here")
    click.echo("\ndatabases (what tables and columns are checked against):")
    for line in databases(library.databases().every()):
        click.echo(line)


def _documents(entries: Sequence[LockEntry], provider: str) -> str:
    own = [entry for entry in entries if entry.provider == provider]
    return f"{own[0].document} {own[0].version}" if len(own) == 1 else f"{len(own)} documents"


def _span(days: Sequence[str]) -> str:
    if not days:
        return ""
    oldest, newest = _age(days[0]), _age(days[-1])
    return f"({newest})" if oldest == newest else f"({oldest} to {newest})"


def _age(day: str) -> str:
    try:
        days = (date.today() - date.fromisoformat(day)).days
    except ValueError:
        return "of unknown date"
    return f"{day}, {days} days old" if days >= 0 else day


def _hooks(root: Path) -> bool:
    from truthcheck.hooks import smoke

    found = list(smoke.configured(root))
    click.echo(f"\nhooks: {len(found)}")
    if not found:
        click.echo("  none in this project; to set them up: truthcheck init")
    answers = {hook.harness: smoke.ask(hook.harness) for hook in found}
    sound = True
    for hook in found:
        told = list(_told(hook, answers[hook.harness]))
        sound = sound and not any(line.startswith("  !") for line in told)
        click.echo("\n".join(told))
    return sound


def _told(hook: Configured, answer: Answer) -> Iterator[str]:
    yield f"  {hook.harness}: `{hook.call} hook {hook.harness}` in {hook.path}"
    program = hook.call.split()[0]
    if shutil.which(program) is None:
        yield f"  ! `{program}` is not on the PATH: the agent will not find it; run: truthcheck init --command ..."
    if answer.tells:
        yield f"    answers an invented endpoint in {answer.seconds:.2f} s with:"
        yield f"    {answer.reply.strip()[:400]}"
    else:
        yield f"  ! says nothing about an invented endpoint (exit {answer.exit_code}: {answer.reply.strip()[:200]})"


def _failures() -> None:
    """The last faults of our own that hooks have swallowed."""
    from truthcheck.hooks.state import folder

    path = folder() / "failures.log"
    if not path.exists():
        return
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()[-5:]
    click.echo(f"\nlast failures of hooks (all in {path}):")
    for line in lines:
        click.echo(f"  {line}")
