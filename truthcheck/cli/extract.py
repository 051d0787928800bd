"""`truthcheck extract`."""

from __future__ import annotations

from pathlib import Path

import click

from truthcheck.cli import exits, options, output


@click.command("extract", context_settings=options.CONTEXT)
@options.inputs
@click.option(
    "--format",
    "chosen",
    type=click.Choice(["full", "json"]),
    default="full",
    show_default=True,
    help="How calls are written.",
)
@click.option(
    "--output-file",
    "-o",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Write the result to this file instead of stdout.",
)
def command(
    paths: tuple[str, ...], config_file: Path | None, stdin_filename: str | None, chosen: str, output_file: Path | None
) -> int:
    """List the calls seen, with their values and the verdict or the reason for none.

    Give files or folders, or `-` for code on stdin; without any, the folder you are in.
    """
    from truthcheck.cli.pipeline import check
    from truthcheck.cli.settings import settings
    from truthcheck.report import calls

    output.writable(output_file)
    report = check(paths, settings(paths, config_file), stdin_filename).report
    words = calls.render_json(report) if chosen == "json" else calls.render(report)
    output.write(words, output_file, color=False)
    return exits.CANNOT_RUN if report.problems else exits.CLEAN
