"""SARIF 2.1.0, for code scanning."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from truthcheck.model.finding import Finding, Fix
from truthcheck.model.location import Span
from truthcheck.model.report import Problem, Report
from truthcheck.report import text
from truthcheck.report.json import evidence, summary
from truthcheck.version import __version__

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_BASE = "%SRCROOT%"


def render(report: Report) -> str:
    rules = sorted({finding.rule for finding in report.findings})
    run = {
        "tool": {"driver": _driver(rules)},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, rules.index(finding.rule)) for finding in report.findings],
        "invocations": [_invocation(report)],
        "properties": {"summary": summary(report)},
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _driver(rules: list[str]) -> dict[str, Any]:
    return {"name": "truthcheck", "version": __version__, "rules": [{"id": rule, "name": rule} for rule in rules]}


def _invocation(report: Report) -> dict[str, Any]:
    notices = [_notice(problem) for problem in report.problems]
    return {"executionSuccessful": not notices, "toolExecutionNotifications": notices}


def _notice(problem: Problem) -> dict[str, Any]:
    where: dict[str, Any] = {"artifactLocation": _artifact(problem.path)}
    if problem.line:
        where["region"] = {"startLine": problem.line, "startColumn": max(problem.column, 1)}
    message = {"text": text.mask(problem.message)}
    return {"level": "error", "message": message, "locations": [{"physicalLocation": where}]}


def _result(finding: Finding, index: int) -> dict[str, Any]:
    words = f"{finding.message}; {finding.help}" if finding.help else finding.message
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": finding.severity,
        "message": {"text": text.mask(words + text.grade(finding))},
        "locations": [_location(finding.at)],
        "partialFingerprints": {"truthcheck/v1": finding.fingerprint},
        "properties": {
            "confidence": finding.confidence,
            "provider": finding.provider,
            "operation": finding.operation,
            "evidence": evidence(finding.evidence),
        },
    }
    if finding.related:
        result["relatedLocations"] = [
            {**_location(at), "id": number, "message": {"text": text.mask(word)}}
            for number, (word, at) in enumerate(finding.related, 1)
        ]
    if finding.fixes:
        result["fixes"] = [_fix(fix) for fix in finding.fixes]
    return result


def _location(at: Span) -> dict[str, Any]:
    return {"physicalLocation": {"artifactLocation": _artifact(at.path), "region": _region(at)}}


def _artifact(path: str) -> dict[str, str]:
    """A file outside the working directory has no place below the source root."""
    uri = quote(path.encode("utf-8", "surrogateescape"), safe="/")
    if path.startswith("/"):
        return {"uri": f"file://{uri}"}
    return {"uri": uri} if path.startswith("../") else {"uri": uri, "uriBaseId": _BASE}


def _region(at: Span) -> dict[str, int]:
    return {"startLine": at.line, "startColumn": at.column, "endLine": at.end_line, "endColumn": at.end_column}


def _fix(fix: Fix) -> dict[str, Any]:
    files = sorted({edit.at.path for edit in fix.edits})
    changes = [
        {
            "artifactLocation": _artifact(path),
            "replacements": [
                {"deletedRegion": _region(edit.at), "insertedContent": {"text": edit.text}}
                for edit in fix.edits
                if edit.at.path == path
            ],
        }
        for path in files
    ]
    return {"description": {"text": text.mask(fix.title)}, "artifactChanges": changes}
