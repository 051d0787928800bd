"""`truthcheck lookup`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from truthcheck.cli import exits, options, terminal

if TYPE_CHECKING:
    from truthcheck.lookup.rank import Ranked
    from truthcheck.surfaces.index import IndexSurface
    from truthcheck.surfaces.store import Store

_OTHERS = 6

EPILOG = """\b
Examples:
  truthcheck lookup stripe create refund
  truthcheck lookup github "GET /repos/{owner}/{repo}/issues"
  truthcheck lookup slack post message --format json
  truthcheck lookup supabase orders        (a table of this project)
"""


@click.command("lookup", context_settings=options.CONTEXT, epilog=EPILOG)
@click.argument("provider")
@click.argument("words", nargs=-1, required=True)
@click.option("--all", "whole", is_flag=True, help="Leave out no field.")
@options.config_file
@click.option(
    "--format",
    "chosen",
    type=click.Choice(["full", "json"]),
    default="full",
    show_default=True,
    help="How the operation is written.",
)
def command(provider: str, words: tuple[str, ...], whole: bool, config_file: Path | None, chosen: str) -> int:
    """Show the operation of an API that WORDS mean: parameters, values, reply, SDK call.

    PROVIDER is a name of `truthcheck specs list`. WORDS are a few plain words, or a method and a path. One word may
    name a table or a function of the project's own database, where the provider shows one.
    """
    from truthcheck.lookup.rank import ranked

    table = _table(provider, words, config_file)
    if table is not None:
        _show_table(table, chosen)
        return exits.CLEAN
    surfaces = surfaces_of(store(config_file), provider)
    found = [one for one in ranked(surfaces, words) if one.surface.origin.kind != "known"]
    if not found:
        raise _nothing(provider, words)
    shown, others = described(found[0]), found[1 : _OTHERS + 1]
    if chosen == "json":
        click.echo(_json(shown, others))
    else:
        terminal.text(_full(shown, found[0], others, len(found), whole))
    return exits.CLEAN


def _table(provider: str, words: tuple[str, ...], config_file: Path | None) -> dict[str, Any] | None:
    """A table or function of the project's own database that the one word names; None when there is none."""
    from truthcheck.cli.settings import settings
    from truthcheck.rulebook import interfaces
    from truthcheck.rulebook.rulebook import Rulebook

    config = settings((), config_file)
    if len(words) != 1 or provider not in interfaces.providers(Rulebook(config.rules).files("databases")):
        return None
    from truthcheck.database import load
    from truthcheck.lookup import tables

    database = load.load(Path.cwd(), config)
    return tables.described(database, words[0]) if database is not None else None


def _show_table(shown: dict[str, Any], chosen: str) -> None:
    import json

    from truthcheck.lookup.tables import screen

    if chosen == "json":
        click.echo(json.dumps({"operation": shown, "others": []}, indent=2))
    else:
        terminal.text(clean_lines(screen(shown)))


def store(config_file: Path | None = None) -> Store:
    from truthcheck.cli.settings import settings
    from truthcheck.shipped import folder
    from truthcheck.surfaces.store import Store

    config = settings((), config_file)
    return Store((*config.specs, folder("specs_cache")), config.lock)


def surfaces_of(known: Store, provider: str) -> tuple[IndexSurface, ...]:
    """The surfaces of a provider. Raises SurfaceError when there is none."""
    from truthcheck.errors import SurfaceError
    from truthcheck.suggest import did_you_mean

    surfaces = known.surfaces(provider)
    if not surfaces:
        names = sorted({entry.provider for entry in known.entries()})
        hint = did_you_mean(provider, names) or f"run: truthcheck specs list, or: truthcheck specs add {provider} FILE"
        raise SurfaceError(f"there is no surface of `{provider}`", hint)
    return surfaces


def described(one: Ranked) -> dict[str, Any]:
    from truthcheck.lookup.describe import describe
    from truthcheck.lookup.sdkcalls import sdk_calls
    from truthcheck.shipped import folder

    route = one.route
    calls = sdk_calls(folder("specs_cache") / "sdks", one.surface.origin.provider, route.method, route.path)
    return describe(one.surface, one.surface.operation(route), calls)


def _nothing(provider: str, words: tuple[str, ...]) -> Exception:
    from truthcheck.errors import TruthcheckError

    return TruthcheckError(
        f"nothing in the {provider} API is like `{' '.join(words)}`",
        f"use fewer or other words, or list everything: truthcheck specs show {provider}",
    )


def _full(shown: dict[str, Any], best: Ranked, others: list[Ranked], count: int, whole: bool) -> str:
    from truthcheck.lookup.screen import render
    from truthcheck.report.text import clean

    lines = [] if best.complete else ["No operation fits every word. The nearest:", ""]
    lines.append(clean_lines(render(shown, whole)))
    if others:
        lines += ["", "Also like it:"]
        lines += [f"  {clean(f'{o.route.method} {o.route.path}')}" for o in others]
        if count > len(others) + 1:
            lines.append(f"  and {count - len(others) - 1} more")
    return "\n".join(lines)


def clean_lines(text: str) -> str:
    """Documents are other people's text: nothing of it may steer the terminal."""
    from truthcheck.report.text import clean

    return "\n".join(clean(line) for line in text.split("\n"))


def _json(shown: dict[str, Any], others: list[Ranked]) -> str:
    import json

    also = [{"method": o.route.method, "path": o.route.path, "score": round(o.score, 3)} for o in others]
    return json.dumps({"operation": shown, "others": also}, indent=2)
