"""Which release decides, and how sure it makes a verdict: every cell of the table in docs/adr/0014, both ways."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
import sdk_history

from truthcheck.config import Config
from truthcheck.model.report import REFUTED, SUPPORTED, UNVERIFIED, Checked, Report
from truthcheck.pipeline import verify
from truthcheck.report import json as report_json
from truthcheck.report.reasons import sentence


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    sdk_history.keep(tmp_path / "specs")
    monkeypatch.chdir(folder)
    return folder


def judged(project: Path, requirement: str, expression: str) -> Report:
    (project / "requirements.txt").write_text(f"{requirement}\n" if requirement else "")
    (project / "case.py").write_text(f"import boats\n\nprint(boats.Boat.{expression})\n")
    return verify(("case.py",), replace(Config(), specs=(project.parent / "specs",)))


def told(report: Report) -> tuple[str, str, str]:
    """The verdict, how sure the findings are, and what is said beside them."""
    (call,) = report.calls
    sure = " ".join(finding.confidence for finding in call.findings)
    return call.verdict, sure, placeless("; ".join(finding.help for finding in call.findings))


def placeless(words: str) -> str:
    """Without the line of the requirement."""
    return words.replace("requirements.txt:1", "requirements.txt")


def why(call: Checked) -> str:
    return "; ".join(sentence(reason) for reason in (call.reason, *call.left_open) if reason)


@pytest.mark.parametrize(
    ("requirement", "expression", "verdict", "sure", "help"),
    [
        # the very release: present, absent
        ("boats==2.1.0", "sail()", SUPPORTED, "", ""),
        ("boats==2.1.0", "fly()", REFUTED, "certain", "`fly` came with 3.0.0"),
        ("boats==3.0.0", "sail()", REFUTED, "certain", "`sail` came with 1.1.0 and went with 3.0.0"),
        ("boats==3.0.0", "fly()", SUPPORTED, "", ""),
        ("boats==2.0.0b1", "float()", SUPPORTED, "", ""),
        ("boats==2.0.0", "float()", REFUTED, "certain", "`float` came with 2.0.0b1 and went with 2.0.0"),
        ("boats==2.0.0", "row()", REFUTED, "certain", "`row` went with 2.0.0 and came again with 2.1.0"),
        ("boats==2.1", "row()", SUPPORTED, "", ""),
        ("boats==2.1.0", "conjure()", REFUTED, "certain", ""),
        ("boats==2.1.0", 'launch(sails="1")', SUPPORTED, "", ""),
        ("boats==2.1.0", 'launch(oars="1")', REFUTED, "certain", "`oars` went with 2.0.0"),
        ("boats==1.1.0", 'launch(oars="1")', SUPPORTED, "", ""),
        ("boats==1.1.0", 'launch(rope="1")', REFUTED, "certain", "`rope` came with 2.0.0 and went with 3.0.0"),
        ("boats==1.1.0", "launch().keel", SUPPORTED, "", ""),
        ("boats==2.1.0", "launch().keel", REFUTED, "certain", "`keel` went with 2.0.0"),
        ("boats==2.1.0", "launch().wing", REFUTED, "certain", "`wing` came with 3.0.0"),
        # no version: the present release
        ("", "fly()", SUPPORTED, "", ""),
        ("", "sail()", REFUTED, "likely", "`sail` came with 1.1.0 and went with 3.0.0"),
        ("boats", "sail()", REFUTED, "likely", "`sail` came with 1.1.0 and went with 3.0.0"),
        ("boats", "row()", SUPPORTED, "", ""),
        ("", 'launch(oars="1")', REFUTED, "likely", "`oars` went with 2.0.0"),
        ("", 'launch(sails="1")', SUPPORTED, "", ""),
        ("", "launch().keel", REFUTED, "likely", "`keel` went with 2.0.0"),
        ("", "launch().wing", SUPPORTED, "", ""),
        # between two releases that are known: in both, in none, in one
        ("boats==2.0.5", "sail()", SUPPORTED, "", ""),
        ("boats==2.0.5", "fly()", REFUTED, "likely", "`fly` came with 3.0.0"),
        ("boats==2.0.5", "conjure()", REFUTED, "likely", ""),
        ("boats==2.0.5", "row()", UNVERIFIED, "", ""),
        ("boats==2.0.5", 'launch(sails="1")', SUPPORTED, "", ""),
        ("boats==2.0.5", 'launch(oars="1")', REFUTED, "likely", "`oars` went with 2.0.0"),
        ("boats==1.5", 'launch(sails="1")', UNVERIFIED, "", ""),
        ("boats==2.0.5", "launch().mast", SUPPORTED, "", ""),
        ("boats==2.0.5", "launch().keel", REFUTED, "likely", "`keel` went with 2.0.0"),
        ("boats==2.0.5", "launch().rudder", UNVERIFIED, "", ""),
        # a pre-release that is not known
        ("boats==2.1.0b7", "sail()", SUPPORTED, "", ""),
        ("boats==2.1.0b7", "fly()", UNVERIFIED, "", ""),
        ("boats==2.1.0b7", "row()", UNVERIFIED, "", ""),
        ("boats==2.1.0b7", 'launch(oars="1")', UNVERIFIED, "", ""),
        ("boats==2.1.0b7", "launch().keel", UNVERIFIED, "", ""),
        # before the first and after the last that is known
        ("boats==0.9", "launch()", UNVERIFIED, "", ""),
        ("boats==0.9", "fly()", UNVERIFIED, "", ""),
        ("boats==0.9", 'launch(sails="1")', UNVERIFIED, "", ""),
        ("boats==0.9", "launch().wing", UNVERIFIED, "", ""),
        ("boats==9.0", "launch()", SUPPORTED, "", ""),
        ("boats==9.0", "sail()", UNVERIFIED, "", ""),
        ("boats==9.0", 'launch(oars="1")', UNVERIFIED, "", ""),
        ("boats==9.0", "launch().keel", UNVERIFIED, "", ""),
        # a range: in all, in none, up to one, from one on, all but one between
        ("boats>=1.0", "launch()", SUPPORTED, "", ""),
        ("boats>=1.0", "conjure()", REFUTED, "certain", ""),
        ("boats>=1.1,<3", "fly()", REFUTED, "certain", "`fly` came with 3.0.0"),
        ("boats>=1.1,<3", "sail()", SUPPORTED, "", ""),
        (
            "boats>=1.1",
            "sail()",
            REFUTED,
            "likely",
            "`sail` came with 1.1.0 and went with 3.0.0; the call fails from 3.0.0 on, which requirements.txt allows",
        ),
        (
            "boats~=2.0",
            "row()",
            SUPPORTED,
            "likely",
            "`row` went with 2.0.0 and came again with 2.1.0; the call fails before 2.1.0",
        ),
        (
            "boats>=1.0",
            "row()",
            SUPPORTED,
            "likely",
            "`row` went with 2.0.0 and came again with 2.1.0; the call fails in 2.0.0, which requirements.txt allows",
        ),
        ("boats>=2", 'launch(oars="1")', REFUTED, "certain", "`oars` went with 2.0.0"),
        ("boats>=2", 'launch(sails="1")', SUPPORTED, "", ""),
        (
            "boats>=1",
            'launch(sails="1")',
            SUPPORTED,
            "likely",
            "`sails` came with 2.0.0; the call fails before 2.0.0, which requirements.txt allows",
        ),
        ("boats>=2", "launch().keel", REFUTED, "certain", "`keel` went with 2.0.0"),
        ("boats<2", "launch().keel", SUPPORTED, "", ""),
        (
            "boats>=1",
            "launch().keel",
            REFUTED,
            "likely",
            "`keel` went with 2.0.0; the call fails from 2.0.0 on, which requirements.txt allows",
        ),
        # a range without any release that is known: as a version at its lower end
        ("boats>=2.0.1,<2.0.9", "fly()", REFUTED, "likely", "`fly` came with 3.0.0"),
        ("boats>=9", "sail()", UNVERIFIED, "", ""),
        ("boats<0.5", "launch()", UNVERIFIED, "", ""),
    ],
)
def test_the_table(project: Path, requirement: str, expression: str, verdict: str, sure: str, help: str) -> None:
    said, how_sure, words = told(judged(project, requirement, expression))
    assert (said, how_sure) == (verdict, sure)
    assert words.startswith(help) if help else "came" not in words


@pytest.mark.parametrize(
    ("requirement", "expression", "reason"),
    [
        ("boats==0.9", "launch()", "is older than 1.0.0, the first that is known"),
        ("boats==9.0", "launch()", "is newer than 3.0.0, the last that is known"),
        ("boats==9.0", "sail()", "is newer than 3.0.0, the last that is known"),
        ("boats==2.1.0b7", "fly()", "is not known, 2.0.0 and 2.1.0 prove nothing"),
        ("boats==2.0.5", "row()", "is not known, and 2.0.0 and 2.1.0 differ in this"),
        ("boats==2.0.5", "launch().rudder", "is not known, and 2.0.0 and 2.1.0 differ in this"),
    ],
)
def test_it_is_said_why_nothing_is_certain(project: Path, requirement: str, expression: str, reason: str) -> None:
    (call,) = judged(project, requirement, expression).calls
    assert reason in why(call)
    assert call.in_part == (call.verdict == SUPPORTED)


@pytest.mark.parametrize(
    ("requirement", "version", "source"),
    [
        ("boats==3.0.0", "3.0.0", "the version in requirements.txt"),
        ("", "3.0.0", "the present version: the project names none"),
        ("boats", "3.0.0", "the present version: requirements.txt names none"),
        ("boats==3.0", "3.0.0", "the version in requirements.txt"),
        ("boats>=3", "3.0.0", "requirements.txt allows >=3"),
        ("boats>=1.1", "3.0.0", "requirements.txt allows >=1.1"),
    ],
)
def test_the_evidence_names_what_was_asked_and_why(project: Path, requirement: str, version: str, source: str) -> None:
    (finding,) = judged(project, requirement, "sail()").findings
    assert (finding.evidence.version, placeless(finding.evidence.source)) == (version, source)
    assert (finding.evidence.came, finding.evidence.went) == ("1.1.0", "3.0.0")
    (row,) = json.loads(report_json.render(judged(project, requirement, "sail()")))["findings"]
    assert (row["evidence"]["came"], row["evidence"]["went"]) == ("1.1.0", "3.0.0")
    assert "boats 3.0.0" in finding.message


def test_releases_that_were_asked_together_are_named_by_their_ends(project: Path) -> None:
    (finding,) = judged(project, "boats>=1.0", "conjure()").findings
    assert finding.evidence.version == "1.0.0 to 3.0.0"
    (finding,) = judged(project, "boats>=1.1,<3", 'launch(oars="1")').findings
    assert finding.evidence.version == "2.0.0 to 2.1.0"
    (finding,) = judged(project, "boats==2.0.5", "conjure()").findings
    assert finding.evidence.version == "2.0.0, 2.1.0"
    assert (
        placeless(finding.evidence.source) == "requirements.txt names 2.0.5, which is not known: the releases around it"
    )


def test_a_neighbours_name_is_no_repair(project: Path) -> None:
    """`sail` is near to `sial`; of a release that is not known it is told and not written."""
    (finding,) = judged(project, "boats==2.1.0", "sial()").findings
    assert [fix.edits[0].text for fix in finding.fixes] == ["sail"]
    (finding,) = judged(project, "boats==2.0.5", "sial()").findings
    assert finding.fixes == ()
    (finding,) = judged(project, "boats==3.0.0", "sail()").findings
    assert finding.fixes == (), "a name that another release has is not misspelled"


@pytest.mark.parametrize(
    ("expression", "verdict"),
    [("tow()", SUPPORTED), ('tow(name="a")', SUPPORTED), ('tow(nam="a")', UNVERIFIED), ("tow(**more)", UNVERIFIED)],
)
def test_what_nothing_describes_is_verified_by_its_names_alone(project: Path, expression: str, verdict: str) -> None:
    """A method without types whose request no document has: what the release declares is there, and no more."""
    (call,) = judged(project, "boats==2.1.0", expression).calls
    assert (call.verdict, "the API's document does not describe it" in why(call)) == (verdict, True)
    assert call.in_part == (verdict == SUPPORTED)
