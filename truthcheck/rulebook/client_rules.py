"""The nouns of `rules/clients/`: what a callable sends, what a session adds to it, how a reply is read."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from truthcheck.model.noun import NamedTuple
from truthcheck.rulebook.mock_rules import MockRules
from truthcheck.rulebook.role import Role
from truthcheck.rulebook.watch_rules import WatchRule

JOINS = ("none", "append", "resolve")


class SendRule(NamedTuple):
    """A callable that sends a request, or with `prepares` builds one to be sent later.

    `method` is the verb it stands for, "" when the role `method` or the defaults tell: `default` without a body,
    `with_body` with one.
    """

    client: str
    name: str
    method: str
    roles: Mapping[str, Role]
    prepares: bool = False
    default: str = "GET"
    with_body: str = "POST"


class SessionRule(NamedTuple):
    """A constructor whose instances send. `join` tells how a relative URL meets the base:
    "append" (base + "/" + path), "resolve" (RFC 3986) or "none".

    `attributes` are those that set a role later, `called` what code calls such an object ("*x": what ends in x). An
    object with such a name, and of a client that is not known, is taken for the session that is `typical`.

    `own` says how a session is made that asks the project's own application and nobody else: "always", the name of an
    argument, or `argument=constructor` for what it has to be given.
    """

    client: str
    name: str
    roles: Mapping[str, Role]
    join: str
    attributes: Mapping[str, str]
    called: tuple[str, ...]
    typical: bool
    own: tuple[str, ...] = ()


class ReplyWords(NamedTuple):
    """How code reads a response. A name is that of an attribute, with "()" at its end that of a method.

    `json` gives the decoded body and `body` its text. `good` holds for good replies, `bad` for failed ones, `status`
    is the number that says which.
    """

    json: frozenset[str] = frozenset()
    body: frozenset[str] = frozenset()
    good: frozenset[str] = frozenset()
    bad: frozenset[str] = frozenset()
    status: frozenset[str] = frozenset()

    def joined(self, other: ReplyWords) -> ReplyWords:
        """The words of both."""
        return ReplyWords(*(mine | others for mine, others in zip(self, other, strict=True)))


class Clients:
    """Everything the evaluator asks about libraries, by dotted name or by the id of the client."""

    def __init__(self) -> None:
        self.sends: dict[str, SendRule] = {}
        self.sessions: dict[str, SessionRule] = {}
        self.aliases: dict[str, str] = {}
        self.homes: dict[str, frozenset[str]] = {}  # by client: the modules that offer it
        self.replies: dict[str, ReplyWords] = {}  # by client, as far as it says how they are read
        self.any_reply = ReplyWords()  # the words of all clients
        self.types: dict[str, str] = {}  # constructors of what a request is made of: "url", "query" or "form"
        self.settings: dict[str, Mapping[str, Role]] = {}  # functions that read one: where its name and default stand
        self.fake_modules: set[str] = set()  # whoever imports one may put something else in the place of a reply
        self.fake_fixtures: set[str] = set()  # whoever gets one as an argument
        self.mocks = MockRules()
        self.watched: list[WatchRule] = []  # where exchanges can be seen while a program runs

    @cached_property
    def modules(self) -> frozenset[str]:
        """Imports by which a file can hold a call."""
        return frozenset().union(*self.homes.values())

    @cached_property
    def called(self) -> frozenset[str]:
        """What code calls sessions."""
        return frozenset(word for session in self.sessions.values() for word in session.called)

    @cached_property
    def method_names(self) -> frozenset[str]:
        """Names of the methods by which sessions send."""
        return frozenset(name for rule in self.sends.values() if (name := self._method(rule)))

    def packages(self, client: str) -> frozenset[str]:
        """The top-level packages that offer a client."""
        return frozenset(module.partition(".")[0] for module in self.homes.get(client, ()))

    def methods(self, name: str) -> list[tuple[SessionRule, SendRule]]:
        """The sessions that send by a method of that name, and how."""
        rules = ((session, self.sends.get(f"{session.name}().{name}")) for session in self.sessions.values())
        return [(session, rule) for session, rule in rules if rule is not None and self._method(rule)]

    def _method(self, rule: SendRule) -> str:
        """The method's name when the rule is that of a session, and addresses a server by a URL."""
        session, _, name = rule.name.rpartition("().")
        return name if session in self.sessions and "url" in rule.roles and not rule.prepares else ""

    def canonical(self, name: str) -> str:
        """The name under which rules know it: `requests.api.get` is `requests.get`."""
        head = name
        while head:
            if head in self.aliases:
                return self.aliases[head] + name[len(head) :]
            head = head.rpartition(".")[0]
        return name

    def reply(self, client: str) -> ReplyWords:
        """How the replies of a client are read; one that does not say is read like any other."""
        return self.replies.get(client, self.any_reply)
