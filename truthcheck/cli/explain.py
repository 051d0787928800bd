"""`truthcheck explain`."""

from __future__ import annotations

import click

from truthcheck.cli import exits, options


@click.command("explain", context_settings=options.CONTEXT)
@click.argument("rule")
def command(rule: str) -> int:
    """Explain a rule: what it finds, why it matters, examples."""
    from truthcheck.checks.rules import of
    from truthcheck.cli.settings import rule_names
    from truthcheck.config import check_rules
    from truthcheck.rulebook import pages
    from truthcheck.shipped import folder

    check_rules((rule,), rule_names(), "explain")
    page = next(page for page in pages.load(folder("rules") / "checks") if page.rule == rule)
    body = page.body.strip().removeprefix(f"# {rule}").strip()
    click.echo(f"{page.rule} ({of(rule).level}): {page.summary}\n\n{body}")
    return exits.CLEAN
