"""Routes that a test sets up: an address with what a request to it gets, noted as a call that asks for nothing."""

from __future__ import annotations

from collections.abc import Iterator

from truthcheck.claims import ir
from truthcheck.claims.engine import urls
from truthcheck.claims.engine.alternatives import members, one_of, plain
from truthcheck.claims.engine.arguments import Arguments
from truthcheck.claims.engine.exchange import Exchange
from truthcheck.claims.engine.frame import Frame
from truthcheck.claims.engine.snapshot import freeze
from truthcheck.claims.engine.templates import concat, is_nothing, known
from truthcheck.claims.engine.values import DictCell, External, Fake, ListCell, Ref, Val
from truthcheck.claims.sinks import fakes, mock_replies
from truthcheck.claims.sinks.mock_replies import Asking
from truthcheck.claims.sinks.sending import argument
from truthcheck.model.call import Mocked
from truthcheck.model.location import Span
from truthcheck.model.noun import Node
from truthcheck.model.reason import Reason, Why
from truthcheck.model.value import Literal, Template, Union, Unknown, Value
from truthcheck.rulebook.mock_rules import MockRule

CLIENT = "mock"
_NUMBER = fakes.ROLE + "number"
_BASE = fakes.ROLE + "base_url"
_REPLIED = ("status", "json", "text", "content", "body")
_VERBS = frozenset(("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"))


class Given(Node):
    """A call of something that a rule of a mock library describes; `of` is the fake it is called on."""

    rule: MockRule
    args: Arguments
    frame: Frame
    at: Span
    expr: ir.CallExpr
    of: Fake | None = None

    def role(self, name: str) -> Val | None:
        value = argument(self.rule.roles, name, self.args, self.frame)
        return None if value is None or is_nothing(plain(value)) else value


def router(given: Given) -> Val:
    base = given.role("base_url")
    return fakes.made(_result(given), given.frame, {_BASE: base} if base is not None else {})


def _result(given: Given) -> str:
    return given.rule.gives or f"{given.rule.name}()"


def response(given: Given) -> Val:
    """What a test makes in the place of a client's response, with what is said of it."""
    named = {fakes.ROLE + role: value for role in _REPLIED if (value := given.role(role)) is not None}
    return fakes.made(_result(given), given.frame, named)


def route(given: Given) -> Val:
    """Note the address, with its reply as far as it is given at once; what comes later is put to the same route."""
    first = given.role("route")
    if isinstance(first, Fake):  # it was noted where it was made
        return first
    replies = list(_replies(given)) or [Mocked()]
    exchanges = [_exchange(given, reply) for reply in replies]
    numbers = [given.frame.run.record(exchange) for exchange in exchanges]
    return fakes.made(_result(given), given.frame, {_NUMBER: Literal(numbers[0])})


def answer(given: Given) -> Val:
    """What a route gives, said after it was set up."""
    fake = given.of
    number = fakes.held(fake, (_NUMBER,), given.frame) if fake is not None else None
    if fake is None or not isinstance(number, Literal) or not isinstance(number.value, int):
        return Unknown(Reason(Why.CALL_NOT_FOLLOWED, given.rule.name), given.at)
    exchanges = given.frame.run.exchanges
    noted = exchanges[number.value]
    fresh = noted.mocked == Mocked()
    for reply in _replies(given):
        told = noted._replace(mocked=reply, chain=(mock_replies.place(reply, given.at),))
        if fresh:
            exchanges[number.value], fresh = told, False
        else:
            given.frame.run.record(told)
    return fake


def _exchange(given: Given, reply: Mocked) -> Exchange:
    at = mock_replies.place(reply, given.at)
    name = given.rule.name.removesuffix("()").rpartition(".")[2]
    return Exchange((at,), CLIENT, name, _method(given), _url(given), (), [], set(), None, reply, given.rule.name)


def _method(given: Given) -> Value:
    """The verb; "" when the route takes any."""
    if given.rule.method:
        return Literal(given.rule.method)
    value = given.role("method")
    if value is None:
        return Literal("")
    return Literal(verb) if (verb := _verb(plain(value))) else Unknown(Reason(Why.METHOD_AT_RUN_TIME))


def _verb(value: Val) -> str:
    """`"get"`, or a constant that is named after the verb."""
    text = value.name.rpartition(".")[2] if isinstance(value, External) else known(value)
    return text.upper() if text is not None and text.upper() in _VERBS else ""


def _url(given: Given) -> Value:
    whole = _address(given)
    if whole is None:
        return Unknown(Reason(Why.NO_URL), given.at)
    found: list[Value] = []
    for member in members(plain(whole)):
        path, _ = urls.split_query(plain(member), given.at)
        found.append(path if isinstance(path, Template) else freeze(path, given.frame))
    return found[0] if len(found) == 1 else Union(tuple(found), given.at)


def _address(given: Given) -> Val | None:
    """The whole URL: what is given, below the base of the router; or host and path."""
    base = fakes.held(given.of, (_BASE,), given.frame) if given.of is not None else None
    url = given.role("url") or given.role("path")
    if url is None:
        return base if base is not None and given.rule.join == "append" and not given.args.keywords else None
    host = given.role("host")
    if host is not None:
        return concat([(Literal("https://", given.at), ""), (host, "host"), (url, "path")], given.at)
    if base is None or given.rule.join != "append":
        return url
    return one_of([urls.append(one, two, given.at) for one in members(plain(base)) for two in members(plain(url))])


def _replies(given: Given) -> Iterator[Mocked]:
    """What the arguments say that a request gets."""
    frame = given.frame
    listed = given.role("replies")
    if listed is not None:
        yield from _listed(listed, given)
        return
    named = {role: value for role in _REPLIED if (value := given.role(role)) is not None}
    asking = Asking(frame.run.clients.any_reply, mock_replies.ANYTHING, frame, given.at, given.expr)
    if named:
        yield mock_replies.stated_reply(named, frame)
    for role in ("reply", "effect"):
        value = given.role(role)
        if value is not None:
            yield from _told(plain(value), asking)


def _told(value: Val, asking: Asking) -> Iterator[Mocked]:
    """A response, a list of them, or a function that gives one."""
    cell = asking.frame.cell(value) if isinstance(value, Ref) else None
    if isinstance(cell, ListCell):
        for item in cell.items:
            yield from mock_replies.of_response(item, asking)
        return
    found = list(mock_replies.of_response(value, asking))
    yield from found or mock_replies.of_callable(value, asking)


def _listed(value: Val, given: Given) -> Iterator[Mocked]:
    """A list of descriptions, each with the keywords that the call itself takes."""
    cell = given.frame.cell(value) if isinstance(value, Ref) else None
    for item in cell.items if isinstance(cell, ListCell) else ():
        inner = given.frame.cell(item) if isinstance(item, Ref) else None
        if isinstance(inner, DictCell):
            one = given._replace(args=Arguments([], inner.items, None), rule=_without_lists(given.rule))
            yield from _replies(one)


def _without_lists(rule: MockRule) -> MockRule:
    return rule._replace(roles={name: role for name, role in rule.roles.items() if name != "replies"})
