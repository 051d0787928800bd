"""Each harness's recorded payloads, answered byte for byte; and everything that may go wrong, answered with nothing."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from acme import verify
from gitted import git
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from truthcheck.hooks import changed, payload, state
from truthcheck.hooks.answer import NOTHING, HookTools, reply
from truthcheck.hooks.contracts import CONTRACTS, EDIT, STOP
from truthcheck.model.report import Report

PAYLOADS = Path(__file__).parent / "hooks" / "payloads"
RECORDED = "/projects/shop"
SAID = 'app.py:5:12: acme has no GET /v1/user/list; "users" \N{RIGHTWARDS ARROW} /v1/users'
APP = 'import requests\n\n\ndef users():\n    return requests.get("https://api.acme.dev/v1/user/list")\n'


@pytest.fixture
def shop(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "shop"
    root.mkdir()
    (root / "app.py").write_text(APP)
    monkeypatch.chdir(root)
    return root


def check(folder: Path, paths: Sequence[Path]) -> Report:
    os.chdir(folder)
    return verify(paths)


def tools() -> HookTools:
    """The check of a small world; a session's shell edits are what stands in app.py."""
    return HookTools(
        check, lambda report, most: SAID if report.findings else "", lambda folder, since: [folder / "app.py"]
    )


def sent(root: Path, name: str, **changes: object) -> bytes:
    text = (PAYLOADS / f"{name}.json").read_text(encoding="utf-8").replace(RECORDED, root.as_posix())
    return json.dumps({**json.loads(text), **changes}).encode()


def harness(name: str) -> str:
    return name.split("-")[0]


@pytest.mark.parametrize("name", sorted(path.stem for path in PAYLOADS.glob("*.json")))
def test_recorded(shop: Path, name: str) -> None:
    assert reply(harness(name), sent(shop, name), tools()) == (PAYLOADS / f"{name}.reply").read_text()


@pytest.mark.parametrize("name", sorted(path.stem for path in PAYLOADS.glob("*.json")))
def test_true_code_hears_nothing(shop: Path, name: str) -> None:
    (shop / "app.py").write_text(APP.replace("user/list", "users"))
    assert reply(harness(name), sent(shop, name), tools()) == NOTHING


def test_every_harness_has_both_events_on_record() -> None:
    for name, contract in CONTRACTS.items():
        for event in (EDIT, STOP):
            recorded = (PAYLOADS / f"{name}-{event}.json").read_bytes()
            assert payload.read(contract, recorded).kind == event


@pytest.mark.parametrize("name", CONTRACTS)
def test_the_same_edit_is_told_once(shop: Path, name: str) -> None:
    """Two settings files may name the same hook."""
    first, second = (reply(name, sent(shop, f"{name}-edit"), tools()) for _ in range(2))
    assert first != NOTHING
    assert second == NOTHING
    (shop / "app.py").write_text(APP + "\n# another edit, still false\n")
    assert reply(name, sent(shop, f"{name}-edit"), tools()) == first


@pytest.mark.parametrize("name", CONTRACTS)
def test_a_stop_is_held_up_once_for_the_same_findings(shop: Path, name: str) -> None:
    first, second = (reply(name, sent(shop, f"{name}-stop"), tools()) for _ in range(2))
    assert first != NOTHING
    assert second == NOTHING
    (shop / "app.py").write_text(APP + 'requests.get("https://api.acme.dev/v1/nothing")\n')
    assert reply(name, sent(shop, f"{name}-stop"), tools()) == first


def test_another_session_is_told_too(shop: Path) -> None:
    assert reply("claude", sent(shop, "claude-stop"), tools()) != NOTHING
    assert reply("claude", sent(shop, "claude-stop", session_id="another"), tools()) != NOTHING


def test_stop_looks_at_what_the_session_edited(shop: Path) -> None:
    quiet = tools()._replace(feedback=lambda report, most: "")
    reply("claude", sent(shop, "claude-edit"), quiet)
    no_git = tools()._replace(changed=lambda folder, since: [])
    assert json.loads(reply("claude", sent(shop, "claude-stop"), no_git))["decision"] == "block"


def test_a_moved_patch_and_an_added_file_are_read(shop: Path) -> None:
    patch = "*** Begin Patch\n*** Update File: old.py\n*** Move to: app.py\n*** Add File: lib/new.py\n*** End Patch\n"
    (shop / "lib").mkdir()
    (shop / "lib" / "new.py").write_text("")
    event = payload.read(CONTRACTS["codex"], sent(shop, "codex-edit", tool_input={"command": patch}))
    assert [path.relative_to(shop).as_posix() for path in event.files] == ["app.py", "lib/new.py"]


@pytest.mark.parametrize("raw", [b"", b"null", b"[]", b"{", b"\xff\xfe", b'{"hook_event_name": 3}', b"[" * 100_000])
@pytest.mark.parametrize("name", CONTRACTS)
def test_a_broken_payload_is_no_reason_to_stop(shop: Path, name: str, raw: bytes) -> None:
    assert reply(name, raw, tools()) == NOTHING


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data(), st.sampled_from(sorted(CONTRACTS)), st.sampled_from([EDIT, STOP]))
def test_any_change_of_a_payload_gets_valid_json(shop: Path, data: st.DataObject, name: str, event: str) -> None:
    recorded = json.loads((PAYLOADS / f"{name}-{event}.json").read_text(encoding="utf-8"))
    key = data.draw(st.sampled_from(sorted(recorded)))
    recorded[key] = data.draw(json_values)
    nothing = HookTools(
        lambda folder, paths: Report((), (), (), 0, 0.0), lambda report, most: "", lambda folder, since: []
    )
    assert isinstance(json.loads(reply(name, json.dumps(recorded).encode(), nothing)), dict)


def test_a_fault_of_our_own_is_no_reason_to_stop(shop: Path) -> None:
    def broken(folder: Path, paths: Sequence[Path]) -> Report:
        raise RuntimeError("a fault\nin two lines")

    assert reply("claude", sent(shop, "claude-edit"), tools()._replace(verify=broken)) == NOTHING
    assert (state.folder() / "failures.log").read_text().endswith("claude RuntimeError: a fault in two lines\n")


def test_a_damaged_memory_is_begun_anew(shop: Path) -> None:
    first = reply("claude", sent(shop, "claude-stop"), tools())
    for path in state.folder().glob("*.json"):
        path.write_text('{"since": "x"')
    assert reply("claude", sent(shop, "claude-stop"), tools()) == first


def test_feedback_stays_within_the_harness_limit(shop: Path) -> None:
    wide = tools()._replace(feedback=lambda report, most: "\N{SNOWMAN}" * most)
    for name in CONTRACTS:
        said = reply(name, sent(shop, f"{name}-edit"), wide)
        assert len(said) <= CONTRACTS[name].limit + 120
        assert "\\u2603" in said


def test_old_sessions_are_forgotten(shop: Path) -> None:
    reply("claude", sent(shop, "claude-edit", session_id="old"), tools())
    for path in state.folder().iterdir():
        os.utime(path, (1, 1))
    reply("claude", sent(shop, "claude-stop"), tools())
    assert len(list(state.folder().glob("*.json"))) == 1


def test_many_hooks_at_once_lose_nothing(shop: Path) -> None:
    names = [f"f{number}.py" for number in range(24)]
    for name in names:
        (shop / name).write_text(APP)
    edits = [sent(shop, "claude-edit", tool_input={"file_path": str(shop / name)}) for name in names]
    said = HookTools(
        lambda folder, paths: verify(paths), lambda report, most: "x" if report.findings else "", lambda f, s: []
    )
    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(lambda raw: reply("claude", raw, said), edits * 2))
    assert sorted(answers).count(NOTHING) == len(names)
    with state.opened("claude", json.loads(edits[0])["session_id"]) as session:
        assert {Path(path).name for path in session.told} == set(names)


def test_git_knows_what_a_shell_command_wrote(shop: Path) -> None:
    (shop / "committed.py").write_text("")
    git(shop, "init", "-q")
    git(shop, "add", "-A")
    git(shop, "commit", "-qm", "start")
    (shop / "app.py").write_text(APP + "# changed\n")
    (shop / "käse neu.py").write_text("")
    (shop / "old.py").write_text("")
    os.utime(shop / "old.py", (1, 1))
    (shop / "sub").mkdir()
    found = changed.changed(shop / "sub", time.time() - 60)
    assert found == []
    found = changed.changed(shop, time.time() - 60)
    assert sorted(path.name for path in found) == ["app.py", "käse neu.py"]
    assert changed.changed(shop.parent, 0) == ()
