"""`truthcheck specs`: the surfaces that calls are checked against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from truthcheck.cli import exits, options, specs_add, specs_keep, specs_show

if TYPE_CHECKING:
    from truthcheck.surfaces.lock import LockEntry


@click.group("specs", context_settings=options.CONTEXT)
def command() -> int:
    """Show and keep the API descriptions that calls are checked against."""
    return exits.CLEAN


for _command in (
    specs_show.show,
    specs_show.diff,
    specs_add.add,
    specs_keep.update,
    specs_keep.remove,
    specs_keep.check,
):
    command.add_command(_command)


@command.command("list", context_settings=options.CONTEXT)
@click.argument("providers", nargs=-1)
@click.option("--all", "older", is_flag=True, help="List older versions too.")
@click.option("--packages", is_flag=True, help="List the packages (SDKs) that are known, and their releases.")
@click.option(
    "--verbose", "-v", is_flag=True, help="Show age in days, whether truthcheck.lock pins it, and the source."
)
@options.config_file
@click.option(
    "--format",
    "chosen",
    type=click.Choice(["full", "json"]),
    default="full",
    show_default=True,
    help="How the list is written.",
)
def list_command(
    providers: tuple[str, ...], older: bool, packages: bool, verbose: bool, config_file: Path | None, chosen: str
) -> int:
    """List what is known of each API: document, version, date, operations.

    Give names of PROVIDERS to see only theirs.
    """
    from truthcheck.cli.settings import settings
    from truthcheck.shipped import folder
    from truthcheck.surfaces.store import Store

    config = settings((), config_file)
    if packages:
        return _packages((*config.specs, folder("specs_cache")), providers, chosen)
    store = Store((*config.specs, folder("specs_cache")), config.lock)
    known = [entry for entry in store.entries() if older or entry.current]
    _check(providers, known)
    shown = [entry for entry in known if not providers or entry.provider in providers]
    shown.sort(key=lambda entry: (entry.provider, entry.document, entry.date, entry.version))
    pinned = _pinned(config.lock)
    if chosen == "json":
        click.echo(_json(shown, pinned))
    else:
        _show(shown, [_more(entry, pinned) for entry in shown] if verbose else None)
    return exits.CLEAN


def _packages(places: Sequence[Path], providers: tuple[str, ...], chosen: str) -> int:
    from truthcheck.cli import specs_packages

    found = list(specs_packages.listed([place / "sdks" for place in places], providers))
    if chosen == "json":
        click.echo(specs_packages.as_json(found))
    else:
        specs_packages.show(found)
    return exits.CLEAN


def _pinned(file: Path | None) -> frozenset[LockEntry]:
    if file is None:
        return frozenset()
    from truthcheck.surfaces import project_lock

    return frozenset(entry for entry, _ in project_lock.entries(file))


def _age(entry: LockEntry) -> int | None:
    """In days; None for a document without a date."""
    from datetime import date

    try:
        return (date.today() - date.fromisoformat(entry.date[:10])).days
    except ValueError:
        return None


def _more(entry: LockEntry, pinned: frozenset[LockEntry]) -> tuple[str, str, str]:
    age = _age(entry)
    return "-" if age is None else str(age), "yes" if entry in pinned else "no", entry.source


def _check(providers: Sequence[str], known: Sequence[LockEntry]) -> None:
    from truthcheck.errors import SurfaceError
    from truthcheck.suggest import did_you_mean

    names = sorted({entry.provider for entry in known})
    for name in providers:
        if name not in names:
            raise SurfaceError(
                f"there is no surface of `{name}`", did_you_mean(name, names) or "run: truthcheck specs list"
            )


def _show(entries: Sequence[LockEntry], more: Sequence[tuple[str, str, str]] | None) -> None:
    from truthcheck.cli.terminal import table
    from truthcheck.report.text import counted

    rows: list[tuple[str, ...]] = [("provider", "document", "version", "date", "operations")]
    rows += [(e.provider, e.document, e.version, e.date or "-", str(e.operations)) for e in entries]
    if more is not None:
        rows = [(*row, *rest) for row, rest in zip(rows, [("age", "pinned", "source"), *more], strict=True)]
    providers = counted(len({entry.provider for entry in entries}), "provider")
    operations = counted(sum(entry.operations for entry in entries), "operation")
    total = f"{counted(len(entries), 'document')} of {providers}, {operations}"
    table([tuple(map(_printable, row)) for row in rows], total)


def _printable(cell: str) -> str:
    """A document's version is its author's text; addresses keep their commit, which `clean` would mask."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in cell)


def _json(entries: Sequence[LockEntry], pinned: frozenset[LockEntry]) -> str:
    import json

    rows = [{**asdict(entry), "age_days": _age(entry), "pinned": entry in pinned} for entry in entries]
    return json.dumps(rows, indent=2)
