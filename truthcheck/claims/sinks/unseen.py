"""Sessions that an unseen caller hands in: told from what they are called, and from the URL that they get."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from truthcheck.claims import ir
from truthcheck.claims.engine import urls
from truthcheck.claims.engine.alternatives import members, plain
from truthcheck.claims.engine.arguments import Arguments
from truthcheck.claims.engine.frame import Frame
from truthcheck.claims.engine.values import Method, Val
from truthcheck.claims.sinks.send import record
from truthcheck.claims.sinks.sending import Sending
from truthcheck.model.location import Span
from truthcheck.rulebook.clients import SendRule

_NOT_REAL = re.compile(r"(?i)mock|fake|stub|test|resp|recorder|cassette")


def call_unnamed(method: Method, args: Arguments, frame: Frame, at: Span, expr: ir.CallExpr) -> Val | None:
    """`session.post("https://...")` with a session from an unseen caller: named like one, given a whole URL."""
    clients = frame.run.clients
    if method.name not in clients.method_names or not isinstance(expr.func, ir.Attr):
        return None
    name = frame.meaning.label(expr.func.value)
    if not _like_a_session(clients.called)(name) or _NOT_REAL.search(name):
        return None
    rule, reply = _rule(method.name, frame) or (None, "")
    if rule is None:
        return None
    sending = Sending(rule, None, args, frame, at, expr)
    url = sending.argument("url")
    if url is None or not all(urls.is_absolute(member) for member in members(plain(url))):
        return None
    return record(sending, reply)


@cache
def _like_a_session(words: frozenset[str]) -> Callable[[str], object]:
    """A test for names of sessions; "*client" is whatever ends so, a whole word may stand behind others."""
    ends = "|".join(sorted(word[1:] for word in words if word.startswith("*")))
    whole = "|".join(sorted(word for word in words if not word.startswith("*")))
    return re.compile(rf"(?i)^_?(?:[a-z]+_)*(?:{whole})$|(?:{ends})$").search


def _rule(name: str, frame: Frame) -> tuple[SendRule, str] | None:
    """The rule for such a method, and the client whose words its reply is read by ("" for those of any).

    A session is taken for the typical one; a method that only another client's has, where the module imports that one.
    """
    clients = frame.run.clients
    found = clients.methods(name)
    for session, rule in found:
        if session.typical:
            return rule, ""
    near = [rule for _, rule in found if frame.module.imports(clients.packages(rule.client))]
    alike = all((rule.roles, rule.method) == (near[0].roles, near[0].method) for rule in near)
    return (near[0], near[0].client) if near and alike else None
