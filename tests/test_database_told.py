"""Other sources than SQL: generated types, what an interface says of itself, a running server; and a surface of all."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from truthcheck.cli import boundary
from truthcheck.config import Config
from truthcheck.database import finish, fold, live, pydantic_types, root_document, typescript
from truthcheck.database.draft import Draft
from truthcheck.database.load import Databases
from truthcheck.database.surface import DatabaseSurface
from truthcheck.errors import DocumentError
from truthcheck.model.database import Database, Relation
from truthcheck.model.surface import Ref, Shape

Run = Callable[..., "tuple[int, str]"]
TYPESCRIPT = """
export type Json = string | { [key: string]: Json | undefined }
export type Database = {
  public: {
    Tables: {
      posts: {
        Row: { id: number; title: string | null; mood: Database["public"]["Enums"]["mood"]; tags: string[]
               ok: boolean }
        Insert: { id?: never; title?: string | null; mood: Database["public"]["Enums"]["mood"]; tags?: string[]
                  ok?: boolean }
        Update: { id?: never }
        Relationships: [{
          foreignKeyName: "posts_title_fkey"; columns: ["title"]; isOneToOne: false
          referencedRelation: "titles"; referencedColumns: ["name"]
        }]
      }
    }
    Views: { latest: { Row: { id: number | null } } }
    Functions: { add: { Args: { a: number; b?: number }; Returns: { sum: number }[] } }
    Enums: { mood: "sad" | "ok" }
    CompositeTypes: { [_ in never]: never }
  }
}
"""
PYTHON = """
from typing import Annotated, Literal, NotRequired, Optional, TypeAlias, TypedDict
PublicMood: TypeAlias = Literal["sad", "ok"]
class PublicBlogPosts(BaseModel):
    id: int = Field(alias="id")
    kind_: Optional[PublicMood] = Field(alias="kind")
    at: datetime.datetime = Field(alias="at")
class PublicBlogPostsInsert(TypedDict):
    id: NotRequired[Annotated[int, Field(alias="id")]]
    kind_: NotRequired[Annotated[Optional[PublicMood], Field(alias="kind")]]
    at: Annotated[datetime.datetime, Field(alias="at")]
class PublicLatest(BaseModel):
    id: Optional[int] = Field(alias="id")
"""
ROOT: dict[str, Any] = {
    "swagger": "2.0",
    "paths": {
        "/": {},
        "/posts": {"get": {}, "post": {}},
        "/rpc/add": {
            "post": {
                "parameters": [{"schema": {"required": ["a"], "properties": {"a": {"format": "integer"}, "b": {}}}}]
            }
        },
    },
    "definitions": {
        "posts": {
            "required": ["id", "title"],
            "properties": {
                "id": {"format": "bigint", "description": "Note:\nThis is a Primary Key.<pk/>"},
                "title": {"format": "character varying", "description": "What it is called"},
                "mood": {"format": "public.mood", "enum": ["sad", "ok"], "default": "ok"},
                "owner": {"format": "uuid", "description": "Note:\n<fk table='users' column='id'/>"},
            },
        }
    },
}


def relation(database: Database | None, name: str) -> Relation:
    assert database is not None
    found = database.relation("public", name)
    assert found is not None
    return found


def facts(one: Relation) -> list[tuple[Any, ...]]:
    return [(column.name, column.type, column.required, column.enum) for column in one.columns]


def test_types_for_typescript() -> None:
    told = typescript.read(TYPESCRIPT, "types.ts")
    assert told is not None
    assert facts(relation(told, "posts")) == [
        ("id", "numeric", False, ()),
        ("title", "", False, ()),
        ("mood", "mood", True, ("sad", "ok")),
        ("tags", "text[]", False, ()),
        ("ok", "boolean", False, ()),
    ]
    assert relation(told, "posts").columns[0].generated
    assert str(relation(told, "posts").columns[0].written) == "types.ts:7"
    assert relation(told, "latest").kind == "view"
    assert [(key.columns, key.target, key.target_columns) for key in told.keys] == [(("title",), "titles", ("name",))]
    (routine,) = told.routines
    assert [(one.name, one.required) for one in routine.arguments] == [("a", True), ("b", False)]
    assert routine.columns is not None
    assert (routine.many, [one.name for one in routine.columns]) == (True, ["sum"])
    assert typescript.read("export type Database = { name: string }", "other.ts") is None


def test_types_for_python() -> None:
    told = pydantic_types.read(PYTHON, "types.py")
    assert facts(relation(told, "blog_posts")) == [
        ("id", "bigint", False, ()),
        ("kind", "mood", False, ("sad", "ok")),
        ("at", "timestamp with time zone", True, ()),
    ]
    assert relation(told, "latest").kind == "view"
    assert told is not None
    assert told.opening("relations", "public", "blogPosts") is not None, "the name may be written otherwise"
    assert told.opening("relations", "public", "posts") is None
    assert told.opening("routines", "public", "anything") is not None
    assert pydantic_types.read("class A(BaseModel):\n    x: int\n", "models.py") is None
    assert pydantic_types.read("class AInsert(TypedDict):\n  broken(", "models.py") is None


@pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
def test_types_beside_migrations_settle_what_these_leave_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, codec: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "db").mkdir()
    (tmp_path / "db" / "schema.sql").write_text(
        "alter table posts add column late int not null;\ncreate table a (id int);"
    )
    alone = Databases(Config(root=tmp_path)).of(tmp_path)
    assert alone is not None
    assert not alone.complete
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "database.types.ts").write_bytes(TYPESCRIPT.encode(codec))
    both = Databases(Config(root=tmp_path)).of(tmp_path)
    assert both is not None
    assert both.complete
    posts = relation(both, "posts")
    assert posts.open is None
    assert {"late", "id", "mood"} <= set(posts.names)
    assert not any(column.required for column in posts.columns if column.name == "late")


def test_what_an_interface_says_of_itself() -> None:
    told = root_document.read(ROOT, "mydb", "public")
    assert facts(relation(told, "posts")) == [
        ("id", "bigint", False, ()),
        ("title", "character varying", True, ()),
        ("mood", "mood", False, ("sad", "ok")),
        ("owner", "uuid", False, ()),
    ]
    assert told is not None
    assert [(key.columns, key.target) for key in told.keys] == [(("owner",), "users")]
    assert [(one.name, one.required) for one in told.routines[0].arguments] == [("a", True), ("b", False)]
    assert relation(told, "posts").columns[1].comment == "What it is called"
    for other in ({}, [], {"swagger": "2.0"}, {"openapi": "3.1.0", "paths": {}}, {**ROOT, "definitions": 3}):
        assert root_document.read(other, "x", "public") is None


# Kept -----------------------------------------------------------------------------------------------------------------


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def command(*words: str) -> tuple[int, str]:
        code = boundary.run(list(words))
        told = capsys.readouterr()
        return code, told.out + told.err

    return command


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pyproject.toml").write_text("[tool.truthcheck]\n")
    (tmp_path / "root.json").write_text(json.dumps(ROOT))
    return tmp_path


def test_a_database_is_kept_by_its_description_and_removed_again(project: Path, run: Run) -> None:
    code, said = run("specs", "add", "mydb", "--postgrest", "root.json")
    assert (code, said) == (0, "added mydb: 1 table with 4 columns, 1 function, from root.json\n")
    kept = Databases(Config(root=project)).of(project)
    assert relation(kept, "posts").names == ("id", "title", "mood", "owner")
    assert kept is not None
    assert [one.kind for one in kept.sources] == ["document"]
    assert run("specs", "add", "mydb", "--postgrest", "root.json")[0] == 2
    assert run("specs", "add", "mydb", "--postgrest", "root.json", "--force")[0] == 0
    assert run("specs", "remove", "mydb")[0] == 0
    assert Databases(Config(root=project)).of(project) is None


def test_what_is_no_description_of_a_database_is_refused(project: Path, run: Run) -> None:
    (project / "other.json").write_text('{"openapi": "3.0.0"}')
    for file in ("other.json", "missing.json", "pyproject.toml"):
        code, said = run("specs", "add", "mydb", "--postgrest", file)
        assert code == 2
        assert file in said
    assert not (project / ".truthcheck").exists()


def test_the_address_of_a_database_is_told_nowhere(project: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    code, said = run("specs", "add", "mydb", "--database-env", "SOME_URL")
    assert code == 2
    assert "SOME_URL is not set" in said
    pytest.importorskip("psycopg")
    for address in ("postgresql://me:hunter2@127.0.0.1:1/secretdb", "postgresql://me:hunter2@[bad/secretdb", "hunter2"):
        monkeypatch.setenv("SOME_URL", address)
        code, said = run("specs", "add", "mydb", "--database-env", "SOME_URL")
        assert code == 2
        assert "the database" in said
        assert not any(word in said for word in ("hunter2", "secretdb", "127.0.0.1"))


def test_without_the_extra_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "psycopg", None)
    with pytest.raises(DocumentError) as caught:
        live.read("postgresql://x", "x", frozenset())
    assert "postgres" in caught.value.hint


# A surface ------------------------------------------------------------------------------------------------------------


def surface() -> DatabaseSurface:
    draft = Draft()
    sql = (
        "create type mood as enum ('sad', 'ok');\n"
        "create table posts (id bigint generated always as identity primary key, title text not null, mood mood,\n"
        "  made text generated always as (title) stored);\n"
        "create view latest as select id from posts;\n"
        "create function add(a int, b int default 1) returns table (sum int) language sql as 'select 1';\n"
    )
    fold.replay(draft, sql.encode(), "1.sql")
    return DatabaseSurface(finish.finished(draft, ".", ("public",)))


def test_a_database_is_a_surface_of_operations_and_rows() -> None:
    found = surface()
    assert {f"{one.method} {one.path}" for one in found.routes} == {
        *(f"{method} /rest/v1/posts" for method in ("GET", "POST", "PATCH", "DELETE")),
        "GET /rest/v1/latest",
        "POST /rest/v1/rpc/add",
    }
    insert = found.operation(next(one for one in found.routes if one.method == "POST" and one.path.endswith("posts")))
    assert insert.body is not None
    row = found.shape(next(iter(insert.body.media.values())).any_of[0])  # type: ignore[union-attr]
    assert (row.required, row.additional, row.pointer) == (("title",), "closed", "1.sql:2")
    assert set(row.properties) == {"id", "title", "mood"}
    reply = next(iter(insert.responses[0].media.values()))
    assert isinstance(reply, Shape)
    assert isinstance(reply.items, Ref)
    read = found.shape(reply.items)
    mood = read.properties["mood"]
    assert isinstance(mood, Shape)
    assert (mood.enum, mood.types, mood.pointer) == (("sad", "ok", None), ("string", "null"), "1.sql:2")
    call = found.operation(next(one for one in found.routes if "rpc" in one.path))
    assert call.body is not None
    arguments = next(iter(call.body.media.values()))
    assert isinstance(arguments, Shape)
    assert (arguments.required, set(arguments.properties)) == (("a",), {"a", "b"})
