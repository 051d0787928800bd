"""Which version a project uses, as its own files say it."""

from __future__ import annotations

from pathlib import Path

import pytest

from truthcheck.sdks.project.pin import Pin
from truthcheck.sdks.project.release_choice import Asked, _allowed, asked
from truthcheck.sdks.project.version_pins import find
from truthcheck.sdks.project.version_ranges import allows, same

FILES = {
    "uv.lock": '[[package]]\nname = "stripe"\nversion = "7.14.0"\n',
    "poetry.lock": '[[package]]\nname = "stripe"\nversion = "7.14.0"\noptional = false\n',
    "pdm.lock": '[[package]]\nname = "Stripe"\nversion = "7.14.0"\n',
    "pylock.toml": '[[packages]]\nname = "stripe"\nversion = "7.14.0"\n',
    "Pipfile.lock": '{"default": {"stripe": {"version": "==7.14.0", "hashes": []}}}',
    "requirements.txt": "# pinned\nflask\nstripe[async]==7.14.0 ; python_version > '3.8'  --hash=sha256:0\n",
    "requirements-dev.txt": "stripe == 7.14.0\n",
    "requirements/base.txt": "stripe==7.14.0  # keep\n",
    "pyproject.toml": '[project]\nname = "x"\ndependencies = ["stripe (==7.14.0)"]\n',
    "Pipfile": '[packages]\nstripe = "==7.14.0"\n',
}


@pytest.mark.parametrize("name", FILES)
def test_an_exact_version(tmp_path: Path, name: str) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text(FILES[name])
    found = find("stripe", tmp_path)
    assert found is not None
    assert (found.version, found.source) == ("7.14.0", name)


def test_poetry_and_dependency_groups(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(
        '[tool.poetry.dependencies]\npython = "^3.10"\nopenai = {version = "^0.28"}\n'
        '[dependency-groups]\ndev = ["supabase~=2.3"]\n'
    )
    assert find("openai", tmp_path) == Pin("openai", "", "^0.28", "pyproject.toml", 3)
    assert find("supabase", tmp_path) == Pin("supabase", "", "~=2.3", "pyproject.toml", 5)
    assert find("python", tmp_path) is None


def test_a_lock_wins_over_a_range_and_the_near_folder_over_the_far(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "requirements.txt").write_text("stripe==5.0.0\n")
    inner = tmp_path / "service"
    inner.mkdir()
    (inner / "pyproject.toml").write_text('[project]\ndependencies = ["stripe>=7"]\n')
    (inner / "uv.lock").write_text(FILES["uv.lock"])
    found = find("stripe", inner)
    assert found is not None
    assert found.version == "7.14.0"


def test_the_projects_environment_is_read_by_its_folder_names(tmp_path: Path) -> None:
    site = tmp_path / ".venv" / "lib" / "python3.12" / "site-packages"
    (site / "slack_sdk-3.27.1.dist-info").mkdir(parents=True)
    found = find("slack-sdk", tmp_path)
    assert found is not None
    assert found.version == "3.27.1"


@pytest.mark.parametrize(
    "text", ["[[package]\nname", "\x00\x01", '{"default": []}', "stripe @ ", "stripe[", "=" * 9000]
)
def test_broken_and_strange_files_say_nothing(tmp_path: Path, text: str) -> None:
    for name in FILES:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    assert find("stripe", tmp_path) is None


@pytest.mark.parametrize(
    ("specifier", "version", "expected"),
    [
        (">=7,<8", "7.14.0", True),
        (">=7,<8", "8.0", False),
        ("~=7.1", "7.9", True),
        ("~=7.1", "8.0", False),
        ("~=7.1.2", "7.2", False),
        ("^0.28", "0.28.1", True),
        ("==7.*", "7.3.1", True),
        ("!=7.3", "7.3.1", True),
        ("!=7.3.*", "7.3.1", False),
        ("==1.0", "1.0.1", False),
        ("==1.0", "1.0.0", True),
        ("^0.3", "0.9", False),
        ("^0.3", "0.3.9", True),
        ("^0", "0.9", True),
        ("^0.0.3", "0.0.4", False),
        ("~1.2", "1.2.9", True),
        ("~1.2", "1.9", False),
        ("~1", "1.9", True),
        (">=1!1.0", "2.0", False),
        ("<1!1.0", "2.0", True),
        ("^1 || ^3", "2.0", False),
        ("^1 || ^3", "3.4", True),
        ("==1.2 || >=2,<3", "1.2.0", True),
        ("==1.2 || >=2,<3", "1.3", False),
        (">=1.8 <2|>=3", "1.9", True),
        (">=1.8 <2|>=3", "2.5", False),
        (">=2.0", "2.0b1", True),
        ("*", "1.0", True),
        ("", "1.0", True),
        ("1.10", "1.10", True),
        ("what?", "1.0", True),
    ],
)
def test_specifiers(specifier: str, version: str, expected: bool) -> None:
    assert allows(specifier, version) is expected


KNOWN = ("7.14.0", "12.5.2", "13.0.0b1", "16.1.0", "17.0.0b2")


@pytest.mark.parametrize(
    ("pin", "expected"),
    [
        (None, Asked("present", ("16.1.0",))),
        (Pin("stripe", "", "", ""), Asked("present", ("16.1.0",))),
        (Pin("stripe", "", "*", ""), Asked("present", ("16.1.0",))),
        (Pin("stripe", "12.5.2", "", ""), Asked("exact", ("12.5.2",))),
        (Pin("stripe", "v12.5.2", "", ""), Asked("exact", ("12.5.2",))),
        (Pin("stripe", "13.0.0-beta.1", "", ""), Asked("exact", ("13.0.0b1",))),
        (Pin("stripe", "13.0.1", "", ""), Asked("between", ("12.5.2", "16.1.0"))),
        (Pin("stripe", "12.5.1", "", ""), Asked("between", ("7.14.0", "12.5.2"))),
        (Pin("stripe", "13.0.0b2", "", ""), Asked("pre", ("12.5.2", "16.1.0"))),
        (Pin("stripe", "16.1.0rc1", "", ""), Asked("pre", ("12.5.2", "16.1.0"))),
        (Pin("stripe", "16.1.3", "", ""), Asked("above", ("16.1.0",))),
        (Pin("stripe", "17.0.0b3", "", ""), Asked("above", ("16.1.0",))),
        (Pin("stripe", "2.4.0", "", ""), Asked("below", ("7.14.0",))),
        (Pin("stripe", "", ">=7", ""), Asked("range", ("7.14.0", "12.5.2", "16.1.0"))),
        (Pin("stripe", "", ">=7,<13", ""), Asked("range", ("7.14.0", "12.5.2"))),
        (Pin("stripe", "", "<8 || >=16", ""), Asked("range", ("7.14.0", "16.1.0"))),
        (Pin("stripe", "", "^14", ""), Asked("between", ("12.5.2", "16.1.0"))),
        (Pin("stripe", "", ">=18", ""), Asked("above", ("16.1.0",))),
        (Pin("stripe", "", "<1", ""), Asked("below", ("7.14.0",))),
    ],
)
def test_which_releases_are_asked_and_how_they_stand_to_the_projects(pin: Pin | None, expected: Asked) -> None:
    assert asked(pin, KNOWN, "16.1.0") == expected


RANGES = [">=1", ">1.5", "<3", "<=2.4", ">=1.2,<3", "~=2.1", "^2", "~1.3", "==2.*", "==1.4", "!=2.0", ">=1,!=2.3"]
RANGES += ["<2||>=3", ">2.4,<2.5", ">=0", "<0.1", ">=9", "what?", ">=1.1.5,<3", "==2.1|==2.3"]


@pytest.mark.parametrize("specifier", RANGES)
def test_the_ends_of_a_range_are_all_that_is_looked_for(specifier: str) -> None:
    known = [f"{major}.{minor}.0" for major in range(1, 4) for minor in range(6)]
    assert _allowed(specifier, known) == [one for one in known if allows(specifier, one)]


def test_where_there_are_pre_releases_alone_they_are_asked() -> None:
    assert asked(Pin("stripe", "", ">=1.0b1", ""), ("1.0b1", "1.0b2"), "1.0b2") == Asked("range", ("1.0b1", "1.0b2"))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("11.4", "11.4.0", True),
        ("1.0rc1", "1.0-rc.1", True),
        ("1.0rc1", "1.0", False),
        ("1!2.0", "2.0", False),
        ("nightly", "nightly", True),
        ("nightly", "1.0", False),
    ],
)
def test_two_ways_to_write_a_version(one: str, other: str, expected: bool) -> None:
    assert same(one, other) is expected
