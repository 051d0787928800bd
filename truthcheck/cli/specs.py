"""`truthcheck specs`: the surfaces that calls are checked against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from truthcheck.cli import exits, options, specs_keep, specs_show

if TYPE_CHECKING:
    from truthcheck.surfaces.lock import Entry


@click.group("specs", context_settings=options.CONTEXT)
def command() -> int:
    """Show and keep the API descriptions that calls are checked against."""
    return exits.CLEAN


for _command in (
    specs_show.show,
    specs_show.diff,
    specs_keep.add,
    specs_keep.update,
    specs_keep.remove,
    specs_keep.check,
):
    command.add_command(_command)


@command.command("list", context_settings=options.CONTEXT)
@click.argument("providers", nargs=-1)
@click.option("--all", "older", is_flag=True, help="List older versions too.")
@click.option(
    "--config",
    "config_file",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Read the configuration from this file instead of the nearest truthcheck.toml or pyproject.toml.",
)
@click.option(
    "--format",
    "chosen",
    type=click.Choice(["full", "json"]),
    default="full",
    show_default=True,
    help="How the list is written.",
)
def list_command(providers: tuple[str, ...], older: bool, config_file: Path | None, chosen: str) -> int:
    """List what is known of each API: document, version, date, operations.

    Give names of PROVIDERS to see only theirs.
    """
    from truthcheck.cli.settings import settings
    from truthcheck.data import folder
    from truthcheck.surfaces.store import Store

    config = settings((), config_file)
    store = Store((*config.specs, folder("specs_cache")), config.lock)
    known = [entry for entry in store.entries() if older or entry.current]
    _check(providers, known)
    shown = [entry for entry in known if not providers or entry.provider in providers]
    shown.sort(key=lambda entry: (entry.provider, entry.document, entry.date, entry.version))
    click.echo(_json(shown) if chosen == "json" else _table(shown))
    return exits.CLEAN


def _check(providers: Sequence[str], known: Sequence[Entry]) -> None:
    from truthcheck.config import did_you_mean
    from truthcheck.errors import SurfaceError

    names = sorted({entry.provider for entry in known})
    for name in providers:
        if name not in names:
            raise SurfaceError(
                f"there is no surface of `{name}`", did_you_mean(name, names) or "run: truthcheck specs list"
            )


def _table(entries: Sequence[Entry]) -> str:
    from truthcheck.report.text import counted

    rows = [("provider", "document", "version", "date", "operations")]
    rows += [(e.provider, e.document, e.version, e.date or "-", str(e.operations)) for e in entries]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    lines = [
        "  ".join([*(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=False)), row[4]]) for row in rows
    ]
    providers = counted(len({entry.provider for entry in entries}), "provider")
    operations = counted(sum(entry.operations for entry in entries), "operation")
    total = f"{counted(len(entries), 'document')} of {providers}, {operations}"
    return "\n".join([*lines, "", total])


def _json(entries: Sequence[Entry]) -> str:
    import json

    return json.dumps([asdict(entry) for entry in entries], indent=2)
