"""`truthcheck init`."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from truthcheck.cli import exits, options
from truthcheck.hooks import install

HARNESSES = ("claude", "codex", "cursor", "gemini", "copilot", "opencode", "aider", "pre-commit", "github")
_TITLES = {
    "claude": "Claude Code: edit and stop hooks, and a skill.",
    "codex": "Codex CLI: edit and stop hooks (Codex asks once whether to trust them), and a skill.",
    "cursor": "Cursor: edit and stop hooks.",
    "gemini": "Gemini CLI: edit and stop hooks.",
    "copilot": "Copilot CLI and cloud agent: edit and stop hooks.",
    "opencode": "OpenCode: a plugin for edits and stops.",
    "aider": "aider: the lint command.",
    "pre-commit": "pre-commit: a local hook on changed Python files.",
    "github": "GitHub Actions: a workflow for pull requests.",
}

EPILOG = """\b
Examples:
  truthcheck init                     for every agent that this project shows traces of
  truthcheck init --claude --codex    for these two
  truthcheck init --dry-run           show what would change
  truthcheck init --remove            take it out again
"""


@click.command("init", context_settings=options.CONTEXT, epilog=EPILOG)
@click.option("--dry-run", is_flag=True, help="Show the changes as a diff and write nothing.")
@click.option("--remove", is_flag=True, help="Take out what init has written, and nothing else.")
@click.option(
    "--command",
    "call",
    default="truthcheck",
    show_default=True,
    metavar="WORDS",
    help="How truthcheck is called there.",
)
def command(dry_run: bool, remove: bool, call: str, **chosen: bool) -> int:
    """Set truthcheck up for the coding agents of this project.

    Joins what is in their configuration files; run it as often as you like. Always adds a few lines to AGENTS.md.
    """
    root = Path.cwd()
    names = [name for name in HARNESSES if chosen[name.replace("-", "_")]]
    names = names or (list(HARNESSES) if remove else list(install.detect(root)))
    changes = list(install.plan(root, [*names, "agents"], call, remove))
    if dry_run:
        click.echo(install.diff(changes), nl=False)
    else:
        install.apply(root, changes)
        _tell(changes)
    if not remove:
        _hint(names, call)
    return exits.CANNOT_RUN if _problems(changes, remove) else exits.CLEAN


for _name in reversed(HARNESSES):
    command = click.option(f"--{_name}", is_flag=True, help=_TITLES[_name])(command)


def _tell(changes: list[install.FileChange]) -> None:
    done = [change for change in changes if not change.problem]
    for change in done:
        word = "removed" if change.after is None else "wrote" if change.before is None else "changed"
        click.echo(f"{word} {change.path}")
    if not changes:
        click.echo("nothing to change")


def _problems(changes: list[install.FileChange], remove: bool) -> bool:
    """What could not be done, each with its remedy. While removing, a file that is not ours to touch is no failure."""
    failed = [change for change in changes if change.problem]
    for change in failed:
        click.echo(f"error: {change.problem}", err=True)
        click.echo(f"hint: {change.hint}", err=True)
    return bool(failed) and not remove


def _hint(names: list[str], call: str) -> None:
    if not names:
        flags = " ".join(f"--{name}" for name in HARNESSES)
        click.echo(f"hint: no agent's traces found here; choose: truthcheck init {flags}", err=True)
    program = call.split()[0] if call.split() else call
    if names and shutil.which(program) is None:
        click.echo(f"hint: `{program}` is not on the PATH; agents will not find it: use --command", err=True)
    if "codex" in names:
        click.echo(
            "hint: Codex runs project hooks only after you have trusted them: start it once and confirm", err=True
        )
