"""What a project names decides: scripts by their own block, rivals of one import name, forks from an address."""

from __future__ import annotations

from pathlib import Path

import pytest
from sdk_made import install

from truthcheck import config
from truthcheck.cli import boundary
from truthcheck.model.report import Report
from truthcheck.pipeline import verify
from truthcheck.report.reasons import sentence

OLD = "import openai\nopenai.ChatCompletion.create(model='m', messages=[])\n"
NEW = "import openai\nopenai.OpenAI().chat.completions.create(model='m', messages=[])\n"
BOT = "import discord\nbot = discord.Bot()\nbot.run('token')\n"
BLOCK = "# /// script\n# requires-python = '>=3.9'\n# dependencies = ['{}']\n# ///\n"


def judged(project: Path, files: dict[str, str], name: str = "app.py") -> Report:
    (project / ".git").mkdir(exist_ok=True)
    for file, text in files.items():
        (project / file).parent.mkdir(parents=True, exist_ok=True)
        (project / file).write_text(text)
    return verify((name,), config.load(Path.cwd()))


def rules(report: Report) -> list[str]:
    return [finding.rule for finding in report.findings]


def reasons(report: Report) -> set[str]:
    return {sentence(checked.reason) for checked in report.calls if checked.verdict == "unverified"}


@pytest.mark.parametrize(
    ("stated", "code", "false"),
    [
        ("openai==0.28.1", OLD, False),
        ("openai<1", OLD, False),
        ("openai==1.109.1", OLD, True),
        ("openai==0.28.1", NEW, True),
        ("openai==1.109.1", NEW, False),
    ],
)
def test_a_script_is_judged_by_its_own_block(project: Path, stated: str, code: str, false: bool) -> None:
    pin = "openai==1.109.1" if "<1" in stated or "0.28" in stated else "openai==0.28.1"
    report = judged(project, {"app.py": BLOCK.format(stated) + code, "requirements.txt": pin})
    assert bool(rules(report)) is false
    assert all("app.py:3" in finding.evidence.source for finding in report.findings)


def test_the_block_of_a_script_says_nothing_of_the_file_beside_it(project: Path) -> None:
    files = {"other.py": BLOCK.format("openai==0.28.1") + OLD, "app.py": OLD, "requirements.txt": "openai==1.109.1"}
    assert rules(judged(project, files)) == ["unknown-sdk-member"]


def test_the_lock_of_a_script_wins_over_its_block(project: Path) -> None:
    lock = '[[package]]\nname = "openai"\nversion = "0.28.1"\n'
    report = judged(project, {"app.py": BLOCK.format("openai") + NEW, "app.py.lock": lock})
    assert {finding.evidence.source for finding in report.findings} == {"the version in app.py.lock:2"}


def test_a_script_on_standard_input(project: Path) -> None:
    (project / "app.py").write_text(OLD)
    content = (BLOCK.format("openai==0.28.1") + OLD).encode()
    report = verify(("-",), config.load(Path.cwd()), stdin=("app.py", content))
    assert (rules(report), len(report.calls)) == ([], 1)


@pytest.mark.parametrize(
    "block",
    [
        "# /// script\n# dependencies = ['openai==0.28.1']\n",
        "# /// other\n# dependencies = ['openai==0.28.1']\n# ///\n",
    ],
    ids=["without an end", "of another kind"],
)
def test_what_is_no_block_says_nothing(project: Path, block: str) -> None:
    report = judged(project, {"app.py": block + "\n" + OLD, "requirements.txt": "openai==1.109.1"})
    assert rules(report) == ["unknown-sdk-member"]


@pytest.mark.parametrize(
    ("files", "why"),
    [
        ({"requirements.txt": "py-cord==2.6.1"}, "py-cord"),
        ({"pyproject.toml": '[tool.poetry.dependencies]\npy-cord = "^2.6"\n'}, "py-cord"),
        ({"uv.lock": '[[package]]\nname = "discord-py-self"\nversion = "2.0.0"\n'}, "discord-py-self"),
        ({"requirements.txt": "discord.py==2.7.1", "requirements-fork.txt": "py-cord"}, "py-cord"),
        ({"requirements.txt": "discord.py @ git+https://x.test/fork.git"}, "git+https://x.test/fork.git"),
    ],
)
def test_where_another_distribution_of_that_name_is_named_nothing_is_known(
    project: Path, files: dict[str, str], why: str
) -> None:
    report = judged(project, {"app.py": BOT, **files})
    assert rules(report) == []
    assert reasons(report) == {f"the project names {why}, of which nothing is known, for discord-py"}


def test_where_the_distribution_itself_is_named_it_decides(project: Path) -> None:
    assert rules(judged(project, {"app.py": BOT, "requirements.txt": "discord.py==2.7.1"})) == ["unknown-sdk-member"]


def test_a_distribution_that_only_stands_for_another_one_names_it(project: Path) -> None:
    report = judged(project, {"app.py": BOT, "requirements.txt": "discord==2.3.2"})
    assert rules(report) == ["unknown-sdk-member"]


def test_whose_module_stands_in_the_environment_is_asked_where_nobody_names_one(project: Path) -> None:
    install(project / ".venv", {"discord/__init__.py": "class Bot: ...\n"}, "some-fork", "1.0")
    report = judged(project, {"app.py": BOT})
    assert rules(report) == []
    assert reasons(report) == {"the project names some-fork, of which nothing is known, for discord-py"}


def test_a_rival_of_one_module_says_nothing_of_another_one(project: Path) -> None:
    code = "from googleapiclient.discovery import build\nbuild('drive', 'v3').files().lists().execute()\n"
    report = judged(project, {"app.py": code, "requirements.txt": "api-client==1.0\ngoogle-api-python-client"})
    assert rules(report) == ["unknown-sdk-member"]


def test_verbose_output_and_doctor_say_which_release_was_taken(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    judged(
        project,
        {"app.py": NEW, "requirements.txt": "flask\nopenai==1.109.1\n", "old.py": BLOCK.format("openai<1") + OLD},
    )
    boundary.run(["verify", "-v", "app.py", "old.py"])
    shown = capsys.readouterr().out
    assert "note: openai: 1.109.1 in requirements.txt:2, checked against 1.109.1\n" in shown
    assert "note: openai: <1 in old.py:3, checked against " in shown
    boundary.run(["doctor"])
    assert "1.109.1 in requirements.txt:2" in capsys.readouterr().out
