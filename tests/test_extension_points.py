"""A provider and a package of one's own need exactly the files that the how-to names, in a folder of rules."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from sdk_made import ACME, wheel
from test_sdks_installed import judged, told

from truthcheck.cli import boundary
from truthcheck.rulebook import validate
from truthcheck.specs import material

DOCUMENT = {
    "openapi": "3.1.0",
    "info": {"version": "1"},
    "servers": [{"url": "https://api.shop.dev"}],
    "paths": {"/orders": {"get": {"responses": {}}}},
}
SHOP = 'import httpx\n\nhttpx.get("https://api.shop.dev/orders")\nhttpx.get("https://api.shop.dev/odrers")\n'
CLIENT = 'id = "courier"\nmodules = ["courier"]\n\n[[call]]\nname = ["courier.get"]\nroles = { url = "0:url" }\n'
SENDING = {path: text.replace("import httpx", "import courier") for path, text in ACME.items()}
CALLS = "from acme import Acme\n\nAcme().parcels.fetch_all()\n"
KIT = {"kit/__init__.py": "def fetch(name: str) -> str: ...\ndef store(name: str) -> str: ...\n"}
KIT_RULES = (
    'id = "kit"\npackage = "kit"\nimports = ["kit"]\nprovider = "kit"\n\n[renamed]\n"kit.fetch_one" = "kit.fetch"\n'
)


HOWTO = Path(__file__).parent.parent / "docs" / "howto"


def named(page: str, name: str) -> set[str]:
    """The rule files that a how-to page tells a user to add, for this name: before it comes to their keys."""
    first, _, _ = (HOWTO / f"{page}.md").read_text("utf-8").partition("\n* ")
    return {
        file.replace("NAME", name) for file in re.findall(r"`((?:clients|libraries|providers|sdks)/NAME\.toml)`", first)
    }


def written(project: Path) -> set[str]:
    return {file.relative_to(project / "rules").as_posix() for file in (project / "rules").rglob("*.toml")}


@pytest.fixture
def project(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with a folder of its own rules, beside an index of two packages."""
    index = {"acme": wheel(SENDING, "acme", "1.2.0"), "kit": wheel(KIT, "kit", "1.0")}

    def download(requirement: str, folder: str) -> None:
        name, _, version = requirement.partition("==")
        (Path(folder) / f"{name}-{version}-py3-none-any.whl").write_bytes(index[name])

    monkeypatch.setattr(material, "_download", download)
    (project / ".git").mkdir()
    (project / "truthcheck.toml").write_text('rules = ["rules"]\n')
    for kind in validate.SCHEMAS:
        (project / "rules" / kind).mkdir(parents=True)
    return project


def test_a_provider_is_a_rule_file_and_a_surface(project: Path) -> None:
    (project / "api.json").write_text(json.dumps(DOCUMENT))
    (project / "app.py").write_text(SHOP)
    assert boundary.run(["specs", "add", "shop", "api.json"]) == 0
    assert told(judged()) == {(4, "unknown-endpoint")}
    (project / "rules/providers/shop.toml").write_text('id = "shop"\nhosts = []\n\n[judgement]\npartial = true\n')
    assert told(judged()) == set(), "its own rule file says that the document is not the whole truth"
    assert written(project) == named("provider", "shop")


def test_a_client_of_ones_own_lets_packages_be_judged(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert boundary.run(["specs", "add", "acme", "--package", "acme==1.2.0"]) == 2
    assert "it imports no HTTP library" in capsys.readouterr().err
    (project / "rules/clients/courier.toml").write_text(CLIENT)
    assert boundary.run(["specs", "add", "acme", "--package", "acme==1.2.0"]) == 0
    (project / "app.py").write_text(CALLS)
    assert {rule for _, rule in told(judged())} == {"unknown-sdk-member"}
    assert written(project) == named("client", "courier")


def test_a_package_is_a_rule_file_and_its_wheel(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert boundary.run(["specs", "add", "kit", "--package", "kit==1.0"]) == 2, "it sends nothing that could be seen"
    (project / "rules/sdks/kit.toml").write_text(KIT_RULES)
    assert boundary.run(["specs", "add", "kit", "--package", "kit==1.0"]) == 0
    (project / "app.py").write_text("import kit\n\nkit.store('a')\nkit.fetch_one('a')\n")
    report = judged()
    assert told(report) == {(4, "unknown-sdk-member")}
    assert "kit.fetch" in report.findings[0].help, "what replaces a name is rule data"
    assert written(project) == named("sdk", "kit")


@pytest.mark.parametrize(
    ("kind", "text", "line"),
    [
        ("sdks", 'id = "kit"\npackage = "kit"\nimports = "kit"\n', "imports: 'kit' is not of type 'array'"),
        ("sdks", 'id = "kit"\npackage = "kit"\n', "'imports' is a required property; needed are: id, package, imports"),
        ("clients", CLIENT + "colour = 1\n", "'colour' was unexpected"),
        ("providers", 'id = "x"\nhosts = ["https://x"]\n', "hosts[0]: "),
    ],
)
def test_one_line_says_what_is_wrong_with_a_rule_file(project: Path, kind: str, text: str, line: str) -> None:
    file = project / "rules" / kind / "kit.toml"
    file.write_text(text)
    (said,) = validate.faults(project / "rules")
    assert said.startswith(f"{file}: ")
    assert line in said
    assert "\n" not in said


def test_a_broken_rule_file_of_ones_own_is_an_error_of_its_user(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "rules/sdks/kit.toml").write_text('id = "kit"\npackage = "kit"\nimports = "kit"\n')
    assert boundary.run(["specs", "add", "kit", "--package", "kit==1.0"]) == 2
    assert "kit.toml: imports: 'kit' is not of type 'array'" in capsys.readouterr().err


def test_the_shipped_rules_fit_their_schemas() -> None:
    from truthcheck.shipped import folder

    assert list(validate.faults(folder("rules"))) == []
