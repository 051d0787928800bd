"""What comments, a change and a baseline leave of a report."""

from __future__ import annotations

from pathlib import Path

import pytest
from acme import verify
from gitted import git

from truthcheck.errors import ConfigError, TruthcheckError
from truthcheck.filters import baseline, changes, ignores
from truthcheck.fixes.apply import repair
from truthcheck.model.report import UNVERIFIED, Report
from truthcheck.report.reasons import sentence

FALSE = 'requests.get("https://api.acme.dev/v1/user/list")'
OTHER = 'requests.post("https://api.acme.dev/v1/get_invoices")'


def check(root: Path, text: str, name: str = "app.py") -> Report:
    (root / name).write_text(text)
    return verify((Path(),))


def filtered(root: Path, text: str) -> Report:
    return ignores.without_ignored(check(root, text), lambda path: (root / path).read_bytes(), ["app.py"])


def told(report: Report) -> list[str]:
    return [f"{finding.at.line} {finding.rule}" for finding in report.findings]


# Ignore comments


@pytest.mark.parametrize(
    "text",
    [
        f"{FALSE}  # truthcheck: ignore[unknown-endpoint] it is ours\n",
        f"# truthcheck: ignore[unknown-endpoint] it is ours\n{FALSE}\n",
        f"{FALSE}  #truthcheck:ignore[invalid-value, unknown-endpoint]\n".replace("invalid-value, ", ""),
        'requests.get(  # truthcheck: ignore[unknown-endpoint]\n    "https://api.acme.dev/v1/user/list"\n)\n',
        'requests.get(\n    "https://api.acme.dev/v1/user/list"\n)  # truthcheck: ignore[unknown-endpoint]\n',
    ],
)
def test_a_comment_leaves_a_finding_out(project: Path, text: str) -> None:
    report = filtered(project, text)
    assert told(report) == []
    assert [(checked.verdict, sentence(checked.reason)) for checked in report.calls] == [
        (UNVERIFIED, "ignored by a comment")
    ]


@pytest.mark.parametrize(
    ("text", "findings"),
    [
        (f"{FALSE}  # truthcheck: ignore[invalid-value]\n", ["1 unknown-endpoint", "1 unused-ignore"]),
        (f"{FALSE}  # truthcheck: ignore\n", ["1 unknown-endpoint", "1 unused-ignore"]),
        (f"{FALSE}  # truthcheck: ignore[unknown-endpoint, invalid-value]\n", ["1 unused-ignore"]),
        (f"x = 1  # truthcheck: ignore[unknown-endpoint]\n{FALSE}\n", ["1 unused-ignore", "2 unknown-endpoint"]),
        (f"{FALSE}\n# truthcheck: ignore[unknown-endpoint]\n", ["1 unknown-endpoint", "2 unused-ignore"]),
        (f'x = "# truthcheck: ignore[unknown-endpoint]"; {FALSE}\n', ["1 unknown-endpoint"]),
        ("x = 1  # truthcheck: ignore[deprecated, unused-ignore]\n", []),
        ("x = 1  # truthcheck: checked by hand\n", []),
    ],
)
def test_a_comment_that_ignores_nothing_is_told(project: Path, text: str, findings: list[str]) -> None:
    report = filtered(project, text)
    assert told(report) == findings
    assert all(finding.severity == "warning" for finding in report.findings if finding.rule == "unused-ignore")


def test_a_rule_that_did_not_run_says_nothing_about_its_comments(project: Path) -> None:
    report = check(project, "x = 1  # truthcheck: ignore[invalid-value]\n")
    read = (project / "app.py").read_bytes()
    assert (
        told(ignores.without_ignored(report, lambda path: read, ["app.py"], lambda rule, path: rule != "invalid-value"))
        == []
    )


def test_an_unused_comment_can_be_removed(project: Path) -> None:
    report = filtered(project, "x = 1  # truthcheck: ignore[deprecated] once\n")
    sources = {"app.py": (project / "app.py").read_bytes()}
    assert repair(report.findings, sources).sources == {"app.py": b"x = 1\n"}


def test_a_file_that_cannot_be_read_hides_nothing(project: Path) -> None:
    assert ignores.find("a.py", b"# truthcheck: ignore[x]\n'''") != ()
    assert ignores.find("a.py", b"\xff# truthcheck: ignore[x]\n") == ()


# Changes


def commit(root: Path) -> str:
    git(root, "add", "-A")
    git(root, "commit", "-qm", "x")
    return git(root, "rev-parse", "HEAD").strip()


def test_only_what_the_change_touches(project: Path) -> None:
    git(project, "init", "-q")
    check(project, f"import requests\n{FALSE}\n")
    commit(project)
    (project / "new file.py").write_text(f"{FALSE}\n")
    report = check(project, f"import requests\n{FALSE}\n{OTHER}\n")
    narrowed = changes.touching(report, changes.read("HEAD"))
    assert [(f.at.path, f.at.line) for f in narrowed.findings] == [("app.py", 3), ("new file.py", 1)]
    assert len(narrowed.calls) == 2


def test_a_multi_line_call_is_touched_by_any_of_its_lines(project: Path) -> None:
    git(project, "init", "-q")
    lines = ["requests.get(", '    "https://api.acme.dev/v1/user/list",', "    timeout=1,", ")"]
    check(project, "\n".join(lines) + "\n")
    commit(project)
    report = check(project, "\n".join([*lines[:2], "    timeout=2,", ")"]) + "\n")
    assert len(changes.touching(report, changes.read("HEAD")).findings) == 1
    report = check(project, "\n".join([*lines[:2], ")"]) + "\n")
    assert len(changes.touching(report, changes.read("HEAD")).findings) == 1


def test_only_what_is_staged(project: Path) -> None:
    git(project, "init", "-q")
    check(project, "import requests\n")
    commit(project)
    check(project, f"import requests\n{FALSE}\n")
    git(project, "add", "-A")
    report = check(project, f"import requests\n{FALSE}\n{OTHER}\n")
    assert [f.at.line for f in changes.touching(report, changes.read("HEAD", staged=True)).findings] == [2]


def test_other_peoples_later_commits_do_not_count(project: Path) -> None:
    git(project, "init", "-q", "-b", "main")
    check(project, f"{FALSE}\n{OTHER}\n")
    commit(project)
    git(project, "checkout", "-qb", "mine")
    check(project, f"{FALSE}\n{OTHER}\n{FALSE}\n")
    commit(project)
    git(project, "checkout", "-q", "main")
    (project / "app.py").write_text("x = 1\n")
    commit(project)
    git(project, "checkout", "-q", "mine")
    report = verify((Path(),))
    assert [f.at.line for f in changes.touching(report, changes.read("main")).findings] == [3]


def test_paths_are_those_of_the_folder_one_stands_in(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    git(project, "init", "-q")
    (project / "käse").mkdir()
    check(project / "käse", "x = 1\n")
    check(project, "x = 1\n")
    commit(project)
    check(project, "x = 2\n")
    monkeypatch.chdir(project / "käse")
    report = check(project / "käse", f"{FALSE}\n")
    assert list(changes.read("HEAD")) == ["app.py"]
    assert len(changes.touching(report, changes.read("HEAD")).findings) == 1
    monkeypatch.chdir(project)
    assert sorted(changes.read("HEAD")) == ["app.py", "käse/app.py"]


def test_no_repository_and_no_such_commit_are_one_sentence(project: Path) -> None:
    with pytest.raises(TruthcheckError, match="git: not a git repository"):
        changes.read("HEAD")
    git(project, "init", "-q")
    check(project, f"{FALSE}\n")
    for staged in (True, False):  # nothing is committed yet: everything is new
        git(project, "add", "-A")
        assert list(changes.read("HEAD", staged)) == ["app.py"]
    commit(project)
    for name in ("nowhere", "--output=x"):
        with pytest.raises(TruthcheckError, match=f"git knows no commit `{name}`"):
            changes.read(name)
    assert not (project / "x").exists()


# Baseline


def test_what_is_known_is_left_for_later(project: Path) -> None:
    report = check(project, f"{FALSE}\n")
    (project / "b.json").write_text(baseline.dump(report.findings))
    known = baseline.load(project / "b.json")
    moved = check(project, f"\n\n{FALSE}\n{OTHER}\n")
    left = baseline.without_known(moved, known)
    assert told(left) == ["4 unknown-endpoint"]
    assert [sentence(checked.reason) for checked in left.calls] == ["in the baseline", ""]
    assert left.notes == ()


def test_one_more_of_the_same_is_told(project: Path) -> None:
    known = check(project, f"{FALSE}\n")
    (project / "b.json").write_text(baseline.dump(known.findings))
    left = baseline.without_known(check(project, f"{FALSE}\n{FALSE}\n"), baseline.load(project / "b.json"))
    assert told(left) == ["2 unknown-endpoint"]


def test_stale_entries_are_told(project: Path) -> None:
    (project / "b.json").write_text(baseline.dump(check(project, f"{FALSE}\n{OTHER}\n").findings))
    left = baseline.without_known(check(project, f"{FALSE}\n"), baseline.load(project / "b.json"))
    assert left.findings == ()
    assert left.notes == ("stale in the baseline: app.py: unknown-endpoint: acme has no POST /v1/get_invoices",)


def test_the_same_findings_are_the_same_file(project: Path) -> None:
    report = check(project, f"{FALSE}\n{OTHER}\n")
    assert baseline.dump(report.findings) == baseline.dump(report.findings[::-1])


@pytest.mark.parametrize(
    "text", ["", "[]", '{"format": 9, "findings": {}}', '{"format": 1}', '{"format":1,"findings":{"a":1}}']
)
def test_a_broken_baseline_is_one_sentence(project: Path, text: str) -> None:
    (project / "b.json").write_text(text)
    with pytest.raises(ConfigError) as caught:
        baseline.load(project / "b.json")
    assert "--update-baseline" in caught.value.hint
    with pytest.raises(ConfigError, match="cannot read"):
        baseline.load(project / "missing.json")
