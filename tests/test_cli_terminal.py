"""Tables and text: off a terminal plain, byte for byte; on a terminal other people's words as they are."""

from __future__ import annotations

import pytest

from truthcheck.cli import terminal

ROWS = [("provider", "operations"), ("[red]acme", "12"), ("shop", "3")]


def on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "80")


def test_off_a_terminal_a_table_is_plain(capsys: pytest.CaptureFixture[str]) -> None:
    terminal.table(ROWS, "2 documents")
    assert capsys.readouterr().out == "provider   operations\n[red]acme  12\nshop       3\n\n2 documents\n"


def test_on_a_terminal_numbers_are_aligned_and_words_are_no_markup(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    on_a_terminal(monkeypatch)
    terminal.table(ROWS, "2 documents")
    shown = capsys.readouterr().out
    assert "[red]acme" in shown
    assert "        12" in shown
    assert "\x1b[1m" in shown


def test_no_color_is_respected(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    on_a_terminal(monkeypatch)
    monkeypatch.setenv("NO_COLOR", "1")
    terminal.table(ROWS, "2 documents")
    assert "\x1b[3" not in capsys.readouterr().out


def test_heads_stand_out(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    on_a_terminal(monkeypatch)
    terminal.text("GET /orders\n  on api.shop.dev [bold]x")
    shown = capsys.readouterr().out
    assert "\x1b[1mGET /orders\x1b[0m\n" in shown
    assert "  on api.shop.dev [bold]x\n" in shown
