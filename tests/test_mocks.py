"""Mocked replies, in both directions: what cannot be is refuted, what can be is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from truthcheck.config import Config
from truthcheck.pipeline import verify

MIGRATION = """
create type tier as enum ('basic', 'gold');
create table members (id uuid primary key, nickname text not null, level tier not null);
"""
CODE = """
from supabase import Client

def gold(client: Client):
    return client.table("members").select("{columns}").eq("level", "gold").execute().data
"""
TEST = """
from unittest.mock import MagicMock
import members

def test_gold():
    client = MagicMock()
    client.table.return_value.select.return_value.eq.return_value.execute.return_value.data = [{row}]
    assert members.gold(client)
"""


def false(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, files: dict[str, str]) -> list[str]:
    """The messages of what is refuted of mocks."""
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    monkeypatch.chdir(tmp_path)
    return [
        finding.message for finding in verify((".",), Config(root=tmp_path)).findings if finding.rule == "invalid-mock"
    ]


@pytest.mark.parametrize(
    ("row", "columns", "said"),
    [
        ('{"id": "1", "nickname": "a", "level": "gold"}', "id, nickname, level", ""),
        ('{"id": "1", "points": 3}', "*", "`points`"),
        ('{"id": "1", "level": "platinum"}', "*", "platinum"),
        ('{"name": "a", "club": {"id": 1}}', "name:nickname, club(id)", ""),
    ],
)
def test_rows_of_the_projects_own_tables(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, row: str, columns: str, said: str
) -> None:
    files = {
        "supabase/migrations/1_a.sql": MIGRATION,
        "members.py": CODE.replace("{columns}", columns),
        "test_members.py": TEST.replace("{row}", row),
    }
    found = false(tmp_path, monkeypatch, files)
    assert len(found) == bool(said)
    assert said in "".join(found)


@pytest.mark.parametrize(
    ("set_up", "count"),
    [
        ("client.chat.completions.create.return_value.choices = []", 0),
        ("client.chat.completions.create.return_value.choises = []", 1),
        ("client.chat.completion.create.return_value.choices = []", 1),
        ("client.anything = 3", 0),
    ],
)
def test_doubles_of_a_client_that_an_annotation_wants(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, set_up: str, count: int
) -> None:
    files = {
        "requirements.txt": "openai==3.52.0\n",
        "app.py": "from openai import OpenAI\n\ndef ask(client: OpenAI, text: str):\n"
        "    return client.chat.completions.create(model='m', messages=[{'role': 'user', 'content': text}])\n",
        "test_app.py": "from unittest.mock import MagicMock\nimport app\n\ndef test_ask():\n    client = MagicMock()\n"
        f"    {set_up}\n    app.ask(client, 'x')\n",
    }
    assert len(false(tmp_path, monkeypatch, files)) == count


@pytest.mark.parametrize("name", ["login", "emial"])
def test_json_files_that_mocks_load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    files = {
        "tests/data/user.json": '{\n  "login": "x",\n  "' + name + '": "y"\n}\n',
        "tests/test_a.py": "import json\nimport pathlib\nimport responses\n\nHERE = pathlib.Path(__file__).parent\n\n"
        "@responses.activate\ndef test_a():\n    with open(HERE / 'data' / 'user.json') as file:\n"
        "        body = json.load(file)\n    responses.get('https://api.github.com/user', json=body)\n",
    }
    found = false(tmp_path, monkeypatch, files)
    assert len(found) == (name == "emial")


@pytest.mark.parametrize(
    ("field", "count"),
    [("login: str", 0), ("emial: str", 1), ("emial: str = ''", 0), ("emial: str | None = None", 0)],
)
@pytest.mark.parametrize("how", ["Model(**{})", "Model.model_validate({})"])
def test_models_claim_what_they_need(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, field: str, count: int, how: str
) -> None:
    text = "import requests\nfrom pydantic import BaseModel\n\nclass Model(BaseModel):\n    " + field + "\n\n"
    text += "def user():\n    return " + how.format('requests.get("https://api.github.com/user").json()') + "\n"
    (tmp_path / "a.py").write_text(text)
    monkeypatch.chdir(tmp_path)
    found = verify((".",), Config(root=tmp_path)).findings
    assert [(f.rule, f.at.line) for f in found] == [("unknown-response-field", 5)] * count
