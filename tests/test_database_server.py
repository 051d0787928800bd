"""Migrations replayed beside PostgreSQL itself: a server runs the same files, its catalogue says what came of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

psycopg = pytest.importorskip("psycopg", reason="the extra `postgres` is not installed")

import catalogue  # noqa: E402  (it needs psycopg)
import postgres_server  # noqa: E402

from truthcheck.cli import boundary  # noqa: E402
from truthcheck.config import Config  # noqa: E402
from truthcheck.database import encoding, finish, fold, live, load  # noqa: E402
from truthcheck.database.draft import Draft  # noqa: E402

SETS = sorted((Path(__file__).parent / "database_sets").glob("*.sql"))
AGREEMENT = 0.995
PRELUDE = """
create schema auth; create schema storage; create schema extensions;
create table auth.users (id uuid primary key, email text, raw_user_meta_data jsonb);
create function auth.uid() returns uuid language sql stable as 'select null::uuid';
create table storage.buckets (id text primary key, name text not null);
"""
ROLES = ("anon", "authenticated", "service_role")
MANAGED = frozenset(("auth", "storage", "extensions"))

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(postgres_server.binaries() is None, reason=postgres_server.MISSING),
]


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with postgres_server.running() as address:
        with psycopg.connect(f"{address}/postgres", autocommit=True) as connection:
            for role in ROLES:
                connection.execute(f"create role {role} nologin")
            connection.execute("create database model")
        with psycopg.connect(f"{address}/model", autocommit=True) as connection:
            connection.execute(PRELUDE)
        yield address


def files(text: str, folder: Path) -> list[Path]:
    """The migrations of a set, each behind a line with its name."""
    parts = re.split(r"^-- file: (\S+)\r?\n", text, flags=re.MULTILINE)[1:]
    found = []
    for name, content in zip(parts[::2], parts[1::2], strict=True):
        file = folder / name
        file.write_text(content, encoding="utf-8", newline="")
        found.append(file)
    return found


def replayed(paths: list[Path]) -> catalogue.Facts:
    draft = Draft(managed=MANAGED)
    for path in paths:
        fold.replay(draft, encoding.content(path), path.name)
    return catalogue.of_database(finish.finished(draft, ".", ("public",)), MANAGED)


def served(address: str, name: str, paths: list[Path]) -> catalogue.Facts:
    with psycopg.connect(f"{address}/postgres", autocommit=True) as connection:
        connection.execute(f'create database "{name}" template model')
    bin = postgres_server.binaries()
    assert bin is not None
    for path in paths:
        postgres_server.apply(bin, f"{address}/{name}", path)
    with psycopg.connect(f"{address}/{name}") as connection:
        return {key: value for key, value in catalogue.of_server(connection, MANAGED).items() if key[1] not in MANAGED}


def is_untold(key: tuple[str, ...], ours: catalogue.Facts, views: set[tuple[str, str]]) -> bool:
    """What a query gives is not always told, and then nothing is said of it."""
    return key not in ours and (key[0] == "type" or (key[0] == "columns" and key[1:3] in views))


def compared(ours: catalogue.Facts, theirs: catalogue.Facts) -> tuple[int, int, dict[Any, Any]]:
    """How many facts there are, how many are untold, and those that differ."""
    views = {key[1:3] for key, kind in theirs.items() if key[0] == "relation" and "view" in kind}
    every = set(ours) | set(theirs)
    untold = {key for key in every if is_untold(key, ours, views)}
    differ = {key: (ours.get(key), theirs.get(key)) for key in every - untold if ours.get(key) != theirs.get(key)}
    return len(every), len(untold), differ


def test_there_are_enough_sets() -> None:
    assert len(SETS) >= 40


def live_differences(address: str, theirs: catalogue.Facts) -> dict[Any, Any]:
    """What the reader of a running database says otherwise than the catalogue."""
    ours = catalogue.of_database(live.read(address, "live", MANAGED), MANAGED)
    return {
        key: (ours.get(key), theirs.get(key)) for key in set(ours) | set(theirs) if ours.get(key) != theirs.get(key)
    }


def test_replayed_migrations_agree_with_the_server(server: str, tmp_path: Path) -> None:
    facts = untold = 0
    wrong: dict[Any, Any] = {}
    for number, path in enumerate(SETS):
        folder = tmp_path / path.stem
        folder.mkdir()
        paths = files(path.read_bytes().decode(), folder)
        theirs = served(server, f"set{number}", paths)
        count, unsaid, differ = compared(replayed(paths), theirs)
        assert live_differences(f"{server}/set{number}", theirs) == {}, path.stem
        facts, untold = facts + count, untold + unsaid
        wrong |= {(path.stem, *key): value for key, value in differ.items()}
    assert facts > 3000
    assert untold < facts * 0.02
    assert 1 - len(wrong) / (facts - untold) >= AGREEMENT, wrong


def test_a_running_database_is_kept_without_its_address(
    server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute("create database hunter1 template model")
    with psycopg.connect(f"{server}/hunter1", autocommit=True) as connection:
        connection.execute("create table notes (id int primary key, title text not null)")
    address = server.replace("tester@", "tester:hunter2@")
    monkeypatch.setenv("SOME_URL", f"{address}/hunter1")
    assert boundary.run(["specs", "add", "mydb", "--database-env", "SOME_URL"]) == 0
    told = capsys.readouterr()
    (kept,) = (tmp_path / ".truthcheck" / "databases").iterdir()
    for text in (told.out, told.err, kept.read_text()):
        assert not any(word in text for word in ("hunter", "127.0.0.1", "tester"))
    found = load.load(tmp_path, Config(root=tmp_path))
    assert found is not None
    assert [(one.name, one.names) for one in found.relations] == [("notes", ("id", "title"))]
    assert found.complete
