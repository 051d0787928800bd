"""Repairs: made, checked again, and undone where they make anything worse; on disk, or in memory to show them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Protocol

from truthcheck.fixes.apply import diff, fixable, repair
from truthcheck.locks import write_whole
from truthcheck.model.finding import Finding
from truthcheck.model.report import Report

PASSES = 5  # fixes that touch each other go in one after the other
MOST = 50  # findings that are tried one by one


class Files(Protocol):
    """Where sources are read and written; a file that is gone is not in `read`."""

    def read(self, names: Iterable[str]) -> dict[str, bytes]: ...
    def write(self, sources: Mapping[str, bytes]) -> None: ...


class Disk:
    def read(self, names: Iterable[str]) -> dict[str, bytes]:
        return {name: Path(name).read_bytes() for name in names if Path(name).is_file()}

    def write(self, sources: Mapping[str, bytes]) -> None:
        for name, data in sources.items():
            file = Path(name).resolve()  # a link stays one
            write_whole(file, data, file.stat().st_mode & 0o777)


class Memory:
    """What would be on disk. `edited` is what was written, by path; it starts with what never was there: stdin."""

    def __init__(self, known: Mapping[str, bytes]) -> None:
        self.edited = dict(known)

    def read(self, names: Iterable[str]) -> dict[str, bytes]:
        return {**Disk().read(names), **{name: self.edited[name] for name in names if name in self.edited}}

    def write(self, sources: Mapping[str, bytes]) -> None:
        self.edited.update(sources)


def repaired(
    report: Report, again: Callable[[], Report], unsafe: bool, files: Files | None = None
) -> tuple[Report, int]:
    """Repair and check again until nothing more can be repaired; the last report and how much was repaired.

    A repair that brings to light what was not told before is undone: it may not have been the right one.
    """
    files = files or Disk()
    count = 0
    for _ in range(PASSES):
        found = list(fixable(report.findings, unsafe))
        report, done = _together(report, found, again, unsafe, files)
        if not done:
            break
        count += done
    return report, count


def _together(
    report: Report, found: list[Finding], again: Callable[[], Report], unsafe: bool, files: Files
) -> tuple[Report, int]:
    """All at once; where that makes anything worse, one by one."""
    after, done = _tried(report, found, again, unsafe, files)
    if done or len(found) < 2:
        return after, done
    for finding in found[:MOST]:
        still = [other for other in fixable(report.findings, unsafe) if other.fingerprint == finding.fingerprint]
        report, one = _tried(report, still[:1], again, unsafe, files)
        done += one
    return report, done


def _tried(
    report: Report, found: list[Finding], again: Callable[[], Report], unsafe: bool, files: Files
) -> tuple[Report, int]:
    sources = files.read(_names(found))
    done = repair(found, sources, unsafe)
    if not done.sources:
        return report, 0
    files.write(done.sources)
    after = again()
    if _errors(after) <= _errors(report) and len(after.problems) <= len(report.problems):
        return after, len(done.fixed)
    files.write({name: sources[name] for name in done.sources})
    return report, 0


def _errors(report: Report) -> set[str]:
    return {finding.fingerprint for finding in report.findings if finding.severity == "error"}


def difference(
    report: Report, again: Callable[[Mapping[str, bytes]], Report], known: Mapping[str, bytes], unsafe: bool
) -> str:
    """What `repaired` would do on disk, as a diff. `known` is stdin; `again` is given what the files would hold."""
    files = Memory(known)
    repaired(report, lambda: again(files.edited), unsafe, files)
    before = {**Disk().read(files.edited), **known}
    changed = {name: data for name, data in files.edited.items() if data != before.get(name, b"")}
    return diff({name: before[name] for name in changed}, changed)


def _names(findings: list[Finding]) -> list[str]:
    return sorted({edit.at.path for finding in findings for fix in finding.fixes for edit in fix.edits})
