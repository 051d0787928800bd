"""The shipped surfaces and the command that builds them. Raw documents are not in the repository:
set TRUTHCHECK_SPECS to their folder for the slow tests."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from surfaces_made import make

from truthcheck import shipped
from truthcheck.errors import ConfigError, DocumentError
from truthcheck.model.surface import Origin
from truthcheck.rulebook.toml import read_toml
from truthcheck.surfaces import build, compile, document, lock, providers
from truthcheck.surfaces.index import open_file

CACHE, RULES = shipped.folder("specs_cache"), shipped.folder("rules") / "providers"
DOCUMENT = "openapi: 3.0.0\ninfo: {version: '1'}\nservers: [{url: 'https://api.acme.dev'}]\npaths: {/a: {get: {}}}\n"


@pytest.fixture
def raw() -> Path:
    folder = os.environ.get("TRUTHCHECK_SPECS", "")
    if not folder:
        pytest.skip("TRUTHCHECK_SPECS does not name the folder of raw documents")
    return Path(folder)


def test_provider_files_meet_their_schema() -> None:
    from jsonschema import Draft202012Validator
    from referencing import Registry, Resource

    schemas = shipped.folder("rules") / "schema"
    judgement = Resource.from_contents(json.loads((schemas / "judgement.json").read_text()))
    registry: Any = Registry().with_resource("judgement.json", judgement)
    validator = Draft202012Validator(json.loads((schemas / "provider.json").read_text()), registry=registry)
    for file in sorted(RULES.glob("*.toml")):
        table = read_toml(file)
        assert [f"{file.name}: {error.message}" for error in validator.iter_errors(table)] == []
        assert table["id"] == file.stem


def test_every_surface_has_its_source_and_licence() -> None:
    for entry in lock.load(CACHE):
        assert entry.source, entry.file
        assert entry.licence, entry.file
        assert len(entry.sha256) == 64


def test_every_reference_of_a_shipped_surface_leads_somewhere() -> None:
    for entry in lock.load(CACHE):
        if entry.provider not in ("notion", "spotify", "docker"):
            continue
        lines = (CACHE / entry.file).read_text(encoding="utf-8").splitlines()
        named = set(json.loads(lines[1])["shapes"])
        assert {ref for line in lines[2:] for ref in _refs(json.loads(line))} <= named


def _refs(node: Any, inside: bool = False) -> set[str]:
    """Every reference in an encoded record: a text where a shape stands."""
    if isinstance(node, str):
        return {node} if inside else set()
    found: set[str] = set()
    for key in ("v", "i", "s"):
        found |= _refs(node[key], True) if key in node else set()
    for child in [*node.get("p", {}).values(), *node.get("any", ()), *node.get("all", ())]:
        found |= _refs(child, True)
    for child in node.get("par", ()):
        found |= _refs(child)
    media = [
        node.get("body", {}).get("m", {}),
        *(r[0] if isinstance(r, list) else r for r in node.get("res", {}).values()),
    ]
    return found.union(*(_refs(child, True) for described in media for child in described.values()))


def test_the_command_builds_a_lock_and_is_repeatable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    raw, rules, cache = tmp_path / "raw", tmp_path / "rules", tmp_path / "specs_cache"
    (raw / "acme").mkdir(parents=True)
    (rules / "providers").mkdir(parents=True)
    cache.mkdir()
    (raw / "acme" / "one_a.yaml").write_text(DOCUMENT)
    (raw / "acme" / "one_b.yaml").write_text(DOCUMENT.replace("/a:", "/b:"))
    (rules / "providers" / "acme.toml").write_text(
        'id = "acme"\nhosts = []\n[[document]]\nname = "*"\nfile = "acme/one_*.yaml"\n'
    )
    (cache / "sources.json").write_text('{"acme/one_a.yaml": {"source": "https://acme.dev", "licence": "MIT (x)"}}')
    monkeypatch.setattr(shipped, "folder", lambda name: tmp_path / name)
    assert build.main([str(raw), "--into", str(cache)]) == 0
    first = {file.name: file.read_bytes() for file in cache.rglob("*.json*")}
    assert build.main([str(raw), "--into", str(cache)]) == 0
    assert {file.name: file.read_bytes() for file in cache.rglob("*.json*")} == first
    one, two = lock.load(cache)
    assert (one.document, one.file, one.licence, one.hosts) == ("a", "acme/a@1.jsonl", "MIT", ("api.acme.dev",))
    (raw / "acme" / "one_b.yaml").unlink()
    assert build.main([str(raw), "--into", str(cache)]) == 0
    assert [entry.document for entry in lock.load(cache)] == ["a"]
    assert not (cache / two.file).exists()


def test_a_document_that_does_not_compile_is_told_and_fails_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "providers").mkdir()
    (tmp_path / "providers" / "acme.toml").write_text('id = "acme"\n[[document]]\nname = "a"\nfile = "a.json"\n')
    (tmp_path / "a.json").write_text("{}")
    (tmp_path / "sources.json").write_text("{}")
    monkeypatch.setattr(shipped, "folder", lambda _: tmp_path)
    assert build.main([str(tmp_path), "--into", str(tmp_path)]) == 1
    assert "acme a: not compiled: a.json: is no API document" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('[[document]]\nname = "a"\n', "expected `name` and `file`"),
        ('[[document]]\nname = "a"\nfile = 3\n', "document.file: expected str, found 3"),
        ('[[document]]\nname = "a"\nfile = "a"\nhost = "x"\n', "document.host: is no key"),
        ('[[document]]\nname = "a"\nfile = "a"\nhosts = [1]\n', "document.hosts: expected list"),
        ("[[document\n", "not valid TOML"),
    ],
)
def test_a_broken_provider_file_is_one_line(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "acme.toml").write_text(text)
    with pytest.raises(ConfigError) as caught:
        list(providers.documents(tmp_path))
    assert says in caught.value.message
    assert "acme.toml" in caught.value.message


@pytest.mark.slow
def test_every_shipped_surface_is_rebuilt_byte_for_byte(raw: Path, tmp_path: Path) -> None:
    assert build.main([str(raw), "--into", str(tmp_path), "--table"]) == 0
    for entry in lock.load(tmp_path):
        assert (tmp_path / entry.file).read_bytes() == (CACHE / entry.file).read_bytes(), entry.file
    built = [entry for entry in lock.load(CACHE) if entry.kind in ("openapi", "swagger", "discovery")]
    assert list(lock.load(tmp_path)) == built


@pytest.mark.slow
def test_every_raw_document_compiles_or_says_why_not(raw: Path) -> None:
    refused = {}
    listed = json.loads((CACHE / "sources.json").read_text())  # the folder may hold more than documents
    for file in (raw / name for name in listed if name.endswith(".xz")):
        if ".tar" in file.name or not file.exists():
            continue
        known = compile.Raw(
            document.read(file), Origin(file.parent.name, file.stem, "", "", ""), file.stem, hosts=("h.dev",)
        )
        try:
            made = compile.compile(known)
        except DocumentError as error:
            refused[file.name] = error.message
            continue
        assert made.kept == made.found, file.name
        assert made.kept > 0 or "describes no operation" in made.notes
    assert list(refused) == ["fixtures3.json.xz"]
    assert "is no API document" in refused["fixtures3.json.xz"]


@pytest.mark.slow
def test_json_and_yaml_of_one_document_are_one_surface(raw: Path, tmp_path: Path) -> None:
    for provider, stem in (("openai", "openapi"), ("resend", "resend")):
        one, other = (
            make(tmp_path, document.read(raw / provider / f"{stem}.{kind}.xz").decode()).surface
            for kind in ("json", "yaml")
        )
        assert one.routes == other.routes
        for route in one.routes:
            assert one.operation(route) == other.operation(route)


@pytest.mark.slow
def test_our_bundling_agrees_with_prances(raw: Path, tmp_path: Path) -> None:
    """DigitalOcean's 2,907 files: prance inlines them all, we follow them one by one; the facts must be the same."""
    import tarfile

    import yaml
    from prance.util.resolver import RESOLVE_FILES, RefResolver

    with tarfile.open(raw / "digitalocean" / "specification.tar.xz") as tar:
        tar.extractall(tmp_path)
    main = tmp_path / "specification" / "DigitalOcean-public.v2.yaml"
    root = yaml.load(main.read_bytes(), Loader=yaml.CSafeLoader)
    resolver = RefResolver(root, main.as_uri(), resolve_types=RESOLVE_FILES, strict=False)
    resolver.resolve_references()
    unsent = ("Accept", "Content-Type")  # OpenAPI: not parameters
    theirs = {
        (method.upper(), path): {
            p["name"] for p in operation.get("parameters", ()) if p.get("name") not in (None, *unsent)
        }
        for path, item in resolver.specs["paths"].items()
        for method, operation in item.items()
        if isinstance(operation, dict) and "responses" in operation
    }
    surface = open_file(CACHE / "digitalocean" / "rest@2.0.jsonl")
    ours = {(r.method, r.path): {p.name for p in surface.operation(r).parameters} for r in surface.routes}
    assert ours.keys() == theirs.keys()
    assert {key: names - ours[key] for key, names in theirs.items() if not names <= ours[key]} == {}
