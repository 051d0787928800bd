"""Rules as objects: a new one is two files, found where they lie; a half of one is refused with one clear line."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import casefile
import pytest

from truthcheck.checks.calls.telling import told
from truthcheck.checks.core.fault import Fault
from truthcheck.checks.core.rule import Scene
from truthcheck.checks.rules import CHECKS, RULES, of
from truthcheck.errors import RuleError
from truthcheck.model.finding import SEVERITIES
from truthcheck.rulebook import pages
from truthcheck.shipped import folder

ROOT = Path(__file__).parent.parent
LEFT_BEHIND = shutil.ignore_patterns("__pycache__", "_data")

# The two files that the how-to page shows: what a contributor writes who adds a rule.
HOWTO = ROOT / "docs" / "howto" / "rule.md"
BLOCK = re.compile(r"^(`{3,})\w+ (\S+)\n(.*?)^\1$", re.M | re.S)
SHOWN = {name: text for _, name, text in BLOCK.findall(HOWTO.read_text("utf-8"))}
RULE_FILE, PAGE_FILE = "truthcheck/checks/rules/shouted_name.py", "rules/checks/shouted-name.md"
RULE, PAGE = SHOWN[RULE_FILE], SHOWN[PAGE_FILE]
CODE = """\
import requests

requests.get("https://petstore3.swagger.io/api/v3/pet/findByStatus", params={"status": "sold", "LOUD": "x"})
"""


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A copy of the program with one small surface, to add files to, and a file to check."""
    shutil.copytree(ROOT / "truthcheck", tmp_path / "truthcheck", ignore=LEFT_BEHIND)
    shutil.copytree(folder("rules"), tmp_path / "rules")
    specs = folder("specs_cache")
    shutil.copytree(specs / "petstore", tmp_path / "specs_cache" / "petstore")
    shutil.copy(specs / "lock.json", tmp_path / "specs_cache")
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "a.py").write_text(CODE)
    return tmp_path


def run(house: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(house), "PYTHONDONTWRITEBYTECODE": "1"}
    program = [sys.executable, "-m", "truthcheck", *words]
    return subprocess.run(program, cwd=house / "work", env=environment, capture_output=True, text=True)


def add(house: Path, rule: str = RULE, page: str = PAGE) -> None:
    if rule:
        (house / RULE_FILE).write_text(rule)
    if page:
        (house / PAGE_FILE).write_text(page)


def test_a_new_rule_is_two_files(house: Path) -> None:
    add(house)
    report = run(house, "verify", "--ignore", "unknown-parameter", "a.py").stdout
    assert "warning[shouted-name]" in report
    assert "`LOUD` of `GET /api/v3/pet/findByStatus` is shouted" in report
    assert "say `loud`" in report
    assert "`LOUD` becomes `loud`" in report
    assert "shouted-name (warning): A name is written in capitals." in run(house, "explain", "shouted-name").stdout
    assert "shouted-name" in run(house, "rules").stdout


def test_the_how_to_names_these_two_and_no_other() -> None:
    steps = re.findall(r"^\d\. `(\S+)`", HOWTO.read_text("utf-8"), re.M)
    names = [re.sub(r"NAME[A-Z-]*", "shouted-name", re.sub(r"NAME_[A-Z_]*", "shouted_name", step)) for step in steps]
    assert names == [RULE_FILE, PAGE_FILE] == list(SHOWN)


def test_the_examples_of_its_page_hold(house: Path) -> None:
    add(house)
    (case,) = casefile.read(house / PAGE_FILE)
    (document,) = case.documents
    (house / "work" / "api.yaml").write_text(document)
    (house / "work" / "a.py").write_text(case.files["case.py"])
    run(house, "specs", "add", "acme", "api.yaml")
    said = run(house, "verify", "--select", "shouted-name", "--format", "concise", "a.py").stdout
    found = [int(line.split(":")[1]) for line in said.splitlines() if line.startswith("a.py:")]
    assert found == [expected.line for expected in case.errors()]


def test_a_new_rule_is_chosen_and_ignored_like_any_other(house: Path) -> None:
    add(house)
    assert "shouted" in run(house, "verify", "--select", "shouted-name", "a.py").stdout
    assert "shouted" not in run(house, "verify", "--ignore", "shouted-name", "a.py").stdout
    comment = "  # truthcheck: ignore[shouted-name, unknown-parameter] on purpose\n"
    (house / "work" / "a.py").write_text(CODE.rstrip("\n") + comment)
    quiet = run(house, "verify", "a.py")
    assert (quiet.returncode, "shouted" in quiet.stdout, "unused-ignore" in quiet.stdout) == (0, False, False)


@pytest.mark.parametrize(
    ("rule", "page", "said"),
    [
        (RULE, "", "the rule `shouted-name` has no page"),
        ("", PAGE, "the page rules/checks/shouted-name.md has no rule"),
        ("x = 1\n", PAGE, "checks/rules/shouted_name.py declares no RULE"),
        (RULE.replace('Rule("shouted-name"', 'Rule("loud-name"'), PAGE, "declares `loud-name`"),
        (RULE.replace('{"document": Wording(_message, _help, _fixes)}', "{}"), PAGE, "`shouted-name` has no sentence"),
    ],
)
def test_half_a_rule_is_refused(house: Path, rule: str, page: str, said: str) -> None:
    add(house, rule, page)
    refused = run(house, "verify", "a.py")
    assert refused.returncode == 2
    assert said in refused.stderr
    assert "Traceback" not in refused.stderr
    assert len(refused.stderr.strip().splitlines()) <= 2  # what is wrong, and the remedy


def test_rules_and_pages_are_the_same() -> None:
    assert set(RULES) == {page.rule for page in pages.load(folder("rules") / "checks")}
    assert all(rule.level in SEVERITIES and rule.told for rule in RULES.values())
    assert len(CHECKS) == len(set(CHECKS))


def test_a_fault_of_an_undeclared_rule_gets_no_other_rules_sentence() -> None:
    fault = Fault("rate-limited", ("query", "per_page"))
    with pytest.raises(RuleError, match="rate-limited"):
        told("document", fault, Scene())
    with pytest.raises(RuleError, match="no sentence where the package is the witness"):
        told("package", Fault("deprecated", ()), Scene())
    assert of("deprecated").level == "warning"
