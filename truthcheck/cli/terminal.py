"""Tables and progress on a terminal, by rich; anywhere else plain text, which scripts read, and no progress.

rich is imported on a terminal alone. It respects NO_COLOR and TERM by itself.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import click

RIGHT = ("operations", "age")  # columns of numbers


def table(rows: Sequence[Sequence[str]], total: str) -> None:
    """`rows` with their heads first, and a line below them."""
    if not sys.stdout.isatty():
        click.echo("\n".join([*_plain(rows), "", total]))
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    heads, *body = rows
    drawn = Table(box=None, header_style="bold", pad_edge=False)
    for head in heads:
        drawn.add_column(head, justify="right" if head in RIGHT else "left", overflow="fold")
    for row in body:
        drawn.add_row(*map(Text, row))  # other people's words: never markup
    console = Console(highlight=False)
    console.print(drawn)
    console.print(Text(f"\n{total}", style="dim"))


def text(words: str) -> None:
    """Indented text; on a terminal its heads, the lines without an indent, stand out."""
    if not sys.stdout.isatty():
        click.echo(words)
        return
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False)
    for line in words.split("\n"):
        console.print(Text(line, style="" if line.startswith(" ") else "bold"))


@contextmanager
def progress(name: str) -> Iterator[Callable[[int, int], None]]:
    """Tell how many bytes of how many are fetched; nothing of it stays. A size of 0 is unknown."""
    if not sys.stderr.isatty():
        yield lambda done, size: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), DownloadColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(f"fetching {name}", total=None)
        yield lambda done, size: bar.update(task, completed=done, total=size or None)


def _plain(rows: Sequence[Sequence[str]]) -> list[str]:
    """Columns side by side, the last one as long as it is."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]) - 1)]
    return [
        "  ".join([*(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=False)), row[-1]]) for row in rows
    ]
