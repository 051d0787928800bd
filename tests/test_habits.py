"""Habits of the repository: what runs elsewhere is pinned and may do little, a release is cut from the changelog."""

from __future__ import annotations

import re
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parent.parent
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
FORMS = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml"))
CHANGELOG = runpy.run_path(str(ROOT / ".ci" / "changelog.py"))
TEXTS = ("*.md", "*.py", "*.toml", "*.yml", "*.yaml", "Makefile")
ELSEWHERE = {"specs_cache", "agentic"}
# Whatever installs or runs a distribution of our command's name, which is somebody else's.
SOMEBODY_ELSES = re.compile(r"(?:\binstall|uvx|pipx run|uv add|pip:)\s+(?:-\S+\s+)*[`'\"]?truthcheck(?![\w.-])")


def project() -> dict[str, Any]:
    from truthcheck.rulebook.toml import read_toml

    return read_toml(ROOT / "pyproject.toml")


@pytest.mark.parametrize("file", [*WORKFLOWS, ROOT / "action.yml"], ids=lambda file: file.name)
def test_actions_are_pinned_by_hash_and_say_which_release_that_is(file: Path) -> None:
    lines = [line for line in file.read_text("utf-8").splitlines() if "uses:" in line]
    assert lines
    for line in lines:
        assert re.search(r"uses: [\w./-]+@[0-9a-f]{40} # v\d+(\.\d+)*$", line), line


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.name)
def test_a_workflow_may_do_what_each_job_names_and_nothing_more(file: Path) -> None:
    workflow = yaml.safe_load(file.read_text("utf-8"))
    assert workflow["permissions"] == {}
    for job in workflow["jobs"].values():
        assert job["permissions"]
        assert job["timeout-minutes"]
        checkouts = [step for step in job["steps"] if "actions/checkout" in step.get("uses", "")]
        assert all(step["with"]["persist-credentials"] is False for step in checkouts)
        assert not any("${{" in step.get("run", "") for step in job["steps"]), "a run step gets its values by `env`"


def test_ci_runs_on_every_python_that_we_promise() -> None:
    matrix = yaml.safe_load((ROOT / ".github" / "workflows" / "ci.yml").read_text("utf-8"))["jobs"]["ci"]["strategy"]
    named = [item.rsplit(" ", 1)[1] for item in project()["project"]["classifiers"] if re.search(r":: 3\.\d+$", item)]
    assert matrix["matrix"]["python"] == named
    assert project()["project"]["requires-python"] == f">={named[0]}"


@pytest.mark.parametrize("file", [file for file in FORMS if file.name != "config.yml"], ids=lambda file: file.name)
def test_an_issue_form_asks_for_something(file: Path) -> None:
    form = yaml.safe_load(file.read_text("utf-8"))
    assert {"name", "description", "body"} <= form.keys()
    asked = [part for part in form["body"] if part["type"] != "markdown"]
    assert all(part["id"] and part["attributes"]["label"] for part in asked)
    assert any(part["validations"]["required"] for part in asked)


def test_development_tools_are_pinned() -> None:
    for wanted in project()["project"]["optional-dependencies"]["dev"]:
        assert re.match(r"[\w-]+==\d", wanted), wanted


def texts() -> list[Path]:
    """The project's own texts: what git keeps, whatever else lies in the folder, such as environments."""
    run = subprocess.run(["git", "ls-files", "-z", *TEXTS], cwd=ROOT, capture_output=True, text=True)
    if run.returncode:
        pytest.skip("not a git checkout")
    kept = (ROOT / name for name in run.stdout.split("\0") if name)
    return [file for file in kept if file.is_file() and not ELSEWHERE.intersection(file.relative_to(ROOT).parts)]


def test_nobody_is_sent_to_somebody_elses_distribution() -> None:
    assert project()["project"]["name"] == "api-truthcheck"
    files = [*texts(), *FORMS, *WORKFLOWS]
    assert ROOT / "README.md" in files
    said = [f"{file}: {found[0]}" for file in files for found in SOMEBODY_ELSES.finditer(file.read_text("utf-8"))]
    assert said == []


@pytest.mark.parametrize("words", ["pip install ", "pipx install ", "uv tool install ", "uvx ", "pip install -U "])
def test_such_a_line_would_be_seen(words: str) -> None:
    assert SOMEBODY_ELSES.search(f"{words}truthcheck\n")
    assert not SOMEBODY_ELSES.search(f"{words}api-truthcheck\n")


OLD = "# Changelog\n\n## [Unreleased]\n\n### Added\n\n- a\n\n## [0.1.0] - 2026-01-02\n\n- first\n"


def test_a_release_is_cut_from_what_is_unreleased() -> None:
    new = CHANGELOG["cut"]("0.2.0", OLD, "2026-02-03")
    assert "## [Unreleased]\n\n## [0.2.0] - 2026-02-03\n\n### Added\n\n- a\n\n## [0.1.0]" in new
    assert CHANGELOG["notes"]("0.2.0", new) == "### Added\n\n- a\n"
    assert CHANGELOG["notes"]("0.1.0", new) == "- first\n"


@pytest.mark.parametrize("version", ["0.1", "0.3.0", "Unreleased"])
def test_there_are_no_notes_of_what_was_not_released(version: str) -> None:
    with pytest.raises(SystemExit, match="says nothing"):
        CHANGELOG["notes"](version, CHANGELOG["cut"]("0.2.0", OLD, "2026-02-03"))


def test_nothing_is_cut_twice() -> None:
    with pytest.raises(SystemExit):
        CHANGELOG["cut"]("0.1.0", OLD, "2026-02-03")


def test_notes_are_those_of_the_version_of_the_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    with pytest.raises(SystemExit, match="not version"):
        CHANGELOG["main"]("notes", "99.0.0")


def test_the_house_checks_itself() -> None:
    """Its own pre-commit hooks are local: the tools are those that pyproject.toml pins."""
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))
    hooks = {hook["id"]: hook["entry"].split()[0] for repo in config["repos"] for hook in repo["hooks"]}
    assert {repo["repo"] for repo in config["repos"]} == {"local"}
    assert {"ruff", "mypy", "truthcheck"} <= set(hooks.values())


PAGES = [ROOT / "CONTRIBUTING.md", ROOT / "README.md", ROOT / "SECURITY.md", *sorted((ROOT / "docs").rglob("*.md"))]
NAMED = re.compile(r"`((?:truthcheck|tests|rules|docs|specs_cache)/[\w./-]+\w)`")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_what_a_page_points_at_is_there(page: Path) -> None:
    """Links; in the how-to pages also files that are named in full. Placeholders are in capitals."""
    text = re.sub(r"^(`{3,}).*?^\1$", "", page.read_text("utf-8"), flags=re.M | re.S)
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", text)
    names = [name for name in NAMED.findall(text) if not re.search(r"[A-Z]{3}", name)]
    missing = [link for link in links if not (page.parent / link).exists()]
    missing += [name for name in names if page.parent.name == "howto" and not (ROOT / name).exists()]
    assert missing == []


def test_the_glossary_gives_each_word_one_meaning() -> None:
    words = re.findall(r"^\| ([a-z][a-z -]*) \|", (ROOT / "docs" / "glossary.md").read_text("utf-8"), re.M)
    words = [word for word in words if word != "word"]
    assert len(words) >= 60
    assert len(words) == len(set(words))
