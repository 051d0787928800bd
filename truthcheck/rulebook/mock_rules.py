"""The nouns of `rules/mocks/`: what a test puts in the place of a server, of a client's function or of a reply."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Literal, TypeAlias

from truthcheck.model.noun import NamedTuple
from truthcheck.rulebook.role import Role

# A "router" is what routes are registered on; a "route" answers requests to an address; an "answer" says what a route
# gives; a "response" is made in the place of a client's; a "patch" puts something in the place of what has a name; a
# "double" stands for anything; a "transport" answers whatever its client sends.
MockKind: TypeAlias = Literal["router", "route", "answer", "response", "patch", "double", "transport"]
KINDS: tuple[MockKind, ...] = ("router", "route", "answer", "response", "patch", "double", "transport")


class MockRule(NamedTuple):
    """What one callable of a mock library does. `gives` is what rules call its result, "" for `name()`.

    `method` is the verb it stands for, "" when a role tells it or any will do. `attributes` set a role later. `join`
    tells how an address meets the base of its router ("append" or "none").
    """

    kind: MockKind
    name: str
    roles: Mapping[str, Role]
    method: str = ""
    gives: str = ""
    join: str = "none"
    attributes: Mapping[str, str] = {}


class MockRules:
    """All that is known of mock libraries, by dotted name."""

    def __init__(self) -> None:
        self.rules: dict[str, MockRule] = {}
        self.fixtures: dict[str, str] = {}  # by the name of a fixture: what it is
        self.modules: set[str] = set()  # imports of whoever uses one
        self.words: set[str] = set()  # words of files that use one, also without an import
        self.generic: set[str] = set()  # words of files that use one which may stand for anything

    @cached_property
    def results(self) -> frozenset[str]:
        """What a double calls the value that calling it gives."""
        return self._keywords("value")

    @cached_property
    def effects(self) -> frozenset[str]:
        """What a double calls what happens when it is called."""
        return self._keywords("effect")

    def _keywords(self, role: str) -> frozenset[str]:
        doubles = (rule for rule in self.rules.values() if rule.kind == "double")
        return frozenset(rule.roles[role].keyword for rule in doubles if role in rule.roles)
