"""`python -m bench`: scores the working tree and rewrites bench/RESULTS.md."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from bench import accuracy, databases, mocked, results

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

HERE = Path(__file__).parent
SPEED = HERE / "speed.json"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail below the figures of floors.toml")
    parser.add_argument("--no-speed", action="store_true", help="keep the speed figures of the last full run")
    parser.add_argument("--project", type=Path, help="a big project for the speed table (default: download one)")
    options = parser.parse_args()
    result = accuracy.score()
    if options.check:
        return check(result)
    if not options.no_speed:
        from bench import speed

        SPEED.write_text(json.dumps(speed.measure(options.project), indent=1) + "\n")
    write(result)
    print(results.accuracy(result))
    return 0


def write(result: results.Row) -> None:
    reasons = tomllib.loads((HERE / "misses.toml").read_text("utf-8"))
    parts = [results.HEAD, results.accuracy(result), results.coverage(result)]
    if SPEED.is_file():
        parts.append(results.speed(json.loads(SPEED.read_text("utf-8"))))
    parts += [results.unverified(result), results.misses(result, reasons)]
    # Measured by commands of their own, which need raw documents, wheels or other projects; each names its command.
    parts += [table.read_text("utf-8") for table in sorted((HERE / "tables").glob("*.md"))]
    (HERE / "RESULTS.md").write_text("\n".join(part.rstrip("\n") + "\n" for part in parts), "utf-8")


def figures(result: results.Row) -> dict[str, float]:
    labels, found, wrong = results.totals(result["http"])
    share = {name: row["in_case"] / row["decidable"] for name, row in result["http_coverage"].items()}
    return {
        "precision": result["precision"] or 0.0,
        "recall": result["recall"] or 0.0,
        "http_precision": found / (found + wrong) if found + wrong else 0.0,
        "http_recall": found / labels,
        "http_coverage": share["requests, httpx"],
        **_through_sdks(result["sdk"]),
        "trap_cases_accused": result["clean_cases_flagged"]["trap"]["flagged"],
    }


def _through_sdks(sets: results.Row) -> dict[str, float]:
    """ "SDK calls: parameters and values" as `sdk_parameters_recall` and `..._precision`, by the first word."""
    found: dict[str, float] = {}
    for name, row in sets.items():
        if "," not in name:
            head = f"sdk_{name.split()[0]}"
            found[f"{head}_recall"] = row["found"] / row["labels"]
            told = row["found"] + row["false_positives"]
            found[f"{head}_precision"] = row["found"] / told if told else 0.0
    return found


def _all(result: results.Row) -> dict[str, float]:
    """The figures of every labelled set."""
    return {**figures(result), **mocked.figures(mocked.score()), **databases.figures(databases.score())}


def check(result: results.Row) -> int:
    """Prints every figure beside its floor; 1 when one is worse."""
    floors = tomllib.loads((HERE / "floors.toml").read_text("utf-8"))
    worse = 0
    for name, value in _all(result).items():
        floor = floors.get(name)
        fails = floor is not None and (value > floor if name.endswith("accused") else value < floor)
        worse += fails
        print(f"{name:25} {value:7.3f}   floor {'-' if floor is None else floor}{'   WORSE' if fails else ''}")
    return 1 if worse else 0


if __name__ == "__main__":
    sys.exit(main())
