"""`specs add NAME --package X==Y`: the wheel is kept in the user's cache, and judges calls as if it were installed."""

from __future__ import annotations

import json
import shutil
import stat
from collections.abc import Mapping
from pathlib import Path

import pytest
from sdk_made import ACME, MAILS, wheel
from test_sdks_installed import APP, CALLS, WRONG, judged, sources, told

from truthcheck.cli import boundary
from truthcheck.sdks.project import wheel_cache
from truthcheck.specs import material

UNTYPED = {"acme/__init__.py": "import httpx\nclass Acme:\n    def send(self, path): ...\n"}
SPLIT = {"supabase/__init__.py": "from postgrest import Rows as Rows\n"}
ROWS = {"postgrest/__init__.py": "class Rows:\n    def pick(self, columns: str) -> str: ...\n"}
INDEX: Mapping[str, bytes] = {
    "resend==99.1": wheel(MAILS, "resend", "99.1"),
    "acme==1.2.0": wheel(ACME, "acme", "1.2.0"),
    "acme==1.0.0": wheel(UNTYPED, "acme", "1.0.0"),
    "supabase==99.0": wheel(SPLIT, "supabase", "99.0", ("postgrest (<89,>=88)", "httpx>=0.27", "x; extra == 'y'")),
    "postgrest<89,>=88": wheel(ROWS, "postgrest", "88.0"),
}


@pytest.fixture
def project(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project beside an index that holds what a test needs and nothing else."""

    def download(requirement: str, folder: str) -> None:
        name, _, version = requirement.partition("==")
        (Path(folder) / f"{name.partition('<')[0]}-{version or '88.0'}-py3-none-any.whl").write_bytes(
            INDEX[requirement]
        )

    monkeypatch.setattr(material, "_download", download)
    (project / ".git").mkdir()
    (project / "truthcheck.toml").write_text("")
    (project / "app.py").write_text(APP)
    return project


def add(name: str, package: str) -> int:
    return boundary.run(["specs", "add", name, "--package", package])


def test_calls_are_judged_by_the_kept_version(project: Path) -> None:
    assert add("mails", "resend==99.1") == 0
    report = judged()
    assert told(report) == WRONG
    assert sources(report) == {("99.1", "the version in truthcheck.lock, read from a cached wheel")}
    (project / "requirements.txt").write_text("resend==2.52.0\n")
    assert {version for version, _ in sources(judged())} == {"2.52.0"}, "what the project runs with comes first"


def test_what_one_project_keeps_says_nothing_in_another_one(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert add("mails", "resend==99.1") == 0
    other = project.parent / "other"
    (other / ".git").mkdir(parents=True)
    (other / "app.py").write_text(APP)
    (other / "requirements.txt").write_text("resend==99.1\n")
    monkeypatch.chdir(other)
    assert told(judged()) == set()
    monkeypatch.chdir(project)
    assert told(judged()) == WRONG


def test_the_wheel_is_kept_as_it_came_and_read_only(project: Path, tmp_path: Path) -> None:
    add("mails", "resend==99.1")
    cached = wheel_cache.find("resend", "99.1")
    assert cached is not None
    ((path, _),) = cached.files
    assert path.read_bytes() == INDEX["resend==99.1"]
    assert not path.stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH)
    assert list((tmp_path / "cache").rglob("resend")) == [], "it is not unpacked"


def test_an_update_brings_back_what_the_cache_has_lost(project: Path, tmp_path: Path) -> None:
    add("mails", "resend==99.1")
    shutil.rmtree(tmp_path / "cache")
    (project / "app.py").write_text("import resend\nresend.Emails.recal('e')\n")
    assert {version for version, _ in sources(judged())} == set()
    assert boundary.run(["specs", "update", "--locked"]) == 0
    assert {version for version, _ in sources(judged())} == {"99.1"}


def test_a_damaged_wheel_is_named_and_not_read(project: Path) -> None:
    add("mails", "resend==99.1")
    cached = wheel_cache.find("resend", "99.1")
    assert cached is not None
    path = cached.files[0][0]
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[:-9])
    report = judged()
    assert not report.findings
    assert report.notes == (
        f"resend 99.1: the cached wheel {path.name} is gone or damaged; its calls are checked as if it were not there",
    )


def test_the_parts_of_an_sdk_are_brought_with_it(project: Path) -> None:
    assert add("base", "supabase==99.0") == 0
    (project / "app.py").write_text("import supabase\nsupabase.Rows().pick('id')\nsupabase.Rows().pikc('id')\n")
    assert told(judged()) == {(3, "unknown-sdk-member")}


def test_a_package_without_a_page_may_be_kept(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert add("acme", "acme==1.2.0") == 0
    assert capsys.readouterr().out == "added acme 1.2.0: members and arguments, from acme==1.2.0\n"
    (project / "app.py").write_text(CALLS)
    report = judged()
    assert told(report) == {(4, "unknown-sdk-argument"), (5, "unknown-sdk-member")}
    assert {finding.provider for finding in report.findings} == {"acme"}
    for command in (["check"], ["update"], ["list"], ["remove", "acme"]):
        assert boundary.run(["specs", *command]) == 0, command
    assert not judged().calls


def test_one_that_cannot_be_judged_is_refused(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert add("acme", "acme==1.0.0") == 2
    assert capsys.readouterr().err == "error: acme 1.0.0: it is not typed\nhint: use an OpenAPI document instead\n"
    assert not (project / "truthcheck.lock").exists()


def test_the_lock_names_the_package(project: Path) -> None:
    add("acme", "acme==1.2.0")
    (pin,) = json.loads((project / "truthcheck.lock").read_text())["pins"]
    assert (pin["kind"], pin["source"], pin["surface"]["operations"]) == ("package", "acme==1.2.0", 0)
