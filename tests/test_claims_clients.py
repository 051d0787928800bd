"""Client rules: shipped ones fit their schema; a broken one gets one line with file and key."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from truthcheck.errors import ConfigError
from truthcheck.rulebook import clients
from truthcheck.rulebook.toml import read_toml
from truthcheck.shipped import folder

RULES = folder("rules")
SCHEMA = json.loads((RULES / "schema" / "client.json").read_text())


@pytest.mark.parametrize("file", sorted((RULES / "clients").glob("*.toml")), ids=lambda file: file.stem)
def test_shipped(file: Path) -> None:
    jsonschema.validate(read_toml(file), SCHEMA)


def test_schema_and_code_know_the_same_roles() -> None:
    assert set(SCHEMA["$defs"]["roles"]["propertyNames"]["enum"]) == clients.ROLES
    assert tuple(SCHEMA["$defs"]["session"]["properties"]["join"]["enum"]) == clients.JOINS


def test_aliases_reach_the_rule() -> None:
    known = clients.load([RULES / "clients"])
    assert known.canonical("requests.api.get") == "requests.get"
    assert known.canonical("httpx.AsyncClient") in known.sessions
    assert all(known.canonical(target) == target for target in known.aliases.values())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id = 'x'", "modules: expected list, found nothing"),
        ("id = 'x'\nmodules = []\ncolour = 1", "colour: no such key"),
        (
            "id = 'x'\nmodules = []\n[[call]]\nname = ['x.get']\nroles = { place = '0' }",
            "call[0].roles.place: no such role",
        ),
        ("id = 'x'\nmodules = []\n[[session]]\nname = ['x.S']\njoin = 'glue'", "session[0].join: expected one of"),
        ("id = 'x'\nmodules = []\ncall = ['a']", "call[0]: expected a table"),
        ("id = ", "not valid TOML"),
    ],
)
def test_broken(text: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "x.toml"
    file.write_text(text)
    with pytest.raises(ConfigError) as refused:
        clients.load([tmp_path])
    assert str(file) in refused.value.message
    assert said in refused.value.message
    assert "\n" not in refused.value.message
