"""Updates against a server that misbehaves: one clear line, the old surface stays in use, nothing half-written."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import badserver
import pytest
from badserver import Behaviour, Server, always

from truthcheck.cli import boundary
from truthcheck.surfaces import fetch, project_lock

OLD = (Path(__file__).parent / "console" / "acme.json").read_bytes()
NEW = OLD.replace(b"/v1/gears", b"/v1/cogs").replace(b'"1.2"', b'"1.3"')
FALSE = 'import httpx\n\nhttpx.get("https://api.acme.dev/v1/cogs")\n'
EMPTY = b'{"openapi": "3.1.0", "paths": {}, "servers": [{"url": "https://a.b"}]}'
DAMAGED = [
    *("", "{", "[]", '{"truthcheck_lock": 1}', '{"truthcheck_lock": 1, "pins": [{}]}'),
    *('{"truthcheck_lock": 1, "pins": [7]}', '{"truthcheck_lock": 2, "pins": []}'),
]
HTML = b"<!doctype html><html><body>Please sign in</body></html>"


# Small, but for the times: a busy machine answers late. Only who never answers meets a limit that is soon over.
LIMITS = fetch.Limits(size=2_000_000, connect=60.0, silence=60.0, total=60.0, attempts=2, pause=0.01)
IMPATIENT = {"slow": replace(LIMITS, silence=0.2), "dripping": replace(LIMITS, total=1.0)}


@pytest.fixture
def server() -> Iterator[Server]:
    with badserver.serving() as running:
        yield running


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(fetch, "LIMITS", LIMITS)
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def project(tmp_path: Path, server: Server, capsys: pytest.CaptureFixture[str]) -> Path:
    """A project that keeps the old document and calls what only the new one has."""
    (tmp_path / "truthcheck.toml").write_text("")
    (tmp_path / "shop.py").write_text(FALSE)
    server.behave = always(200, OLD, ETag='"one"')
    assert run("specs", "add", "acme", server.url()) == 0
    assert run("verify", "shop.py") == 1
    server.asked.clear()
    capsys.readouterr()
    return tmp_path


def run(*words: str) -> int:
    return boundary.run(list(words))


def files(folder: Path) -> dict[str, bytes]:
    kept = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in kept}


MISBEHAVIOURS: dict[str, tuple[Behaviour, str]] = {
    "breaks off": (badserver.broken_off, "the connection broke off"),
    "truncated body": (badserver.truncated(NEW), "the connection broke off"),
    "half a document": (always(200, NEW[: len(NEW) // 2]), "is no JSON"),
    "web page": (always(200, HTML, Content_Type="text/html"), "is no API document"),
    "nothing": (always(200, b""), "is no API document"),
    "another host": (always(302, Location="https://elsewhere.example/openapi.json"), "another host, elsewhere.example"),
    "round in circles": (always(302, Location="/openapi.json"), "redirects without end"),
    "no web address": (always(302, Location="file:///etc/hostname"), "not https"),
    "401": (always(401, b"who?"), "answers 401"),
    "403": (always(403), "answers 403"),
    "404": (always(404), "answers 404"),
    "500 each time": (always(500), "answers 500"),
    "304 unasked": (always(304), "answers 304"),
    "slow": (badserver.slow, "does not answer in time"),
    "dripping": (badserver.dripping, "takes longer than 1 s"),
    "endless": (badserver.endless, "is larger than"),
    "packed bomb": (badserver.bomb, "is larger than"),
    "says it is huge": (always(200, b"{}", Content_Length="99999999999"), "is larger than"),
    "not packed as it says": (always(200, NEW, Content_Encoding="gzip"), "cannot be unpacked"),
    "no operations": (always(200, EMPTY), "no operation"),
    "nested": (always(200, b'{"openapi": "3.1.0", "x": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"), "nested"),
}  # fmt: skip


@pytest.mark.parametrize("name", MISBEHAVIOURS)
def test_misbehaviour_changes_nothing(
    name: str,
    project: Path,
    server: Server,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = files(project)
    monkeypatch.setattr(fetch, "LIMITS", IMPATIENT.get(name, LIMITS))
    server.behave, says = MISBEHAVIOURS[name]
    if name == "304 unasked":
        _forget_conditions(project)
        before = files(project)
    assert run("specs", "update") == 2
    seen = capsys.readouterr().err.splitlines()
    assert says in seen[0]
    assert seen[0].startswith("error: ")
    assert len([line for line in seen if not line.startswith("hint: ")]) == 1
    assert files(project) == before
    assert run("verify", "shop.py") == 1, "the old surface stays in use"


def _forget_conditions(project: Path) -> None:
    lock = project / "truthcheck.lock"
    pins = [replace(pin, etag="", last_modified="") for pin in project_lock.load(lock)]
    lock.write_bytes(project_lock.dump(pins))


def test_a_server_that_is_gone(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lock = project / "truthcheck.lock"
    (pin,) = project_lock.load(lock)
    gone = replace(pin, wish=replace(pin.wish, source="http://127.0.0.1:1/openapi.json"))
    lock.write_bytes(project_lock.dump([gone]))
    assert run("specs", "update") == 2
    assert "the connection broke off" in capsys.readouterr().err


def test_an_update_is_taken_and_the_old_one_kept_for_comparing(project: Path, server: Server) -> None:
    server.behave = always(200, NEW, ETag='"two"', Last_Modified="Sat, 03 Jan 2026 10:00:00 GMT")
    assert run("specs", "update", "acme") == 0
    assert run("verify", "shop.py") == 0
    (pin,) = project_lock.load(project / "truthcheck.lock")
    assert (pin.surface.version, pin.etag) == ("1.3", '"two"')
    assert pin.previous is not None
    assert pin.previous.version == "1.2"
    assert len(list((project / ".truthcheck/specs/acme").glob("*.jsonl"))) == 2
    assert not list(project.rglob("*.tmp"))


def test_unchanged_is_asked_for_with_the_etag(
    project: Path, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    server.behave = always(304)
    before = files(project)
    assert run("specs", "update") == 0
    assert "acme: unchanged (1.2)" in capsys.readouterr().out
    assert server.asked[0]["if-none-match"] == '"one"'
    assert files(project) == before


def test_another_truthcheck_compiles_again(project: Path, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """A newer version may read more out of the same document, so "unchanged" is not asked for."""
    monkeypatch.setattr("truthcheck.specs.keep.__version__", "99")
    server.behave = always(200, OLD)
    assert run("specs", "update") == 0
    assert "if-none-match" not in server.asked[0]
    (pin,) = project_lock.load(project / "truthcheck.lock")
    assert pin.made_with == "99"


def test_the_proxy_of_the_environment_is_used(project: Path, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", server.url(""))
    server.behave = always(200, OLD)
    assert run("specs", "add", "other", "http://docs.example/openapi.json") == 0
    assert server.asked[0]["host"] == "docs.example"


def test_progress_is_shown_on_a_terminal_alone(
    project: Path, server: Server, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    server.behave = always(200, NEW)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    assert run("specs", "update") == 0
    seen = capsys.readouterr().err
    before, _, after = seen.rpartition("fetching acme")
    assert before
    assert "\x1b[2K" in after, "nothing of it stays"


def test_a_missing_surface_is_fetched_without_conditions(project: Path, server: Server) -> None:
    for file in (project / ".truthcheck/specs/acme").glob("*.jsonl"):
        file.unlink()
    assert run("verify", "shop.py") == 2, "a surface that is missing is never a clean result"
    server.behave = always(200, OLD)
    assert run("specs", "update", "--locked") == 0
    assert "if-none-match" not in server.asked[0]
    assert run("verify", "shop.py") == 1


def test_a_second_try_after_a_server_error(project: Path, server: Server) -> None:
    server.behave = badserver.in_turn(always(503, Retry_After="0"), always(200, NEW))
    assert run("specs", "update") == 0
    assert len(server.asked) == 2


def test_locked_refuses_another_document(project: Path, server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    before = files(project)
    server.behave = always(200, NEW)
    assert run("specs", "update", "--locked") == 2
    assert "the lock expects" in capsys.readouterr().err
    assert files(project) == before


def test_a_surface_that_was_tampered_with_is_refused(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (file,) = (project / ".truthcheck/specs/acme").glob("*.jsonl")
    file.write_bytes(file.read_bytes().replace(b"widgets", b"gadgets"))
    assert run("verify", "shop.py") == 2
    assert "its sha256 differs" in capsys.readouterr().err
    assert run("specs", "check") == 2


def test_a_full_disk(
    project: Path, server: Server, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = files(project)
    server.behave = always(200, NEW)

    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert run("specs", "update") == 2
    assert "No space left on device" in capsys.readouterr().err
    assert files(project) == before


def test_a_disk_that_fills_up_before_the_lock_is_written(
    project: Path, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = (project / "truthcheck.lock").read_bytes()
    server.behave = always(200, NEW)
    real, calls = os.fsync, []

    def second_fails(handle: int) -> None:
        calls.append(handle)
        if len(calls) == 2:
            raise OSError(errno.ENOSPC, "No space left on device")
        real(handle)

    monkeypatch.setattr(os, "fsync", second_fails)
    assert run("specs", "update") == 2
    assert (project / "truthcheck.lock").read_bytes() == lock
    assert not list(project.rglob("*.tmp"))
    assert run("verify", "shop.py") == 1


def test_a_redirect_to_an_allowed_host_carries_no_secret(
    project: Path, server: Server, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ACME_HEADER", "X-Api-Key: very-secret-42")
    there = server.url("/moved.json", host="localhost")
    server.behave = badserver.in_turn(always(302, Location=there), always(200, OLD))
    words = ("specs", "add", "other", server.url(), "--header-env", "ACME_HEADER")
    assert run(*words) == 2
    assert "another host, localhost" in capsys.readouterr().err
    server.behave = badserver.in_turn(always(302, Location=there), always(200, OLD))
    server.asked.clear()
    assert run(*words, "--allow-host", "localhost") == 0
    assert [asked.get("x-api-key") for asked in server.asked] == ["very-secret-42", None]
    assert "very-secret-42" not in capsys.readouterr().out
    assert all(b"very-secret-42" not in data for data in files(project).values())


@pytest.mark.parametrize(
    ("value", "sent"), [("abc", "Bearer abc"), ("Basic YTpi", "Basic YTpi"), ("authorization: Token t", "Token t")]
)
def test_the_header_in_a_variable(
    value: str, sent: str, project: Path, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ACME_HEADER", value)
    server.behave = always(200, OLD)
    assert run("specs", "add", "other", server.url(), "--header-env", "ACME_HEADER") == 0
    assert server.asked[0]["authorization"] == sent


@pytest.mark.parametrize("value", ["", "two\nlines: secret", "caf\xe9"])
def test_a_header_that_cannot_be_sent_is_not_shown(
    value: str, project: Path, server: Server, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ACME_HEADER", value)
    assert run("specs", "add", "other", server.url(), "--header-env", "ACME_HEADER") == 2
    seen = capsys.readouterr().err
    assert "ACME_HEADER" in seen
    assert not server.asked
    assert not value or value.split()[0] not in seen


@pytest.mark.parametrize(
    "url",
    [
        "https://user:hunter2@api.acme.dev/openapi.json",
        "https://api.acme.dev/openapi.json?access_token=hunter2",
        "file:///etc/hunter2?x#hunter2",
        "http://api.acme.dev\r\n/hunter2",
    ],
)
def test_an_address_with_a_secret_is_refused_unsaid(
    url: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = files(project)
    assert run("specs", "add", "other", url) == 2
    assert "hunter2@" not in (seen := capsys.readouterr().err)
    assert "=hunter2" not in seen
    assert files(project) == before


def test_two_updates_at_once_lose_nothing(project: Path, server: Server) -> None:
    """Real processes: each adds its own, all at the same time."""
    import subprocess
    import sys

    server.behave = always(200, OLD)
    command = [sys.executable, "-m", "truthcheck", "specs", "add"]
    running = [subprocess.Popen([*command, f"p{n}", server.url()], stdout=subprocess.DEVNULL) for n in range(4)]
    assert [process.wait(60) for process in running] == [0] * 4
    names = [pin.wish.name for pin in project_lock.load(project / "truthcheck.lock")]
    assert names == ["acme", "p0", "p1", "p2", "p3"]
    assert run("specs", "check") == 0


def test_a_lock_may_name_only_files_of_its_own(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lock = project / "truthcheck.lock"
    data: dict[str, Any] = json.loads(lock.read_bytes())
    for file in ("acme/../../../precious.jsonl", "/etc/hostname", "other/x.jsonl"):
        data["pins"][0]["surface"]["file"] = file
        lock.write_text(json.dumps(data))
        assert run("verify", "shop.py") == 2
        assert "may not name the file" in capsys.readouterr().err


@pytest.mark.parametrize("text", DAMAGED)
def test_a_damaged_lock_is_one_line(text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "truthcheck.lock").write_text(text)
    (tmp_path / "shop.py").write_text(FALSE)
    assert run("verify", "shop.py") == 2
    assert len(capsys.readouterr().err.splitlines()) == 2
