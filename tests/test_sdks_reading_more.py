"""The generic reader on further ways to write a package: namespaces, lazy tables, described calls, thin indexes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from test_sdks_reading import HEADER, package

from truthcheck.model.sdk import Sdk
from truthcheck.sdks.build.prune import DATA, thin
from truthcheck.sdks.index.index_file import write
from truthcheck.sdks.index.package import Package
from truthcheck.sdks.index.values import ClassRef, Instance, ModuleRef, NoMember, Open, SdkMethod, StepValue
from truthcheck.sdks.source.members.full_reader import FullReader
from truthcheck.sdks.source.modules.codebase import Codebase


def follow(kit: Package, *words: str) -> StepValue:
    """From the module `kit`; "()" is a call."""
    thing: StepValue = ModuleRef("kit")
    for word in words:
        thing = kit.call(thing) if word == "()" else kit.member(thing, word)
    return thing


def operations(thing: StepValue) -> list[str]:
    assert isinstance(thing, SdkMethod), thing
    return [f"{method} {path}" for method, path, _ in thing.operations]


def records_of(rules: Sdk | None = None, **sources: str) -> dict[str, Any]:
    files = {f"kit/{name}.py": text.encode() for name, text in sources.items()}
    codebase = Codebase({path: (lambda data=data: data) for path, data in files.items()})  # type: ignore[misc]
    return FullReader(codebase, rules or Sdk("kit", "kit", ("kit",))).records()


def test_a_folder_without_code_holds_modules_only(tmp_path: Path) -> None:
    records = records_of(**{"client/__init__": "class Kit: ..."})
    (tmp_path / "kit.jsonl").write_bytes(write(HEADER, records))
    kit = Package(tmp_path / "kit.jsonl")
    assert isinstance(follow(kit, "client", "Kit"), ClassRef)
    assert isinstance(follow(kit, "Kit"), NoMember)
    assert isinstance(follow(kit, "another"), Open)  # of another distribution, perhaps


LAZY = """
    def serve(name, table):
        if name in table:
            return table[name]
        raise AttributeError(name)
"""


@pytest.mark.parametrize(
    ("getter", "gone"),
    [
        ("def __getattr__(name): return serve(name, table=TABLE)", True),
        ("def __getattr__(name): return open_door(name, table=TABLE)", False),
        (
            "def __getattr__(name):\n    if name in OLD:\n        raise AttributeError(name)\n    return TABLE[name]",
            True,
        ),
    ],
)
def test_names_that_a_helper_serves_from_a_table(tmp_path: Path, getter: str, gone: bool) -> None:
    top = f'from kit._lazy import serve, open_door\nTABLE = {{"Kit": "kit.client"}}\nOLD = ["init"]\n{getter}\n'
    helper = LAZY + "\n    def open_door(name, table):\n        return name\n"
    kit = package(tmp_path, __init__=top, _lazy=helper, client="class Kit: ...")
    assert isinstance(follow(kit, "init"), NoMember if gone else Open)
    assert isinstance(follow(kit, "Kit"), ClassRef if gone else Open)


def test_a_module_that_puts_another_one_in_its_place_is_open(tmp_path: Path) -> None:
    helper = "import sys\ndef install():\n    sys.modules['kit'] = object()\n"
    kit = package(tmp_path, __init__="from kit._lazy import install\ninstall()\n", _lazy=helper)
    assert isinstance(follow(kit, "Vector"), Open)


def test_a_getter_that_is_hidden_from_type_checkers_opens_nothing(tmp_path: Path) -> None:
    source = """
        from typing import TYPE_CHECKING
        class Rest:
            repos: "Repos"
            if not TYPE_CHECKING:
                def __getattr__(self, name): return name
        class Repos:
            def get(self): ...
    """
    kit = package(tmp_path, __init__=source)
    assert isinstance(follow(kit, "Rest", "()", "repo"), NoMember)
    assert isinstance(follow(kit, "Rest", "()", "repos", "get"), SdkMethod)


def test_a_protocol_says_only_what_is_needed(tmp_path: Path) -> None:
    kit = package(tmp_path, __init__="from typing import Protocol\nclass Http(Protocol):\n    def send(self): ...\n")
    assert isinstance(follow(kit, "Http", "()", "cookies"), Open)


def test_a_function_that_a_class_holds_is_its_method(tmp_path: Path) -> None:
    source = """
        def wait(client, job: str): ...
        class Kit:
            wait = wait
    """
    found = follow(package(tmp_path, __init__=source), "Kit", "()", "wait")
    assert isinstance(found, SdkMethod)
    assert [parameter.name for parameter in found.signatures[0].parameters] == ["job"]


def test_a_method_that_is_only_decorated_again_stays_the_method(tmp_path: Path) -> None:
    source = """
        class Base:
            def chat(self, message: str) -> str: ...
        class Kit(Base):
            def __init__(self):
                self.chat = noted(self.chat)
    """
    assert isinstance(follow(package(tmp_path, __init__=source), "Kit", "()", "chat"), Open)
    rules = Sdk("kit", "kit", ("kit",), transparent=("noted",))
    assert isinstance(follow(package(tmp_path, rules, __init__=source), "Kit", "()", "chat"), SdkMethod)


def test_a_request_that_is_said_piece_by_piece(tmp_path: Path) -> None:
    source = """
        class Payments:
            def get(self, payment_id):
                return self.call.request(
                    Request().server('default').path('/v2/payments/{payment_id}').http_method(Verb.GET).auth('x')
                ).execute()
    """
    kit = package(tmp_path, __init__=source)
    assert operations(follow(kit, "Payments", "()", "get")) == ["GET /v2/payments/{payment_id}"]


def test_a_body_before_the_path_and_an_encoder_around_a_segment(tmp_path: Path) -> None:
    source = """
        def encoded(value):
            if isinstance(value, list):
                found = []
                return found
            return value
        class Kit:
            def chat(self):
                body = self.made()
                return self._request("post", body, "v1/chat/completions")
            def drop(self, key):
                return self._request(f"v1/keys/{encoded(key)}", method="DELETE")
    """
    kit = package(tmp_path, __init__=source)
    assert operations(follow(kit, "Kit", "()", "chat")) == ["POST /v1/chat/completions"]
    assert operations(follow(kit, "Kit", "()", "drop")) == ["DELETE /v1/keys/{key}"]


THIN = """
from typing import List, TypedDict
from pydantic import BaseModel
class Part(BaseModel):
    id: str
class Reply(BaseModel):
    parts: List[Part]
class Unasked(BaseModel):
    id: str
class Body(TypedDict):
    name: str
class Old(TypedDict):
    name: str
class Users:
    def create(self, body: Body) -> Reply:
        return self._post("/users", body)
"""


@pytest.mark.parametrize(("levels", "kept"), [(1, {"Reply"}), (2, {"Reply", "Part"})])
def test_a_thin_index_keeps_what_is_sent_and_some_levels_of_replies(levels: int, kept: set[str]) -> None:
    found = thin(records_of(__init__=THIN), ("ext:pydantic.BaseModel",), levels)
    assert {key.partition(":")[2] for key in found if not key.endswith(":")} - {"data"} == {"Body", "Users", *kept}
    assert found["kit:"]["n"]["Reply"] == ["type", DATA]
    assert found["kit:"]["n"]["Users"] == ["type", "kit:Users"]


def test_what_a_thin_index_leaves_out_is_open(tmp_path: Path) -> None:
    (tmp_path / "kit.jsonl").write_bytes(write(HEADER, thin(records_of(__init__=THIN), ("ext:pydantic.BaseModel",), 1)))
    kit = Package(tmp_path / "kit.jsonl")
    assert isinstance(follow(kit, "Unasked"), ClassRef)
    assert isinstance(follow(kit, "Unasked", "()", "anything"), Open)
    assert isinstance(follow(kit, "Users", "()", "create", "()"), Instance)
    assert isinstance(follow(kit, "Users", "()", "make"), NoMember)
