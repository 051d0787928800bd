"""The request that one call or one dictionary describes by itself: a verb beside a path-like text.

example: `self._request("get", f"/users/{user_id}")` sends GET /users/{user_id}
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping

from truthcheck.model.noun import NamedTuple
from truthcheck.model.sdk import Sdk, Sink
from truthcheck.sdks.source.modules.syntax import last_word, unsubscripted
from truthcheck.sdks.source.requests.call_targets import Place
from truthcheck.sdks.source.requests.paths import VERBS, ReachedOperation, has_literal, is_path, verbs_among
from truthcheck.sdks.source.requests.url_templates import UrlTemplates

VERB_KEYWORDS = ("method", "verb", "http_method", "http_verb", "request_type")
PATH_KEYWORDS = ("path", "url", "uri", "endpoint", "url_path", "endpoint_path", "resource_path", "path_template")
PATH_KEYS = ("endpoint_path", "path", "url", "uri")  # of a dictionary
HTTP_WORDS = ("http", "client", "session", "_api", "request")
BUILTINS = ("getattr", "setattr", "hasattr")  # whose second argument may be the name of a method
MAX_POSITION = 3
BY_KEYWORD = -1  # stands for the position of a verb that no position gives


class WrittenCall(NamedTuple):
    """A call with the last word of what is called, and its keywords."""

    node: ast.Call
    word: str
    keywords: Mapping[str, ast.expr]


class SendingCalls:
    """`sent` gives the operations of one node; none when it sends nothing that can be told."""

    def __init__(self, templates: UrlTemplates, rules: Sdk) -> None:
        self.templates = templates
        self.rules = rules

    def sent(self, node: ast.Call | ast.Dict, place: Place) -> list[ReachedOperation]:
        if isinstance(node, ast.Dict):
            return self.described(node, place)
        word = last_word(unsubscripted(node.func))
        call = WrittenCall(node, word, {k.arg: k.value for k in node.keywords if k.arg})
        return [] if word in BUILTINS else self._sent(call, place)

    def _sent(self, call: WrittenCall, place: Place) -> list[ReachedOperation]:
        rule = next((sink for sink in self.rules.requests.sinks if sink.call == call.word), None)
        if rule is not None:
            return self._ruled(rule, call, place)
        verbs, position = self._verbs(call, place)
        if not verbs:
            return self._built(call, place)
        paths = self._paths(call, position, place)
        if position is None and call.word in VERBS:  # `x.get("a")` reads a dictionary as often as it asks a server
            paths = [path for path in paths if "/" in path and has_literal(path)]
        host = self._host(call, place)
        return [ReachedOperation(verb, path, host) for verb in verbs for path in paths]

    def _built(self, call: WrittenCall, place: Place) -> list[ReachedOperation]:
        """`Request().path("/x").http_method(Verb.GET)`: each part of the request is said by a call of its own."""
        if call.word not in VERB_KEYWORDS or len(call.node.args) != 1:
            return []
        verb = call.node.args[0].attr if isinstance(call.node.args[0], ast.Attribute) else ""
        path = _earlier_path(call.node) if verb.lower() in VERBS else None
        if path is None:
            return []
        return [ReachedOperation(verb.upper(), text) for text in self.templates.of(path, place)]

    def _host(self, call: WrittenCall, place: Place) -> str:
        texts = self.templates.of(call.keywords.get(self.rules.requests.host_keyword), place)
        return self.rules.requests.hosts.get(texts[0], "") if texts else ""

    def _ruled(self, rule: Sink, call: WrittenCall, place: Place) -> list[ReachedOperation]:
        stated = self.templates.of(call.keywords.get(rule.method_keyword), place) or [rule.method]
        given = call.node.args
        at = given[rule.path] if len(given) > rule.path else call.keywords.get(rule.path_keyword)
        paths = [rule.prefix + path for path in self.templates.of(at, place) if path]
        return [ReachedOperation(verb, path) for verb in verbs_among(stated) for path in paths]

    def _verbs(self, call: WrittenCall, place: Place) -> tuple[list[str], int | None]:
        """The verbs and the position of the argument that names them; None when the callee's name does."""
        for position, arg in enumerate(call.node.args[:MAX_POSITION]):
            verbs = verbs_among(_texts_given(arg, place))
            if verbs:
                return verbs, position
        for keyword in VERB_KEYWORDS if call.keywords else ():
            verbs = verbs_among(self.templates.of(call.keywords.get(keyword), place))
            if verbs:
                return verbs, BY_KEYWORD
        return self._verb_of_name(call)

    def _verb_of_name(self, call: WrittenCall) -> tuple[list[str], int | None]:
        func, verb = call.node.func, call.word.lstrip("_")
        if not isinstance(func, ast.Attribute):
            return [], None
        if call.word in self.rules.requests.verbs:
            return [self.rules.requests.verbs[call.word]], BY_KEYWORD
        if verb in VERBS and call.word.startswith("_"):
            return [verb.upper()], BY_KEYWORD
        return [verb.upper()] if verb in VERBS and _is_client(func.value) else [], None

    def _paths(self, call: WrittenCall, verb_at: int | None, place: Place) -> list[str]:
        for keyword in PATH_KEYWORDS:
            paths = self._paths_of(call.keywords.get(keyword), place)
            if paths:
                return paths
        return self._placed_paths(call, verb_at, place)

    def _placed_paths(self, call: WrittenCall, verb_at: int | None, place: Place) -> list[str]:
        unknown: list[str] = []  # a variable that may be the path, or the body that goes before it
        for position, arg in enumerate(call.node.args[:MAX_POSITION]):
            if position == verb_at:
                continue
            paths = self._paths_of(arg, place)
            if verb_at is None or any(has_literal(path) for path in paths):
                return paths if not unknown or any("/" in path for path in paths) else unknown
            if not unknown or (paths and last_word(arg) in PATH_KEYWORDS):
                unknown = paths
        return unknown

    def _paths_of(self, node: ast.expr | None, place: Place) -> list[str]:
        return [text for text in self.templates.of(node, place) if is_path(text)]

    def described(self, node: ast.Dict, place: Place) -> list[ReachedOperation]:
        """`{"endpoint_path": "/x", "http_method": "GET"}`, as generated clients describe a call."""
        pairs = zip(node.keys, node.values, strict=True)
        items: dict[object, ast.expr] = {key.value: value for key, value in pairs if isinstance(key, ast.Constant)}
        path, verb = (_first(items, keys) for keys in (PATH_KEYS, VERB_KEYWORDS))
        if path is None or verb is None:
            return []
        verbs = verbs_among(self.templates.of(verb, place))
        return [ReachedOperation(word, text) for word in verbs for text in self.templates.of(path, place)]


def _first(items: Mapping[object, ast.expr], keys: Iterable[str]) -> ast.expr | None:
    return next((items[key] for key in keys if key in items), None)


def _texts_given(arg: ast.expr, place: Place) -> Iterable[object]:
    """What an argument is without reading further: a constant, or what a parameter is bound to."""
    if isinstance(arg, ast.Constant):
        return [arg.value]
    return place.bound.get(arg.id, []) if isinstance(arg, ast.Name) else []


def _earlier_path(node: ast.Call) -> ast.expr | None:
    """The argument of `.path(...)` in a chain of calls that ends with `node`."""
    step = node.func
    while isinstance(step, ast.Attribute) and isinstance(step.value, ast.Call):
        inner, step = step.value, step.value.func
        if isinstance(step, ast.Attribute) and step.attr in PATH_KEYWORDS and inner.args:
            return inner.args[0]
    return None


def _is_client(node: ast.expr) -> bool:
    text = ast.unparse(node).lower()
    return any(word in text for word in HTTP_WORDS)
