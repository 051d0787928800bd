"""What we say about exit codes is what the code does."""

from __future__ import annotations

import re
from pathlib import Path

from click.testing import CliRunner

from truthcheck.cli import exits
from truthcheck.cli.group import group

README = Path(__file__).parent.parent / "README.md"
LINE = re.compile(r"^[-*|\s]*`?(\d+)`?\s*[|:\s]\s*(\w.*)$", re.M)


def test_help_lists_every_code() -> None:
    shown = CliRunner().invoke(group, ["--help"]).output
    listed = {int(code) for code, _ in LINE.findall(shown.partition("Exit codes:")[2])}
    assert listed == set(exits.MEANING)


def test_readme_lists_the_same_codes() -> None:
    """The table whose head names exit codes: the same codes with the same words."""
    table = re.search(r"^\|[^\n]*exit code[^\n]*\n\|[-:| ]+\n((?:\|.*\n)+)", README.read_text("utf-8"), re.I | re.M)
    assert table
    rows = (row.strip("| ").split("|", 1) for row in table[1].splitlines())
    assert {int(code): words.strip(" `|").replace("`", "") for code, words in rows} == exits.MEANING
