"""Which HTTP operation a method reaches: a literal verb beside a path-like string, followed through helpers."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from typing import NamedTuple

from truthcheck.model.sdk import Sdk, Sink
from truthcheck.sdks.source.call_targets import Frame
from truthcheck.sdks.source.classes import ClassInfo, Definition, own_nodes
from truthcheck.sdks.source.modules import Module
from truthcheck.sdks.source.url_templates import MAX_EXPRESSIONS, Strings

VERBS = ("get", "post", "put", "patch", "delete", "head", "options")
VERB_KEYWORDS = ("method", "verb", "http_method", "http_verb", "request_type")
PATH_KEYWORDS = ("path", "url", "uri", "endpoint", "url_path", "endpoint_path", "resource_path", "path_template")
HTTP_WORDS = ("http", "client", "session", "_api", "request")
BUILTINS = ("getattr", "setattr", "hasattr")  # whose second argument may be the name of a method
MAX_DEPTH = 4

_PATH = re.compile(r"^(https?://[^/]+)?/?[\w{}@.\-:$]+([/.:?=&\-#][\w{}@.\-:$()'=,*#]*)*/?$")


class Reached(NamedTuple):
    """An operation as the package writes it; `host` is what a keyword such as `base_address` names, mostly ""."""

    method: str
    path: str
    host: str = ""


class Operations:
    """`of` finds the operations of one method as called on `receiver`; several when a branch decides."""

    def __init__(self, strings: Strings, rules: Sdk) -> None:
        self.strings = strings
        self.rules = rules
        self._known: dict[object, tuple[Reached, ...]] = {}

    def of(
        self, module: Module, info: ClassInfo | None, receiver: ClassInfo | None, function: Definition
    ) -> tuple[Reached, ...]:
        frame = Frame(module, info, receiver, function, {}, (function,))
        self.strings.budget = MAX_EXPRESSIONS
        found = self._inside(frame, 0)
        documented = self._documented(function)
        return documented if documented and not any(r.path.startswith("/") for r in found) else found

    def _documented(self, function: Definition) -> tuple[Reached, ...]:
        """What a docstring states in the form the rule data names; docstrings can be wrong, so code comes first."""
        if not self.rules.docstring:
            return ()
        text = ast.get_docstring(function) or ""
        return tuple(Reached(verb.upper(), path) for verb, path in re.findall(self.rules.docstring, text))

    def _inside(self, frame: Frame, depth: int) -> tuple[Reached, ...]:
        words = tuple(sorted((name, tuple(texts)) for name, texts in frame.bound.items()))
        key = (frame.function, frame.receiver, depth, words)
        if key not in self._known:
            self._known[key] = ()
            self._known[key] = self._read(frame, depth)
        return self._known[key]

    def _read(self, frame: Frame, depth: int) -> tuple[Reached, ...]:
        assert frame.function is not None
        found: list[Reached] = []
        others: list[ast.Call] = []
        kept = _kept(frame.function)
        for node in own_nodes(frame.function):
            sunk = self._sink(node, frame) if id(node) not in kept else []
            found += sunk
            if not sunk and isinstance(node, ast.Call):
                others.append(node)
        literal = [reached for reached in found if has_literal(reached.path)]
        if literal:
            return _unique(literal)
        for call in others if depth < MAX_DEPTH else ():
            deeper = self._through(call, frame, depth)
            if not _is_told(deeper):
                deeper = self._held(call.func, frame) or deeper
            if _is_told(deeper):
                return deeper
            found = found or list(deeper)
        return _unique(found)

    def _through(self, call: ast.Call, frame: Frame, depth: int) -> tuple[Reached, ...]:
        found: list[Reached] = []
        for target in self.strings.calls.targets(call, frame):
            if target.function not in frame.stack:
                found += self._inside(self.strings.enter(call, target, frame), depth + 1)
        return _unique(found)

    def _held(self, held: ast.expr, frame: Frame) -> tuple[Reached, ...]:
        """Of `self.api.list(...)` what describes the call where `list`, or `api`, was set.

        Such as `self.list = Endpoint({"path": ...})`.
        """
        if not isinstance(held, ast.Attribute):
            return ()
        found: list[Reached] = []
        for owner in self.strings.calls.receivers(held.value, frame)[:3]:
            for ancestor in self.strings.library.mro(owner):
                for value, method in ancestor.assigned.get(held.attr, ()):
                    there = Frame(ancestor.module, ancestor, owner, method, {})
                    parts = [part for part in ast.walk(value) if isinstance(part, ast.Dict)]
                    found += [reached for part in parts for reached in self._described(part, there)]
        return _unique(found) or self._held(held.value, frame)

    def _sink(self, node: ast.AST, frame: Frame) -> list[Reached]:
        if isinstance(node, ast.Dict):
            return self._described(node, frame)
        if not isinstance(node, ast.Call):
            return []
        func = node.func.value if isinstance(node.func, ast.Subscript) else node.func
        word = func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")
        if word in BUILTINS:
            return []
        keywords = {k.arg: k.value for k in node.keywords if k.arg}
        rule = next((sink for sink in self.rules.sinks if sink.call == word), None)
        if rule is not None:
            return self._ruled(rule, node, keywords, frame)
        verbs, place = self._verbs(node, word, keywords, frame)
        if not verbs:
            return self._built(node, word, frame)
        paths = self._paths(node, keywords, place, frame)
        if place is None and word in VERBS:  # `x.get("a")` reads a dictionary as often as it asks a server
            paths = [path for path in paths if "/" in path and has_literal(path)]
        host = self._host(keywords, frame)
        return [Reached(verb, path, host) for verb in verbs for path in paths]

    def _built(self, node: ast.Call, word: str, frame: Frame) -> list[Reached]:
        """`Request().path("/x").http_method(Verb.GET)`: each part of the request is said by a call of its own."""
        if word not in VERB_KEYWORDS or len(node.args) != 1:
            return []
        verb = node.args[0].attr if isinstance(node.args[0], ast.Attribute) else ""
        step = node.func
        while verb.lower() in VERBS and isinstance(step, ast.Attribute) and isinstance(step.value, ast.Call):
            inner, step = step.value, step.value.func
            if isinstance(step, ast.Attribute) and step.attr in PATH_KEYWORDS and inner.args:
                return [Reached(verb.upper(), path) for path in self.strings.of(inner.args[0], frame)]
        return []

    def _host(self, keywords: dict[str, ast.expr], frame: Frame) -> str:
        found = self.strings.of(keywords.get(self.rules.host_keyword), frame)
        return self.rules.hosts.get(found[0], "") if found else ""

    def _ruled(self, rule: Sink, node: ast.Call, keywords: dict[str, ast.expr], frame: Frame) -> list[Reached]:
        stated = self.strings.of(keywords.get(rule.method_keyword), frame) or [rule.method]
        at = node.args[rule.path] if len(node.args) > rule.path else keywords.get(rule.path_keyword)
        paths = [rule.prefix + path for path in self.strings.of(at, frame) if path]
        return [Reached(verb.upper(), path) for verb in stated if verb.lower() in VERBS for path in paths]

    def _verbs(
        self, node: ast.Call, word: str, keywords: dict[str, ast.expr], frame: Frame
    ) -> tuple[list[str], int | None]:
        """The verbs and the position of the argument that names them (-1 for a keyword, None for the callee's name)."""
        for place, arg in enumerate(node.args[:3]):
            if isinstance(arg, ast.Constant | ast.Name):
                bound = frame.bound.get(arg.id, []) if isinstance(arg, ast.Name) else [arg.value]
                found = [text.upper() for text in bound if isinstance(text, str) and text.lower() in VERBS]
                if found:
                    return found, place
        for keyword in VERB_KEYWORDS:
            found = [t.upper() for t in self.strings.of(keywords.get(keyword), frame) if t.lower() in VERBS]
            if found:
                return found, -1
        if not isinstance(node.func, ast.Attribute):
            return [], None
        if word in self.rules.verbs:
            return [self.rules.verbs[word]], -1
        if word.lstrip("_") in VERBS and (word.startswith("_") or _is_client(node.func.value)):
            return [word.lstrip("_").upper()], -1 if word.startswith("_") else None
        return [], None

    def _paths(self, node: ast.Call, keywords: dict[str, ast.expr], place: int | None, frame: Frame) -> list[str]:
        for keyword in PATH_KEYWORDS:
            found = [text for text in self.strings.of(keywords.get(keyword), frame) if is_path(text)]
            if found:
                return found
        unknown: list[str] = []  # a variable that may be the path, or the body that goes before it
        for index, arg in enumerate(node.args[:3]):
            if index == place:
                continue
            found = [text for text in self.strings.of(arg, frame) if is_path(text)]
            if place is None or any(has_literal(text) for text in found):
                return found if not unknown or any("/" in text for text in found) else unknown
            if not unknown or (found and _names_a_path(arg)):
                unknown = found
        return unknown

    def _described(self, node: ast.Dict, frame: Frame) -> list[Reached]:
        """`{"endpoint_path": "/x", "http_method": "GET"}`, as generated clients describe a call."""
        items = {k.value: v for k, v in zip(node.keys, node.values, strict=True) if isinstance(k, ast.Constant)}
        path = next((items[key] for key in ("endpoint_path", "path", "url", "uri") if key in items), None)
        verb = next((items[key] for key in VERB_KEYWORDS if key in items), None)
        if path is None or verb is None:
            return []
        verbs = [text.upper() for text in self.strings.of(verb, frame) if text.lower() in VERBS]
        return [Reached(word, text) for word in verbs for text in self.strings.of(path, frame)]


def has_literal(path: str) -> bool:
    """Does the path hold a letter that is no hole's name and no host's?"""
    return bool(re.search(r"[A-Za-z]", re.sub(r"\{[^}]*\}", "", path.split("://")[-1])))


def _is_told(found: Iterable[Reached]) -> bool:
    return any(has_literal(reached.path) for reached in found)


def _names_a_path(node: ast.expr) -> bool:
    return getattr(node, "id", getattr(node, "attr", "")) in PATH_KEYWORDS


def _kept(function: Definition) -> set[int]:
    """Dictionaries that are only put into a list: they describe something else than the call at hand."""
    appended = [n for n in own_nodes(function) if isinstance(n, ast.Call) and getattr(n.func, "attr", "") == "append"]
    return {id(arg) for call in appended for arg in call.args}


def is_path(text: str) -> bool:
    if not text or " " in text or text.lower() in VERBS:
        return False
    return ("/" in text or "{" in text or bool(re.fullmatch(r"[a-z0-9_\-.]+", text))) and bool(_PATH.match(text))


def _is_client(node: ast.expr) -> bool:
    text = ast.unparse(node).lower()
    return any(word in text for word in HTTP_WORDS)


def _unique(found: Iterable[Reached]) -> tuple[Reached, ...]:
    return tuple(dict.fromkeys(found))
