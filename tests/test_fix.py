"""Fixes: exactly the named places change, all the rest stays to the byte."""

from __future__ import annotations

import libcst
import pytest
from hypothesis import given
from hypothesis import strategies as st

from truthcheck.fixes.apply import diff, edited, fixable, repair
from truthcheck.model.finding import Edit, Finding, Fix
from truthcheck.model.location import Span


def span(text: str, part: str, path: str = "a.py", nth: int = 0) -> Span:
    """Where `part` stands in `text`."""
    offset = -1
    for _ in range(nth + 1):
        offset = text.index(part, offset + 1)
    before, upto = text[:offset].split("\n"), text[: offset + len(part)].split("\n")
    return Span(path, len(before), len(before[-1]) + 1, len(upto), len(upto[-1]) + 1)


def finding(*edits: Edit, safe: bool = True, message: str = "m") -> Finding:
    return Finding("unknown-parameter", "error", "certain", message, edits[0].at, fixes=(Fix("t", edits, safe),))


def change(text: str, *pairs: tuple[str, str], safe: bool = True) -> list[Finding]:
    return [finding(Edit(span(text, old), new), safe=safe) for old, new in pairs]


CODE = 'import requests\n\n\nrequests.get( "https://a.dev/x",\tparams={"stat" : "open"} )  # näch\n'


def test_only_the_named_place_changes() -> None:
    done = repair(change(CODE, ('"stat"', '"state"'), ("/x", "/y")), {"a.py": CODE.encode()})
    assert done.sources == {"a.py": CODE.replace("stat", "state").replace("/x", "/y").encode()}
    assert len(done.fixed) == 2
    assert not done.left


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_stay(end: str) -> None:
    source = CODE.replace("\n", end).encode()
    done = repair(change(CODE, ('"stat"', '"state"')), {"a.py": source})
    assert done.sources["a.py"] == CODE.replace("stat", "state").replace("\n", end).encode()


def test_encoding_and_byte_order_mark_stay() -> None:
    text = f"# -*- coding: latin-1 -*-\n{CODE}"
    done = repair(change(text, ('"stat"', '"state"')), {"a.py": text.encode("latin-1")})
    assert done.sources["a.py"] == text.replace("stat", "state").encode("latin-1")
    done = repair(change(CODE, ('"stat"', '"state"')), {"a.py": b"\xef\xbb\xbf" + CODE.encode()})
    assert done.sources["a.py"] == b"\xef\xbb\xbf" + CODE.replace("stat", "state").encode()


def test_what_the_encoding_cannot_hold_stays_out() -> None:
    text = f"# coding: latin-1\n{CODE}"
    assert repair(change(text, ('"stat"', '"\N{SNOWMAN}"')), {"a.py": text.encode("latin-1")}).sources == {}


def test_columns_count_characters() -> None:
    text = 'x = "äöü\N{SNOWMAN}\N{PILE OF POO}"; y = "old"\n'
    assert (
        repair(change(text, ('"old"', '"new"')), {"a.py": text.encode()})
        .sources["a.py"]
        .decode()
        .endswith('y = "new"\n')
    )


def test_a_form_feed_ends_no_line() -> None:
    text = 'x = 1\n\x0c\ny = "a\u2028b"\nz = "old"\n'
    done = repair(change(text, ('"old"', '"new"')), {"a.py": text.encode()})
    assert done.sources["a.py"].decode() == text.replace("old", "new")


def test_a_fix_over_several_files_goes_in_whole() -> None:
    sources = {"a.py": b"A = 'x'\n", "b.py": b"from a import A\n"}
    edits = (Edit(span("A = 'x'\n", "A", "a.py"), "B"), Edit(span("from a import A\n", "A", "b.py"), "B"))
    assert repair([finding(*edits)], sources).sources == {"a.py": b"B = 'x'\n", "b.py": b"from a import B\n"}
    alone = repair([finding(*edits)], {"a.py": sources["a.py"]})
    assert (alone.sources, len(alone.left)) == ({}, 1)


def test_fixes_that_touch_each_other_do_not_mix() -> None:
    first, second = change(CODE, ('{"stat" : "open"}', "{}"), ('"stat"', '"state"'))
    done = repair([first, second], {"a.py": CODE.encode()})
    assert done.fixed == (first,)
    assert done.left == (second,)
    assert b"params={} )" in done.sources["a.py"]


def test_the_same_edit_twice_is_one() -> None:
    one, same = change(CODE, ('"stat"', '"state"')), change(CODE, ('"stat"', '"state"'))
    done = repair([*one, *same], {"a.py": CODE.encode()})
    assert len(done.fixed) == 2
    assert done.sources["a.py"] == CODE.replace("stat", "state").encode()


def test_what_would_not_parse_stays_out() -> None:
    broken, good = change(CODE, ('"stat"', '"sta'), ("/x", "/y"))
    done = repair([broken, good], {"a.py": CODE.encode()})
    assert (done.fixed, done.left) == ((good,), (broken,))
    libcst.parse_module(done.sources["a.py"])


@pytest.mark.parametrize("at", [Span("a.py", 9, 1, 9, 2), Span("a.py", 1, 50, 1, 60), Span("a.py", 2, 1, 1, 1)])
def test_a_place_that_is_gone_stays_out(at: Span) -> None:
    done = repair([finding(Edit(at, "x"))], {"a.py": CODE.encode()})
    assert (done.sources, len(done.left)) == ({}, 1)


def test_unsafe_fixes_only_when_asked() -> None:
    risky = change(CODE, ('"stat"', '"state"'), safe=False)
    assert repair(risky, {"a.py": CODE.encode()}).sources == {}
    assert list(fixable(risky)) == []
    assert repair(risky, {"a.py": CODE.encode()}, unsafe=True).fixed == tuple(risky)


def test_an_insertion_at_the_end_of_a_file() -> None:
    assert edited("x = 1", [Edit(Span("a.py", 1, 6, 1, 6), "\n")]) == "x = 1\n"
    assert edited("x = 1\n", [Edit(Span("a.py", 2, 1, 2, 1), "y = 2\n")]) == "x = 1\ny = 2\n"
    assert edited("", [Edit(Span("a.py", 1, 1, 1, 1), "y = 2\n")]) == "y = 2\n"


def test_diff() -> None:
    after = repair(change(CODE, ("/x", "/y")), {"a.py": CODE.encode()}).sources
    assert diff({"a.py": CODE.encode()}, after).splitlines()[-1] == "+" + CODE.replace("/x", "/y").splitlines()[-1]


@given(st.text(st.characters(codec="utf-8"), max_size=60), st.data())
def test_edits_against_a_slow_model(text: str, data: st.DataObject) -> None:
    """Cut the text into pieces at any places, replace every other one: the result is their sum."""
    cuts = sorted(
        data.draw(st.sets(st.integers(0, len(text)), min_size=2, max_size=6)) if len(text) > 3 else {0, len(text)}
    )
    pieces = [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    edits, expected = [], ""
    offset = 0
    for number, piece in enumerate(pieces):
        if number % 2 and piece and not (offset and text[offset - 1 : offset + 1] == "\r\n"):
            edits.append(Edit(_span(text, offset, offset + len(piece)), "<>"))
            expected += "<>"
        else:
            expected += piece
        offset += len(piece)
    assert edited(text, edits) == expected


def _span(text: str, start: int, end: int) -> Span:
    """Lines counted the slow way."""

    def place(offset: int) -> tuple[int, int]:
        line, column = 1, 1
        for index in range(offset):
            ends = text[index] == "\n" or (text[index] == "\r" and text[index + 1 : index + 2] != "\n")
            line, column = (line + 1, 1) if ends else (line, column + 1)
        return line, column

    return Span("a.py", *place(start), *place(end))
