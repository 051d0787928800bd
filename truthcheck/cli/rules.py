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
    from truthcheck.rulebook import pages
    from truthcheck.shipped import folder

    loaded = sorted(pages.load(folder("rules") / "checks"), key=lambda page: page.rule)
    if chosen == "json":
        import json

        listed = [{"rule": page.rule, "level": page.level, "summary": page.summary} for page in loaded]
        click.echo(json.dumps(listed, indent=2))
        return exits.CLEAN
    rule, level = (max((len(getattr(page, name)) for page in loaded), default=0) for name in ("rule", "level"))
    for page in loaded:
        click.echo(f"{page.rule:<{rule}}  {page.level:<{level}}  {page.summary}")
    return exits.CLEAN
