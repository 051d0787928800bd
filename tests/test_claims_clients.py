"""Client rules: shipped ones fit their schema; a broken one gets one line with file and key."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from truthcheck.errors import ConfigError
from truthcheck.rulebook import client_file, client_rules, clients
from truthcheck.rulebook.toml import read_toml
from truthcheck.shipped import folder

RULES = folder("rules")
SCHEMA = json.loads((RULES / "schema" / "client.json").read_text())
LIBRARY = json.loads((RULES / "schema" / "library.json").read_text())


@pytest.mark.parametrize("file", sorted((RULES / "clients").glob("*.toml")), ids=lambda file: file.stem)
def test_shipped(file: Path) -> None:
    jsonschema.validate(read_toml(file), SCHEMA)


@pytest.mark.parametrize("file", sorted((RULES / "libraries").glob("*.toml")), ids=lambda file: file.stem)
def test_shipped_libraries(file: Path) -> None:
    jsonschema.validate(read_toml(file), LIBRARY)


def test_schemas_and_code_know_the_same_words() -> None:
    parts = SCHEMA["$defs"]
    assert set(parts["roles"]["propertyNames"]["enum"]) == client_file.ROLES
    assert tuple(parts["session"]["properties"]["join"]["enum"]) == client_rules.JOINS
    assert set(parts["response"]["properties"]) == set(client_rules.ReplyWords._fields)
    assert tuple(LIBRARY["$defs"]["type"]["properties"]["holds"]["enum"]) == client_file.HOLDS
    assert all(LIBRARY["$defs"][name] == parts[name] for name in ("dotted", "place", "role", "type"))


def test_aliases_reach_the_rule() -> None:
    known = clients.load([RULES / "clients"], [RULES / "libraries"])
    assert known.canonical("requests.api.get") == "requests.get"
    assert known.canonical("httpx.AsyncClient") in known.sessions
    assert known.canonical("orjson.dumps") == "json.dumps"
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
        (
            "id = 'x'\nmodules = []\n[[session]]\nname = ['x.S']\nattributes = { json = 'data' }",
            "session[0].attributes.json: no such key",
        ),
        (
            "id = 'x'\nmodules = []\n[[call]]\nname = ['x.get']\nroles = { url = { at = 0 } }",
            "call[0].roles.url: expected the place of an argument (`at`) and a text (`key`)",
        ),
        ("id = 'x'\nmodules = []\n[[response]]\njson = 'json()'", "response[0].json: expected a list of texts"),
        ("id = 'x'\nmodules = []\n[[type]]\nname = ['x.U']\nholds = 'air'", "type[0].holds: expected one of"),
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


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("alias = {}", "id: expected str, found nothing"),
        ("id = 'x'\ncall = []", "call: no such key"),
        ("id = 'x'\n[[setting]]\nname = ['x.get']\nroles = { url = '0' }", "setting[0].roles.url: no such role"),
        ("id = 'x'\n[fake]\nmodules = 'x'", "fake.modules: expected a list of texts"),
    ],
)
def test_broken_library(text: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_text(text)
    with pytest.raises(ConfigError) as refused:
        clients.load([], [tmp_path])
    assert said in refused.value.message
