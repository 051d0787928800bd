"""What the README shows is what happens.

A block is shown output when a comment above it names the command: `<!-- output of: truthcheck verify examples -->`.
A line `[...]` stands for lines left out. `make readme` writes the present output into blocks without one.
"""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from truthcheck import config

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
BLOCK = re.compile(r"(<!-- output of: (?P<command>.+?) -->\n```\w*\n)(?P<shown>.*?)(?=^```$)", re.M | re.S)
GAP = "[...]\n"


def blocks() -> list[tuple[str, str]]:
    return [(found["command"], found["shown"]) for found in BLOCK.finditer(README.read_text("utf-8"))]


def output(command: str) -> str:
    """Everything a person would see; `truthcheck` is the one of this Python."""
    words = shlex.split(command)
    assert words[0] == "truthcheck", f"only our own commands are run: {command}"
    run = [sys.executable, "-m", *words]
    done = subprocess.run(run, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert done.returncode in (0, 1), done.stdout.decode()
    return done.stdout.decode()


def test_the_readme_shows_output() -> None:
    assert any(command == "truthcheck verify examples" for command, _ in blocks())


@pytest.mark.parametrize("command", [command for command, _ in blocks()])
def test_shown_output_is_real(command: str) -> None:
    real, start = output(command), 0
    assert dict(blocks())[command].replace(GAP, "").strip(), "nothing is shown"
    for piece in dict(blocks())[command].split(GAP):
        found = real.find(piece, start)
        assert found >= 0, f"not (any more) in the output of `{command}`:\n{piece}\nreal output:\n{real}"
        start = found + len(piece)


def test_the_test_command_runs_the_tests() -> None:
    """`.ci/run` runs the block below this comment word for word."""
    found = re.search(r"<!-- test command -->\n```\w*\n(.*?)^```$", README.read_text("utf-8"), re.M | re.S)
    assert found
    assert "pytest" in found[1]


def test_the_surfaces_counted_are_those_inside() -> None:
    documents, providers, operations = re.findall(r"\d+", output("truthcheck specs list").splitlines()[-1])
    counted = f"{providers} providers, {documents} documents, {int(operations):,} operations"
    assert counted in README.read_text("utf-8")


def test_the_configuration_shown_is_accepted(tmp_path: Path) -> None:
    shown = re.search(r"^```toml\n(.*?)^```$", README.read_text("utf-8"), re.M | re.S)
    assert shown
    (tmp_path / "pyproject.toml").write_text(shown[1])
    for folder in ("truthcheck-rules", "truthcheck-specs"):
        (tmp_path / folder).mkdir()
    (tmp_path / "db").mkdir()
    (tmp_path / "db" / "schema.sql").write_text("create table parcels (id int);")
    assert config.load(tmp_path).select == ("unknown-endpoint", "wrong-method")


def test_links_to_files_lead_somewhere() -> None:
    for page in (README, *ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")):
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def rewrite() -> None:
    def fresh(found: re.Match[str]) -> str:
        return found[0] if GAP in found["shown"] else found[1] + output(found["command"])

    README.write_text(BLOCK.sub(fresh, README.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    rewrite()
