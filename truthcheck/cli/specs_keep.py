"""`truthcheck specs add`, `update`, `remove` and `check`: the surfaces that a project keeps itself."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from truthcheck.cli import exits, options
from truthcheck.cli.terminal import progress

if TYPE_CHECKING:
    from truthcheck.config import Config
    from truthcheck.sdks.rules.sdk_rulebook import SdkRules
    from truthcheck.specs.keep import Kept
    from truthcheck.surfaces.project_lock import LockedSurface

_Command = TypeVar("_Command", bound=Callable[..., Any])
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


def _validate(help: str) -> Callable[[_Command], _Command]:
    """`--validate`, which needs an extra; whether it is there is asked before anything is fetched."""

    def ready(context: click.Context, option: click.Parameter, value: bool) -> bool:
        from truthcheck.specs import validity

        if value:
            validity.check_installed()
        return value

    return click.option("--validate", is_flag=True, callback=ready, help=f"{help} Needs the extra `documents`.")


@click.command("add", context_settings=options.CONTEXT, epilog=EPILOG)
@click.argument("name")
@click.argument("source", required=False, metavar="[FILE | URL]")
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
@click.option("--follow", is_flag=True, help="Follow references to files in the document's own folder.")
@click.option("--force", is_flag=True, help="Replace what is kept under this name.")
@_validate("Tell where the document is no valid OpenAPI; it is kept all the same.")
def add(
    name: str,
    source: str | None,
    package: str | None,
    hosts: tuple[str, ...],
    header_env: str,
    allow_hosts: tuple[str, ...],
    overlays: tuple[str, ...],
    follow: bool,
    force: bool,
    validate: bool,
) -> int:
    """Keep the API description in a FILE or at a URL as NAME, and check calls against it.

    What is kept is written to truthcheck.lock and .truthcheck/specs, beside the project's configuration.
    """
    from truthcheck.cli.settings import sdk_rules
    from truthcheck.specs import keep
    from truthcheck.surfaces.project_lock import KeepWish

    _check_name(name)
    config, file = _project()
    kind, written = _source(source, package, file.parent)
    relative = tuple(_relative(overlay, file.parent) for overlay in overlays)
    wish = KeepWish(name, kind, written, hosts, header_env, allow_hosts, relative, follow)
    with progress(name) as tell:
        kept = keep.add(file, wish, tell, sdk_rules(config), force, validate)
    _say_added(kept)
    return exits.CLEAN


@click.command("update", context_settings=options.CONTEXT)
@click.argument("names", nargs=-1)
@click.option("--locked", is_flag=True, help="Take nothing new: restore exactly what truthcheck.lock says.")
def update(names: tuple[str, ...], locked: bool) -> int:
    """Fetch again what truthcheck.lock names: everything, or only NAMES.

    Whatever goes wrong, the surface that was in use stays in use.
    """
    from truthcheck.cli.settings import sdk_rules

    config, file = _project()
    rules = sdk_rules(config)
    done = [_update(file, pin, rules, locked) for pin in _chosen(file, names)]
    return exits.CLEAN if all(done) else exits.CANNOT_RUN


def _update(file: Path, pin: LockedSurface, rules: SdkRules, locked: bool) -> bool:
    """One that fails does not keep the others from being brought up to date."""
    from truthcheck.errors import TruthcheckError
    from truthcheck.report.text import clean
    from truthcheck.specs import keep

    try:
        with progress(pin.wish.name) as tell:
            kept = keep.update(file, pin, tell, rules, locked)
    except TruthcheckError as error:
        hint = f"\nhint: {clean(error.hint)}" if error.hint else ""
        click.echo(f"error: {clean(error.message)}{hint}", err=True)
        return False
    click.echo(_updated(pin, kept))
    return True


@click.command("remove", context_settings=options.CONTEXT)
@click.argument("name")
def remove(name: str) -> int:
    """Forget the API description that is kept as NAME."""
    from truthcheck.specs import keep

    keep.remove(lock_file(), name)
    click.echo(f"removed {name}")
    return exits.CLEAN


@click.command("check", context_settings=options.CONTEXT)
@_validate("Tell where the documents of this project are no valid OpenAPI, and exit with 1.")
def check(validate: bool) -> int:
    """Compare every surface, document and overlay with the sha256 in its lock. Uses no network."""
    from truthcheck.report.text import counted
    from truthcheck.specs import checking
    from truthcheck.surfaces import project_lock

    file = lock_file()
    failed = 0
    invalid = 0
    pins = project_lock.load(file)
    for pin in pins:
        faults = list(checking.faults(file, pin))
        failed += bool(faults)
        for fault in faults:
            click.echo(f"{pin.wish.name}: {fault}")
        invalid += validate and _say_invalid(checking.invalid(file, pin), f"{pin.wish.name}: ")
    count, shipped = _shipped_faults()
    for fault in shipped:
        click.echo(fault)
    click.echo(f"checked {counted(len(pins), 'own surface')} and {count} others: {failed + len(shipped)} not as locked")
    return exits.CANNOT_RUN if failed or shipped else exits.FINDINGS if invalid else exits.CLEAN


def _say_invalid(lines: Sequence[str], before: str) -> bool:
    """Whether there was anything to say against a document."""
    from truthcheck.report.text import clean

    for line in lines:
        click.echo(f"{before}{clean(line)}")
    if not lines:
        click.echo(f"{before}valid OpenAPI")
    return bool(lines)


def _shipped_faults() -> tuple[int, list[str]]:
    import hashlib

    from truthcheck.cli.settings import settings
    from truthcheck.shipped import folder
    from truthcheck.surfaces import lock

    places = (*settings((), None).specs, folder("specs_cache"))
    entries = [(entry, place / entry.file) for place in places for entry in lock.load(place)]
    wrong = []
    for entry, path in entries:
        found = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "no file"
        if found != entry.index:
            wrong.append(f"{entry.provider} {entry.document} {entry.version}: {entry.file} is not what its lock says")
    return len(entries), wrong


def lock_file() -> Path:
    """The project's truthcheck.lock: the nearest, or where a new one belongs."""
    return _project()[1]


def _project() -> tuple[Config, Path]:
    from truthcheck.cli.settings import settings
    from truthcheck.config import LOCK

    config = settings((), None)
    return config, config.lock or config.root / LOCK


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


def _chosen(file: Path, names: Sequence[str]) -> Sequence[LockedSurface]:
    from truthcheck.errors import SurfaceError
    from truthcheck.specs import keep
    from truthcheck.surfaces import project_lock

    pins = project_lock.load(file)
    if not pins and not names:
        raise SurfaceError(
            "this project keeps no API descriptions of its own; the others come with truthcheck",
            "upgrade truthcheck, or run: truthcheck specs add NAME FILE_OR_URL",
        )
    for name in names:
        _check_own(name, pins)
    return [keep.find(pins, name) for name in names] if names else pins


def _check_own(name: str, pins: Sequence[LockedSurface]) -> None:
    """What comes with truthcheck changes with truthcheck alone."""
    from truthcheck.errors import SurfaceError
    from truthcheck.shipped import folder
    from truthcheck.surfaces import lock

    own = any(pin.wish.name == name for pin in pins)
    if not own and any(entry.provider == name for entry in lock.load(folder("specs_cache"))):
        raise SurfaceError(
            f"`{name}` comes with truthcheck, this project keeps no document of it",
            f"upgrade truthcheck, or run: truthcheck specs add {name} FILE_OR_URL",
        )


def _say_added(kept: Kept) -> None:
    from truthcheck.report.text import clean, counted

    entry, wish = kept.pin.surface, kept.pin.wish
    hosts = ", ".join(entry.hosts) or "any host: say which with --host"
    what = f"{counted(entry.operations, 'operation')} on {hosts}" if entry.operations else "members and arguments"
    click.echo(clean(f"added {wish.name} {entry.version}: {what}, from {wish.source}"))
    for note in kept.notes[:_MOST_NOTES]:
        click.echo(f"  {clean(note)}")
    if len(kept.notes) > _MOST_NOTES:
        click.echo(f"  and {len(kept.notes) - _MOST_NOTES} more of this kind")
    if kept.invalid is not None:
        _say_invalid(kept.invalid, "  ")


def _updated(before: LockedSurface, kept: Kept) -> str:
    from truthcheck.report.text import clean

    name, old, new = before.wish.name, before.surface.version, kept.pin.surface.version
    if kept.state != "updated":
        return clean(f"{name}: {kept.state} ({new})")
    versions = f"{old} -> {new}" if old != new else f"{new}, with other content"
    return clean(f"{name}: updated ({versions}); to see what changed: truthcheck specs diff {name}")
