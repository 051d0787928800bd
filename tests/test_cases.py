"""Every Markdown case of tests/cases/ and rules/checks/: what is false is found, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import casefile
import pytest

from truthcheck.checks.http import address
from truthcheck.config import Config
from truthcheck.model.call import Call
from truthcheck.model.report import Checked, Report
from truthcheck.model.surface import Origin
from truthcheck.model.value import Literal, Mapping, Value
from truthcheck.pipeline import verify
from truthcheck.report.reasons import sentence
from truthcheck.surfaces import lock
from truthcheck.surfaces.compile import Raw, compile

ROOT = Path(__file__).parent.parent
FILES = [f for f in sorted((ROOT / "tests" / "cases").glob("*.md")) if f.stem != "README"]
PAGES = sorted((ROOT / "rules" / "checks").glob("*.md"))


def collected() -> Iterator[object]:
    for file in (*PAGES, *FILES):
        for case in casefile.read(file):
            yield pytest.param(case, id=f"{file.stem}::{case.name}")


@pytest.mark.parametrize("case", list(collected()))
def test_case(case: casefile.Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = tmp_path / "project"
    for name, source in case.files.items():
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_text(source, encoding="utf-8")
    monkeypatch.chdir(project)
    report = verify((".",), Config(specs=(store(tmp_path / "specs", case.documents),)))
    assert not report.problems
    assert problems(case, report) == []


def problems(case: casefile.Case, report: Report) -> list[str]:
    """Findings that no comment announces, comments that no finding meets, claims that were read otherwise."""
    open_findings = list(report.findings)
    said = []
    for expected in case.errors():
        for finding in open_findings:
            place = (finding.at.path, finding.at.line, finding.rule) == (expected.file, expected.line, expected.rule)
            if place and expected.text in f"{finding.message}; {finding.help}":
                open_findings.remove(finding)
                break
        else:
            said.append(f"not found: {expected}")
    said += [f"unexpected: {f.at.path}:{f.at.line} [{f.rule}] {f.message}; {f.help}" for f in open_findings]
    for claim in case.claims():
        read = [
            written(c, "->" in claim.text)
            for c in report.calls
            if (c.call.at.path, c.call.at.line) == (claim.file, claim.line)
        ]
        if claim.text not in read:
            said.append(f"{claim.file}:{claim.line}: claim {claim.text!r}, read {read}")
    return said


def written(checked: Checked, verdict: bool) -> str:
    """A call as claim comments write it."""
    call = checked.call
    text = " ".join([shown(call.method), url(call), *(f"{a.location}{names(a.value)}" for a in call.arguments)])
    return f"{text} -> {sentence(checked.reason) or checked.verdict}" if verdict else text


def url(call: Call) -> str:
    found = address.split(call.url)
    return address.shown(found.path) if isinstance(found, address.Address) else "?"


def shown(value: Value) -> str:
    return str(value.value) if isinstance(value, Literal) else "?"


def names(value: Value) -> str:
    if not isinstance(value, Mapping):
        return "{?}" if not isinstance(value, Literal) else repr(value.value)
    keys = [entry.key + ("" if entry.always else "?") for entry in value.entries]
    return "{" + ", ".join(keys + (["..."] if value.rest else [])) + "}"


def store(folder: Path, documents: tuple[str, ...]) -> Path:
    """A folder of surfaces compiled from the documents of a case."""
    folder.mkdir()
    entries = []
    for number, document in enumerate(documents):
        done = compile(Raw(document.encode(), Origin(f"acme{number or ''}", "acme", "", "2026-01-01", ""), "acme.yaml"))
        (folder / f"{number}.jsonl").write_bytes(done.data)
        entries.append(entry(number, done.facts.origin, done.facts.hosts, done.facts.bases, done.kept))
    (folder / lock.NAME).write_bytes(lock.dump(entries))
    return folder


def entry(number: int, origin: Origin, hosts: tuple[str, ...], bases: tuple[str, ...], count: int) -> lock.LockEntry:
    return lock.LockEntry(
        provider=origin.provider,
        document=f"{origin.document}{number}",
        version=origin.version,
        date=origin.date,
        kind=origin.kind,
        source=origin.source,
        commit="",
        licence="",
        sha256="",
        index="",
        operations=count,
        hosts=hosts,
        bases=bases,
        current=True,
        file=f"{number}.jsonl",
    )
