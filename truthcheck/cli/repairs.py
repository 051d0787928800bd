"""Repairs on disk: written, checked again, and undone where they make anything worse."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from truthcheck.fix import diff, fixable, repair
from truthcheck.locks import write_whole
from truthcheck.model.finding import Finding
from truthcheck.model.report import Report

PASSES = 5  # fixes that touch each other go in one after the other
MOST = 50  # findings that are tried one by one


def repaired(report: Report, again: Callable[[], Report], unsafe: bool) -> tuple[Report, int]:
    """Repair and check again until nothing more can be repaired; the last report and how much was repaired.

    A repair that brings to light what was not told before is undone: it may not have been the right one.
    """
    count = 0
    for _ in range(PASSES):
        found = list(fixable(report.findings, unsafe))
        report, done = _together(report, found, again, unsafe)
        if not done:
            break
        count += done
    return report, count


def _together(report: Report, found: list[Finding], again: Callable[[], Report], unsafe: bool) -> tuple[Report, int]:
    """All at once; where that makes anything worse, one by one."""
    after, done = _tried(report, found, again, unsafe)
    if done or len(found) < 2:
        return after, done
    for finding in found[:MOST]:
        still = [other for other in fixable(report.findings, unsafe) if other.fingerprint == finding.fingerprint]
        report, one = _tried(report, still[:1], again, unsafe)
        done += one
    return report, done


def _tried(report: Report, found: list[Finding], again: Callable[[], Report], unsafe: bool) -> tuple[Report, int]:
    sources = _sources(found)
    done = repair(found, sources, unsafe)
    if not done.sources:
        return report, 0
    _write(done.sources)
    after = again()
    if _errors(after) <= _errors(report) and len(after.problems) <= len(report.problems):
        return after, len(done.fixed)
    _write({name: sources[name] for name in done.sources})
    return report, 0


def _errors(report: Report) -> set[str]:
    return {finding.fingerprint for finding in report.findings if finding.severity == "error"}


def _write(sources: Mapping[str, bytes]) -> None:
    for name, data in sources.items():
        file = Path(name).resolve()  # a link stays one
        write_whole(file, data, file.stat().st_mode & 0o777)


def difference(report: Report, known: Callable[[str], bytes], unsafe: bool) -> str:
    """The repairs as a diff; `known` gives a file's bytes, also those of stdin."""
    found = list(fixable(report.findings, unsafe))
    sources = {name: known(name) for name in _names(found)}
    return diff(sources, repair(found, sources, unsafe).sources)


def _sources(findings: list[Finding]) -> dict[str, bytes]:
    return {name: Path(name).read_bytes() for name in _names(findings) if Path(name).is_file()}


def _names(findings: list[Finding]) -> list[str]:
    return sorted({edit.at.path for finding in findings for fix in finding.fixes for edit in fix.edits})
