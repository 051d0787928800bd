"""The labelled projects of `bench/database`, scored with their own scorer: `python -m bench.databases`."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.accuracy import Row, truthcheck

DATABASE = Path(__file__).parent / "database"
NAMES = ("unknown-table", "unknown-column", "unknown-function")


def score() -> Row:
    """The scorer's result."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "findings.json")
        file.write_text(json.dumps(_findings()))
        command = [sys.executable, str(DATABASE.parent / "score.py"), str(file), "--json"]
        return json.loads(subprocess.run(command, cwd=DATABASE, check=True, capture_output=True, text=True).stdout)  # type: ignore[no-any-return]


def _findings() -> list[Row]:
    """Each project is looked at on its own, as its own repository would be."""
    found: list[Row] = []
    for project in sorted(folder for folder in (DATABASE / "cases").glob("*/*") if folder.is_dir()):
        place = project.relative_to(DATABASE / "cases").as_posix()
        told = truthcheck("verify", "--exit-zero", cwd=project)["findings"]
        found += [{"path": f"{place}/{one['path']}", "line": one["line"], "code": one["rule"]} for one in told]
    return found


def figures(result: Row) -> dict[str, float]:
    """Recall of names and of the other kinds, precision, and findings in projects where everything is right."""
    kinds = result["by_kind"]
    clean = sum(result["by_type"][kind]["false_findings"] for kind in ("twin", "trap"))
    return {
        "database_names_recall": _recall([row for kind, row in kinds.items() if kind in NAMES]),
        "database_others_recall": _recall([row for kind, row in kinds.items() if kind not in NAMES]),
        "database_precision": result["precision"],
        "database_clean_accused": clean,
    }


def _recall(rows: list[Row]) -> float:
    return sum(row["found"] for row in rows) / max(1, sum(row["labels"] for row in rows))


def main() -> int:
    for name, value in figures(score()).items():
        print(f"{name:25} {value:7.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
