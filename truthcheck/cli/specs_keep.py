"""`truthcheck specs add`, `update`, `remove` and `check`: the surfaces that a project keeps itself."""

from __future__ import annotations

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


def validate_option(help: str) -> Callable[[_Command], _Command]:
    """`--validate`, which needs an extra; whether it is there is asked before anything is fetched."""

    def ready(context: click.Context, option: click.Parameter, value: bool) -> bool:
        from truthcheck.specs import validity

        if value:
            validity.check_installed()
        return value

    return click.option("--validate", is_flag=True, callback=ready, help=f"{help} Needs the extra `documents`.")


@click.command("update", context_settings=options.CONTEXT)
@click.argument("names", nargs=-1)
@click.option("--locked", is_flag=True, help="Take nothing new: restore exactly what truthcheck.lock says.")
def update(names: tuple[str, ...], locked: bool) -> int:
    """Fetch again what truthcheck.lock names: everything, or only NAMES.

    Whatever goes wrong, the surface that was in use stays in use.
    """
    from truthcheck.cli.settings import sdk_rules

    config, file = project()
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
    """Forget the API description, or the database, that is kept as NAME."""
    from truthcheck.specs import databases, keep

    if not databases.remove(lock_file().parent, name):
        keep.remove(lock_file(), name)
    click.echo(f"removed {name}")
    return exits.CLEAN


@click.command("check", context_settings=options.CONTEXT)
@validate_option("Tell where the documents of this project are no valid OpenAPI, and exit with 1.")
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
        invalid += validate and say_invalid(checking.invalid(file, pin), f"{pin.wish.name}: ")
    count, shipped = _shipped_faults()
    for fault in shipped:
        click.echo(fault)
    click.echo(f"checked {counted(len(pins), 'own surface')} and {count} others: {failed + len(shipped)} not as locked")
    return exits.CANNOT_RUN if failed or shipped else exits.FINDINGS if invalid else exits.CLEAN


def say_invalid(lines: Sequence[str], before: str) -> bool:
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
    return project()[1]


def project() -> tuple[Config, Path]:
    from truthcheck.cli.settings import settings
    from truthcheck.config import LOCK

    config = settings((), None)
    return config, config.lock or config.root / LOCK


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


def short(version: str) -> str:
    """Hashes in a version cut to what tells them apart: whole, they look like keys and would be masked."""
    import re

    return re.sub(r"(?<![0-9a-f])([0-9a-f]{7})[0-9a-f]{9,}(?![0-9a-f])", r"\1", version)


def _updated(before: LockedSurface, kept: Kept) -> str:
    from truthcheck.report.text import clean

    name, old, new = before.wish.name, short(before.surface.version), short(kept.pin.surface.version)
    if kept.state != "updated":
        return clean(f"{name}: {kept.state} ({new})")
    versions = f"{old} -> {new}" if old != new else f"{new}, with other content"
    return clean(f"{name}: updated ({versions}); to see what changed: truthcheck specs diff {name}")
