"""The database of a folder: found, replayed, with the line behind each name."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from truthcheck.config import Config
from truthcheck.database import load
from truthcheck.model.database import Database, Written

FIRST = """\
create type public.mood as enum ('sad', 'ok');
create table notes (
  id bigint generated always as identity primary key,
  Title text not null,
  "Mood" mood not null default 'ok'
);
"""
SECOND = """\
alter table notes rename column title to heading;
alter type mood add value 'happy' after 'ok';
"""


def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, **files: str) -> Database:
    folder = tmp_path / "supabase" / "migrations"
    folder.mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    for name, text in files.items():
        (folder / f"{name[1:]}_x.sql").write_text(text)
    found = load.load(tmp_path, Config(root=tmp_path))
    assert found is not None
    return found


def test_migrations_are_replayed_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    database = project(tmp_path, monkeypatch, m0001=FIRST, m0002=SECOND)
    notes = database.relation("public", "notes")
    assert notes is not None
    assert notes.names == ("id", "heading", "Mood")
    columns = {column.name: column for column in notes.columns}
    assert columns["Mood"].enum == ("sad", "ok", "happy")
    change = notes.change("title")
    assert change is not None
    assert (change.kind, change.new, str(change.written)) == ("renamed", "heading", "supabase/migrations/0002_x.sql:1")
    assert notes.written == Written("supabase/migrations/0001_x.sql", 2)
    assert columns["heading"].written.line == 4
    assert database.complete


def test_no_source_is_no_database(tmp_path: Path) -> None:
    assert load.load(tmp_path, Config(root=tmp_path)) is None


COLD = """\
import sys
from truthcheck.cli import main
try:
    main(["verify", "--exit-zero", "app.py"])
except SystemExit:
    pass
print([name for name in sys.modules if name.startswith("truthcheck.database")])
"""


def test_code_that_asks_no_table_pays_nothing(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text("import requests\n\nrequests.get('https://api.github.com/zen')\n")
    run = subprocess.run(
        [sys.executable, "-c", COLD], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=True
    )
    assert run.stdout.endswith("[]\n"), run.stdout
