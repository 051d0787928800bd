"""What further SDKs need of the reader: source distributions, keywords that are picked, addresses of no fixed place."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import pytest

from truthcheck.errors import DocumentError
from truthcheck.model.sdk import Sdk
from truthcheck.sdks.source.archive import open_package
from truthcheck.sdks.source.members.full_reader import FullReader
from truthcheck.sdks.source.members.reader import MemberReader
from truthcheck.sdks.source.modules.codebase import Codebase
from truthcheck.sdks.source.modules.nouns import ClassInfo

METADATA = b"Metadata-Version: 2.1\nName: acme-kit\nVersion: 1.2\nLicense: MIT\n\nLong text"


def sdist(path: Path, files: dict[str, bytes]) -> Path:
    with tarfile.open(path, "w:gz") as bundle:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            bundle.addfile(info, io.BytesIO(data))
    return path


def test_a_source_distribution_is_read_like_a_wheel(tmp_path: Path) -> None:
    files = {
        "acme-kit-1.2/PKG-INFO": METADATA,
        "acme-kit-1.2/kit/__init__.py": b"A = 1",
        "acme-kit-1.2/src/kit/b.pyi": b"B: int",
        "acme-kit-1.2/README.md": b"# Kit",
        "acme-kit-1.2/kit/PKG-INFO": b"Name: other\nVersion: 9\n",
    }
    archive = open_package(sdist(tmp_path / "acme_kit-1.2.tar.gz", files))
    assert (archive.name, archive.version, archive.licence) == ("acme-kit", "1.2", "MIT")
    assert {name: read() for name, read in archive.files.items()} == {
        "kit/__init__.py": b"A = 1",
        "kit/b.pyi": b"B: int",
    }


@pytest.mark.parametrize("content", [b"", b"<html>", b"\x1f\x8b\x08\x00cut off"])
def test_a_damaged_source_distribution_says_so(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "kit-1.tar.gz"
    path.write_bytes(content)
    with pytest.raises(DocumentError, match=r"kit-1\.tar\.gz: cannot be read as a source distribution"):
        open_package(path)


def test_a_source_distribution_without_metadata(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="a name and a version"):
        open_package(sdist(tmp_path / "kit-1.tar.gz", {"kit-1/kit.py": b"A = 1"}))


PICKING = """
def pick(base, *keys):
    return {key: base[key] for key in keys if key in base}

def spill(base, *keys):
    return base

class Pages:
    def __init__(self, **kwargs):
        self.auth = kwargs.get("auth")

    def create(self, parent, **kwargs):
        auth = kwargs.pop("auth", None)
        return self.client.request("POST", "/pages", pick(kwargs, "title", "icon"), auth, kwargs["cover"])

    def update(self, id, **kwargs):
        return self.client.request("PATCH", f"/pages/{id}", {**kwargs, "a": kwargs.get("a")})

    def spilt(self, **kwargs):
        return self.client.request("POST", "/pages", spill(kwargs, "title"))

    def computed(self, name, **kwargs):
        return self.client.request("POST", "/pages", kwargs[name], kwargs.get("title"))

    def empty(self, **kwargs):
        return self.client.request("GET", "/pages")
"""


@pytest.mark.parametrize(
    ("name", "keywords"),
    [
        ("create", ["auth", "cover", "title", "icon"]),
        ("update", None),
        ("spilt", None),
        ("computed", None),
        ("empty", None),
        ("__init__", None),
    ],
)
def test_keywords_that_are_only_picked_are_all_that_count(name: str, keywords: list[str] | None) -> None:
    parts = reader(kit=PICKING)
    parameters = parts.member(found(parts, "kit:Pages"), "m", name)["p"]
    picked = [one for one, kind, *_ in parameters if kind == "u"]
    assert sorted(picked) == sorted(keywords or [])
    assert any(kind == "**" for _, kind, *_ in parameters) == (keywords is None)


ADDRESSES = """
class Requestor:
    def request(self, method, url): ...

class Page:
    OBJECT = ""
    url: str
    client: Requestor

    def refresh(self):
        return self.client.request("GET", self.url)

    def next(self):
        url = self._data.get("next")
        return self.client.request("GET", "%s/%s" % (url, 1))

    def any(self, url):
        return self.client.request("GET", url)

    def listed(self):
        return self.client.request("GET", f"/v1/{self.KIND_NAME}s")

    @property
    def place(self):
        raise NotImplementedError

    def left(self):
        return self.client.request("GET", self.place)

    def lost(self):
        return self.client.request("GET", compute())

    def search(self):
        return self.client.request("GET", "/v1/search").any(self.url)

    def kind(self):
        return getattr(self, "get", None)

    def allow(self, url):
        self.policies.append({"url": url, "method": "GET"})
"""


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("refresh", "reply"),
        ("next", "reply"),
        ("any", "argument"),
        ("listed", "heirs"),
        ("left", "heirs"),
        ("search", [["GET", "/v1/search"]]),
        ("kind", None),
        ("allow", None),
    ],
)
def test_who_gives_an_address_that_is_not_in_the_source(name: str, told: object) -> None:
    parts = reader(kit=ADDRESSES)
    record = parts.member(found(parts, "kit:Page"), "m", name)
    assert record.get("op", record.get("x")) == told


def test_a_call_described_where_the_endpoint_is_made() -> None:
    source = """
class Endpoint:
    def __init__(self, settings): self.settings = settings
    def call(self, **kwargs): return self.client.send(self.settings["path"], self.settings["http_method"])

class Api:
    def __init__(self):
        self.get_endpoint = Endpoint(settings={"endpoint_path": "/accounts/get", "http_method": "POST"})

    def accounts_get(self, **kwargs):
        return self.get_endpoint.call(**kwargs)
"""
    parts = reader(kit=source)
    assert parts.member(found(parts, "kit:Api"), "m", "accounts_get")["op"] == [["POST", "/accounts/get"]]


def reader(**modules: str) -> MemberReader:
    files = {f"{name}.py": (lambda text=text: text.encode()) for name, text in modules.items()}
    return MemberReader(Codebase(files), Sdk("kit", "kit", ("kit",)))


def found(parts: MemberReader, key: str) -> ClassInfo:
    info = parts.infer.find(key)
    assert info is not None
    return info


ATTACHED = """
class Images:
    def list(self): ...

class Made:
    def generate(self): ...

class Base:
    def __init__(self):
        self.images = Images()

class Client(Base):
    def __init__(self):
        super().__init__()
        self.images.generate = Made().generate
"""


def test_names_that_a_client_gives_to_what_it_holds() -> None:
    files = {"kit.py": lambda: ATTACHED.encode()}
    records = FullReader(Codebase(files), Sdk("kit", "kit", ("kit",))).records()
    assert records["kit:Images"]["a"] == {"generate": "?"}
    parts = reader(kit=ATTACHED)
    parts.members(found(parts, "kit:Client"))
    assert parts.members(found(parts, "kit:Images"))["a"] == ["generate"]
    assert parts.member(found(parts, "kit:Images"), "a", "generate") == "?"


def test_a_method_that_returns_itself_gives_the_class_below() -> None:
    source = """
class Base:
    def __enter__(self) -> "Base": return self
    def copy(self) -> "Base": return Base()
    def kept(self) -> "Base":
        if self: return self
        return Base()

class Client(Base): ...
"""
    parts = reader(kit=source)
    returned = {n: parts.member(found(parts, "kit:Base"), "m", n)["r"] for n in ("__enter__", "copy", "kept")}
    assert returned == {"__enter__": "self", "copy": "kit:Base", "kept": "kit:Base"}


TABLED = """
class Model:
    composed = {}

    @property
    def kinds():
        return {"name": (str,), "size": (int,)}

    def __init__(self, name, *args, **kwargs):
        check = kwargs.pop("_check", True)
        for key, value in kwargs.items(): setattr(self, key, value)

class Joined(Model):
    composed = {"anyOf": [Model]}

    @property
    def kinds():
        return {"name": (str,)}

    def __init__(self, *args, **kwargs): ...
"""


def test_a_constructor_takes_what_its_class_lists() -> None:
    files = {"kit.py": lambda: TABLED.encode()}
    parts = MemberReader(Codebase(files), Sdk("kit", "kit", ("kit",), properties="kinds"))
    taken = {key: parts.member(found(parts, f"kit:{key}"), "m", "__init__")["p"] for key in ("Model", "Joined")}
    assert [one[:2] for one in taken["Model"]] == [["name", "p"], ["args", "*"], ["size", "k"], ["_check", "k"]]
    assert [one[0] for one in taken["Joined"]] == ["args", "kwargs"]


@pytest.mark.parametrize(
    ("statement", "loose"),
    [
        ("for one in self.__dict__.values(): one.x = 1", False),
        ("self.__dict__.update(kwargs)", True),
        ("self.__dict__ = kwargs", True),
        ("self.__dict__['name'] = 1", False),
        ("self.__dict__[name] = 1", True),
    ],
)
def test_what_is_written_into_the_dictionary_of_an_object(statement: str, loose: bool) -> None:
    parts = reader(kit=f"class Client:\n    def __init__(self, name, **kwargs):\n        {statement}\n")
    info = found(parts, "kit:Client")
    assert bool(parts.why_loose(info)) == loose
    assert ("name" in parts.members(info)["a"]) == ("'name'" in statement)


@pytest.mark.parametrize(
    ("given", "loose"), [("raise AttributeError(name)", False), ("return self[name.lower()]", True)]
)
def test_a_getattr_that_type_checkers_do_not_see(given: str, loose: bool) -> None:
    source = "class Data:\n    a: int\n    if not TYPE_CHECKING:\n        def __getattr__(self, name):\n            "
    parts = reader(kit=source + given)
    assert bool(parts.why_loose(found(parts, "kit:Data"))) == loose


def test_a_part_of_an_address_that_the_class_of_an_attribute_leaves_open() -> None:
    source = """
class Held:
    @property
    def value(self) -> str: raise NotImplementedError

class Thing:
    id: Held
    def get(self): return self.client.request("GET", f"/things/{self.id.value}")
"""
    parts = reader(kit=source)
    assert parts.member(found(parts, "kit:Thing"), "m", "get")["op"] == [["GET", "/things/{value}"]]


@pytest.mark.parametrize(
    ("statements", "opens"),
    [
        ("space = globals()\nfor name in NAMES:\n    space[name].__module__ = 'kit'", False),
        ("space = globals()\nfor name in NAMES:\n    space[name] = 1", True),
        ("space = globals()\nspace.update(make())", True),
        ("space = globals()\nbuild(space)", True),
        ("build(into=globals())", True),
        ("space = make()\nspace['A'] = 1\nspace.update(B=2)\nbuild(space)", False),
    ],
)
def test_a_namespace_is_open_where_it_is_written_or_handed_out(statements: str, opens: bool) -> None:
    parts = reader(kit=statements)
    module = parts.codebase.module("kit")
    assert module is not None
    assert bool(parts.why_open(module)) == opens
