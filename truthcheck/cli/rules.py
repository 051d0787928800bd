"""`truthcheck rules`."""

from __future__ import annotations

import click

from truthcheck.cli import exits, options


@click.command("rules", context_settings=options.CONTEXT)
@click.option(
    "--format",
    "chosen",
    type=click.Choice(["full", "json"]),
    default="full",
    show_default=True,
    help="How rules are written.",
)
def command(chosen: str) -> int:
    """List the rules with what each of them finds."""
    from truthcheck.checks.rules import RULES
    from truthcheck.rulebook import pages
    from truthcheck.shipped import folder

    loaded = sorted(pages.load(folder("rules") / "checks"), key=lambda page: page.rule)
    rows = [(page.rule, RULES[page.rule].level, page.summary) for page in loaded]
    if chosen == "json":
        import json

        listed = [{"rule": rule, "level": level, "summary": summary} for rule, level, summary in rows]
        click.echo(json.dumps(listed, indent=2))
        return exits.CLEAN
    wide, narrow = (max((len(row[column]) for row in rows), default=0) for column in (0, 1))
    for rule, level, summary in rows:
        click.echo(f"{rule:<{wide}}  {level:<{narrow}}  {summary}")
    return exits.CLEAN
