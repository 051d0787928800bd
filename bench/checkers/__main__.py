"""pyright, mypy, ty, pyrefly and truthcheck over the same labelled lines; writes bench/tables/checkers.md.

    python -m bench.checkers --scratch FOLDER    # makes its environments there, or uses those of an earlier run
    python -m bench.checkers --installed ENV --bare ENV --tools ENV    # environments that are there already

The checkers are no dependencies of the project: they live in an environment of their own.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from pathlib import Path

from bench.checkers import environments, labels, render
from bench.checkers.environments import Environments
from bench.checkers.score import score
from bench.checkers.tools import TOOLS, run, version

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib  # type: ignore[import-not-found, unused-ignore]

TABLE = Path(__file__).parent.parent / "tables" / "checkers.md"
REASONS = Path(__file__).parent / "misses.toml"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.checkers", description=__doc__)
    parser.add_argument("--scratch", type=Path, help="folder for the environments (default: a temporary one)")
    for name in Environments._fields:
        parser.add_argument(f"--{name}", type=Path, help=f"use this environment as the {name} one")
    parser.add_argument("--only", action="append", help="a checker's name; may be given again")
    parser.add_argument("--json", type=Path, help="write the figures and the places here, too")
    parser.add_argument("--no-table", action="store_true", help="print the table, write nothing")
    options = parser.parse_args()
    given = [getattr(options, name) for name in Environments._fields]
    with tempfile.TemporaryDirectory(prefix="checkers-") as folder:
        where = options.scratch or Path(folder)
        made = Environments(*(path.absolute() for path in given)) if all(given) else environments.make(where)
        scores, versions = measure(made, Path(folder), options.only)
    units = {variant: labels.read(variant) for variant in labels.VARIANTS}
    text = render.markdown(scores, units, versions, tomllib.loads(REASONS.read_text("utf-8")))
    print(text)
    if options.json:
        options.json.write_text(json.dumps(render.as_json(scores, versions), indent=1) + "\n", "utf-8")
    if not (options.no_table or options.only):
        TABLE.write_text(text, "utf-8")
    return 0


def measure(made: Environments, scratch: Path, only: list[str] | None) -> tuple[render.Scores, dict[str, str]]:
    """Every checker over every project, and the versions of the checkers."""
    scores: render.Scores = {}
    chosen = [tool for tool in TOOLS if not only or tool.name in only]
    versions = {tool.name: version(tool, made.tools) for tool in chosen}
    for place in render.PLACES:
        environment = getattr(made, place)
        for variant in labels.VARIANTS:
            folder = project(scratch, place, variant, environment)
            units = labels.read(variant)
            for tool in chosen:
                ran = run(tool, made.tools, environment, folder)
                scores.setdefault(tool.name, {})[place, variant] = score(units, ran)
                print(f"{tool.name}, {place}, {variant}: {ran.seconds:.1f} s", file=sys.stderr)
    return scores, versions


def project(scratch: Path, place: str, variant: str, environment: Path) -> Path:
    """The lines as a project of its own, with its environment in `.venv` and its versions written down."""
    folder = scratch / f"{place}-{variant}"
    shutil.copytree(labels.LINES / variant, folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(environments.VERSIONS, folder)
    (folder / ".venv").symlink_to(environment, target_is_directory=True)
    return folder


if __name__ == "__main__":
    sys.exit(main())
