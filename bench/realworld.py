"""Runs truthcheck over working projects and writes bench/REALWORLD.md.

    python -m bench.realworld --clone FOLDER     # once: the projects of realworld.toml, at their commits
    python -m bench.realworld FOLDER             # every folder inside FOLDER is a project

Their code is measured, never kept here. Working code is mostly right, so every finding is read by a person, who writes
into realworld.toml whether it is real; one without an entry there is listed as not read yet. With `--reports DIR` each
project's JSON is kept there, and a project whose JSON is there already is not run again.
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

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

Row = dict[str, Any]
HERE = Path(__file__).parent
LIMIT = 900  # seconds for one project
REASONS = 6  # columns; what is rarer is counted together
HEAD = """\
# Working projects

Written by `python -m bench.realworld`; do not edit. What is said of each finding comes from `bench/realworld.toml`.
The Python files of each project, tests included, at the commit named there. Working code is mostly right: a finding
here is a retired endpoint, a name that the server ignores, or a fault of ours, and each was read.
"""


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.realworld", description=__doc__)
    parser.add_argument("folder", type=Path, help="the folder that holds the projects")
    parser.add_argument("--clone", action="store_true", help="get the projects into FOLDER and stop")
    parser.add_argument("--reports", type=Path, help="keep each project's JSON here, and use what is there")
    options = parser.parse_args()
    known = tomllib.loads((HERE / "realworld.toml").read_text("utf-8"))
    if options.clone:
        return max(clone(options.folder, project) for project in known["project"])
    rows = [measure(folder, options.reports) for folder in sorted(options.folder.iterdir()) if folder.is_dir()]
    (HERE / "REALWORLD.md").write_text("\n".join(render(rows, known)).rstrip("\n") + "\n", "utf-8")
    for row in rows:
        print(*figures(row, known), row["failed"], sep="  ")
    return 1 if any(row["failed"] or unread(row, known) for row in rows) else 0


def clone(folder: Path, project: Row) -> int:
    """One commit without its history; git's own messages tell what went wrong."""
    target = folder / project["name"].replace("/", "+")
    target.mkdir(parents=True, exist_ok=True)
    address = f"https://github.com/{project['name']}"
    steps = (
        ["init", "-q"],
        ["fetch", "-q", "--depth", "1", address, project["commit"]],
        ["checkout", "-q", "FETCH_HEAD"],
    )
    return max(subprocess.run(["git", *step], cwd=target).returncode for step in steps)


def measure(project: Path, reports: Path | None) -> Row:
    """One project's report; `failed` holds the last line on stderr when there is none."""
    kept = reports / f"{project.name}.json" if reports else None
    row: Row = {"name": project.name.replace("+", "/"), "failed": "", "findings": [], "errors": [], "summary": {}}
    if kept and kept.is_file():
        row |= json.loads(kept.read_text("utf-8"))
        return row
    started = time.perf_counter()
    command = [sys.executable, "-m", "truthcheck", "verify", "--exit-zero", "--format", "json", "."]
    try:
        run = subprocess.run(command, cwd=project, capture_output=True, text=True, timeout=LIMIT)
        row |= json.loads(run.stdout)  # code 2 comes with a report when only some files could not be read
    except ValueError:
        row["failed"] = f"code {run.returncode}: {(run.stderr.strip().splitlines() or ['no output'])[-1]}"
    except subprocess.TimeoutExpired:
        row["failed"] = f"took more than {LIMIT} s"
    row["seconds"] = time.perf_counter() - started
    if kept and not row["failed"]:
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(json.dumps(row), "utf-8")
    return row


def render(rows: list[Row], known: Row) -> Iterator[str]:
    yield HEAD
    head = "project | files | calls | verified | refuted | unverified | judged | findings | real | ours | warnings"
    yield table(head, [*(figures(row, known) for row in rows), total(rows, known)])
    yield "## Why calls are unverified\n"
    yield from unverified(rows)
    yield "## Hosts without a surface, by calls\n"
    yield table("host | calls", hosts(rows).most_common(20))
    yield "## Findings\n"
    for row in rows:
        yield from details(row, known)


def figures(row: Row, known: Row) -> tuple[object, ...]:
    errors = [finding for finding in row["findings"] if finding["severity"] == "error"]
    said = Counter(verdict(row, finding, known)[0] for finding in errors)
    counts = [row["summary"].get(key, 0) for key in ("files", "calls", "verified", "refuted", "unverified")]
    return (
        row["name"],
        *counts,
        percent(counts[2] + counts[3], counts[1]),
        len(errors),
        said["real"],
        said["ours"],
        len(row["findings"]) - len(errors),
    )


def total(rows: list[Row], known: Row) -> tuple[object, ...]:
    lines = [figures(row, known) for row in rows]
    sums: list[Any] = [sum(column) if not isinstance(column[0], str) else "" for column in zip(*lines, strict=True)]
    return ("together", *sums[1:6], percent(sums[3] + sums[4], sums[2]), *sums[7:])


def verdict(row: Row, finding: Row, known: Row) -> tuple[str, str]:
    """("real" or "ours", why); ("unread", "") for a finding that nobody has judged."""
    for entry in known.get("finding", ()):
        place = (entry["project"], entry["path"], entry["rule"])
        if place == (row["name"], finding["path"], finding["rule"]) and entry.get("about", "") in finding["message"]:
            return entry["verdict"], entry["why"]
    return "unread", ""


def unread(row: Row, known: Row) -> list[Row]:
    errors = [finding for finding in row["findings"] if finding["severity"] == "error"]
    return [finding for finding in errors if verdict(row, finding, known)[0] == "unread"]


def unverified(rows: list[Row]) -> Iterator[str]:
    counted = [Counter[str]() for _ in rows]
    for row, counter in zip(rows, counted, strict=True):
        for reason, calls in row["summary"].get("unverified_reasons", {}).items():
            counter[kind(reason)] += calls
    names = [name for name, _ in sum(counted, Counter[str]()).most_common(REASONS)]
    lines = [
        (row["name"], *(c[n] for n in names), c.total() - sum(c[n] for n in names))
        for row, c in zip(rows, counted, strict=True)
    ]
    yield table(" | ".join(["project", *names, "other reasons"]), lines)


def kind(reason: str) -> str:
    """A reason without the host or name that it is about."""
    if reason.startswith("no surface for the version"):
        return "no surface for the SDK's version"
    return "no surface for the host" if reason.startswith("no surface for ") else reason


def hosts(rows: list[Row]) -> Counter[str]:
    found: Counter[str] = Counter()
    for row in rows:
        for reason, calls in row["summary"].get("unverified_reasons", {}).items():
            if kind(reason) == "no surface for the host":
                found[reason.removeprefix("no surface for ").partition("/")[0]] += calls
    return found


def details(row: Row, known: Row) -> Iterator[str]:
    errors = [finding for finding in row["findings"] if finding["severity"] == "error"]
    if not errors and not row["failed"]:
        return
    yield f"### {row['name']}\n"
    if row["failed"]:
        yield f"Failed: {row['failed']}\n"
    for finding in errors:
        said, why = verdict(row, finding, known)
        sure = "" if finding["confidence"] == "certain" else f", {finding['confidence']}"
        yield f"* `{finding['path']}:{finding['line']}` {finding['rule']}{sure}: {finding['message']}. **{said}** {why}"
    yield ""


if __name__ == "__main__":
    sys.exit(main())
