"""GitLab's code quality report: a JSON array of issues."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from typing import Any

from truthcheck.model.finding import Finding
from truthcheck.model.report import Problem, Report
from truthcheck.report import text

_SEVERITY = {"error": "major", "warning": "minor"}


def render(report: Report) -> str:
    seen: Counter[str] = Counter()
    issues = [_issue(finding, seen) for finding in report.findings]
    issues += [_unreadable(problem) for problem in report.problems]
    return json.dumps(issues, indent=2) + "\n"


def _issue(finding: Finding, seen: Counter[str]) -> dict[str, Any]:
    words = f"{finding.message}; {finding.help}" if finding.help else finding.message
    return {
        "description": text.mask(words + text.grade(finding)),
        "check_name": finding.rule,
        "fingerprint": _unique(finding.fingerprint, seen),
        "severity": _SEVERITY[finding.severity],
        "location": {
            "path": finding.at.path,
            "positions": {
                "begin": {"line": finding.at.line, "column": finding.at.column},
                "end": {"line": finding.at.end_line, "column": finding.at.end_column},
            },
        },
    }


def _unreadable(problem: Problem) -> dict[str, Any]:
    words = "\0".join(("unreadable", problem.path, problem.message))
    return {
        "description": text.mask(problem.message),
        "check_name": "unreadable",
        "fingerprint": hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:16],
        "severity": "blocker",
        "location": {"path": problem.path, "lines": {"begin": max(problem.line, 1)}},
    }


def _unique(fingerprint: str, seen: Counter[str]) -> str:
    """GitLab drops issues of equal fingerprint: the second of two equal mistakes in one file gets a number."""
    seen[fingerprint] += 1
    return fingerprint if seen[fingerprint] == 1 else f"{fingerprint}-{seen[fingerprint]}"
