"""A language is one folder: put there, its files are found, read, followed and judged; nothing else changes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from truthcheck.claims import languages
from truthcheck.cli import main
from truthcheck.config import Config
from truthcheck.model.report import REFUTED, SUPPORTED, Checked, Report
from truthcheck.pipeline import verify

CLIENT = """\
id = "web"
modules = ["web"]

[[call]]
name = ["web.fetch"]
method = "GET"
roles = { url = "0" }

[[call]]
name = ["web.ask"]
roles = { method = "0", url = "1", query = "query" }
"""


HOWTO = Path(__file__).parent.parent / "docs" / "howto" / "language.md"
TOYS = Path(__file__).parent / "toy_language"


@pytest.fixture
def toy(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """One more folder among the languages."""
    monkeypatch.setattr(languages, "__path__", [*languages.__path__, str(TOYS)])
    languages.forget()
    yield
    languages.forget()


@pytest.fixture
def config(project: Path) -> Config:
    clients = project.parent / "rules" / "clients"
    clients.mkdir(parents=True)
    (clients / "web.toml").write_text(CLIENT)
    return Config(rules=(project.parent / "rules",), root=project)


def judged(report: Report) -> dict[int, Checked]:
    """The calls by their lines."""
    assert not report.problems
    return {checked.call.at.line: checked for checked in report.calls}


@pytest.mark.usefixtures("toy")
def test_calls_are_found_and_judged(project: Path, config: Config) -> None:
    (project / "app.toy").write_text(
        "use web\n"
        'base := "https://api.github.com"\n'
        'web.fetch(base + "/repos/octocat/hello/issues")\n'
        'web.fetch(base + "/repos/octocat/hello/isues")\n'
    )
    report = verify((".",), config)
    calls = judged(report)
    assert report.files == 1
    assert calls[3].verdict == SUPPORTED
    assert calls[4].verdict == REFUTED
    (finding,) = calls[4].findings
    assert finding.rule == "unknown-endpoint"
    assert (finding.at.path, finding.at.line) == ("app.toy", 4)


@pytest.mark.usefixtures("toy")
def test_a_wrapper_is_followed_to_who_calls_it_in_another_file(project: Path, config: Config) -> None:
    (project / "gateway.toy").write_text('use web\ndef get(path) := web.fetch("https://api.github.com/" + path)\n')
    (project / "app.toy").write_text('use gateway\ngateway.get("user")\ngateway.get("usr")\n')
    calls = {(c.call.at.path, c.call.at.line): c.verdict for c in verify((".",), config).calls}
    assert calls["app.toy", 2] == SUPPORTED
    assert calls["app.toy", 3] == REFUTED


@pytest.mark.usefixtures("toy")
def test_two_languages_in_one_run(project: Path, config: Config) -> None:
    (project / "app.toy").write_text('use web\nweb.fetch("https://api.github.com/usr")\n')
    (project / "app.py").write_text('import requests\nrequests.get("https://api.github.com/usr")\n')
    report = verify((".",), config)
    assert {c.call.at.path: c.verdict for c in report.calls} == {"app.py": REFUTED, "app.toy": REFUTED}


@pytest.mark.usefixtures("toy")
def test_the_command_extract_and_the_files_it_walks(
    project: Path, config: Config, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "truthcheck.toml").write_text('rules = ["../rules"]\n')
    (project / "app.toy").write_text('use web\nweb.fetch("https://api.github.com/user")\n')
    (project / "toybox").mkdir()
    (project / "toybox" / "other.toy").write_text('use web\nweb.fetch("https://api.github.com/user")\n')
    with pytest.raises(SystemExit) as stop:
        main(["extract", "--format", "json", "."])
    assert not stop.value.code
    (call,) = json.loads(capsys.readouterr().out)["calls"]
    assert "app.toy" in json.dumps(call)


@pytest.mark.usefixtures("toy")
def test_a_package_of_the_same_name_in_another_language_is_another(project: Path, config: Config) -> None:
    (project / "app.toy").write_text("use stripe\nstripe.Custommer()\n")
    (project / "app.py").write_text("import stripe\nstripe.Custommer.create()\n")
    assert {c.call.at.path: c.verdict for c in verify((".",), config).calls} == {"app.py": REFUTED}


@pytest.mark.usefixtures("toy")
def test_its_comments_are_its_own(project: Path, config: Config) -> None:
    (project / "truthcheck.toml").write_text('rules = ["../rules"]\n')
    (project / "app.toy").write_text(
        'use web\nweb.fetch("https://api.github.com/usr") // truthcheck: ignore[unknown-endpoint] not there yet\n'
    )
    with pytest.raises(SystemExit) as stop:
        main(["verify", "."])
    assert not stop.value.code


@pytest.mark.usefixtures("toy")
def test_a_broken_file_is_a_problem(project: Path, config: Config) -> None:
    (project / "app.toy").write_text("use web\nuse\n")
    (problem,) = verify((".",), config).problems
    assert (problem.path, problem.message, problem.line) == ("app.toy", "a name is missing", 2)


@pytest.mark.usefixtures("toy")
def test_everyone_asks_the_languages_which_files_there_are() -> None:
    assert languages.suffixes() == (".py", ".pyw", ".toy")
    assert languages.names() == "Python or Toy"
    assert languages.of("a/b.toy").name == "Toy"
    assert languages.of("script").name == "Python"


def test_without_the_folder_there_is_no_such_language(project: Path, config: Config) -> None:
    (project / "app.toy").write_text("use web\n")
    report = verify((".",), config)
    assert (report.files, report.notes) == (0, ("no Python files in .",))


def test_the_how_to_names_one_folder() -> None:
    first = HOWTO.read_text("utf-8").split("\n\n")[1]
    assert first.startswith("One folder: `truthcheck/claims/languages/NAME/`. ")
    assert [place.name for place in TOYS.iterdir()] == ["toy"]
    assert [file.name for file in TOYS.rglob("*.py")] == ["language.py"]


def test_nobody_names_a_language() -> None:
    """What is said of one language is said in its folder."""
    folder = Path(languages.__file__).parent
    named = tuple(f"claims.languages.{place.name}" for place in folder.iterdir() if place.is_dir())
    sources = [file for file in folder.parents[1].rglob("*.py") if folder not in file.parents]
    assert len(sources) > 200
    assert not [file for file in sources if any(name in file.read_text(encoding="utf-8") for name in named)]
