"""What pages and first lines speak of is there: files, folders, modules that are run, switches of commands."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
# Pages of ours; cases of the benchmark and pages that tests read as cases speak of worlds of their own.
PAGES = sorted(
    page
    for pattern in ("*.md", "docs/**/*.md", "bench/*.md", "bench/tables/*.md", "rules/**/*.md", ".github/*.md")
    for page in ROOT.glob(pattern)
)
# What pages speak of and is not ours: files of users' projects, of wheels, of examples in docstrings.
ELSEWHERE = {".truthcheck/specs", "truthcheck.toml", "../secret.yaml", "truthcheck/_data"}
ELSEWHERE |= {"name-version", "src", ".py", "a/b/branches", "paths./orders.get"}
BLOCK = re.compile(r"^(`{3,}).*?^\1 *$", re.M | re.S)
WORDS = re.compile(r"`([^`\n]+)`")
PATH = re.compile(r"[\w.*-]+(?:/[\w.*-]+)*/?")
FILE = re.compile(r".*\.(?:py|toml|md|json|jsonl|yml)")
PLACEHOLDER = re.compile(r"\b[A-Z]{3}[A-Z_-]*\b")
RUN = re.compile(r"python -m ((?:truthcheck|bench)[\w.]*)")


@cache
def tree() -> tuple[str, ...]:
    """Every file and folder of the repository, from its root, with a slash in front."""
    tops = (place for place in ROOT.iterdir() if place.name not in {".git", ".venv", "build", "dist"})
    return tuple(f"/{place.relative_to(ROOT).as_posix()}" for top in tops for place in (top, *top.rglob("*")))


@cache
def is_there(name: str) -> bool:
    """Whether a file or folder ends in this name: `reach/parsed.py` is enough. Stars stand for what they stand for."""
    if "*" not in name:
        return any(place.endswith(f"/{name}") for place in tree())
    ending = re.compile(rf"/{re.escape(name)}\Z".replace(r"\*", "[^/]*"))
    return any(ending.search(place) for place in tree())


def paths(text: str) -> Iterator[str]:
    """The files and folders that a text names in backticks. Words in capitals in them stand for any name."""
    for words in WORDS.findall(BLOCK.sub("", text)):
        if PATH.fullmatch(words) and ("/" in words or FILE.fullmatch(words)):
            yield PLACEHOLDER.sub("*", words.rstrip("/"))


def missing(text: str) -> list[str]:
    return [name for name in paths(text) if name not in ELSEWHERE and not is_there(name)]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_files_that_a_page_names_are_there(page: Path) -> None:
    assert missing(page.read_text("utf-8")) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_modules_that_a_page_runs_are_there(page: Path) -> None:
    assert [module for module in RUN.findall(page.read_text("utf-8")) if find_spec(module) is None] == []


def docstrings() -> Iterator[tuple[str, str]]:
    for file in sorted((ROOT / "truthcheck").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_bytes())):
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
                yield file.relative_to(ROOT).as_posix(), ast.get_docstring(node) or ""


def test_files_and_modules_that_docstrings_name_are_there() -> None:
    absent = [(file, name) for file, text in docstrings() for name in missing_file(text)]
    absent += [(file, name) for file, text in docstrings() for name in RUN.findall(text) if find_spec(name) is None]
    assert absent == []


def missing_file(text: str) -> list[str]:
    """In docstrings also what has no suffix: `http/endpoint` is the file `checks/http/endpoint.py`."""
    return [name for name in missing(text) if not is_there(f"{name}.py")]


def test_every_file_says_what_it_holds() -> None:
    files = [file for top in ("truthcheck", "tests", "bench") for file in (ROOT / top).rglob("*.py")]
    ours = [file for file in files if not {"cases", "lines"}.intersection(file.relative_to(ROOT).parts)]
    silent = [file for file in ours if len(ast.get_docstring(ast.parse(file.read_bytes())) or "") < 12]
    assert len(ours) > 300
    assert silent == []


def test_what_is_not_there_would_be_seen() -> None:
    text = "`truthcheck/verify.py`, `sdks/data/`, `rules/providers/NAME.toml`, `reach/parsed.py`, `a word`, `heat.py`"
    assert missing(text) == ["truthcheck/verify.py", "sdks/data", "heat.py"]
