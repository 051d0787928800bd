"""`lookup` of a table, and the one hint where nothing describes a database."""

from __future__ import annotations

from pathlib import Path

import pytest

from truthcheck.cli.boundary import run
from truthcheck.config import Config
from truthcheck.pipeline import verify

SQL = """create type state as enum ('open', 'paid');
create table orders (
  id bigint generated always as identity primary key, state state not null, total numeric default 0
);
create function busiest(top integer, since date default now()) returns table (email text)
language sql as $$ select 'a' $$;
"""
CODE = """import os
from supabase import create_client
db = create_client(os.environ["SUPABASE_URL"], os.environ["SUPABASE_KEY"])
db.table("orders").select("id").execute()
"""


def project(folder: Path, sql: str) -> None:
    (folder / "app.py").write_text(CODE)
    if sql:
        (folder / "supabase" / "migrations").mkdir(parents=True)
        (folder / "supabase" / "migrations" / "0001_shop.sql").write_text(sql)


def test_a_table_is_shown_with_types_and_defaults(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    project(tmp_path, SQL)
    monkeypatch.chdir(tmp_path)
    assert run(["lookup", "supabase", "orders"]) == 0
    shown = capsys.readouterr().out
    assert "table public.orders" in shown
    assert "(the database writes it)" in shown
    assert "one of open, paid" in shown
    assert "default 0" in shown
    assert run(["lookup", "supabase", "busiest"]) == 0
    assert "since date (may be left out)" in capsys.readouterr().out


def test_a_word_that_names_no_table_means_an_operation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    project(tmp_path, SQL)
    monkeypatch.chdir(tmp_path)
    assert run(["lookup", "supabase", "recover"]) == 0
    assert "/auth/v1/recover" in capsys.readouterr().out


def test_a_project_without_sql_gets_one_hint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project(tmp_path, "")
    monkeypatch.chdir(tmp_path)
    report = verify((".",), Config())
    assert [note for note in report.notes if "nothing here describes" in note] == list(report.notes[-1:])
    assert report.findings == ()


def test_a_project_with_sql_gets_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project(tmp_path, SQL)
    monkeypatch.chdir(tmp_path)
    assert not any("nothing here describes" in note for note in verify((".",), Config()).notes)
