"""Runs truthcheck over working projects: `python -m bench.realworld FOLDER...`, Markdown on stdout.

FOLDER is one project, or with `--each` a folder of projects. Their code is measured, never kept here. Working code is
mostly right, so every refuted call is listed: each is a real fault or one of ours, and has to be read.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.results import percent, table

Row = dict[str, Any]
LIMIT = 900


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.realworld", description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--each", action="store_true", help="every folder inside FOLDER is a project")
    options = parser.parse_args()
    folders = [path for folder in options.folders for path in (sorted(folder.iterdir()) if options.each else [folder])]
    measured = [measure(folder) for folder in folders if folder.is_dir()]
    print("\n".join(render(measured)))
    return 1 if any(row["failed"] for row in measured) else 0


def measure(project: Path) -> Row:
    """One project's report; `failed` holds the last line on stderr when there is none."""
    start = time.perf_counter()
    command = [sys.executable, "-m", "truthcheck", "verify", "--exit-zero", "--format", "json", "."]
    row: Row = {"name": project.name, "failed": "", "findings": [], "errors": [], "summary": {}}
    try:
        run = subprocess.run(command, cwd=project, capture_output=True, text=True, timeout=LIMIT)
        row |= json.loads(run.stdout)  # code 2 comes with a report when only some files could not be read
    except ValueError:
        row["failed"] = f"code {run.returncode}: {(run.stderr.strip().splitlines() or ['no output'])[-1]}"
    except subprocess.TimeoutExpired:
        row["failed"] = f"took more than {LIMIT} s"
    return row | {"seconds": time.perf_counter() - start}


def render(projects: list[Row]) -> Iterator[str]:
    yield "# Working projects\n"
    head = "project | files | calls | verified | refuted | unverified | judged | findings | unreadable | seconds"
    yield table(head, [figures(row) for row in projects])
    yield "## Why calls are unverified\n"
    reasons: Counter[str] = Counter()
    for row in projects:
        reasons.update(row["summary"].get("unverified_reasons", {}))
    yield table("reason | calls", reasons.most_common(40))
    for row in projects:
        if row["findings"] or row["failed"]:
            yield from details(row)


def figures(row: Row) -> tuple[object, ...]:
    s = {"files": 0, "calls": 0, "verified": 0, "refuted": 0, "unverified": 0} | row["summary"]
    counts = [s[key] for key in ("files", "calls", "verified", "refuted", "unverified")]
    judged = percent(s["verified"] + s["refuted"], s["calls"])
    return (row["name"], *counts, judged, len(row["findings"]), len(row["errors"]), f"{row['seconds']:.1f}")


def details(row: Row) -> Iterator[str]:
    yield f"## {row['name']}\n"
    if row["failed"]:
        yield f"Failed: {row['failed']}\n"
    for f in row["findings"]:
        sure = "" if f["confidence"] == "certain" else f" ({f['confidence']})"
        about = f"{f['message']}; {f['help']} [{f['provider']} {f['operation']}]"
        yield f"* {f['path']}:{f['line']} {f['rule']}{sure}: {about}"
    yield ""


if __name__ == "__main__":
    sys.exit(main())
