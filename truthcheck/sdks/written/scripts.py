"""The block in which a script names its own dependencies (PEP 723)."""

from __future__ import annotations

from collections.abc import Iterator

from truthcheck.sdks.written.mention import Include, Row
from truthcheck.sdks.written.project_tables import inline

BEGIN, END = "# /// script", "# ///"
MAX_LINES = 500  # of the block


def rows(text: str) -> list[Row] | None:
    """What the block says, None where the file has none: then the project around it decides."""
    lines = text.splitlines()
    starts = [number for number, line in enumerate(lines) if line.rstrip() == BEGIN]
    if len(starts) != 1:
        return None
    block = list(_block(lines[starts[0] + 1 :]))
    return [_moved(row, starts[0] + 1) for row in inline("\n".join(block))] if block else None


def _block(lines: list[str]) -> Iterator[str]:
    """Its lines without their marks; none where it does not end."""
    inside: list[str] = []
    for line in lines[:MAX_LINES]:
        if not line.startswith("#"):
            return
        if line.rstrip() == END:
            yield from inside
            return
        inside.append(line[2:] if line.startswith("# ") else line[1:])


def _moved(row: Row, lines: int) -> Row:
    return row if isinstance(row, Include) or not row.line else row._replace(line=row.line + lines)
