"""Versions that do not come with truthcheck: read from the project's environment or a cached wheel, never run."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sdk_made import ACME, MAILS, SITE, install, wheel
from shipped_rules import RULES

from truthcheck import config
from truthcheck.model.report import Report
from truthcheck.pipeline import verify
from truthcheck.report.reasons import sentence
from truthcheck.sdks import registry
from truthcheck.sdks.build.indexes import build_members
from truthcheck.sdks.index.history_write import write
from truthcheck.sdks.index.index_file import MemberFile
from truthcheck.sdks.project import environments, installed, kept_packages, record_cache, wheel_cache
from truthcheck.sdks.project.exact_version import Exact
from truthcheck.sdks.project.pin import Pin
from truthcheck.sdks.registry import Registry, catalogue_of

APP = """\
import resend
resend.Emails.send(["a@example.com"])
resend.Emails.recall("e1", silent=True)
resend.Emails.recall("e1", silently=True)
resend.Emails.recal("e1")
resend.Broadcasts.start(name="n")
resend.Domains.list()
"""
WRONG = {(4, "unknown-sdk-argument"), (5, "unknown-sdk-member"), (7, "unknown-sdk-member")}
CODE = "import json, sys, truthcheck.cli\nsys.exit(truthcheck.cli.main(['verify', 'app.py', '--format', 'json']))"


@pytest.fixture
def project(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for variable in environments.ACTIVE:
        monkeypatch.delenv(variable, raising=False)
    (project / ".git").mkdir()
    (project / "app.py").write_text(APP)
    return project


def judged() -> Report:
    return verify(("app.py",), config.load(Path.cwd()))


def told(report: Report) -> set[tuple[int, str]]:
    return {(finding.at.line, finding.rule) for finding in report.findings}


def sources(report: Report) -> set[tuple[str, str]]:
    return {(finding.evidence.version, finding.evidence.source) for finding in report.findings}


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def cached(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "cache" / "members").glob("*.jsonl"))


def test_the_version_in_the_environment_decides(project: Path) -> None:
    install(project / ".venv", MAILS, "resend", "99.1")
    before = tree(project)
    report = judged()
    assert told(report) == WRONG
    assert sources(report) == {("99.1", "the version in .venv (resend-99.1.dist-info), read from there")}
    assert tree(project) == before


def test_a_lock_file_decides_and_the_environment_is_read_if_it_has_that_version(project: Path) -> None:
    install(project / ".venv", MAILS, "resend", "99.1")
    (project / "uv.lock").write_text('[[package]]\nname = "resend"\nversion = "99.1"\n')
    report = judged()
    assert told(report) == WRONG
    assert sources(report) == {("99.1", "the version in uv.lock:2, read from .venv")}
    (project / "uv.lock").write_text('[[package]]\nname = "resend"\nversion = "98.0"\n')
    report = judged()
    assert not report.findings, "no version that is known stands for 98.0"
    newer = "the release of resend that the project uses is newer than 2.52.0, the last that is known"
    assert {newer} <= {sentence(reason) for one in report.calls for reason in (one.reason, *one.left_open)}


def test_without_any_pin_the_evidence_says_that_the_present_version_stands(project: Path) -> None:
    (project / "app.py").write_text("import resend\nresend.Emails.sendd({})\n")
    assert sources(judged()) == {("2.52.0", "the present version: the project names none")}


def test_an_index_an_environment_and_a_wheel_say_the_same(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = wheel(MAILS, "resend", "99.1")
    (project / "requirements.txt").write_text("resend==99.1\n")

    def verdicts(alone: bool = False) -> list[Any]:
        """`alone`: without what other releases say, which a folder that has one release does not know."""
        report = judged()
        return [[(c.call.at, c.verdict, c.reason, c.operation) for c in report.calls]] + [
            (f.at, f.rule, f.message, "" if alone else f.help, f.fixes) for f in report.findings
        ]

    wheel_cache.keep("resend", "99.1", [("resend-99.1-py3-none-any.whl", data)])
    assert not judged().findings, "another project brought the wheel"
    with monkeypatch.context() as told_to_keep:
        told_to_keep.setattr(kept_packages, "kept", lambda name, place: Pin(name, "99.1", "", "truthcheck.lock"))
        by_wheel, plainly = verdicts(), verdicts(alone=True)
    assert len(by_wheel) == 1 + len(WRONG)
    (tmp_path / "cache" / "wheels" / "resend-99.1.json").unlink()
    environment = install(project / ".venv", MAILS, "resend", "99.1")
    assert verdicts() == by_wheel
    file = tmp_path / "resend-99.1-py3-none-any.whl"
    file.write_bytes(data)
    built = build_members([file], RULES.of("resend"))
    folder = tmp_path / "specs" / "sdks"
    folder.mkdir(parents=True)
    index = MemberFile(tmp_path / built.name, built.data)
    write(folder / "resend.history", [("99.1", index.header, dict(map(json.loads, index.lines())))])
    (folder / "catalogue.json").write_bytes(catalogue_of(folder))
    (project / "truthcheck.toml").write_text(f"specs = [{json.dumps(folder.parent.as_posix())}]\n")
    for path in (environment / "resend").iterdir():
        path.unlink()
    assert verdicts(alone=True) == plainly


def test_what_was_read_once_is_not_read_again(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(project / ".venv", MAILS, "resend", "99.1")
    first = judged()
    assert len(cached(tmp_path)) == 1
    monkeypatch.setattr(installed, "open_installed", None)
    again = judged()
    assert [f.fingerprint for f in again.findings] == [f.fingerprint for f in first.findings]
    shown = subprocess.run(
        [sys.executable, "-c", f"{CODE.splitlines()[0]}\n{PROBE}"], capture_output=True, text=True, check=True
    )
    assert shown.stdout.split() == ["3"], "no parser and no archive is loaded for what is known"


PROBE = """
from pathlib import Path
from truthcheck import config
from truthcheck.pipeline import verify
found = len(verify(("app.py",), config.load(Path.cwd())).findings)
print(found, *sorted({"zipfile", "truthcheck.sdks.source.members.full_reader"} & set(sys.modules)))
"""


def test_a_question_not_asked_before_is_added(project: Path, tmp_path: Path) -> None:
    install(project / ".venv", MAILS, "resend", "99.1")
    (project / "app.py").write_text("import resend\nresend.Emails.recal()\n")
    judged()
    (known,) = cached(tmp_path)
    small = known.stat().st_size
    assert b"silent" not in known.read_bytes()
    (project / "app.py").write_text(APP)
    assert told(judged()) == WRONG
    assert known.stat().st_size > small
    stored = record_cache.load(known)
    assert stored is not None
    assert stored.record("resend.emails:Emails")["m"]["recall"]["op"] == [["POST", "/mails/{email_id}/recall"]]  # type: ignore[index]


@pytest.mark.parametrize("damage", [b"", b"{", b"\0\0", None])
def test_a_damaged_cache_is_as_good_as_none(project: Path, tmp_path: Path, damage: bytes | None) -> None:
    install(project / ".venv", MAILS, "resend", "99.1")
    judged()
    (known,) = cached(tmp_path)
    whole = known.read_bytes()
    known.write_bytes(whole.replace(b"silent", b"silenz") if damage is None else damage)
    assert told(judged()) == WRONG
    assert record_cache.load(known) is not None
    assert b"silenz" not in known.read_bytes()


def test_another_content_of_the_same_version_is_another_package(project: Path, tmp_path: Path) -> None:
    site = install(project / ".venv", MAILS, "resend", "99.1")
    judged()
    (site / "resend-99.1.dist-info" / "METADATA").unlink()
    (site / "resend-99.1.dist-info" / "RECORD").unlink()
    (site / "resend-99.1.dist-info").rmdir()
    changed = MAILS | {"resend/emails.py": MAILS["resend/emails.py"].replace("silent:", "silently:")}
    install(project / ".venv", changed, "resend", "99.1")
    assert told(judged()) == WRONG - {(4, "unknown-sdk-argument")} | {(3, "unknown-sdk-argument")}
    assert len(cached(tmp_path)) == 2


def test_several_at_once(project: Path, tmp_path: Path) -> None:
    install(project / ".venv", MAILS, "resend", "99.1")

    def run(_: int) -> set[int]:
        done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, cwd=project)
        return {finding["line"] for finding in json.loads(done.stdout)["findings"]}

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(run, range(4))) == [{4, 5, 7}] * 4
    assert [record_cache.load(path) is not None for path in cached(tmp_path)] == [True]
    assert not list((tmp_path / "cache" / "members").glob("*.tmp"))


def test_where_nothing_can_be_kept_everything_is_read(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(project / ".venv", MAILS, "resend", "99.1")
    (tmp_path / "cache").write_text("a file where the folder belongs")
    assert told(judged()) == WRONG
    monkeypatch.delenv("TRUTHCHECK_CACHE_DIR")
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setattr(os.path, "expanduser", lambda path: path)  # no home
    before = tree(project)
    assert told(judged()) == WRONG
    assert tree(project) == before


BROKEN = [
    ("resend/emails.py", None, "resend/emails.py is missing"),
    ("resend/more.py", "X = 1", "resend/more.py is not in its RECORD"),
    ("resend-99.1.dist-info/RECORD", "resend-99.1.dist-info/RECORD,,\n", "its RECORD names no Python file"),
]


@pytest.mark.parametrize(("path", "content", "why"), BROKEN)
def test_half_an_installation_is_not_read(project: Path, path: str, content: str | None, why: str) -> None:
    site = install(project / ".venv", MAILS, "resend", "99.1")
    if content is None:
        (site / path).unlink()
    else:
        (site / path).write_text(content)
    report = judged()
    assert not report.findings
    assert [note for note in report.notes if "resend" in note] == [
        f"resend 99.1 in .venv: {why}; its calls are checked as if it were not there"
    ]


def test_a_file_that_was_changed_is_withheld_and_nothing_is_kept(project: Path, tmp_path: Path) -> None:
    site = install(project / ".venv", MAILS, "resend", "99.1")
    (site / "resend" / "emails.py").write_text("class Emails:\n    pass\n")
    report = judged()
    assert told(report) == {(7, "unknown-sdk-member")}, "the other files are as they were installed"
    assert [one.verdict for one in report.calls if one.call.at.line < 6] == ["unverified"] * 4
    assert report.notes == (
        "resend 99.1 in .venv: emails.py is not what its RECORD says; what it holds is not checked",
    )
    assert not cached(tmp_path)


def test_a_module_that_this_python_cannot_parse_leaves_its_names_open(project: Path) -> None:
    broken = MAILS | {"resend/new.py": "type X = = 1"}
    install(project / ".venv", broken, "resend", "99.1")
    (project / "app.py").write_text("import resend.new\nresend.new.start()\n")
    report = judged()
    assert not report.findings
    assert [sentence(one.reason) for one in report.calls] == ["resend.new cannot be read"]


def test_two_versions_at_once_are_none(project: Path) -> None:
    install(project / ".venv", MAILS, "resend", "99.1")
    install(project / ".venv", {}, "resend", "99.0")
    (project / "app.py").write_text("import resend\nresend.Emails.recall('e')\n")
    assert sources(judged()) == {("2.52.0", "the present version: the project names none")}


def test_a_package_is_never_run(project: Path) -> None:
    mark = "__import__('pathlib').Path('ran.txt').write_text('x')\n"
    install(project / ".venv", {path: mark + text for path, text in MAILS.items() if "emails" not in path}
            | {"resend/emails.py": MAILS["resend/emails.py"]}, "resend", "99.1")  # fmt: skip
    assert told(judged()) == WRONG
    assert not (project / "ran.txt").exists()


def test_an_active_environment_counts_inside_the_project_alone(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(project / "environments" / "one", MAILS, "resend", "99.1")
    install(tmp_path / "hooks", MAILS, "resend", "99.2")
    monkeypatch.setenv("VIRTUAL_ENV", str(tmp_path / "hooks"))
    assert {version for version, _ in sources(judged())} == {"2.52.0"}
    monkeypatch.setenv("VIRTUAL_ENV", str(project / "environments" / "one"))
    assert {version for version, _ in sources(judged())} == {"99.1"}
    monkeypatch.delenv("VIRTUAL_ENV")
    (project / "truthcheck.toml").write_text('environment = "../hooks"\n')
    assert {version for version, _ in sources(judged())} == {"99.2"}


def test_a_lock_with_several_versions_allows_each_of_them(project: Path) -> None:
    both = "".join(f'[[package]]\nname = "resend"\nversion = "{version}"\n' for version in ("2.0.0", "99.1"))
    (project / "uv.lock").write_text(both)
    chosen = Registry((Path(registry.__file__).parents[2] / "specs_cache" / "sdks",), RULES).choose("resend", project)
    assert chosen is not None
    assert chosen.pin is not None
    assert (chosen.pin.version, chosen.pin.range) == ("", "==2.0.0 || ==99.1")


def test_the_parts_of_an_sdk_are_read_together(project: Path) -> None:
    whole = {"supabase/__init__.py": "from postgrest import Rows as Rows\n"}
    part = {"postgrest/__init__.py": "class Rows:\n    def pick(self, columns: str) -> str: ...\n"}
    site = install(project / ".venv", whole, "supabase", "99.0")
    install(project / ".venv", part, "postgrest", "88.0")
    info = site / "supabase-99.0.dist-info" / "METADATA"
    info.write_text(
        "Name: supabase\nVersion: 99.0\nRequires-Dist: postgrest (==88.0)\nRequires-Dist: x; extra == 'y'\n\n"
    )
    read = Exact(RULES).package("supabase", "99.0", project)
    assert read is not None
    found = read.package.member(read.package.call(read.package.root("supabase.Rows")), "pick")
    assert getattr(found, "symbol", "") == "postgrest:Rows.pick"


CALLS = """\
from acme import Acme
client = Acme("k")
client.boats.launch("Ada", sails=2)
client.boats.launch("Ada", sail=2)
client.boats.lanch("Ada")
client.boats.launch("Ada", sails=1.5)
"""


@pytest.mark.parametrize("asked", ['packages = ["acme"]\n', ""])
def test_a_package_without_a_page_is_judged_when_asked_for(project: Path, asked: str) -> None:
    install(project / ".venv", ACME, "acme", "1.2.0")
    (project / "app.py").write_text(CALLS)
    (project / "truthcheck.toml").write_text(asked)
    report = judged()
    assert told(report) == ({(4, "unknown-sdk-argument"), (5, "unknown-sdk-member")} if asked else set())
    assert [one.operation for one in report.calls] == (
        ["POST /boats", "POST /boats", "", "POST /boats"] if asked else []
    )
    if asked:
        assert [one.verdict for one in report.calls] == ["supported", "refuted", "refuted", "supported"]
        assert {finding.evidence.package for finding in report.findings} == {"acme"}


UNFIT = [
    ({"acme/_client.py": "class Acme:\n    def send(self, path): ...\n"}, "it is not typed"),
    ({"acme/_client.py": "class Acme:\n    def send(self, path: str) -> str: ...\n"}, "it imports no HTTP library"),
]


@pytest.mark.parametrize(("files", "why"), UNFIT)
def test_a_package_that_cannot_be_judged_is_named(project: Path, files: dict[str, str], why: str) -> None:
    install(project / ".venv", {"acme/__init__.py": "from acme._client import Acme\n", **files}, "acme", "1.2.0")
    (project / "truthcheck.toml").write_text('packages = ["acme", "nobody"]\n')
    (project / "app.py").write_text(CALLS)
    report = judged()
    assert not report.calls
    assert report.notes[0].startswith("nobody is asked for, but this project names no version of it")
    assert report.notes[1:] == (f"acme 1.2.0: {why}; its calls are checked as if it were not there",)


def test_the_environment_holds_what_the_site_says(project: Path) -> None:
    install(project / "venv", MAILS, "resend", "99.1")
    (found,) = environments.installed("Resend", project)
    assert (found.name, found.version, found.shown) == ("resend", "99.1", "venv")
    assert found.info.parent == project / "venv" / SITE


PROTO = {
    "acme/pb.py": "import builder\n_globals = globals()\nbuilder.build(_globals)\n",
    "acme/pb_all.py": "from acme.pb import *\n",
    "acme/late.py": "from acme.boats import Boats\nBoats.sink = print\n",
    "acme/parts/tools.py": "def cut(size: int) -> int: ...\n",
    "acme/box/__init__.py": "from acme.box.inner import inner as inner\nfrom acme.box.inner import lid as lid\n",
    "acme/box/inner/__init__.py": "from acme.box.inner import inner\ndef lid(size: int) -> int: ...\n",
    "acme/box/inner/inner.py": "def flap(size: int) -> int: ...\n",
}


def test_names_that_modules_make_for_each_other(project: Path) -> None:
    """Namespaces handed out, names set from outside, folders without code, a module beside a name like its own."""
    install(project / ".venv", ACME | PROTO, "acme", "1.2.0")
    (project / "truthcheck.toml").write_text('packages = ["acme"]\n')
    (project / "app.py").write_text(
        "import acme.pb, acme.pb_all, acme.parts.tools\n"
        "from acme import Acme\n"
        "from acme.box.inner import lid\n"
        "acme.pb.Message(1)\n"
        "acme.pb_all.Message(1)\n"
        "Acme('k').boats.sink('Ada')\n"
        "Acme('k').boats.rise('Ada')\n"
        "acme.parts.tools.cut(size=1)\n"
        "lid(size=2)\n"
        "lid(sice=2)\n"
    )
    assert told(judged()) == {(7, "unknown-sdk-member"), (10, "unknown-sdk-argument"), (10, "missing-parameter")}


STRANGE = {
    "acme/fast.cpython-311-x86_64-linux-gnu.so": "no text",
    "acme/hidden.pyi": "def only(size: int) -> int: ...\n",
    "acme/loops.py": "class Loop:\n    one, two = 1, 2\n    for name in ('a', 'b'):\n        locals()[name] = print\n",
    "acme/pairs.py": "class Pair:\n    one, two = print, print\n",
    "acme/texts.py": "exec('def made(): ...')\n",
    "acme/sets.py": "import sys\nfor name in 'ab':\n    setattr(sys.modules[__name__], name, print)\n",
}


def test_what_cannot_be_read_or_is_made_when_it_runs_is_left_open(project: Path) -> None:
    install(project / ".venv", ACME | STRANGE, "acme", "1.2.0")
    (project / "truthcheck.toml").write_text('packages = ["acme"]\n')
    (project / "app.py").write_text(
        "import acme.fast, acme.hidden, acme.loops, acme.pairs, acme.texts, acme.sets\n"
        "acme.fast.run(1)\n"
        "acme.hidden.only(1)\n"
        "acme.loops.Loop.a(1)\n"
        "acme.pairs.Pair.two(1)\n"
        "acme.pairs.Pair.three(1)\n"
        "acme.texts.made()\n"
        "acme.sets.a(1)\n"
    )
    assert told(judged()) == {(6, "unknown-sdk-member")}
