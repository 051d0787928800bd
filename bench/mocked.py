"""The labelled tests of `bench/mocks`, scored with their own scorer: `python -m bench.mocked [--list]`."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.accuracy import Row, truthcheck

MOCKS = Path(__file__).parent / "mocks"


def score() -> Row:
    """The scorer's result."""
    findings = _findings()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "findings.json")
        file.write_text(json.dumps(findings))
        command = [sys.executable, str(MOCKS.parent / "score.py"), str(file), "--json"]
        return json.loads(subprocess.run(command, cwd=MOCKS, check=True, capture_output=True, text=True).stdout)  # type: ignore[no-any-return]


def _findings() -> list[Row]:
    verified = truthcheck("verify", "--exit-zero", cwd=MOCKS / "cases")
    return [{"path": f["path"], "line": f["line"], "code": f["rule"]} for f in verified["findings"]]


def figures(result: Row) -> dict[str, float]:
    """Recall of each kind, precision, and findings in projects where everything is right."""
    kinds = {kind: row["recall"] for kind, row in result["by_kind"].items()}
    clean = sum(result["by_type"][kind]["false_findings"] for kind in ("twin", "trap"))
    return {
        "mocks_recall": kinds["invalid-mock"],
        "mocks_reads_recall": kinds["unknown-response-field"],
        "mocks_precision": result["precision"],
        "mocks_clean_accused": clean,
    }


def main() -> int:
    result = score()
    for name, value in figures(result).items():
        print(f"{name:25} {value:7.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
