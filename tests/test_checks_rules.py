"""Rule data: pages and judgements are read, held against their schemas, and refused with one clear line."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path

import jsonschema
import pytest

from truthcheck.errors import ConfigError
from truthcheck.model.provider import Judgement, Provider
from truthcheck.rulebook import pages, providers
from truthcheck.rulebook.toml import read_toml
from truthcheck.shipped import folder

RULES = folder("rules")
PAGES = pages.load(RULES / "checks")
CHECKED = (
    "unknown-endpoint",
    "wrong-method",
    "unknown-parameter",
    "missing-parameter",
    "invalid-type",
    "invalid-value",
    "wrong-location",
    "wrong-encoding",
    "deprecated",
)
PROVIDERS = sorted((RULES / "providers").glob("*.toml"))


def schema(name: str) -> dict[str, object]:
    loaded: dict[str, object] = json.loads((RULES / "schema" / f"{name}.json").read_text())
    return loaded


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.rule)
def test_page(page: pages.Page) -> None:
    head = {field.name: getattr(page, field.name) for field in fields(page) if field.name != "body"}
    jsonschema.validate(head, schema("page"))
    for heading in ("## What it finds", "## Why it matters", "## Examples"):
        assert heading in page.body
    if page.rule in CHECKED:
        assert f"# error: [{page.rule}]" in page.body


@pytest.mark.parametrize("file", PROVIDERS, ids=lambda file: file.stem)
def test_judgement_of(file: Path) -> None:
    jsonschema.validate(read_toml(file).get("judgement", {}), schema("judgement"))
    assert providers.load((file.parent,), file.stem).id == file.stem


def test_every_check_has_its_page() -> None:
    assert set(CHECKED) <= {page.rule for page in PAGES}


def test_schema_and_noun_have_the_same_keys() -> None:
    properties = schema("judgement")["properties"]
    assert isinstance(properties, dict)
    assert set(properties) == {field.name for field in fields(Judgement)}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("judgement = 1", "judgement: expected a table"),
        ("[judgement]\npartail = true", "judgement.partail: no such key"),
        ('[judgement]\npartial = "yes"', "judgement.partial: expected true or false"),
        ("[judgement]\noptional = [1]", "judgement.optional: expected a list of texts"),
        ("name = 1", "name: expected text"),
        ("name = ", "not valid TOML"),
    ],
)
def test_broken_provider(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "acme.toml").write_text(text)
    with pytest.raises(ConfigError) as error:
        providers.load((tmp_path,), "acme")
    assert said in error.value.message
    assert "acme.toml" in error.value.message


def test_a_later_folder_replaces_and_no_file_is_fine(tmp_path: Path) -> None:
    for name, partial in (("one", "false"), ("two", "true")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "acme.toml").write_text(f'name = "{name}"\n[judgement]\npartial = {partial}\n')
    found = providers.load((tmp_path / "one", tmp_path / "two"), "acme")
    assert found == Provider("acme", "two", Judgement(partial=True))
    assert providers.load((tmp_path,), "acme") == Provider("acme", "acme")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("# a page", "expected a head of TOML"),
        ('+++\nrule = "x"\n+++\n', "confidence: expected text"),
        (
            '+++\nrule = "y"\nconfidence = "certain"\nsince = "1"\nsummary = "s"\n+++\n',
            "rule: expected x",
        ),
        (
            '+++\nrule = "x"\nconfidence = "bad"\nsince = "1"\nsummary = "s"\n+++\n',
            "confidence: expected",
        ),
        ('+++\nrule = "x"\nsinec = "1"\n+++\n', "sinec: no such key"),
    ],
)
def test_broken_page(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "x.md").write_text(text)
    with pytest.raises(ConfigError) as error:
        pages.load(tmp_path)
    assert said in error.value.message
