"""Where a request leaves: client rules say which argument is the URL, the query, the body."""

from __future__ import annotations

from truthcheck.claims import ir
from truthcheck.claims.engine import urls
from truthcheck.claims.engine.alternatives import members, one_of, plain
from truthcheck.claims.engine.arguments import Arguments
from truthcheck.claims.engine.exchange import Exchange
from truthcheck.claims.engine.frame import Frame
from truthcheck.claims.engine.snapshot import freeze
from truthcheck.claims.engine.values import Item, Prepared, Ref, Sent, Several, Val
from truthcheck.claims.sinks import parts
from truthcheck.claims.sinks.mock_patches import answered, through_transport
from truthcheck.claims.sinks.sending import Sending
from truthcheck.claims.sinks.sessions import address, base_of
from truthcheck.model.location import Span
from truthcheck.model.value import Literal, Mapping, Template, Union, Value
from truthcheck.rulebook.clients import SendRule


def send(rule: SendRule, session: Ref | None, args: Arguments, frame: Frame, at: Span, expr: ir.CallExpr) -> Val:
    """Record the exchange and give its response; a rule that only prepares gives the request instead."""
    if rule.prepares:
        keywords = tuple((key, item.value) for key, item in args.keywords.items())
        return Prepared(rule, tuple(args.positional), keywords, base_of(session, frame))
    sending = Sending(rule, session, args, frame, at, expr)
    request = sending.argument("request")
    return record(sending) if request is None else _send_prepared(sending, plain(request))


def _send_prepared(sending: Sending, request: Val) -> Val:
    """`session.send(request)`, `urlopen(request)`; `urlopen` also takes a plain URL."""
    rule = sending.rule
    match request:
        case Several(alternatives):
            return one_of([_send_prepared(sending, member) for member in alternatives])
        case Prepared():
            args = _merged(request, sending)
            return record(Sending(request.rule, None, args, sending.frame, sending.at, sending.expr, request.base))
        case Literal() | Template():
            roles = {**rule.roles, "url": rule.roles["request"]}
        case _:
            roles = {"url": rule.roles["request"]}
    addressed = rule._replace(roles=roles)
    return record(Sending(addressed, None, sending.args, sending.frame, sending.at, sending.expr))


def _merged(request: Prepared, sending: Sending) -> Arguments:
    """The arguments of a request, and what is added where it is sent: `urlopen(request, data=...)`."""
    roles = {role.keyword for role in sending.rule.roles.values()}
    made = {key: Item(value, None) for key, value in request.keywords}
    added = {key: item for key, item in sending.args.keywords.items() if key in roles}
    return Arguments(list(request.args), {**made, **added}, sending.args.rest)


def record(sending: Sending, client: str | None = None) -> Sent:
    """Note one exchange for each alternative of the URL together: they are one call.

    `client` is whose words its reply is read by, when that is not the client of the rule.
    """
    rule, frame, at = sending.rule, sending.frame, sending.at
    url, queries = _split(address(sending), sending)
    arguments = tuple(parts.arguments(sending, queries))
    method = parts.method(sending, arguments)
    name = callee(sending.expr.func)
    exchange = Exchange(
        (*frame.chain, at), rule.client, name, method, url, arguments, [], set(), rule=rule.name, choice=frame.choice
    )
    if frame.run.patches:
        answered(sending, exchange)
    if sending.session is not None:
        through_transport(sending, exchange)
    return Sent(frame.run.record(exchange), rule.client if client is None else client)


def _split(whole: Val, sending: Sending) -> tuple[Value, list[Mapping]]:
    """The URL without its query, and the queries of its alternatives."""
    found: list[Value] = []
    queries: list[Mapping] = []
    for member in members(plain(whole)):
        path, query = urls.split_query(plain(member), sending.at)
        # The pieces of a known URL keep their places.
        found.append(path if isinstance(path, Template) else freeze(path, sending.frame))
        if query is not None:
            queries.append(query)
    return found[0] if len(found) == 1 else Union(tuple(found), sending.at), queries


def callee(expr: ir.Expr) -> str:
    """The callee as written: `self.session.get`."""
    match expr:
        case ir.Name(name):
            return name
        case ir.Attr(value, name):
            head = callee(value)
            return f"{head}.{name}" if head else name
        case ir.CallExpr(func):
            return callee(func) + "()"
        case ir.Await(value) | ir.Subscript(value):
            return callee(value)
        case _:
            return ""
