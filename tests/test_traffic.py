"""Recorded exchanges: HAR files and cassettes, whole or broken, held against the surfaces."""

from __future__ import annotations

import base64
import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from truthcheck.cli.boundary import run
from truthcheck.config import Config
from truthcheck.errors import TruthcheckError
from truthcheck.library import Library
from truthcheck.model.report import Report
from truthcheck.traffic import har
from truthcheck.traffic.recorded import Recorded
from truthcheck.traffic.report import report
from truthcheck.traffic.verdicts import check

TAG = {
    "name": "v1",
    "commit": {"sha": "c5b97d5", "url": "https://api.github.com/repos/a/b/commits/c5b97d5"},
    "zipball_url": "https://example.com/z",
    "tarball_url": "https://example.com/t",
    "node_id": "MDM6UmVmMQ==",
}
URL = "https://api.github.com/repos/a/b/tags"
KEY = "sk_live_9aB3xYz7Qw2Er5Ty8Ui"


def exchange(body: Any, url: str = URL, status: int = 200, **more: Any) -> dict[str, Any]:
    content = {"mimeType": "application/json", "text": body if isinstance(body, str) else json.dumps(body), **more}
    headers = [{"name": "Authorization", "value": f"Bearer {KEY}"}]
    request = {"method": "GET", "url": url, "headers": headers}
    return {"request": request, "response": {"status": status, "content": content, "headers": []}}


def archive(*entries: dict[str, Any]) -> str:
    return json.dumps(
        {"log": {"version": "1.2", "pages": [{"title": 'x "entries": ['}], "entries": list(entries)}}, indent=1
    )


def judged(folder: Path, text: str | bytes, name: str = "a.har") -> Report:
    file = folder / name
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return report([str(file)], Library(Config()))


def told(found: Report) -> list[str]:
    return [finding.message for finding in found.findings]


def test_a_true_exchange_is_verified(tmp_path: Path) -> None:
    found = judged(tmp_path, archive(exchange([TAG])))
    assert [checked.verdict for checked in found.calls] == ["supported"]
    assert not found.findings
    assert not found.problems


def test_each_falsehood_is_told_once_with_number_and_path(tmp_path: Path) -> None:
    false = {**TAG, "tag_date": "2024", "name": 3}
    del false["node_id"]
    found = judged(tmp_path, archive(exchange([TAG]), exchange([TAG, false])))
    messages = "\n".join(told(found))
    assert len(found.findings) == 3
    assert messages.count("exchange 1: ") == 3
    for path in ("$[1].tag_date", "$[1].name", "$[1].node_id"):
        assert f"`{path}`" in messages


def test_lines_of_a_har_file_are_kept(tmp_path: Path) -> None:
    text = archive(exchange([TAG]), exchange([{**TAG, "tag_date": ""}]))
    found = judged(tmp_path, text)
    second = text.index('"request"', text.index('"request"') + 1)
    assert abs(found.findings[0].at.line - (text.count("\n", 0, second) + 1)) <= 1


@pytest.mark.parametrize("cut", [0.3, 0.6, 0.95])
def test_a_truncated_file_is_one_clear_problem(tmp_path: Path, cut: float) -> None:
    text = archive(*(exchange([TAG]) for _ in range(5)))
    found = judged(tmp_path, text[: int(len(text) * cut)])
    assert len(found.problems) == 1
    assert "\n" not in found.problems[0].message
    assert len(found.calls) < 5


def test_what_is_not_utf8_is_refused(tmp_path: Path) -> None:
    found = judged(tmp_path, archive(exchange([TAG])).encode().replace(b"v1", b"\xff\xfe"))
    assert ["UTF-8" in problem.message for problem in found.problems] == [True]


def test_what_is_no_recording_is_refused_when_it_is_named(tmp_path: Path) -> None:
    assert len(judged(tmp_path, "{}").problems) == 1
    with pytest.raises(TruthcheckError):
        report([str(tmp_path / "nothing.har")], Library(Config()))


def test_bodies_in_base64_and_gzip_are_read(tmp_path: Path) -> None:
    false = json.dumps([{**TAG, "tag_date": ""}]).encode()
    packed = base64.b64encode(gzip.compress(false)).decode()
    found = judged(tmp_path, archive(exchange(packed, encoding="base64")))
    assert "tag_date" in told(found)[0]


def test_binary_bodies_and_bombs_say_nothing(tmp_path: Path) -> None:
    bomb = base64.b64encode(gzip.compress(b"[" + b" " * 40_000_000)).decode()
    found = judged(
        tmp_path, archive(exchange("\x00\x01"), exchange(bomb, encoding="base64"), exchange("%%%", encoding="base64"))
    )
    assert not found.findings
    assert not found.problems


def test_error_replies_and_unknown_hosts_say_nothing(tmp_path: Path) -> None:
    entries = (
        exchange({"message": "x"}, status=418),
        exchange({"a": 1}, "https://a.invalid/x"),
        exchange({"message": ""}, "https://api.github.com/nothing-here", 404),
    )
    assert not judged(tmp_path, archive(*entries)).findings


def test_secrets_never_come_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    false = [{**TAG, "name": 5, "node_id": {"token": KEY}, KEY[:7]: KEY}]
    file = tmp_path / "a.har"
    file.write_text(archive(exchange(false, f"https://user:{KEY}@api.github.com/repos/a/b/tags?access_token={KEY}")))
    for form in ("full", "json", "jsonl", "sarif", "markdown", "github", "concise"):
        assert run(["verify", "--traffic", str(file), "--format", form]) == 1
        out = capsys.readouterr()
        assert KEY not in out.out + out.err
        assert "sk_live_9aB3" not in out.out + out.err


def test_a_cassette_that_was_invented_is_judged_where_it_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from truthcheck.pipeline import verify

    folder = tmp_path / "tests" / "cassettes"
    folder.mkdir(parents=True)
    for name, headers in (("made", "{Content-Type: [application/json]}"), ("real", "{Date: ['today']}")):
        (folder / f"{name}.yaml").write_text(
            "interactions:\n- request: {body: null, headers: {}, method: GET, uri: '" + URL + "'}\n"
            "  response:\n    body:\n      string: '" + json.dumps([{**TAG, "tag_date": ""}]) + "'\n"
            f"    headers: {headers}\n    status: {{code: 200, message: OK}}\nversion: 1\n"
        )
    monkeypatch.chdir(tmp_path)
    found = verify((".",), Config())
    assert [(f.at.path, f.at.line) for f in found.findings] == [("tests/cassettes/made.yaml", 5)]
    whole = report(["tests"], Library(Config()))
    assert [f.at.path.rsplit("/", 1)[1] for f in whole.findings] == ["made.yaml", "real.yaml"]
    assert any(note.startswith("drift: GET /repos/{owner}/{repo}/tags: removed `tag_date`") for note in whole.notes)


@pytest.mark.parametrize(
    "text", ["interactions: [", "interactions:\n\t- x", "interactions: &a [*a]", "interactions: 3"]
)
def test_broken_cassettes_are_one_line_or_nothing(tmp_path: Path, text: str) -> None:
    found = judged(tmp_path, text, "c.yaml")
    assert len(found.problems) <= 1
    assert not found.findings


def test_entries_are_streamed(tmp_path: Path) -> None:
    file = tmp_path / "big.har"
    with file.open("w") as stream:
        stream.write('{"log": {"entries": [')
        stream.write(",\n".join(json.dumps(exchange([TAG] * 50)) for _ in range(500)))
        stream.write("]}}")
    assert sum(1 for _ in har.read("big.har", file)) == 500
    first = next(iter(har.read("big.har", file)))
    assert isinstance(first, Recorded)
    assert check(first, Library(Config())).verdict == "supported"
