"""Which files make a project's database, in which order, and what those do that do not count."""

from __future__ import annotations

from pathlib import Path

import pytest

from truthcheck import config
from truthcheck.config import Config
from truthcheck.database.load import Databases
from truthcheck.errors import ConfigError
from truthcheck.model.database import Database

T = "create table {} (id int primary key);\n"


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TRUTHCHECK_CACHE_DIR", str(tmp_path.parent / f"{tmp_path.name}-cache"))


def write(files: dict[str, str]) -> None:
    for name, text in files.items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(text)


def of(folder: str = ".", **settings: tuple[Path, ...]) -> Database | None:
    return Databases(Config(root=Path.cwd(), **settings)).of(Path(folder))  # type: ignore[arg-type]


def found(folder: str = ".", **settings: tuple[Path, ...]) -> Database:
    database = of(folder, **settings)
    assert database is not None
    return database


def names(database: Database) -> set[str]:
    return {one.name for one in database.relations}


def taken(database: Database) -> list[str]:
    return [one.path for one in database.sources if one.taken]


@pytest.mark.parametrize(
    "file",
    [
        "supabase/migrations/20240101_init.sql",
        "backend/migrations/001_init.sql",
        "database/tables.sql",
        "db/schema.sql",
        "schema.sql",
        "prisma/migrations/20240101_init/migration.sql",
        "sql/create_tables.sql",
        "migrations/V1__init.sql",
    ],
)
def test_sql_is_found_wherever_people_keep_it(file: str) -> None:
    write({file: T.format("notes")})
    assert names(found()) == {"notes"}
    assert taken(found()) == [file]


def test_sql_of_another_database_and_sql_without_definitions_are_none_of_it() -> None:
    write({"db/schema.sql": "create table notes (id int auto_increment) engine=innodb;", "q/report.sql": "select 1;"})
    assert of() is None


def test_a_tool_runs_what_has_a_number_in_the_order_of_names() -> None:
    folder = "supabase/migrations"
    write(
        {
            f"{folder}/0002_b.sql": "alter table a rename column x to y;",
            f"{folder}/0001_a.sql": "create table a (id int primary key, x int);",
            f"{folder}/0003_rollback_of_b.sql": "alter table a rename column y to z;",
            f"{folder}/0002_b.down.sql": "drop table a;",
            f"{folder}/helpers.sql": T.format("helper"),
        }
    )
    database = found()
    assert database.relation("public", "a").names == ("id", "z")  # type: ignore[union-attr]
    assert database.relation("public", "helper") is None
    assert database.opening("relations", "public", "helper") is not None, "somebody may have run it"
    assert {one.path.rpartition("/")[2] for one in database.sources if not one.taken} == {
        "0002_b.down.sql",
        "helpers.sql",
    }


@pytest.mark.parametrize(
    ("name", "opened"),
    [("rollback_002.sql", False), ("RESET_DATABASE.sql", False), ("002_down.sql", False), ("fix_columns.sql", True)],
)
def test_scripts_that_are_run_on_occasion_do_not_count(name: str, opened: bool) -> None:
    write(
        {
            "backend/migrations/001_init.sql": T.format("a"),
            "backend/migrations/002_more.sql": "alter table a add column b int;",
            f"backend/migrations/{name}": "drop table if exists a; create table legacy (id int);",
        }
    )
    database = found()
    assert names(database) == {"a"}
    assert (database.opening("relations", "public", "legacy") is not None) is opened
    assert [one.path for one in database.sources if not one.taken] == [f"backend/migrations/{name}"]


def test_a_word_in_a_name_says_nothing_where_the_content_does_not_bear_it_out() -> None:
    write(
        {
            f"migrations/{number}_{name}.sql": T.format(f"t{number}")
            for number, name in enumerate(("password_reset", "seed_rounds", "countdown", "fix_types"))
        }
    )
    assert names(found()) == {"t0", "t1", "t2", "t3"}


def test_both_ways_in_one_file_count_up_to_the_way_back() -> None:
    write({"db/migrations/1_a.sql": f"-- migrate:up\n{T.format('a')}\n-- migrate:down\ndrop table a;\n"})
    assert names(found()) == {"a"}


def test_files_without_numbers_are_put_in_order_by_what_they_need() -> None:
    write(
        {
            "database/a_orders.sql": "create table orders (id int, who int references people, k kind);",
            "database/b_people.sql": T.format("people"),
            "database/c_types.sql": "create type kind as enum ('x');",
        }
    )
    database = found()
    assert database.complete
    assert [one.target_columns for one in database.keys] == [("id",)]
    assert database.relation("public", "orders").columns[2].enum == ("x",)  # type: ignore[union-attr]


def test_where_several_folders_compete_a_setting_says_which_counts() -> None:
    write({"db/schema.sql": T.format("a") + T.format("b"), "sql/other.sql": T.format("c")})
    database = found()
    assert names(database) == {"a", "b"}
    assert database.opening("relations", "public", "c") is not None
    assert database.opening("relations", "public", "d") is None
    both = found(database=(Path("sql").absolute(), Path("db/schema.sql").absolute()))
    assert names(both) == {"a", "b", "c"}
    assert both.opening("relations", "public", "d") is None


def test_the_setting_names_what_is_there() -> None:
    write({"pyproject.toml": '[tool.truthcheck]\ndatabase = ["db/schema.sql"]\n'})
    with pytest.raises(ConfigError, match=r"`db/schema\.sql` does not"):
        config.load(Path())
    write({"db/schema.sql": T.format("a")})
    assert config.load(Path()).database == (Path.cwd() / "db/schema.sql",)


# Several databases ----------------------------------------------------------------------------------------------------


def test_databases_of_a_monorepo_are_kept_apart() -> None:
    write({f"services/{one}/supabase/migrations/1_a.sql": T.format(one) for one in ("shop", "blog")})
    write({"tools/x.py": ""})
    assert names(found("services/shop/app")) == {"shop"}
    assert names(found("services/blog")) == {"blog"}
    assert of("tools") is None, "either may be meant"
    assert of(".") is None


def test_the_only_database_serves_the_project_beside_it_but_no_other_project() -> None:
    write({"web/supabase/migrations/1_a.sql": T.format("a"), "api/app/main.py": ""})
    assert names(found("api/app")) == {"a"}
    write({"api/pyproject.toml": "", "web/pyproject.toml": ""})
    assert of("api/app") is None
    assert names(found("web/jobs")) == {"a"}


def test_sql_of_tests_and_examples_serves_what_lies_below_it_alone() -> None:
    write({"tests/data/schema.sql": T.format("a"), "app/main.py": ""})
    assert of("app") is None
    assert names(found("tests/data")) == {"a"}


def test_migrations_above_the_configuration_are_found_up_to_the_repository() -> None:
    write({"supabase/migrations/1_a.sql": T.format("a"), ".git/HEAD": "", "api/main.py": ""})
    assert names_of_api() == {"a"}


def names_of_api() -> set[str]:
    database = Databases(Config(root=Path("api").absolute())).of(Path("api"))
    return names(database) if database else set()


# Beside the SQL -------------------------------------------------------------------------------------------------------


def test_a_services_configuration_says_schemas_and_buckets() -> None:
    write(
        {
            "supabase/migrations/1_a.sql": T.format("a"),
            "supabase/config.toml": '[api]\nschemas = ["public", "shop"]\n\n[storage.buckets.photos]\npublic = true\n',
            "supabase/seed.sql": "insert into storage.buckets (id, name) values ('seeded', 's'); create table no ();",
        }
    )
    database = found()
    assert database.exposed == ("public", "shop")
    buckets = {one.name: str(one.written) for one in database.buckets}
    assert buckets == {"photos": "supabase/config.toml:4", "seeded": "supabase/seed.sql:1"}
    assert names(database) == {"a"}
    assert database.opening("buckets", "", "others") is None


def test_where_no_source_makes_a_bucket_they_are_made_elsewhere() -> None:
    write({"supabase/migrations/1_a.sql": T.format("a")})
    assert found().opening("buckets", "", "photos") is not None


def test_a_folder_that_is_no_sql_file_and_a_link_that_leads_nowhere_hurt_nobody() -> None:
    write({"db/schema.sql": T.format("a"), "db/x.sql/inner.txt": ""})
    Path("db/gone.sql").symlink_to("nowhere.sql")
    assert names(found()) == {"a"}


# Remembered -----------------------------------------------------------------------------------------------------------


def test_what_was_replayed_is_remembered_by_content_and_a_damaged_file_is_as_good_as_none(tmp_path: Path) -> None:
    write({"db/schema.sql": T.format("a")})
    first = found()
    (kept,) = (tmp_path.parent / f"{tmp_path.name}-cache" / "databases").glob("*.json")
    assert found() == first
    told = kept.read_text()
    kept.write_text(told.replace('"a"', '"z"'))
    assert names(found()) == {"a"}, "its digest does not fit any more"
    kept.write_text(told.partition("\n")[0][:-1])
    assert names(found()) == {"a"}
    write({"db/schema.sql": T.format("b")})
    assert names(found()) == {"b"}
