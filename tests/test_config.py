"""Configuration: where it is found, and what a wrong one says."""

from __future__ import annotations

from pathlib import Path

import pytest

from truthcheck import config
from truthcheck.errors import ConfigError


def write(file: Path, text: str) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    return file


def test_defaults_without_any_file(tmp_path: Path) -> None:
    loaded = config.load(tmp_path)
    assert (loaded.file, loaded.fail_on, loaded.min_confidence, loaded.select) == (None, "error", "likely", ())


def test_nearest_file_wins_and_a_foreign_pyproject_is_passed_over(tmp_path: Path) -> None:
    write(tmp_path / "pyproject.toml", "[tool.truthcheck]\nstrict = true\n")
    write(tmp_path / "inner/pyproject.toml", "[tool.ruff]\nline-length = 99\n")
    assert config.load(tmp_path / "inner").strict
    write(tmp_path / "inner/truthcheck.toml", 'fail-on = "warning"\n')
    nearest = config.load(tmp_path / "inner")
    assert (nearest.strict, nearest.fail_on) == (False, "warning")


def test_folders_are_relative_to_the_file(tmp_path: Path) -> None:
    (tmp_path / "api").mkdir()
    file = write(tmp_path / "truthcheck.toml", 'rules = ["api"]\n')
    assert config.load(Path("/"), file).rules == (tmp_path / "api",)


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ('fail_on = "error"', "unknown key `fail_on`", "did you mean `fail-on`?"),
        ("colour = 1", "unknown key `colour`", "known keys: select"),
        ('select = "unknown-endpoint"', 'select: expected a list of strings, got "unknown-endpoint"', ""),
        ("strict = 1", "strict: expected true or false, got a number", ""),
        (
            "max-document-age-days = true",
            "max-document-age-days: expected a whole number, 0 or more",
            "",
        ),
        ('format = "xml"', "format: expected one of full, concise", ""),
        ('specs = ["nowhere"]', "specs: expected folders that exist (`nowhere` does not), got a list", ""),
        ("[per-file-ignores]\n'tests/*' = 1", "per-file-ignores: expected a list of rules for every pattern", ""),
        ("strict =", "not valid TOML: ", ""),
        ("a = " + "[" * 5000, "not valid TOML: ", ""),
    ],
)
def test_a_wrong_file_says_file_key_and_expectation(tmp_path: Path, text: str, message: str, hint: str) -> None:
    file = write(tmp_path / "truthcheck.toml", text)
    with pytest.raises(ConfigError) as caught:
        config.load(tmp_path)
    assert caught.value.message.startswith(file.as_posix() + ": ")
    assert message in caught.value.message
    assert "\n" not in caught.value.message
    assert hint in caught.value.hint


def test_explicit_file_must_exist_and_hold_our_section(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"none\.toml: no such file"):
        config.load(tmp_path, tmp_path / "none.toml")
    with pytest.raises(ConfigError, match=r"no section \[tool\.truthcheck\]"):
        config.load(tmp_path, write(tmp_path / "pyproject.toml", "[project]\n"))


def test_not_utf8_and_too_large(tmp_path: Path) -> None:
    (tmp_path / "truthcheck.toml").write_bytes(b"x = '\xff'")
    with pytest.raises(ConfigError, match="not UTF-8"):
        config.load(tmp_path)
    (tmp_path / "truthcheck.toml").write_bytes(b"#" * 1_100_000)
    with pytest.raises(ConfigError, match="larger than a megabyte"):
        config.load(tmp_path)


def test_wants_follows_select_ignore_and_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    made = config.Config(
        select=("unknown-endpoint", "deprecated"),
        ignore=("deprecated",),
        per_file_ignores=(("tests/", ("unknown-endpoint",)), ("conf*.py", ("unknown-endpoint",))),
        root=tmp_path,
    )
    assert made.wants("unknown-endpoint", "app.py")
    assert not made.wants("wrong-method", "app.py")
    assert not made.wants("deprecated", "app.py")
    assert not made.wants("unknown-endpoint", "tests/deep/a.py")
    assert not made.wants("unknown-endpoint", "src/conftest.py")
    monkeypatch.chdir("/")
    assert not made.wants("unknown-endpoint", f"{tmp_path.as_posix().lstrip('/')}/tests/a.py")


def test_override_replaces_select_and_adds_to_ignore() -> None:
    base = config.Config(select=("a",), ignore=("b",), strict=True)
    made = config.override(base, select=("c",), ignore=("d",), strict=None)
    assert (made.select, made.ignore, made.strict) == (("c",), ("b", "d"), True)


def test_an_unknown_rule_name_gets_the_near_one() -> None:
    with pytest.raises(ConfigError) as caught:
        config.check_rules(["unknown-endpiont"], ["unknown-endpoint", "deprecated"], "--select")
    assert (caught.value.message, caught.value.hint) == (
        "--select: there is no rule `unknown-endpiont`",
        "did you mean `unknown-endpoint`?",
    )
