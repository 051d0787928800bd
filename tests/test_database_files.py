"""SQL files as they come: encodings, dumps, commands of psql, and how much of them fits into what time and memory."""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from pathlib import Path

import pytest

from truthcheck.database import encoding, finish, fold
from truthcheck.database.draft import Draft
from truthcheck.database.splitter import statements
from truthcheck.model.database import Database

TABLE = 'create table "Größe" (id int, "straße" text);\n'


def read(file: Path) -> Database:
    draft = Draft()
    fold.replay(draft, encoding.content(file), file.name)
    return finish.finished(draft, ".", ("public",))


@pytest.mark.parametrize(
    ("codec", "mark"), [("utf-8", b""), ("utf-8-sig", b""), ("utf-16", b""), ("utf-16-le", b""), ("cp1252", b"")]
)
def test_an_encoding_is_told_by_the_bytes(tmp_path: Path, codec: str, mark: bytes) -> None:
    file = tmp_path / "x.sql"
    file.write_bytes(mark + TABLE.encode(codec))
    (found,) = read(file).relations
    assert (found.name, found.names) == ("Größe", ("id", "straße"))


def heads(sql: str) -> list[tuple[str, int]]:
    return [(one.head, one.line) for one in statements(sql.encode())]


def test_statements_begin_at_the_line_of_their_first_word() -> None:
    sql = "-- a;\n\n/* b; /* c; */ d; */\nselect 1;\n\n  create table x ();;\ndo $a$ ; $b$ ; $a$;\n"
    assert heads(sql) == [("select", 4), ("create", 6), ("do", 7)]


def test_rows_of_copy_and_commands_of_psql_are_no_statements() -> None:
    sql = "\\set x 'a\ncopy t (a) from stdin;\n1\t';\ncreate table no ();\n\\.\nselect 1 \\gset\ndelete from t;\n"
    assert heads(sql) == [("copy", 2), ("select", 6), ("delete", 7)]
    assert heads("copy t to stdout;\nselect 2;") == [("copy", 1), ("select", 2)]


def test_a_body_of_statements_that_is_not_quoted_is_one_statement() -> None:
    sql = "create function f() returns int begin atomic select case when true then 1 end; select 2; end;\nselect 3;"
    assert heads(sql) == [("create", 1), ("select", 2)]


@pytest.mark.slow
def test_two_thousand_statements_take_at_most_two_seconds() -> None:
    table = "create table t{0} (id bigint generated always as identity primary key, name text not null, {1});\n"
    columns = ", ".join(f"c{number} numeric(10,2) check (c{number} > 0)" for number in range(12))
    sql = "".join(table.format(number, columns) for number in range(700))
    sql += "".join(f"alter table t{number} add column owner bigint references t0 (id);\n" for number in range(700))
    sql += "".join(
        f"create view v{number} as select t.*, o.name as of from t{number} t join t0 o on o.id = t.owner;\n"
        for number in range(300)
    )
    sql += "".join(
        f"create function f{number}(a int, b text = 'x') returns setof t{number} language sql as $$ select 1 $$;\n"
        for number in range(300)
    )
    started = time.process_time()
    draft = Draft()
    assert fold.replay(draft, sql.encode(), "x.sql") == ()
    found = finish.finished(draft, ".", ("public",))
    assert time.process_time() - started <= 2
    assert (len(found.relations), len(found.routines), len(found.keys)) == (1000, 300, 700)


LARGE = """\
import resource, sys
from pathlib import Path
from truthcheck.database import encoding, finish, fold
from truthcheck.database.draft import Draft
draft = Draft()
fold.replay(draft, encoding.content(Path(sys.argv[1])), "dump.sql")
try:  # what a process was before it became this one does not count there
    with open("/proc/self/status") as told:
        peak = next(int(line.split()[1]) for line in told if line.startswith("VmHWM:"))
except OSError:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(len(draft.relations), peak // 1024)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="memory is measured by getrusage")
@pytest.mark.parametrize("rows", ["copy", "insert", "one insert"])
def test_a_dump_of_fifty_megabytes_is_read_within_two_hundred(tmp_path: Path, rows: str) -> None:
    file = tmp_path / "dump.sql"
    row = "1000\tsome text; create table no (id int);\t2020-01-01 00:00:00\t{}\n"
    value = "(1000, 'some text; it''s create table no (id int);', '2020-01-01 00:00:00', '{}')"
    with file.open("w") as stream:
        stream.write("create table a (id int, t text, d timestamp, j jsonb);\n")
        if rows == "copy":
            stream.write("COPY public.a (id, t, d, j) FROM stdin;\n" + row * (50_000_000 // len(row)) + "\\.\n")
        elif rows == "insert":
            stream.write(f"insert into a values {value};\n" * (50_000_000 // (len(value) + 24)))
        else:
            stream.write("insert into a values " + f"{value},\n" * (50_000_000 // (len(value) + 2)) + f"{value};\n")
        stream.write("create table b (id int);\n")
    assert file.stat().st_size > 49_000_000
    run = subprocess.run(
        [sys.executable, "-c", LARGE, str(file)], capture_output=True, text=True, timeout=120, check=True
    )
    relations, megabytes = map(int, run.stdout.split())
    assert relations == 2
    assert megabytes <= 200
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime < 120
