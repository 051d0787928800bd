"""The verdicts on SDK calls are the same whether the SDKs are installed or only written down."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import casefile
import pytest
from shipped_sdks import history, names

from truthcheck.config import Config
from truthcheck.model.finding import Evidence, Finding
from truthcheck.pipeline import verify

ROOT = Path(__file__).parent.parent
CASES = ROOT / "bench" / "agentic" / "cases"
PROVIDERS = ("anthropic", "github", "openai", "resend", "sendgrid", "slack", "stripe", "supabase", "twilio")
PAGES = sorted((ROOT / "tests" / "cases").glob("sdk*.md"))
OF = "lib/python3.11/site-packages"
STATED = {"requirements.txt", "pyproject.toml", "uv.lock", "poetry.lock"}  # a case that states its versions keeps them

Versions = dict[str, str]
Verdicts = tuple[list[Finding], list[tuple[Any, ...]]]


NEWEST: Versions = {name: history(name).present for name in names()}
OLDEST: Versions = {name: history(name).releases[0] for name in names()}


def written(project: Path, wanted: Versions) -> None:
    (project / "requirements.txt").write_text("".join(f"{name}=={version}\n" for name, version in wanted.items()))


def installed(project: Path, wanted: Versions) -> None:
    """An environment by its metadata alone, which is all that is looked at for a version that we have."""
    for name, version in wanted.items():
        (project / ".venv" / OF / f"{name.replace('-', '_')}-{version}.dist-info").mkdir(parents=True)


def verdicts(project: Path, monkeypatch: pytest.MonkeyPatch) -> Verdicts:
    """Findings without their evidence, which names the file that states the version, and every call's verdict."""
    monkeypatch.chdir(project)
    report = verify((".",), Config())
    assert not report.problems
    findings = [replace(finding, evidence=Evidence()) for finding in report.findings]
    calls = [(one.call.at, one.call.name, one.verdict, one.reason, one.operation) for one in report.calls]
    return findings, calls


def copied(project: Path) -> Path:
    """The benchmark's SDK cases as one project."""
    for provider in PROVIDERS:
        shutil.copytree(CASES / provider, project / provider, ignore=shutil.ignore_patterns("__pycache__"))
    return project


@pytest.fixture(scope="module")
def stated(tmp_path_factory: pytest.TempPathFactory) -> Verdicts:
    """What is said where the present versions are written down and nothing is installed."""
    project = copied(tmp_path_factory.mktemp("stated"))
    written(project, NEWEST)
    with pytest.MonkeyPatch.context() as patch:
        return verdicts(project, patch)


def test_the_present_versions(stated: Verdicts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed(copied(tmp_path), NEWEST)
    assert verdicts(tmp_path, monkeypatch) == stated
    assert len(stated[0]) > 50
    assert len({finding.provider for finding in stated[0]}) == len(PROVIDERS)


def likely(finding: Finding) -> Finding:
    return replace(finding, confidence="likely")


def test_a_fresh_machine(stated: Verdicts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without any version the present ones decide, less sure of what they refute."""
    findings, calls = verdicts(copied(tmp_path), monkeypatch)
    assert [likely(finding) for finding in findings] == [likely(finding) for finding in stated[0]]
    assert calls == stated[1]
    assert findings != stated[0]


def test_old_versions(stated: Verdicts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed(copied(tmp_path), OLDEST)
    by_environment = verdicts(tmp_path, monkeypatch)
    shutil.rmtree(tmp_path / ".venv")
    written(tmp_path, OLDEST)
    assert verdicts(tmp_path, monkeypatch) == by_environment
    assert by_environment != stated


EVERY = [case for page in PAGES for case in casefile.read(page)]
EXAMPLES = [case for case in EVERY if not STATED & {Path(name).name for name in case.files}]


@pytest.mark.parametrize("case", EXAMPLES, ids=lambda case: case.name)
def test_an_example(case: casefile.Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, source in case.files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(source, encoding="utf-8")
    installed(tmp_path, NEWEST)
    beside = verdicts(tmp_path, monkeypatch)
    assert len(beside[0]) >= len({(expected.file, expected.line) for expected in case.errors()})
    shutil.rmtree(tmp_path / ".venv")
    written(tmp_path, NEWEST)
    assert verdicts(tmp_path, monkeypatch) == beside


@pytest.mark.slow
def test_a_real_environment(stated: Verdicts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The SDKs themselves, with all that they need, from the index that pip is configured for."""
    python = copied(tmp_path) / ".venv" / "bin" / "python"
    subprocess.run([sys.executable, "-m", "venv", str(tmp_path / ".venv")], check=True)
    wanted = [f"{name}=={NEWEST[name]}" for name in ("anthropic", "openai", "pygithub", "resend", "sendgrid")]
    wanted += [f"{name}=={NEWEST[name]}" for name in ("slack-sdk", "stripe", "supabase", "twilio")]
    pip = [str(python), "-m", "pip", "install", "--quiet", "--only-binary=:all:", "--disable-pip-version-check"]
    done = subprocess.run([*pip, *wanted], capture_output=True, text=True, timeout=900)
    if done.returncode:
        pytest.skip(f"pip cannot install the SDKs here: {(done.stderr.strip().splitlines() or ['no reason'])[-1]}")
    assert verdicts(tmp_path, monkeypatch) == stated
