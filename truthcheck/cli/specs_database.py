"""`truthcheck specs add NAME --postgrest` and `--database-env`: what a project keeps of its own database."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from truthcheck.cli import exits

_Command = TypeVar("_Command", bound=Callable[..., Any])


def sources(command: _Command) -> _Command:
    """The options that name a database instead of an API."""
    described = click.option(
        "--postgrest", metavar="FILE | URL", help="Keep a database by the description that PostgREST gives at its root."
    )
    running = click.option(
        "--database-env",
        metavar="VARIABLE",
        help="Keep a running PostgreSQL database: the address is in this variable. Needs the extra `postgres`.",
    )
    return described(running(command))


def add(name: str, postgrest: str | None, database_env: str | None, header_env: str, root: Path, force: bool) -> int:
    """Reads the database and keeps what it holds; no address and no key is written."""
    from truthcheck.cli.settings import settings
    from truthcheck.report.text import clean, counted
    from truthcheck.specs import databases

    if postgrest and database_env:
        raise click.UsageError("give --postgrest or --database-env, not both")
    if database_env:
        kept = databases.of_server(name, database_env, settings((), None).rules)
    else:
        kept = databases.of_document(name, postgrest or "", header_env)
    databases.keep(root, kept, force)
    relations, columns, routines = databases.counts(kept.database)
    held = f"{counted(relations, 'table')} with {counted(columns, 'column')}, {counted(routines, 'function')}"
    click.echo(clean(f"added {name}: {held}, from {kept.source}"))
    return exits.CLEAN
