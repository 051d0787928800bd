"""Where a request leaves: client rules say which argument is the URL, the query, the body."""

from __future__ import annotations

import re

from truthcheck.claims import ir
from truthcheck.claims.engine import urls as url
from truthcheck.claims.engine.alternatives import members, one_of, plain, same
from truthcheck.claims.engine.arguments import Arguments
from truthcheck.claims.engine.exchange import Exchange
from truthcheck.claims.engine.frame import Frame
from truthcheck.claims.engine.snapshot import flat, freeze
from truthcheck.claims.engine.templates import concat, is_none, known
from truthcheck.claims.engine.values import Encoded, Item, Method, ObjectCell, Prepared, Ref, Sent, Several, Val
from truthcheck.model.call import Argument
from truthcheck.model.location import Span
from truthcheck.model.reason import Reason, Why
from truthcheck.model.value import Entry, Literal, Mapping, Template, Typed, Union, Unknown, Value
from truthcheck.rulebook.clients import Role, SendRule, SessionRule

BODIES = ("form", "json", "file", "body", "fields")


def open_session(rule: SessionRule, ref: Ref | None, args: Arguments, frame: Frame) -> Ref:
    """Make a session, or set up the one that a subclass's `super().__init__` is called on."""
    attrs = {}
    for role in ("base_url", "host", "query"):
        value = _argument(rule.roles, role, args)
        if value is not None and not is_none(value):
            attrs["base_url" if role == "host" else role] = _https(value) if role == "host" else value
    if args.rest is not None and ("base_url" in rule.roles or "host" in rule.roles):
        attrs.setdefault("base_url", args.rest)
    if "base_url" in attrs and not isinstance(attrs["base_url"], Unknown):
        frame.run.bases.setdefault((frame.module.path, rule.name), []).append(attrs["base_url"])
    if ref is None:
        return frame.new(ObjectCell(None, attrs, rule))
    cell = frame.cell(ref)
    if isinstance(cell, ObjectCell):
        frame.store(ref, cell._replace(attrs={**cell.attrs, **attrs}, session=rule))
    return ref


def _https(host: Val) -> Val:
    return concat([(Literal("https://"), ""), (host, "host")], None)


def _argument(roles: object, role: str, args: Arguments) -> Val | None:
    assert isinstance(roles, dict)
    place: Role | None = roles.get(role)
    return args.get(place.position, place.keyword) if place is not None else None


def send(rule: SendRule, session: Ref | None, args: Arguments, frame: Frame, at: Span, expr: ir.CallExpr) -> Val:
    """Record the exchange and give its response; a rule that only prepares gives the request instead."""
    base = _base(session, frame)
    if rule.prepares:
        return Prepared(rule, tuple(args.positional), tuple((k, i.value) for k, i in args.keywords.items()), base)
    request = _argument(rule.roles, "request", args)
    if request is None:
        return _record(rule, session, args, frame, at, expr)
    return _send_prepared(rule, plain(request), args, frame, at, expr)


def _send_prepared(rule: SendRule, request: Val, args: Arguments, frame: Frame, at: Span, expr: ir.CallExpr) -> Val:
    """`session.send(request)`, `urlopen(request)`; `urlopen` also takes a plain URL."""
    if isinstance(request, Several):
        return one_of([_send_prepared(rule, m, args, frame, at, expr) for m in request.members])
    if isinstance(request, Prepared):
        keywords = {key: item for key, item in args.keywords.items() if key in ("data", "timeout")}
        merged = Arguments(list(request.args), {**_items(request), **keywords}, args.rest)
        return _record(request.rule, None, merged, frame, at, expr, request.base)
    if isinstance(request, Literal | Template):
        direct = SendRule(rule.client, rule.name, "", {**rule.roles, "url": rule.roles["request"]}, False)
        return _record(direct, None, args, frame, at, expr)
    unknown = SendRule(rule.client, rule.name, "", {"url": rule.roles["request"]}, False)
    return _record(unknown, None, args, frame, at, expr)


def _items(request: Prepared) -> dict[str, Item]:
    return {key: Item(value, None) for key, value in request.keywords}


def _base(session: Ref | None, frame: Frame) -> Val | None:
    cell = frame.cell(session) if session is not None else None
    if not isinstance(cell, ObjectCell):
        return None
    base = cell.attrs.get("base_url")
    if cell.cls is None and cell.open and isinstance(base, Unknown) and cell.session is not None:
        # A session passed in: when the module makes such sessions with one base only, that is the one.
        made = frame.run.bases.get((frame.module.path, cell.session.name), [])
        if made and all(same(one, made[0]) for one in made):
            return made[0]
    return base


def _record(
    rule: SendRule,
    session: Ref | None,
    args: Arguments,
    frame: Frame,
    at: Span,
    expr: ir.CallExpr,
    base: Val | None = None,
) -> Val:
    """Note one exchange for each alternative of the URL together: they are one call."""
    whole = _url(rule, session, args, frame, at, base)
    urls: list[Value] = []
    queries: list[Mapping] = []
    for member in members(plain(whole)):
        path, query = url.split_query(plain(member), at)
        urls.append(freeze_url(path, frame))
        if query is not None:
            queries.append(query)
    arguments = tuple(_arguments(rule, session, args, queries, frame))
    method = _method(rule, args, arguments, frame)
    address = urls[0] if len(urls) == 1 else Union(tuple(urls), at)
    chain = (*frame.chain, at)
    exchange = Exchange(chain, rule.client, callee(expr.func), method, address, arguments, [], set())
    return Sent(frame.run.record(exchange))


def freeze_url(value: Val, frame: Frame) -> Value:
    """Like freeze, but the pieces of a known URL keep their places."""
    return value if isinstance(value, Template) else freeze(value, frame)


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


def _url(rule: SendRule, session: Ref | None, args: Arguments, frame: Frame, at: Span, base: Val | None) -> Val:
    value = _argument(rule.roles, "url", args)
    if value is None:
        return args.rest or Unknown(Reason(Why.NO_URL), at)
    base = _base(session, frame) if session is not None else base
    cell = frame.cell(session) if session is not None else None
    how = (
        cell.session.join if isinstance(cell, ObjectCell) and cell.session else "append" if base is not None else "none"
    )
    if base is None or how == "none":
        return value
    join = url.append if how == "append" else url.resolve
    return one_of([join(one, two, at) for one in members(plain(base)) for two in members(plain(value))])


def _method(rule: SendRule, args: Arguments, arguments: tuple[Argument, ...], frame: Frame) -> Value:
    if rule.method:
        return Literal(rule.method)
    given = _argument(rule.roles, "method", args)
    if given is None or is_none(plain(given)):
        has_body = any(argument.location in ("form", "json", "content", "file") for argument in arguments)
        return args.rest or Literal(rule.with_body if has_body else rule.default)
    found: list[Value] = []
    for member in members(plain(given)):
        text = known(member)
        at = getattr(plain(member), "at", None)
        found.append(Literal(text.upper(), at) if text is not None else freeze(member, frame))
    return found[0] if len(found) == 1 else Union(tuple(found))


def _arguments(
    rule: SendRule, session: Ref | None, args: Arguments, queries: list[Mapping], frame: Frame
) -> list[Argument]:
    found: list[Argument] = []
    query = _query(rule, session, args, queries, frame)
    if query is not None:
        found.append(Argument("query", query, getattr(query, "at", None)))
    for role in BODIES:
        value = _argument(rule.roles, role, args)
        if value is not None and not is_none(plain(value)):
            found.extend(_body(role, value, rule, args, frame))
    for role in ("header", "cookie"):
        value = _argument(rule.roles, role, args)
        if value is not None and not is_none(plain(value)):
            frozen = freeze(value, frame)
            found.append(Argument(role, _without_secrets(frozen), getattr(frozen, "at", None)))
    if args.rest is not None:
        found.append(Argument("content", args.rest))
    return found


def _without_secrets(value: Value) -> Value:
    """Header and cookie values may hold credentials: only the names are kept."""
    if not isinstance(value, Mapping):
        return value if isinstance(value, Unknown) else Unknown(Reason(Why.HEADERS_NOT_KEPT))
    entries = tuple(Entry(e.key, Typed("string", e.at), e.at, e.always) for e in value.entries)
    return Mapping(entries, value.rest, value.at)


def _query(rule: SendRule, session: Ref | None, args: Arguments, queries: list[Mapping], frame: Frame) -> Value | None:
    """What the URL, the session and the call itself add to the query."""
    cell = frame.cell(session) if session is not None else None
    values: list[Value] = list(queries)
    standing = cell.attrs.get("query") or cell.attrs.get("params") if isinstance(cell, ObjectCell) else None
    given = _argument(rule.roles, "query", args)
    for value in (standing, given):
        if value is not None and not is_none(plain(value)):
            frozen = flat(freeze(value, frame))
            values.extend([_pairs_of(frozen)] if isinstance(frozen, Literal) else [frozen])
    if not values:
        return None
    if len(values) == 1:
        return values[0]
    entries: list[Entry] = []
    rest: Unknown | None = None
    for one in values:
        if isinstance(one, Mapping):
            entries.extend(one.entries)
            rest = rest or one.rest
        else:
            rest = rest or Unknown(Reason(Why.QUERY_PART_UNKNOWN))
    return Mapping(tuple(entries), rest, getattr(values[-1], "at", None))


def _pairs_of(value: Literal) -> Value:
    """A query given as text: `params="a=1"`."""
    return url.split_query(Literal("?" + str(value.value), value.at), value.at or Span("", 0, 0, 0, 0))[1] or value


def _body(role: str, value: Val, rule: SendRule, args: Arguments, frame: Frame) -> list[Argument]:
    at = getattr(plain(value), "at", None)
    if isinstance(value, Several):
        return _body_of_several(role, value, rule, args, frame)
    match role, plain(value):
        case "json", _:
            return [Argument("json", freeze(value, frame), at)]
        case "file", _:
            return [Argument("file", freeze(value, frame), at)]
        case "fields", _:
            method = _method(rule, args, (), frame)
            where = "query" if isinstance(method, Literal) and method.value in _BODILESS else "form"
            return [Argument(where, flat(freeze(value, frame)), at)]
        case _, Encoded("json", inner):
            return [Argument("json", freeze(inner, frame), at)]
        case _, Encoded("form", inner):
            return [Argument("form", flat(freeze(inner, frame)), at)]
        case "form", Ref():
            return [Argument("form", flat(freeze(value, frame)), at)]
        case _:
            return [Argument("content", Unknown(Reason(Why.BODY_WITHOUT_FIELDS), at), at)]


_BODILESS = ("GET", "HEAD", "DELETE", "OPTIONS")


def _body_of_several(role: str, value: Several, rule: SendRule, args: Arguments, frame: Frame) -> list[Argument]:
    """Alternatives that travel the same way stay one argument; mixed ones are not judged."""
    rows = [_body(role, member, rule, args, frame) for member in value.members if not is_none(plain(member))]
    places = {row[0].location for row in rows}
    if len(places) != 1:
        return [Argument("content", Unknown(Reason(Why.BODIES_DIFFER)))]
    frozen = tuple(row[0].value for row in rows)
    if len(rows) < len(value.members):  # None is one of them: the body may be missing altogether
        frozen = (*frozen, Unknown(Reason(Why.MAY_BE_LEFT_OUT)))
    return [Argument(places.pop(), frozen[0] if len(frozen) == 1 else Union(frozen), rows[0][0].at)]


_SESSION_LIKE = re.compile(
    r"(?i)^_?(?:[a-z]+_)*(session|sess|client|http|https|conn|connection|requests)$|(session|client)$"
)
_NOT_REAL = re.compile(r"(?i)mock|fake|stub|test|resp|recorder|cassette")


def send_unnamed(method: Method, args: Arguments, frame: Frame, at: Span, expr: ir.CallExpr) -> Val | None:
    """`session.post("https://...")` with a session from an unseen caller: named like one, given a whole URL."""
    if not isinstance(expr.func, ir.Attr):
        return None
    name, rule = (
        frame.meaning.label(expr.func.value),
        frame.run.clients.sends.get(f"requests.Session().{method.name}"),
    )
    if rule is None or not _SESSION_LIKE.search(name) or _NOT_REAL.search(name):
        return None
    value = _argument(rule.roles, "url", args)
    if value is None or not all(url.is_absolute(m) for m in members(plain(value))):
        return None
    return _record(rule, None, args, frame, at, expr)
