"""The generic reader on packages written here: what it finds, and above all what it leaves open."""

from __future__ import annotations

import json
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from shipped_rules import RULES

from truthcheck.errors import ConfigError, DocumentError, SurfaceError
from truthcheck.model.sdk import Sdk
from truthcheck.sdks.index.index_file import MemberFile, write
from truthcheck.sdks.index.package import Package
from truthcheck.sdks.index.values import AnyOf, ClassRef, Instance, Items, NoMember, Open, Plain, SdkMethod, StepValue
from truthcheck.sdks.source.archive import open_package
from truthcheck.sdks.source.members.full_reader import FullReader
from truthcheck.sdks.source.modules.codebase import Codebase

HEADER: dict[str, Any] = {"package": "kit", "version": "1.0", "imports": ["kit"], "redirects": [], "chains": {}}


def package(tmp_path: Path, rules: Sdk | None = None, **sources: str) -> Package:
    """`kit` with the given modules; "__init__" is the package itself."""
    files = {f"kit/{name}.py": dedent(text).encode() for name, text in sources.items()}
    codebase = Codebase({path: (lambda data=data: data) for path, data in files.items()})  # type: ignore[misc]
    records = FullReader(codebase, rules or Sdk("kit", "kit", ("kit",))).records()
    path = tmp_path / "kit@1.0.jsonl"
    path.write_bytes(write(HEADER, records))
    return Package(path)


CLIENT = """
    from typing import Generic, Iterator, List, Optional, TypeVar, Union
    T = TypeVar("T")
    class Page(Generic[T]):
        data: List[T]
        def __iter__(self) -> Iterator[T]: ...
        def next(self) -> "Optional[Page[T]]": ...
    class User:
        id: int
        name: Optional[str]
    class Users:
        def __init__(self, client: "Client") -> None:
            self._client = client
        def list(self, *, limit: int = 10) -> Page[User]:
            return self._client.request("GET", "/users")
        def get(self, user_id: str) -> User:
            return self._client.request("GET", f"/users/{user_id}")
        def rename(self, user_id, **changes):
            path = "/users/%s/name" % user_id
            return self._client.request("PATCH", path)
    class Client:
        def __init__(self, key: str, *, base_url: str = "") -> None:
            self.users = Users(self)
        def request(self, method, path):
            return None
        def _private(self): ...
        def __enter__(self) -> "Client": ...
"""


@pytest.fixture
def kit(tmp_path: Path) -> Package:
    return package(tmp_path, __init__="from ._client import Client as Client, User", _client=CLIENT)


def client_of(kit: Package) -> StepValue:
    return kit.call(kit.root("kit.Client"))


def test_a_call_reaches_its_operation_and_its_items(kit: Package) -> None:
    listed = kit.member(kit.member(client_of(kit), "users"), "list")
    assert isinstance(listed, SdkMethod)
    assert listed.operations == (("GET", "/users", ""),)
    assert [(p.name, p.kind, p.required) for p in listed.signatures[0].parameters] == [("limit", "k", False)]
    page = kit.call(listed)
    assert kit.item(page) == Instance("kit._client:User")
    assert kit.member(kit.item(page), "id") == Plain("int")
    assert kit.member(page, "data") == Items("list", Instance("kit._client:User"))
    assert kit.item(kit.call(kit.member(page, "next"))) == Instance("kit._client:User")


def test_a_path_built_with_percent_or_braces(kit: Package) -> None:
    users = kit.member(client_of(kit), "users")
    got, renamed = kit.member(users, "get"), kit.member(users, "rename")
    assert isinstance(got, SdkMethod)
    assert got.operations == (("GET", "/users/{user_id}", ""),)
    assert isinstance(renamed, SdkMethod)
    assert renamed.operations == (("PATCH", "/users/{user_id}/name", ""),)
    assert renamed.signatures[0].rest == "it takes **changes"


def test_an_invented_name_is_absent_and_the_near_one_is_told(kit: Package) -> None:
    found = kit.member(kit.member(client_of(kit), "users"), "lists")
    assert found == NoMember("lists", "Users", ("list",), False)
    assert isinstance(kit.root("kit.Clients"), NoMember)


def test_private_names_and_names_of_every_object_are_left_open(kit: Package) -> None:
    for name in ("_private", "_invented", "__class__", "__doc__"):
        assert isinstance(kit.member(client_of(kit), name), Open), name


def test_with_hands_out_what_enter_returns(kit: Package) -> None:
    assert kit.enter(client_of(kit)) == Instance("kit._client:Client")


@pytest.mark.parametrize(
    "source",
    [
        "class A:\n    def __getattr__(self, name): return load(name)",
        "from other import Base\nclass A(Base): ...",
        "@magic\nclass A: ...",
        "class A(metaclass=Magic): ...",
        "class A:\n    def __init__(self, **k):\n        self.__dict__.update(k)",
        "class A:\n    def __init__(self, names):\n        for n in names: setattr(self, n, 1)",
        "class A(make_base()): ...",
        "class A: ...\nsetattr(A, name, 1)",
    ],
)
def test_a_class_that_may_have_more_names_is_open(tmp_path: Path, source: str) -> None:
    kit = package(tmp_path, __init__=source)
    assert isinstance(kit.member(kit.call(kit.root("kit.A")), "invented"), Open)


@pytest.mark.parametrize(
    "source",
    [
        "globals()['A'] = 1",
        "globals().update(load())",
        "def __getattr__(name): return load(name)",
        "from elsewhere import *",
    ],
)
def test_a_module_that_may_have_more_names_is_open(tmp_path: Path, source: str) -> None:
    assert isinstance(package(tmp_path, __init__=source).root("kit.invented"), Open)


def test_a_getattr_over_a_literal_table_is_closed(tmp_path: Path) -> None:
    kit = package(
        tmp_path,
        __init__="""
            from importlib import import_module
            _names = {"Late": ("kit._late", False), "sub": ("kit._late", True)}
            def __getattr__(name):
                target, whole = _names[name]
                module = import_module(target)
                return module if whole else getattr(module, name)
        """,
        _late="class Late:\n    def go(self): ...",
    )
    assert isinstance(kit.root("kit.Late"), ClassRef)
    assert isinstance(kit.root("kit.sub.Late"), ClassRef)
    assert isinstance(kit.root("kit.Later"), NoMember)


def test_an_instance_table_leaves_the_class_object_closed(tmp_path: Path) -> None:
    source = "class A:\n    def create(cls): ...\n    def __getattr__(self, name): return self.data[name]"
    kit = package(tmp_path, __init__=source)
    on_class = kit.root("kit.A")
    assert isinstance(kit.member(on_class, "creates"), NoMember)
    assert isinstance(kit.member(kit.call(on_class), "creates"), Open)


def test_overloads_and_typed_keywords(tmp_path: Path) -> None:
    kit = package(
        tmp_path,
        __init__="""
            from typing import TypedDict, overload
            from typing_extensions import NotRequired, Unpack
            class Params(TypedDict):
                amount: int
                note: NotRequired[str]
            class A:
                @overload
                def pay(self, **params: Unpack[Params]) -> int: ...
                @overload
                def pay(self, token: str) -> str: ...
                def pay(self, *args, **kwargs): ...
        """,
    )
    pay = kit.member(kit.call(kit.root("kit.A")), "pay")
    assert isinstance(pay, SdkMethod)
    assert [[(p.name, p.required) for p in s.parameters] for s in pay.signatures] == [
        [("amount", True), ("note", False)],
        [("token", True)],
    ]
    assert all(not signature.rest for signature in pay.signatures)
    assert pay.returns == AnyOf((Plain("int"), Plain("str")))


def test_an_unknown_decorator_opens_the_signature_but_not_the_name(tmp_path: Path) -> None:
    kit = package(tmp_path, __init__="class A:\n    @cached\n    def go(self, x): ...")
    go = kit.member(kit.call(kit.root("kit.A")), "go")
    assert isinstance(go, SdkMethod)
    assert go.signatures[0].rest == "decorated by cached"


def test_the_branch_a_type_checker_sees_wins(tmp_path: Path) -> None:
    kit = package(
        tmp_path,
        __init__="""
            from typing import TYPE_CHECKING
            if TYPE_CHECKING:
                class A:
                    x: int
            else:
                A = None
            try:
                import fast
            except ImportError:
                fast = None
        """,
    )
    assert kit.member(kit.call(kit.root("kit.A")), "x") == Plain("int")
    assert isinstance(kit.root("kit.fast"), Open)


def test_circles_end(tmp_path: Path) -> None:
    kit = package(
        tmp_path,
        __init__="from ._a import A, B, one",
        _a="from ._b import B\nclass A(B): ...\ndef one(): return two()\ndef two(): return one()",
        _b="from ._a import A\nclass B(A): ...",
    )
    assert isinstance(kit.root("kit.A"), ClassRef)
    assert isinstance(kit.call(kit.root("kit.one")), Open)


def test_a_file_that_does_not_parse_leaves_its_names_open(tmp_path: Path) -> None:
    kit = package(tmp_path, __init__="from .broken import StepValue\nfrom .broken import *", broken="def (:")
    assert isinstance(kit.root("kit.StepValue"), Open)
    assert isinstance(kit.root("kit.Other"), Open)


def test_source_is_never_run(tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    package(tmp_path, __init__=f"open({str(mark)!r}, 'w')\nclass A: ...")
    assert not mark.exists()


def test_a_file_that_is_no_wheel(tmp_path: Path) -> None:
    (tmp_path / "x.whl").write_bytes(b"<html>")
    with pytest.raises(DocumentError, match=r"x\.whl: cannot be read as a wheel"):
        open_package(tmp_path / "x.whl")


@pytest.mark.parametrize("damage", [b"", b"{}\n", b'{"truthcheck_members":9,"bytes":0}\n', None])
def test_a_damaged_index_says_so(tmp_path: Path, damage: bytes | None) -> None:
    path = tmp_path / "kit.jsonl"
    whole = write(HEADER, {"kit:": {"n": {}}})
    path.write_bytes(whole[:-3] if damage is None else damage)
    with pytest.raises(SurfaceError) as caught:
        MemberFile(path)
    assert caught.value.hint


def test_every_record_is_found_by_its_key(tmp_path: Path) -> None:
    records = {f"kit.m{n}:C{n % 7}": {"k": str(n)} for n in range(200)} | {"kit:": {}, "kit:A": {}, "kit:A.B": {}}
    path = tmp_path / "kit.jsonl"
    path.write_bytes(write(HEADER, records))
    index = MemberFile(path)
    assert all(index.record(key) == record for key, record in records.items())
    assert index.record("kit:B") is None
    assert index.record("") is None
    assert index.record("zzz") is None


def test_rule_files_fit_their_schema() -> None:
    import jsonschema

    from truthcheck.shipped import folder

    schema = json.loads((folder("rules") / "schema" / "sdk.json").read_text())
    from truthcheck.rulebook.toml import read_toml

    for path in sorted((folder("rules") / "sdks").glob("*.toml")):
        jsonschema.validate(read_toml(path), schema)
    assert [sdk.id for sdk in RULES.all()] == sorted(p.stem for p in (folder("rules") / "sdks").glob("*.toml"))


def test_a_broken_rule_file_names_file_and_key(tmp_path: Path) -> None:
    from truthcheck.sdks.rules.sdk_rules import read

    path = tmp_path / "kit.toml"
    path.write_text('id = "kit"\npackage = "kit"\nimports = ["kit"]\ncolour = "red"\n')
    with pytest.raises(ConfigError, match="colour"):
        read(path)


def test_shared_words_fit_their_schema() -> None:
    import jsonschema

    from truthcheck.rulebook.toml import read_toml
    from truthcheck.shipped import folder

    schema = json.loads((folder("rules") / "schema" / "sdk_words.json").read_text())
    jsonschema.validate(read_toml(folder("rules") / "sdks" / "shared" / "words.toml"), schema)
