"""The public JSON of `verify`; its schema is report.schema.json beside this file.

Everything is ASCII, so that no terminal's or pipe's encoding can break it.
"""

from __future__ import annotations

import json
from typing import Any

from truthcheck.model.finding import Evidence, Finding, Fix
from truthcheck.model.location import Span
from truthcheck.model.report import REFUTED, SUPPORTED, UNVERIFIED, Problem, Report
from truthcheck.report.reasons import counted
from truthcheck.report.text import mask
from truthcheck.version import __version__


def render(report: Report) -> str:
    whole = {
        "truthcheck": __version__,
        "summary": summary(report),
        "findings": [finding(item) for item in report.findings],
        "errors": [error(item) for item in report.problems],
        "notes": [mask(note) for note in report.notes],
    }
    return json.dumps(whole, indent=2) + "\n"


def render_lines(report: Report) -> str:
    """One object a line, each told apart by "type": findings, errors, and the summary last."""
    lines: list[dict[str, Any]] = [{"type": "finding", **finding(item)} for item in report.findings]
    lines += [{"type": "error", **error(item)} for item in report.problems]
    lines += [{"type": "note", "message": mask(note)} for note in report.notes]
    lines.append({"type": "summary", "truthcheck": __version__, **summary(report)})
    return "".join(json.dumps(line, separators=(",", ":")) + "\n" for line in lines)


def summary(report: Report) -> dict[str, Any]:
    return {
        "files": report.files,
        "calls": len(report.calls),
        "verified": report.count(SUPPORTED),
        "verified_in_part": report.in_part(),
        "refuted": report.count(REFUTED),
        "unverified": report.count(UNVERIFIED),
        "own_application": report.own_application(),
        "unverified_reasons": counted(report.reasons()),
        "left_open": {mask(words): count for words, count in counted(report.left_open()).items()},
        "seconds": round(report.seconds, 3),
    }


def finding(item: Finding) -> dict[str, Any]:
    return {
        "rule": item.rule,
        "severity": item.severity,
        "confidence": item.confidence,
        **place(item.at),
        "call": mask(item.call),
        "provider": item.provider,
        "operation": item.operation,
        "message": mask(item.message),
        "help": mask(item.help),
        "evidence": evidence(item.evidence),
        "fixes": [_fix(fix) for fix in item.fixes],
        "related": [{"message": mask(word), **place(at)} for word, at in item.related],
        "fingerprint": item.fingerprint,
    }


def place(at: Span) -> dict[str, Any]:
    return {
        "path": at.path,
        "line": at.line,
        "column": at.column,
        "end_line": at.end_line,
        "end_column": at.end_column,
    }


def evidence(proof: Evidence) -> dict[str, str]:
    """Only what is known."""
    names = ("document", "version", "date", "pointer", "source", "package", "symbol", "came", "went")
    return {name: value for name in names if (value := getattr(proof, name))}


def error(item: Problem) -> dict[str, Any]:
    return {"path": item.path, "line": item.line, "column": item.column, "message": mask(item.message)}


def _fix(fix: Fix) -> dict[str, Any]:
    edits = [{**place(edit.at), "text": edit.text} for edit in fix.edits]
    return {"title": mask(fix.title), "safe": fix.safe, "edits": edits}
