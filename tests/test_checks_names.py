"""A key without a letter has no kin and no near name; it must not break the search."""

from __future__ import annotations

from truthcheck.suggest import nearest, sole_kin


def test_names_without_words() -> None:
    assert sole_kin("name", ("", "-")) == ""
    assert nearest("", ("name", "size")) == ()
    assert nearest("name", ("", "__")) == ()
