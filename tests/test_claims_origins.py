"""Where a client comes from: whatever hands it in, what is called on it is seen. Each shape false and true."""

from __future__ import annotations

from pathlib import Path

import pytest

from truthcheck import Config, verify

FACTORY = """from github import Github


def make_hub() -> Github:
    return Github("t")


def plain_hub():
    return Github("t")


class Settings:
    token = "t"
"""

SHAPES = {
    "a default that a framework calls": """
from fastapi import Depends
from clients import plain_hub

def act(hub=Depends(plain_hub)):
    return hub.get_repo("a/b").{member}
""",
    "a default that a framework calls, kept": """
from fastapi import Depends
from clients import plain_hub

class Service:
    def __init__(self, hub=Depends(plain_hub)):
        self.hub = hub

    def act(self):
        return self.hub.get_repo("a/b").{member}
""",
    "an annotation by another name": """
from typing import Annotated
from fastapi import Depends
from github import Github
from clients import plain_hub

Hub = Annotated[Github, Depends(plain_hub)]

def act(hub: Hub):
    return hub.get_repo("a/b").{member}
""",
    "an annotation whose type says nothing": """
from typing import Annotated, Any
from fastapi import Depends
from clients import plain_hub

def act(hub: Annotated[Any, Depends(plain_hub)]):
    return hub.get_repo("a/b").{member}
""",
    "or a factory of another module": """
from clients import make_hub

class Service:
    def __init__(self, hub=None):
        self.hub = hub or make_hub()

    def act(self):
        return self.hub.get_repo("a/b").{member}
""",
    "unless it is given": """
from clients import plain_hub

class Service:
    def __init__(self, hub=None):
        self.hub = hub if hub is not None else plain_hub()

    def act(self):
        return self.hub.get_repo("a/b").{member}
""",
    "a method that sets it": """
from clients import plain_hub

class Service:
    def __init__(self):
        self.hub = None
        self._connect()

    def _connect(self):
        self.hub = plain_hub()

    def act(self):
        return self.hub.get_repo("a/b").{member}
""",
    "a lazy property": """
from clients import plain_hub

class Service:
    _hub = None

    @property
    def hub(self):
        if self._hub is None:
            self._hub = plain_hub()
        return self._hub

    def act(self):
        return self.hub.get_repo("a/b").{member}
""",
    "a cached property": """
from functools import cached_property
from github import Github

class Service:
    @cached_property
    def hub(self):
        return Github("t")

    def act(self):
        return self.hub.get_repo("a/b").{member}
""",
    "a cached factory": """
from functools import lru_cache
from github import Github

@lru_cache(maxsize=1)
def hub():
    return Github("t")

def act():
    return hub().get_repo("a/b").{member}
""",
    "a global that is made when it is asked for": """
from github import Github

_hub = None

def hub():
    global _hub
    if _hub is None:
        _hub = Github("t")
    return _hub

def act():
    return hub().get_repo("a/b").{member}
""",
    "a private attribute of a model": """
from github import Github
from pydantic import BaseModel, PrivateAttr

class Service(BaseModel):
    token: str
    _hub: Github = PrivateAttr(default_factory=lambda: Github("t"))

    def act(self):
        return self._hub.get_repo("a/b").{member}
""",
    "a private attribute that is not said to be one": """
from github import Github
from pydantic import BaseModel, PrivateAttr

class Service(BaseModel):
    _hub = PrivateAttr()

    def model_post_init(self, context):
        self._hub = Github("t")

    def act(self):
        return self._hub.get_repo("a/b").{member}
""",
    "a field of a dataclass": """
from dataclasses import dataclass, field
from github import Github

@dataclass
class Service:
    hub: Github = field(default_factory=lambda: Github("t"))

    def act(self):
        return self.hub.get_repo("a/b").{member}
""",
    "a field of a dataclass without a type that helps": """
from dataclasses import dataclass, field
from typing import Any
from clients import plain_hub

@dataclass
class Service:
    hub: Any = field(default_factory=plain_hub)

    def act(self):
        return self.hub.get_repo("a/b").{member}
""",
    "a table of clients": """
from github import Github

HUBS = {{"a": Github("a"), "b": Github("b")}}

def act(name):
    return HUBS[name].get_repo("a/b").{member}
""",
    "a table that is filled": """
from github import Github

_hubs = {{}}

def hub(name):
    if name not in _hubs:
        _hubs[name] = Github(name)
    return _hubs[name]

def act(name):
    return hub(name).get_repo("a/b").{member}
""",
    "a context manager": """
from contextlib import contextmanager
from github import Github

@contextmanager
def hub():
    yield Github("t")

def act():
    with hub() as one:
        return one.get_repo("a/b").{member}
""",
    "a singleton": """
from github import Github

class Hub:
    _instance = None

    def __new__(cls):
        if cls._instance is None:
            cls._instance = super().__new__(cls)
            cls._instance.hub = Github("t")
        return cls._instance

    def act(self):
        return self.hub.get_repo("a/b").{member}
""",
    "a class that extends it": """
from github import Github

class Hub(Github):
    def act(self):
        return self.get_repo("a/b").{member}
""",
    "a mixin": """
from clients import plain_hub

class WithHub:
    def __init__(self):
        self.hub = plain_hub()

class Service(WithHub):
    def act(self):
        return self.hub.get_repo("a/b").{member}
""",
    "a method that gives it": """
from clients import plain_hub

class Service:
    def hub(self):
        return plain_hub()

    def act(self):
        return self.hub().get_repo("a/b").{member}
""",
    "a pair": """
from clients import plain_hub

def both():
    return plain_hub(), "x"

def act():
    hub, _ = both()
    return hub.get_repo("a/b").{member}
""",
    "an async generator": """
from fastapi import Depends
from github import Github

async def hub():
    one = Github("t")
    try:
        yield one
    finally:
        one.close()

async def act(hub=Depends(hub)):
    return hub.get_repo("a/b").{member}
""",
    "a walrus": """
from clients import plain_hub

def act():
    if (hub := plain_hub()) is not None:
        return hub.get_repo("a/b").{member}
""",
    "a state of the application": """
from fastapi import FastAPI, Request
from github import Github

app = FastAPI()
app.state.hub = Github("t")

@app.get("/")
def act(request: Request):
    return app.state.hub.get_repo("a/b").{member}
""",
    "a state of the application, by the request": """
from fastapi import FastAPI, Request
from github import Github

app = FastAPI()
app.state.hub = Github("t")

@app.get("/")
def act(request: Request):
    return request.app.state.hub.get_repo("a/b").{member}
""",
    "a type that is only imported for the checker": """
from __future__ import annotations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from github import Github

def act(hub: Github):
    return hub.get_repo("a/b").{member}
""",
    "a match": """
from clients import plain_hub

def act(kind):
    match kind:
        case "a":
            hub = plain_hub()
        case _:
            raise ValueError(kind)
    return hub.get_repo("a/b").{member}
""",
    "given by who makes the object": """
from clients import plain_hub

class Service:
    def __init__(self, hub):
        self.hub = hub

    def act(self):
        return self.hub.get_repo("a/b").{member}

service = Service(plain_hub())
""",
}


def _found(tmp_path: Path, text: str) -> list[tuple[str, str]]:
    (tmp_path / "clients.py").write_text(FACTORY)
    (tmp_path / "code.py").write_text(text)
    report = verify([str(tmp_path)], Config())
    assert any(checked.call.name.endswith((".create_ticket", ".get_issues")) for checked in report.calls)
    return [(finding.rule, finding.subject) for finding in report.findings]


@pytest.mark.parametrize("shape", SHAPES)
def test_what_is_called_on_it_is_seen(tmp_path: Path, shape: str) -> None:
    false = _found(tmp_path, SHAPES[shape].format(member='create_ticket(title="x")'))
    assert false == [("unknown-sdk-member", "create_ticket")]


@pytest.mark.parametrize("shape", SHAPES)
def test_nothing_is_said_of_what_is_right(tmp_path: Path, shape: str) -> None:
    assert _found(tmp_path, SHAPES[shape].format(member='get_issues(state="open")')) == []
