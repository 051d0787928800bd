"""What we say about exit codes is what the code does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
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
    """A list or table below a heading that names exit codes, or a line `Exit codes: 0 clean; 1 findings; ...`."""
    text = README.read_text("utf-8")
    section = re.search(r"^#+ .*exit codes?.*$(.*?)(?=^#|\Z)", text, re.I | re.M | re.S)
    line = re.search(r"^.*exit codes?[^\d\n]*(\d.*)$", text, re.I | re.M)
    if section:
        listed = {int(code) for code, _ in LINE.findall(section[1])}
    elif line:
        listed = {int(code) for code in re.findall(r"(?<![\w.-])(\d+)(?![\w.-])", line[1])}
    else:
        pytest.skip("the README does not speak of exit codes")
    assert listed == set(exits.MEANING)
