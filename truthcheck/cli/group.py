"""`truthcheck COMMAND`: each command is a module of this package, imported only when it is asked for."""

from __future__ import annotations

import importlib

import click

from truthcheck.cli import exits
from truthcheck.version import __version__

# Section -> commands; `truthcheck.cli.<name>` holds `command`. A new command is one word here.
SECTIONS = {
    "Check code": ("verify", "extract"),
    "Work with agents": ("loop", "hook", "init", "doctor"),
    "Look things up": ("lookup", "rules", "explain", "specs"),
}
_NAMES = tuple(name for names in SECTIONS.values() for name in names)


class LazyGroup(click.Group):
    """Knows its commands by name alone, so that `--version` costs hardly more than click itself."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_NAMES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _NAMES:
            return None
        command: click.Command = importlib.import_module(f"truthcheck.cli.{cmd_name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if name not in _NAMES and not name.startswith("-"):
            from truthcheck.suggest import did_you_mean

            near = did_you_mean(name, _NAMES)
            raise click.UsageError(f"there is no command `{name}`" + (f"; {near}" if near else ""), ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        for section, names in SECTIONS.items():
            with formatter.section(section):
                rows = [(name, command.get_short_help_str(80)) for name in names if (command := self._load(ctx, name))]
                formatter.write_dl(rows)

    def _load(self, ctx: click.Context, name: str) -> click.Command | None:
        return self.get_command(ctx, name)


def _epilog() -> str:
    codes = "\n".join(f"  {code}  {meaning}" for code, meaning in exits.MEANING.items())
    return f"\b\nExamples:\n  truthcheck verify\n  truthcheck verify src --format agent\n\n\b\nExit codes:\n{codes}"


@click.group(
    cls=LazyGroup,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=_epilog(),
)
@click.version_option(__version__, "-V", "--version", prog_name="truthcheck", message="%(prog)s %(version)s")
@click.pass_context
def group(context: click.Context) -> int:
    """Find the API calls in Python code that do not exist."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help(), err=True)
        context.exit(exits.CANNOT_RUN)
    return exits.CLEAN
