"""Releases read one after the other: what did not change is taken over, and each release reads as if it stood alone."""

from __future__ import annotations

import gzip
import itertools
import json
import random
import sys
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from truthcheck.model.sdk import Sdk
from truthcheck.sdks.build import listing, parts_then, releases
from truthcheck.sdks.build.incremental import IncrementalReader
from truthcheck.sdks.build.listing import ListedRelease
from truthcheck.sdks.source.members.full_reader import FullReader
from truthcheck.sdks.source.modules.codebase import Codebase

RULES = Sdk("kit", "kit", ("kit",))
BASE = {
    "kit/__init__.py": "from kit.client import Client\nfrom kit.models import *\n",
    "kit/_http.py": """
        class Http:
            prefix = "/v1"
            def send(self, method, path, **rest):
                return None
            def fetch(self, path: str):
                return self.send("GET", self.prefix + path)
        """,
    "kit/_base.py": """
        from kit._http import Http
        class Resource:
            PATH = ""
            http: Http
            def __init__(self, http: Http):
                self.http = http
            def all(self):
                return self.http.send("GET", f"/{self.PATH}")
        """,
    "kit/models.py": """
        from typing import List, Optional
        class User:
            id: str
            pets: "Optional[List[Pet]]" = None
        class Pet:
            name: str
        LIMIT = 10
        """,
    "kit/users.py": """
        from kit._base import Resource
        from kit.models import User
        class Users(Resource):
            PATH = "users"
            def get(self, user_id: str, *, deep: bool = False) -> User:
                return self.http.send("GET", f"/users/{user_id}")
            def fetch(self):
                return self.http.fetch("/me")
        """,
    "kit/pets.py": """
        from kit._base import Resource
        from kit import models
        class Pets(Resource):
            PATH = "pets"
            def feed(self, pet: models.Pet):
                return self.http.send("POST", "/pets/feed")
        """,
    "kit/client.py": """
        from kit._http import Http
        from kit.users import Users
        from kit.pets import Pets
        class Client:
            def __init__(self, key: str):
                self.http = Http()
                self.users = Users(self.http)
                self.pets = Pets(self.http)
                self.pets.extra = 1
        """,
}
CHANGES = [
    ("kit/_http.py", 'prefix = "/v1"', 'prefix = "/v2"'),  # far from the methods that it is in
    ("kit/_http.py", "def fetch(self, path: str)", "def fetch(self, path: str, retries: int = 2)"),
    ("kit/_base.py", "def all(self)", "def every(self)"),
    ("kit/_base.py", "class Resource:", "class Resource(dict):"),
    ("kit/models.py", "name: str", "name: str\n            age: int = 0"),
    ("kit/models.py", "LIMIT = 10", "LIMIT = 'ten'\n        __all__ = ['User']"),
    ("kit/models.py", "class Pet:", "class Pet(User):"),
    ("kit/users.py", "deep: bool = False", "depth: int = 0"),
    ("kit/users.py", "import User", "import Pet as User"),
    ("kit/users.py", 'PATH = "users"', 'PATH = "people"'),
    ("kit/pets.py", "from kit import models", "from kit import shapes as models"),
    ("kit/client.py", "self.pets.extra = 1", "self.users.more = 1"),
    ("kit/__init__.py", "from kit.models import *", "from kit.models import User"),
]
FILES = {
    "kit/shapes.py": "class Pet:\n    def run(self): ...\n",
    "kit/models.pyi": "class Pet:\n    name: str\n    tail: bool\n",
    "kit/extra/__init__.py": "from kit.users import Users as People\n",
    "kit/_http/__init__.py": "class Http:\n    def other(self): ...\n",
    "other/__init__.py": "",
}
Sources = Mapping[str, str]


def given(sources: Sources) -> dict[str, Callable[[], bytes]]:
    held = {path: dedent(text).encode() for path, text in sources.items()}
    return {path: (lambda data=data: data) for path, data in held.items()}  # type: ignore[misc]


def whole(sources: Sources) -> dict[str, Any]:
    return FullReader(Codebase(given(sources)), RULES).records()


def changed(sources: Sources, change: tuple[str, str, str]) -> Sources:
    path, old, new = change
    if old not in sources.get(path, ""):
        return sources
    return {**sources, path: sources[path].replace(old, new)}


def steps(seed: int) -> list[Sources]:
    """Releases in which some of the changes come and go, and modules with them."""
    chance = random.Random(seed)
    found: list[Sources] = []
    for _ in range(6):
        sources: Sources = BASE
        for change in chance.sample(CHANGES, chance.randint(0, 3)):
            sources = changed(sources, change)
        more = {path: FILES[path] for path in chance.sample(sorted(FILES), chance.randint(0, 2))}
        left = chance.choice(["", "", "kit/pets.py", "kit/models.py"])
        found.append({path: text for path, text in {**sources, **more}.items() if path != left})
    return found


@pytest.mark.parametrize("seed", range(25))
def test_each_release_reads_as_if_it_stood_alone(seed: int) -> None:
    reader = IncrementalReader(RULES)
    for sources in steps(seed):
        assert reader.read(given(sources)) == whole(sources)


@pytest.mark.parametrize("change", CHANGES, ids=[f"{path} {new[:20]}" for path, _, new in CHANGES])
def test_each_change_is_seen(change: tuple[str, str, str]) -> None:
    reader, after = IncrementalReader(RULES), changed(BASE, change)
    reader.read(given(BASE))
    assert reader.read(given(after)) == whole(after)
    assert reader.fresh > 0
    assert after != BASE


@pytest.mark.parametrize("path", FILES)
def test_modules_that_come_are_seen(path: str) -> None:
    reader, after = IncrementalReader(RULES), {**BASE, path: FILES[path]}
    reader.read(given(BASE))
    assert reader.read(given(after)) == whole(after)
    assert reader.read(given(BASE)) == whole(BASE)


def test_what_did_not_change_is_not_read_again() -> None:
    reader = IncrementalReader(RULES)
    first = reader.read(given(BASE))
    all_of_them = reader.fresh
    assert reader.read(given(BASE)) == first
    assert reader.fresh == 0
    reader.read(given(changed(BASE, CHANGES[7])))
    assert 0 < reader.fresh < all_of_them / 2


def test_remarks_change_nothing_unless_they_are_read() -> None:
    remarked = {**BASE, "kit/_base.py": dedent(BASE["kit/_base.py"]).replace("class Resource:", REMARKED)}
    reader = IncrementalReader(RULES)
    first = reader.read(given(BASE))
    reader.read(given(remarked))
    users = [key for key in reader.readings if key.startswith(("kit.users:", "kit.pets:"))]
    assert users
    assert reader.fresh == 0
    assert reader.read(given(BASE)) == first


REMARKED = '''# all of them
class Resource:
    """What all of them have."""
'''


def release(version: str, date: str) -> ListedRelease:
    return ListedRelease(version, date, f"part-{version}-py3-none-any.whl", "", "")


def test_a_part_is_the_newest_that_is_asked_for() -> None:
    listed = {"part": [release("1.0", "2023-01"), release("1.1", "2023-05"), release("1.2", "2024-01")]}
    listed["part"] += [release("2.0", "2023-02"), release("1.1.5b1", "2023-05")]

    def of(*asked: str, date: str = "2023-06") -> list[str]:
        return [part.version for _, part in parts_then.of(release("9", date), asked, listed)]

    assert of("part>=1,<1.2") == ["1.1"]
    assert of("part (>=1,<2)", date="2024-06") == ["1.2"]
    assert of("Part==1.2") == ["1.2"]  # came out a moment later
    assert of("part==2.0; extra == 'more'", "other>=1", "part ~ nothing") == []


@pytest.mark.parametrize(
    ("names", "read"),
    [
        (
            ("kit-1.0.tar.gz", "kit-1.0-cp311-cp311-linux_x86_64.whl", "kit-1.0-py3-none-any.whl"),
            "kit-1.0-py3-none-any.whl",
        ),
        (("kit-1.0.tar.gz", "kit-1.0-cp311-cp311-linux_x86_64.whl"), "kit-1.0-cp311-cp311-linux_x86_64.whl"),
        (("kit-1.0.exe", "kit-1.0.tar.gz"), "kit-1.0.tar.gz"),
        (("kit-1.0.exe",), ""),
    ],
)
def test_one_file_of_a_release_is_read(names: tuple[str, ...], read: str) -> None:
    files = [{"file": name, "date": "2024-01-01", "address": "", "sha256": ""} for name in names]
    assert [one.file for one in listing.chosen({"1.0": files})] == ([read] if read else [])


def test_releases_of_old_are_left_out_and_minors_are_the_last_of_each() -> None:
    def file(date: str) -> list[dict[str, str]]:
        return [{"file": "kit-1-py3-none-any.whl", "date": date, "address": "", "sha256": ""}]

    dates = {
        "1.9": "2019-12-31",
        "1.10": "2020-01-01",
        "1.10.2": "2020-02-01",
        "2.0b1": "2020-03-01",
        "2.0": "2020-04-01",
    }
    found = listing.chosen({version: file(date) for version, date in dates.items()})
    assert [one.version for one in found] == ["1.10", "1.10.2", "2.0b1", "2.0"]
    assert [one.version for one in listing.minors(found)] == ["1.10.2", "2.0"]


def wheel(folder: Path, version: str, sources: Sources) -> ListedRelease:
    folder.mkdir(parents=True, exist_ok=True)
    name = f"resend-{version}-py3-none-any.whl"
    with zipfile.ZipFile(folder / name, "w") as bundle:
        bundle.writestr(f"resend-{version}.dist-info/METADATA", f"Name: resend\nVersion: {version}\nLicense: MIT\n")
        for path, text in sources.items():
            bundle.writestr(path, dedent(text))
    return ListedRelease(version, f"2024-01-{len(version):02}", name, "", "")


def test_the_command_writes_an_index_a_release_and_reads_each_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, two = (
        {"resend/__init__.py": f"class Mail:\n    def {name}(self, to: str): ...\n"} for name in ("send", "post")
    )
    made = [wheel(tmp_path / "files" / "resend", version, each) for version, each in (("1.0", one), ("2.0.0", two))]
    listing.save(tmp_path / "files", "resend", made)
    arguments = ["resend", "--files", str(tmp_path / "files"), "--into", str(tmp_path / "into")]
    assert releases.main(arguments) == 0
    assert len(capsys.readouterr().out.splitlines()) == 2
    header, *lines = gzip.decompress((tmp_path / "into" / "resend" / "2.0.0.jsonl.gz").read_bytes()).splitlines()
    assert json.loads(header)["date"] == "2024-01-05"
    assert list(dict(map(json.loads, lines))["resend:Mail"]["m"]) == ["post"]
    assert releases.main(arguments) == 0
    assert capsys.readouterr().out == ""
    assert releases.main([*arguments, "--which", "minors"]) == 0


def test_what_a_history_has_is_written_again_as_it_was(tmp_path: Path) -> None:
    from truthcheck.sdks.index.history_write import write

    header = {"package": "resend", "imports": ["resend"]}
    fed = [
        (v, {**header, "date": f"2024-0{n}-01"}, {"resend:": {"n": {v: "?"}}}) for n, v in enumerate(("1.0", "1.1"), 1)
    ]
    write(tmp_path / "resend.history", fed)
    package = releases.PackageFiles(Sdk("resend", "resend", ("resend",)), (), tmp_path, tmp_path / "into")
    assert releases.unpack(package, tmp_path) == 2
    found = gzip.decompress(package.place("1.1").read_bytes()).splitlines()
    assert json.loads(found[0])["date"] == "2024-02-01"
    assert [json.loads(line) for line in found[1:]] == [["resend:", {"n": {"1.1": "?"}}]]
    assert list(itertools.islice(releases.read_all(package, "all"), 1)) == []


def test_pip_that_cannot_tell_is_said(tmp_path: Path) -> None:
    from truthcheck.errors import DocumentError
    from truthcheck.sdks.build import fetch

    fake = tmp_path / "python"
    fake.write_text(f"#!{sys.executable}\nimport sys\nsys.exit('no such option')\n")
    fake.chmod(0o755)
    with pytest.raises(DocumentError, match="pip says: no such option"):
        fetch.releases("kit", tmp_path, str(fake))
