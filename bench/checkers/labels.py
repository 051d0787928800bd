"""The labelled lines: what is wrong, what is right, and which lines belong to a label.

A label ends a line: `# wrong: KIND` or `# right`. The unlabelled lines just above it belong to it, so that a payload
that is built before its call may be told at either place. Whatever is left is scaffolding: right, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

LINES = Path(__file__).parent / "lines"
VARIANTS = ("annotated", "plain")
_LABEL = re.compile(r"  # (?:wrong: (?P<kind>.+)|right)$")


@dataclass(frozen=True, slots=True)
class Unit:
    """Some lines of one file; `kind` is what is wrong, "" when nothing is; `text` is the labelled line alone."""

    file: str
    first: int
    last: int
    kind: str
    text: str


def read(variant: str) -> list[Unit]:
    """The units of every file of a variant. What is in none of them is scaffolding."""
    files = sorted((LINES / variant).glob("*.py"))
    return [unit for file in files for unit in _units(file.name, file.read_text("utf-8"))]


def _units(file: str, source: str) -> Iterator[Unit]:
    first = 0
    for number, line in enumerate(source.splitlines(), 1):
        found = _LABEL.search(line)
        if found:
            yield Unit(file, first or number, number, found["kind"] or "", _LABEL.sub("", line).strip())
        bare = not line.strip() or line.rstrip().endswith(":")  # a paragraph or the head of a block begins anew
        first = 0 if found or bare else first or number
