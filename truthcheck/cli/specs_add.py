"""`truthcheck specs add`: keeps a document, a folder of them or a package."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from truthcheck.cli import exits, options, specs_database
from truthcheck.cli.specs_keep import project, say_invalid, short, validate_option
from truthcheck.cli.terminal import progress

if TYPE_CHECKING:
    from truthcheck.sdks.rules.sdk_rulebook import SdkRules
    from truthcheck.specs.keep import Kept
    from truthcheck.surfaces.project_lock import KeepWish

_MOST_NOTES = 8
EPILOG = """\b
Examples:
  truthcheck specs add acme ./openapi.yaml
  truthcheck specs add acme https://api.acme.dev/openapi.json --host api.acme.dev
  truthcheck specs add stripe --package stripe==16.1.0

\b
An overlay (OpenAPI Overlay 1.0) corrects a document before it is compiled. Its targets are this part of JSONPath:
  $  .name  ['name']  .*  [*]  [0]  ..name  [?(@.name == 'value')]  [?(@.name)]
"""


@click.command("add", context_settings=options.CONTEXT, epilog=EPILOG)
@click.argument("name")
@click.argument("source", required=False, metavar="[FILE | FOLDER | URL]")
@click.option(
    "--package", metavar="NAME==VERSION", help="Read a typed package instead of a document; pip brings its wheel."
)
@click.option(
    "--host", "hosts", multiple=True, metavar="HOST", help="Host of the API, or HOST/BASE, if not as the document says."
)
@click.option(
    "--header-env",
    default="",
    metavar="VARIABLE",
    help='Send the header in this environment variable: "Name: value", or a token. Only the name is kept.',
)
@click.option(
    "--allow-host", "allow_hosts", multiple=True, metavar="HOST", help="Follow a redirect to this other host."
)
@click.option("--overlay", "overlays", multiple=True, metavar="FILE", help="Correct the document by this overlay.")
@click.option("--date", default="", metavar="YYYY-MM-DD", help="Day of the document, if it does not say so itself.")
@click.option(
    "--partial", is_flag=True, help="The API has more than the document says: endpoints may be missing in it."
)
@click.option("--follow", is_flag=True, help="Follow references to files in the document's own folder.")
@click.option("--force", is_flag=True, help="Replace what is kept under this name.")
@specs_database.sources
@validate_option("Tell where the document is no valid OpenAPI; it is kept all the same.")
def add(
    name: str,
    source: str | None,
    package: str | None,
    hosts: tuple[str, ...],
    header_env: str,
    allow_hosts: tuple[str, ...],
    overlays: tuple[str, ...],
    date: str,
    partial: bool,
    follow: bool,
    force: bool,
    validate: bool,
    **database: str | None,
) -> int:
    """Keep the API description in a FILE or at a URL as NAME, and check calls against it.

    Of a FOLDER, each document is kept, as NAME-FILE; those of one host are used together.

    What is kept is written to truthcheck.lock and .truthcheck/specs, beside the project's configuration.
    """
    from truthcheck.cli.settings import sdk_rules
    from truthcheck.surfaces.project_lock import KeepWish

    _check_name(name)
    config, file = project()
    if any(database.values()):
        return specs_database.add(name, **database, header_env=header_env, root=file.parent, force=force)
    kind, written = _source(source, package, file.parent)
    relative = tuple(_relative(overlay, file.parent) for overlay in overlays)
    worth = "partial" if partial else "complete"
    wish = KeepWish(name, kind, written, hosts, header_env, allow_hosts, relative, follow, _day(date), worth)
    failed = 0
    for one in _each(wish, file.parent):
        failed += not _added(file, one, sdk_rules(config), force, validate, alone=one is wish)
    return exits.CANNOT_RUN if failed else exits.CLEAN


def _day(written: str) -> str:
    from datetime import date

    from truthcheck.errors import TruthcheckError

    try:
        return date.fromisoformat(written).isoformat() if written else ""
    except ValueError:
        raise TruthcheckError(f"--date: `{written[:40]}` is no day", "write it as 2026-01-31") from None


def _each(wish: KeepWish, root: Path) -> Sequence[KeepWish]:
    """The wish itself, or one for each document of its folder."""
    from dataclasses import replace

    from truthcheck.specs import folder

    place = root / wish.source
    if wish.kind != "file" or not place.is_dir():
        return (wish,)
    found = folder.documents(wish.name, place)
    return [replace(wish, name=name, source=_relative(str(file), root)) for name, file in found]


def _added(file: Path, wish: KeepWish, rules: SdkRules, force: bool, validate: bool, alone: bool) -> bool:
    """One document of a folder that fails does not keep the others from being added."""
    from truthcheck.errors import DocumentError
    from truthcheck.report.text import clean
    from truthcheck.specs import keep

    try:
        with progress(wish.name) as tell:
            _say_added(keep.add(file, wish, tell, rules, force, validate))
    except DocumentError as error:
        if alone:
            raise
        click.echo(clean(f"error: {wish.source}: {error.message}; {error.hint}"), err=True)
        return False
    return True


def _check_name(name: str) -> None:
    from truthcheck.errors import TruthcheckError
    from truthcheck.surfaces.project_lock import valid_name

    if not valid_name(name):
        raise TruthcheckError(
            f"`{name}` cannot name an API: expected small letters, digits, - and _", "choose a name such as acme"
        )


def _source(source: str | None, package: str | None, root: Path) -> tuple[str, str]:
    """What kind of source it is, and how the lock writes it."""
    if bool(source) == bool(package):
        raise click.UsageError("give a file or an address, or --package NAME==VERSION")
    if package:
        from truthcheck.specs.material import check_requirement

        check_requirement(package)
        return "package", package
    assert source
    if "://" in source:
        from truthcheck.surfaces.fetch import check_address

        check_address(source)
        return "url", source
    return "file", _relative(source, root)


def _relative(path: str, root: Path) -> str:
    """A file as the lock writes it, so that the project may lie anywhere."""
    whole = os.path.abspath(path)
    try:
        return Path(os.path.relpath(whole, root)).as_posix()
    except ValueError:  # another drive
        return Path(whole).as_posix()


def _say_added(kept: Kept) -> None:
    from truthcheck.report.text import clean, counted

    entry, wish = kept.pin.surface, kept.pin.wish
    hosts = ", ".join(entry.hosts) or "any host: say which with --host"
    what = f"{counted(entry.operations, 'operation')} on {hosts}" if entry.operations else "members and arguments"
    told = f", of {entry.date}" if entry.operations and entry.date and entry.date != entry.version else ""
    told += ", in part" if entry.worth == "partial" else ""
    click.echo(clean(f"added {wish.name} {short(entry.version)}: {what}, from {wish.source}{told}"))
    for note in kept.notes[:_MOST_NOTES]:
        click.echo(f"  {clean(note)}")
    if len(kept.notes) > _MOST_NOTES:
        click.echo(f"  and {len(kept.notes) - _MOST_NOTES} more of this kind")
    if kept.invalid is not None:
        say_invalid(kept.invalid, "  ")
