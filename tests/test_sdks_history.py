"""The history of a package: what is written over many releases is read back release by release."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from truthcheck.errors import SurfaceError
from truthcheck.sdks.build import history as command
from truthcheck.sdks.index import history_file
from truthcheck.sdks.index.history_file import History
from truthcheck.sdks.index.history_write import write
from truthcheck.sdks.index.index_file import write as write_index
from truthcheck.sdks.index.traced import TracedIndex

HEADER = {"package": "acme", "provider": "acme", "imports": ["acme"], "api": ""}
CREATE = {"p": [["self", "p", 1, "?"], ["name", "k", 1, "str"]], "r": "acme:Boat"}
SAILED = {
    "p": [["self", "p", 1, "?"], ["name", "k", 1, "str"], ["sails", "k", 0, ["|", "int", "None"]]],
    "r": "acme:Boat",
}
RELEASES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("1.0", {"acme:": {"n": {"Boats": ["type", "acme:Boats"]}}, "acme:Boats": {"m": {"launch": CREATE}}}),
    (
        "1.1",
        {"acme:": {"n": {"Boats": ["type", "acme:Boats"]}}, "acme:Boats": {"m": {"launch": SAILED, "sink": CREATE}}},
    ),
    ("2.0b1", {"acme:": {"n": {}}, "acme.late:": {"n": {"Boats": ["type", "acme:Boats"]}}}),
    ("2.0", {"acme:": {"n": {"Boats": ["type", "acme:Boats"]}}, "acme:Boats": {"m": {"sink": CREATE}, "o": "why"}}),
)


def made(tmp_path: Path, *releases: tuple[str, dict[str, Any]]) -> History:
    path = tmp_path / "acme.history"
    write(path, ((version, HEADER | {"version": version}, records) for version, records in releases))
    return History(path)


def assert_same(history: History, *releases: tuple[str, dict[str, Any]]) -> None:
    keys = {key for _, records in releases for key in records}
    for version, records in releases:
        index = history.at(version)
        assert {key: index.record(key) for key in keys} == {key: records.get(key) for key in keys}
        traced = TracedIndex(index)
        assert {key: plain(traced.record(key)) for key in keys} == {key: records.get(key) for key in keys}


def plain(record: Any) -> Any:
    """Name by name, as they are asked."""
    return {name: plain(record[name]) for name in record if name in record} if isinstance(record, Mapping) else record


def test_each_release_is_read_as_it_was_written(tmp_path: Path) -> None:
    history = made(tmp_path, *RELEASES)
    assert_same(history, *RELEASES)
    assert history.at("1.0").record("acme.never:") is None
    assert history.at("1.1").header == HEADER | {"version": "1.1"}


def test_releases_keep_their_order_and_the_present_one_is_no_pre_release(tmp_path: Path) -> None:
    history = made(tmp_path, *RELEASES, ("3.0rc1", RELEASES[0][1]))
    assert history.releases == ("1.0", "1.1", "2.0b1", "2.0", "3.0rc1")
    assert history.present == "2.0"
    assert made(tmp_path, ("1.0a1", {}), ("1.0a2", {})).present == "1.0a2"


def test_it_is_told_when_a_record_stands_and_changes(tmp_path: Path) -> None:
    history = made(tmp_path, *RELEASES)
    assert history.stands("acme:Boats") == (0, 1, 3)
    assert history.stands("acme.late:") == (2,)
    assert history.stands("acme.never:") == ()
    assert history.edges({"acme:Boats": {("", "")}}) == {2, 3}  # whether there is such a class, and why it is open
    assert history.edges({"acme:Boats": {("m", "launch")}}) == {1, 2, 3}
    assert history.edges({"acme:Boats": {("m", "never")}}) == {2, 3}
    assert history.edges({"acme.never:": {("", "")}}) == set()
    assert history.edges({"acme:Boats": {("m", "launch")}}, ("never",)) == {2, 3} | {3}
    assert history.edges({"acme:Boats": {("m", "launch")}}, ("sails",)) == {1, 2, 3}
    unchanged = made(tmp_path, ("1", RELEASES[0][1]), ("2", RELEASES[0][1]), ("3", RELEASES[0][1]))
    assert unchanged.edges({"acme:": {("n", ""), ("n", "Boats")}}) == set()


def test_a_name_that_was_gone_for_a_while_is_found(tmp_path: Path) -> None:
    history = made(tmp_path, *RELEASES)
    assert history.gaps({"acme:": {("n", "Boats")}}, (0, 1, 2, 3)) == {2}
    assert history.gaps({"acme:": {("n", "Boats")}}, (0, 1, 3)) == set()
    assert history.gaps({"acme:Boats": {("m", "launch")}}, (0, 1, 2, 3)) == set()
    broken = [history.is_broken(key) for key in ("acme:", "acme:Boats", "acme.late:", "acme.never:")]
    assert broken == [True, True, False, False]


def test_a_name_that_came_back_otherwise_was_gone_as_well(tmp_path: Path) -> None:
    def boats(**methods: Any) -> dict[str, Any]:
        return {"acme:Boats": {"m": {"launch": CREATE, **methods}}}

    history = made(tmp_path, ("1", boats(sink=CREATE)), ("2", boats()), ("3", boats(sink=SAILED)), ("4", boats()))
    assert history.is_broken("acme:Boats")
    assert history.gaps({"acme:Boats": {("m", "sink")}}, (0, 1, 2, 3)) == {1}
    steady = made(tmp_path, ("1", boats(sink=CREATE)), ("2", boats(sink=SAILED)), ("3", boats()))
    assert not steady.is_broken("acme:Boats")


def test_what_does_not_change_is_stored_once(tmp_path: Path) -> None:
    """A hundred releases that differ in one parameter cost less than two."""
    many = {f"acme.m{number:03}:Boats": {"m": {"launch": CREATE, f"sink{number}": CREATE}} for number in range(300)}
    one = write(tmp_path / "one.history", [("1.0", HEADER, many)])
    releases = [(f"1.{minor}", HEADER, many | {"acme:B": {"f": {f"x{minor}": "int"}}}) for minor in range(100)]
    assert write(tmp_path / "all.history", releases) < one * 2
    assert_same(History(tmp_path / "all.history"), *((version, held) for version, _, held in releases))


def test_the_same_releases_give_the_same_bytes(tmp_path: Path) -> None:
    first = made(tmp_path, *RELEASES).path.read_bytes()
    assert made(tmp_path, *RELEASES).path.read_bytes() == first


terms = st.recursive(
    st.sampled_from(["str", "int", "?", "m:C", "3-7", ""]) | st.integers(0, 2) | st.none(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from("abcdmnpr"), inner, max_size=4),
    max_leaves=12,
)
held = st.dictionaries(
    st.sampled_from(["a:", "a:B", "a.b:C"]), st.dictionaries(st.sampled_from("mfno"), terms), max_size=3
)


@settings(max_examples=150, deadline=None)
@given(st.lists(held, min_size=1, max_size=7))
def test_whatever_changes_is_read_back(tmp_path_factory: pytest.TempPathFactory, every: list[dict[str, Any]]) -> None:
    releases = [(f"1.{minor}", records) for minor, records in enumerate(every)]
    assert_same(made(tmp_path_factory.mktemp("h"), *releases), *releases)


@pytest.mark.parametrize("mark", ["@", "@@"])
def test_a_name_that_is_a_mark_of_the_format_is_refused(tmp_path: Path, mark: str) -> None:
    with pytest.raises(ValueError, match="mark of histories"):
        made(tmp_path, ("1.0", {"acme:": {"n": {"x": {"y": {mark: "int"}}}}}))
    with pytest.raises(ValueError, match="no release"):
        made(tmp_path)


def test_a_damaged_file_says_so(tmp_path: Path) -> None:
    whole = made(tmp_path, *RELEASES).path.read_bytes()
    path = tmp_path / "damaged.history"

    def read_all() -> None:
        history = History(path)
        for version in history.releases:
            history.at(version).record("acme:Boats")
            history.stands("acme:Boats")

    for size in (0, 5, whole.find(b"\n") + 1, len(whole) - 1):
        path.write_bytes(whole[:size])
        with pytest.raises(SurfaceError, match="damaged"):
            read_all()
    path.write_bytes(whole + b"x")
    with pytest.raises(SurfaceError, match="shorter or longer"):
        read_all()
    path.write_bytes(whole.replace(b'"truthcheck_history":1', b'"truthcheck_history":9', 1))
    with pytest.raises(SurfaceError, match="has format 9"):
        read_all()


def test_no_changed_byte_breaks_more_than_the_reading(tmp_path: Path) -> None:
    """Whatever one byte is turned into, the answer is a record or a SurfaceError."""
    whole = made(tmp_path, *RELEASES).path.read_bytes()
    path = tmp_path / "damaged.history"
    told = 0
    for place in range(0, len(whole), 3):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
        try:
            history = History(path)
            for version in history.releases:
                history.at(version).record("acme:Boats")
        except SurfaceError:
            told += 1
    assert told


def test_a_part_that_grows_beyond_measure_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history_file, "MAX_PART", 1 << 16)
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    bomb = packer.compress(bytes(1 << 24)) + packer.flush()
    first = {"truthcheck_history": 1, "head": len(bomb), "directory": 0, "words": 0, "blocks": 0}
    (tmp_path / "bomb.history").write_bytes(json.dumps(first).encode() + b"\n" + bomb)
    with pytest.raises(SurfaceError, match="too large"):
        History(tmp_path / "bomb.history")


def test_the_command_writes_a_history_from_indexes_of_releases(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "read" / "acme"
    folder.mkdir(parents=True)
    for version, records in reversed(RELEASES):
        header = HEADER | {"version": version, "date": "2026-01-02", "sha256": {"acme": "0" * 64}}
        (folder / f"{version}.jsonl.gz").write_bytes(gzip.compress(write_index(header, records)))
    assert command.main([str(tmp_path / "read"), str(tmp_path / "made")]) == 0
    history = History(tmp_path / "made" / "acme.history")
    assert history.releases == tuple(version for version, _ in RELEASES)  # the pre-release before its release
    assert_same(history, *RELEASES)
    assert history.dates["1.1"] == "2026-01-02"
    assert "   4 releases" in capsys.readouterr().out


def test_a_history_that_says_something_else_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "acme"
    folder.mkdir()
    (folder / "1.0.jsonl").write_bytes(write_index(HEADER | {"version": "1.0"}, RELEASES[0][1]))
    path = made(tmp_path, ("1.0", RELEASES[3][1])).path
    with pytest.raises(ValueError, match=r"1\.0 says something else"):
        command.check(path, command.files_of(folder))
